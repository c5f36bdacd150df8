import type { Block, DocumentModel, Lines, Row, Span, Table, Tone } from "./document-model.ts";
import { DOCUMENT_STYLE } from "./document-style.ts";
import { escapeHtml } from "./escape-html.ts";

/**
 * A document as an HTML page of its own: no script, no outside file, prints on A4. Byte-identical for the same model;
 * everything people wrote is escaped.
 */
export function documentHtml(model: DocumentModel): string {
  const { locale, kind, title, footer, blocks } = model;
  const above = kind === null ? "" : `<p class="kind">${escapeHtml(kind)}</p>`;
  return [
    "<!doctype html>",
    `<html lang="${locale}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(kind === null ? title : `${kind} — ${title}`)}</title>`,
    `<style>${DOCUMENT_STYLE}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<header>${above}<h1>${escapeHtml(title)}</h1></header>`,
    ...blocks.map(blockHtml),
    `<footer>${escapeHtml(footer)}</footer>`,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case "paragraph":
      return `<p>${linesHtml(block.lines)}</p>`;
    case "facts":
      return `<dl>\n${block.rows.map(({ title, text }) => `<div><dt>${escapeHtml(title)}</dt><dd>${escapeHtml(text)}</dd></div>`).join("\n")}\n</dl>`;
    case "bullets":
      return `<ul>\n${block.items.map((item) => `<li>${linesHtml(item)}</li>`).join("\n")}\n</ul>`;
    case "table":
      return tableHtml(block.table);
    case "signatures":
      return block.names.map((name) => `<div class="sign"><i></i><span>${escapeHtml(name)}</span></div>`).join("\n");
  }
}

function tableHtml({ columns, groups }: Table): string {
  const head = columns.map(({ title }) => `<th scope="col">${escapeHtml(title)}</th>`).join("");
  const body = groups.flatMap(({ title, rows }) => [
    ...(title === null
      ? []
      : [`<tr class="group"><th colspan="${columns.length}" scope="colgroup">${escapeHtml(title)}</th></tr>`]),
    ...rows.map(rowHtml),
  ]);
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}

function rowHtml({ look, cells }: Row): string {
  const cellsHtml = cells.map((cell) => `<td>${linesHtml(cell)}</td>`).join("");
  return `<tr${look === "plain" ? "" : ` class="${look}"`}>${cellsHtml}</tr>`;
}

function linesHtml(lines: Lines): string {
  return lines.map((spans) => spans.map(spanHtml).join("")).join("<br>");
}

const TAGS: Readonly<Record<Tone, readonly [open: string, close: string]>> = {
  plain: ["", ""],
  strong: ["<strong>", "</strong>"],
  quiet: ['<span class="quiet">', "</span>"],
  note: ['<span class="note">', "</span>"],
  struck: ["<s>", "</s>"],
  quote: ["<q>", "</q>"],
};

function spanHtml({ text, tone }: Span): string {
  const [open, close] = TAGS[tone];
  return `${open}${escapeHtml(text)}${close}`;
}
