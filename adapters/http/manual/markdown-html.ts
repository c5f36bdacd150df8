import { escapeHtml } from "../../../engine/document/escape-html.ts";

/** Where a link of a page leads in the console; null: nowhere that is shown, its words stand alone. */
export type LinkTo = (target: string) => string | null;

/** A picture of a page as it is served. */
export interface Picture {
  readonly address: string;
  /** In pixels: the page keeps its place before it has come. */
  readonly width: number;
  readonly height: number;
}

/** What is shown for a picture of a page; null: nothing, its words stand alone. */
export type PictureAt = (target: string) => Picture | null;

/** How a page's addresses become those of the console. */
interface Addresses {
  readonly linkTo: LinkTo;
  readonly pictureAt: PictureAt;
}

/**
 * The Markdown that our manual is written in, as HTML: headings, paragraphs, lists in lists, fences, tables, quotes, code,
 * bold, italics, links, pictures (each opens by itself when it is clicked). Everything else is text: no tag of a page ever passes through, so that the answer may be put into
 * a page as it is. Headings have the ids that GitHub gives them.
 */
export function markdownHtml(markdown: string, linkTo: LinkTo, pictureAt: PictureAt = () => null): string {
  return blocksOf(
    markdown
      .replace(/\r\n?/g, "\n")
      .replace(/<!--[\s\S]*?-->/g, "")
      .split("\n"),
    { linkTo, pictureAt },
  );
}

/** The id of a heading: letters and digits of any script, spaces as hyphens. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

const HEADING = /^(#{1,6}) +(.*)$/;
const FENCE = /^ *(`{3,}|~{3,})/;
const ITEM = /^( *)([-*]|\d+\.) +(.*)$/;
const ROW = /^ *\|.*\| *$/;
const DIVIDER = /^ *\|[ :|-]+\| *$/;

function blocksOf(lines: readonly string[], to: Addresses): string {
  const html: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    if (line.trim() === "") {
      at++;
      continue;
    }
    const block = blockAt(lines, at, to);
    html.push(block.html);
    at = Math.max(block.end, at + 1);
  }
  return html.join("\n");
}

interface Read {
  readonly html: string;
  /** The line after it. */
  readonly end: number;
}

function blockAt(lines: readonly string[], at: number, to: Addresses): Read {
  const line = lines[at] ?? "";
  const heading = HEADING.exec(line);
  if (heading !== null) {
    const level = heading[1]?.length ?? 1;
    const text = heading[2] ?? "";
    return { html: `<h${level} id="${anchorOf(plain(text))}">${inline(text, to)}</h${level}>`, end: at + 1 };
  }
  if (FENCE.test(line)) return fenceAt(lines, at);
  if (ITEM.test(line)) return listAt(lines, at, to);
  if (ROW.test(line) && DIVIDER.test(lines[at + 1] ?? "")) return tableAt(lines, at, to);
  if (/^ *>/.test(line)) {
    const end = endOf(lines, at, (one) => /^ *>/.test(one));
    const inner = lines.slice(at, end).map((one) => one.replace(/^ *> ?/, ""));
    return { html: `<blockquote>${blocksOf(inner, to)}</blockquote>`, end };
  }
  if (/^ *(-{3,}|\*{3,})\s*$/.test(line)) return { html: "<hr>", end: at + 1 };
  const end = endOf(lines, at, (one, index) => one.trim() !== "" && (index === at || !begins(one)));
  return { html: `<p>${inline(lines.slice(at, end).join("\n"), to)}</p>`, end };
}

/** Does a block of another kind begin here, in the midst of a paragraph? */
function begins(line: string): boolean {
  return HEADING.test(line) || FENCE.test(line) || ITEM.test(line) || /^ *>/.test(line);
}

function fenceAt(lines: readonly string[], at: number): Read {
  const mark = FENCE.exec(lines[at] ?? "")?.[1] ?? "```";
  const body = endOf(lines, at + 1, (one) => !one.trim().startsWith(mark));
  const indent = /^ */.exec(lines[at] ?? "")?.[0].length ?? 0;
  const code = lines.slice(at + 1, body).map((one) => one.slice(Math.min(indent, one.search(/\S|$/))));
  return { html: `<pre><code>${escapeHtml(code.join("\n"))}</code></pre>`, end: body + 1 };
}

/** Items of one depth; what stands deeper belongs to the item above it. */
function listAt(lines: readonly string[], at: number, to: Addresses): Read {
  const first = ITEM.exec(lines[at] ?? "");
  const depth = first?.[1]?.length ?? 0;
  const isOrdered = /\d/.test(first?.[2] ?? "");
  const items: string[] = [];
  let next = at;
  while (next < lines.length) {
    const item = ITEM.exec(lines[next] ?? "");
    if (item === null || (item[1]?.length ?? 0) !== depth || /\d/.test(item[2] ?? "") !== isOrdered) break;
    const end = endOf(lines, next + 1, (one, index) => belongs(one, lines[index + 1] ?? "", depth));
    const inner = lines.slice(next + 1, end).map((one) => one.slice(Math.min(depth + 2, one.search(/\S|$/))));
    const nested = inner.findIndex((one) => one.trim() === "" || begins(one) || ROW.test(one));
    const own = nested === -1 ? inner : inner.slice(0, nested);
    const words = [item[3] ?? "", ...own.map((one) => one.trim())].join("\n");
    const below = nested === -1 ? "" : blocksOf(inner.slice(nested), to);
    items.push(`<li>${inline(words, to)}${below}</li>`);
    next = end;
    while (lines[next]?.trim() === "" && ITEM.exec(lines[next + 1] ?? "")?.[1]?.length === depth) next++;
  }
  const tag = isOrdered ? "ol" : "ul";
  return { html: `<${tag}>${items.join("")}</${tag}>`, end: next };
}

/** Does a line still belong to an item: deeper than its mark, or an empty one before something deeper? */
function belongs(line: string, after: string, depth: number): boolean {
  if (line.trim() === "") return after.trim() !== "" && after.search(/\S/) > depth;
  return line.search(/\S/) > depth;
}

function tableAt(lines: readonly string[], at: number, to: Addresses): Read {
  const end = endOf(lines, at, (one) => ROW.test(one));
  const cell = (tag: "td" | "th") => (text: string) => `<${tag}>${inline(text, to)}</${tag}>`;
  const head = cellsOf(lines[at] ?? "").map(cell("th"));
  const rows = lines.slice(at + 2, end).map((one) => `<tr>${cellsOf(one).map(cell("td")).join("")}</tr>`);
  const table = `<table><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
  return { html: `<div class="manual-table">${table}</div>`, end };
}

/** Cells of a row; a `|` in code or after a backslash parts nothing. */
function cellsOf(row: string): readonly string[] {
  const cells: string[] = [];
  let [cell, isCode] = ["", false];
  for (const sign of row
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(\\\||[|`])/)) {
    if (sign === "`") isCode = !isCode;
    if (sign === "|" && !isCode) {
      cells.push(cell.trim());
      cell = "";
    } else cell += sign === "\\|" ? "|" : sign;
  }
  return [...cells, cell.trim()];
}

const INLINE =
  /(`+)(.+?)\1|!\[([^\][]*)\]\(([^()\s]+)\)|\[((?:[^\][]|\[[^\]]*\])+)\]\(([^()\s]+)\)|\*\*(.+?)\*\*|(?<![\p{L}\p{N}*])\*([^*\s][^*]*?)\*(?![\p{L}\p{N}*])/gsu;

function inline(text: string, to: Addresses): string {
  let html = "";
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, , code, alt, source, words, target, bold, italic] = found;
    html += escapeHtml(text.slice(from, found.index));
    from = found.index + whole.length;
    if (code !== undefined) html += `<code>${escapeHtml(code.trim())}</code>`;
    else if (alt !== undefined) html += pictured(alt, to.pictureAt(source ?? ""));
    else if (words !== undefined) html += linked(inline(words, to), to.linkTo(target ?? ""));
    else if (bold !== undefined) html += `<strong>${inline(bold, to)}</strong>`;
    else html += `<em>${inline(italic ?? "", to)}</em>`;
  }
  return html + escapeHtml(text.slice(from));
}

/** Only addresses of ours and https leave the page: nothing that a browser would carry out. */
function linked(html: string, href: string | null): string {
  if (href === null || !/^(https:\/\/|\/|#)/.test(href) || href.startsWith("//")) return html;
  const outside = href.startsWith("https:") ? ' target="_blank" rel="noopener noreferrer"' : "";
  return `<a href="${escapeHtml(href)}"${outside}>${html}</a>`;
}

/** It fits the page's width; whoever wants to read in it opens it by itself. */
function pictured(alt: string, picture: Picture | null): string {
  if (picture === null) return escapeHtml(alt);
  const address = escapeHtml(picture.address);
  const image = `<img src="${address}" alt="${escapeHtml(alt)}" width="${picture.width}" height="${picture.height}" loading="lazy">`;
  return `<a class="manual-picture" href="${address}" target="_blank" rel="noopener noreferrer">${image}</a>`;
}

function plain(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");
}

function endOf(lines: readonly string[], from: number, goesOn: (line: string, index: number) => boolean): number {
  let at = from;
  while (at < lines.length && goesOn(lines[at] ?? "", at)) at++;
  return at;
}
