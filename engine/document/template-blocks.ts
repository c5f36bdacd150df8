import { type Block, type Lines, line, linesOf, type Span, type Table } from "./document-model.ts";

/**
 * What an expression put into a template came to: text in the midst of other text, or a block of its own where it stands
 * alone.
 */
export type Put =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bullets"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly titles: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** A template's own text and what was put between. Only the former is read for structure: nobody's words become any. */
export type TemplatePart = string | Put;

const OPEN = "\uE000";
const CLOSE = "\uE001";
const ALONE = /^\uE000(\d+)\uE001$/;
const HEADING = /^#{1,6}[ \t]+(.*?)[ \t]*#*$/;
const BULLET = /^[ \t]*[-*•][ \t]+(.*)$/;
const SIGNATURE = /^_{4,}[ \t]*(.*)$/;
const ROW = /^[ \t]*\|(.*)\|[ \t]*$/;
const RULE_OF_TABLE = /^[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|?[ \t]*$/;

/**
 * The blocks of a template that is written as a few marks of Markdown: `#` headings, `-` bullets, `| a | b |` tables,
 * `**strong**`, `____ name` to sign on; everything else is paragraphs, line by line as written.
 */
export function templateBlocks(parts: readonly TemplatePart[]): readonly Block[] {
  const puts = parts.filter((part) => typeof part !== "string");
  let count = 0;
  const text = parts
    .map((part) => (typeof part === "string" ? part.replace(/[\uE000\uE001]/g, "") : `${OPEN}${count++}${CLOSE}`))
    .join("");
  const blocks: Block[] = [];
  let paragraph: Lines = [];
  const end = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: "paragraph", lines: paragraph });
    paragraph = [];
  };
  const rows = text.split(/\r\n|\n|\r/);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? "";
    const put = puts[Number(ALONE.exec(row.trim())?.[1] ?? -1)];
    const block = put === undefined || put.kind === "text" ? blockOf(row, puts) : blockOfPut(put);
    if (ROW.test(row)) {
      end();
      const from = at;
      while (ROW.test(rows[at + 1] ?? "") || RULE_OF_TABLE.test(rows[at + 1] ?? "")) at += 1;
      blocks.push({ kind: "table", table: tableOf(rows.slice(from, at + 1), puts) });
    } else if (block !== null) {
      end();
      add(blocks, block);
    } else if (row.trim() === "") end();
    else paragraph = [...paragraph, ...inline(row, puts)];
  }
  end();
  return blocks;
}

function blockOf(row: string, puts: readonly Put[]): Block | null {
  const heading = HEADING.exec(row)?.[1];
  if (heading !== undefined) return { kind: "heading", text: plainText(heading, puts) };
  const bullet = BULLET.exec(row)?.[1];
  if (bullet !== undefined) return { kind: "bullets", items: [inline(bullet, puts)] };
  const signed = SIGNATURE.exec(row)?.[1];
  return signed === undefined ? null : { kind: "signatures", names: [plainText(signed, puts)] };
}

/** Bullets and lines to sign on that follow each other are one block. */
function add(blocks: Block[], block: Block): void {
  const last = blocks.at(-1);
  if (last?.kind === "bullets" && block.kind === "bullets")
    blocks[blocks.length - 1] = { kind: "bullets", items: [...last.items, ...block.items] };
  else if (last?.kind === "signatures" && block.kind === "signatures")
    blocks[blocks.length - 1] = { kind: "signatures", names: [...last.names, ...block.names] };
  else blocks.push(block);
}

function blockOfPut(put: Exclude<Put, { kind: "text" }>): Block {
  if (put.kind === "bullets") return { kind: "bullets", items: put.items.map(linesOf) };
  return {
    kind: "table",
    table: evenTable(
      put.titles,
      put.rows.map((cells) => cells.map(linesOf)),
    ),
  };
}

function tableOf(rows: readonly string[], puts: readonly Put[]): Table {
  const cells = rows
    .filter((row) => !RULE_OF_TABLE.test(row))
    .map((row) => (ROW.exec(row)?.[1] ?? "").split("|").map((cell) => cell.trim()));
  const [titles = [], ...body] = cells;
  return evenTable(
    titles.map((title) => plainText(title, puts)),
    body.map((row) => row.map((cell) => inline(cell, puts))),
  );
}

/** Columns get room by what stands in them, within bounds: a column of numbers needs less than one of words. */
function evenTable(titles: readonly string[], rows: readonly (readonly Lines[])[]): Table {
  const columns = titles.map((title, at) => {
    const longest = Math.max(title.length, ...rows.map((row) => longestOf(row[at] ?? [])));
    return { title, share: Math.min(SHARE_MAX, Math.max(SHARE_MIN, longest)) };
  });
  const full = rows.map((row) => ({ look: "plain" as const, cells: titles.map((_, at) => row[at] ?? []) }));
  return { columns, groups: [{ title: null, rows: full }] };
}

const SHARE_MIN = 6;
const SHARE_MAX = 40;

function longestOf(lines: Lines): number {
  return Math.max(0, ...lines.map((spans) => spans.reduce((sum, { text }) => sum + text.length, 0)));
}

/** One written line as lines: what was put in may hold line breaks of its own. */
function inline(row: string, puts: readonly Put[]): Lines {
  const lines: Span[][] = [[]];
  for (const [at, marked] of row.split("**").entries()) {
    const tone = at % 2 === 1 ? "strong" : "plain";
    const [first = [], ...more] = linesOf(plainText(marked, puts)).map((spans) =>
      spans.filter(({ text }) => text !== "").map(({ text }): Span => ({ text, tone })),
    );
    lines.at(-1)?.push(...first);
    lines.push(...more.map((spans) => [...spans]));
  }
  return lines.map((spans) => (spans.length === 0 ? line("") : spans));
}

function plainText(text: string, puts: readonly Put[]): string {
  return text.replace(/\uE000(\d+)\uE001/g, (_, at: string) => inText(puts[Number(at)]));
}

/** What would be a block, in the midst of a line: as a list by commas. */
function inText(put: Put | undefined): string {
  if (put === undefined) return "";
  if (put.kind === "text") return put.text;
  if (put.kind === "bullets") return put.items.join(", ");
  return put.rows.map((cells) => cells.join(" ")).join(", ");
}
