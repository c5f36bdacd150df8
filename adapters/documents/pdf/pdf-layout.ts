import type { Content, CustomTableLayout, createPdf, TableCell } from "pdfmake";
import type { Block, DocumentModel, Lines, Row, Span, Table, Tone } from "../../../engine/document/document-model.ts";
import type { Printable } from "./printable-text.ts";

/** Ink on paper and one accent, as in HTML (`engine/document/document-style.ts`). */
const INK = "#1d1d1f";
const ACCENT = "#7a4a21";
const QUIET = "#6a6a70";
const NOTE = "#8a5a00";
const PAST = "#8a8a90";
const HAIRLINE = "#dcdad4";

/** Points. A4 is 595 by 842. */
const MARGIN = 45;
const WIDTH = 595.28 - 2 * MARGIN;
/** A cell with more characters may be taller than a page: such rows break over pages, the others stay whole. */
const CELL_CHARACTERS_WHOLE = 600;
/** Later groups of a table say their columns again only where they are long enough to reach over a page. */
const ROWS_SHORT = 8;

const WORDS = { ru: { page: "стр.", of: "из" }, en: { page: "page", of: "of" } } as const;

/** What pdfmake makes a PDF of. */
export type PdfLayout = Parameters<typeof createPdf>[0];

/** A document as pdfmake wants it. The same model gives the same, whatever the machine's zone and language. */
export function pdfLayout(model: DocumentModel, text: Printable): PdfLayout {
  const { locale, kind, title, footer, madeAt } = model;
  const words = WORDS[locale];
  const head = text(kind === null ? title : `${kind} · ${title}`);
  const made = new Date(madeAt);
  return {
    version: "1.7",
    language: locale,
    displayTitle: true,
    info: { title: head, creator: "Ordo", producer: "Ordo", creationDate: made, modDate: made },
    pageSize: "A4",
    pageMargins: [MARGIN, 54, MARGIN, 54],
    defaultStyle: { font: "Roboto", fontSize: 9.5, lineHeight: 1.2, color: INK },
    header: (page) => (page === 1 ? topBar() : laterHead(head)),
    footer: (page, pages) => ({
      margin: [MARGIN, 16, MARGIN, 0],
      columns: [
        { text: text(footer), fontSize: 7.5, color: QUIET },
        {
          text: `${words.page} ${page} ${words.of} ${pages}`,
          fontSize: 7.5,
          color: QUIET,
          alignment: "right",
          width: 90,
        },
      ],
    }),
    content: [
      ...(kind === null ? [] : [kindLine(text(kind))]),
      { text: text(title), fontSize: 17, lineHeight: 1.15, bold: true, margin: [0, 0, 0, 14] },
      ...model.blocks.flatMap((block) => blockOf(block, text)),
    ],
  };
}

function topBar(): Content {
  return { canvas: [{ type: "rect", x: 0, y: 0, w: 595.28, h: 4, color: ACCENT }] };
}

function laterHead(head: string): Content {
  return {
    margin: [MARGIN, 24, MARGIN, 0],
    stack: [
      { text: short(head), fontSize: 7.5, color: QUIET },
      { canvas: [{ type: "line", x1: 0, y1: 4, x2: WIDTH, y2: 4, lineWidth: 0.5, lineColor: HAIRLINE }] },
    ],
  };
}

/** The head of later pages has one line. */
function short(head: string): string {
  const characters = [...head];
  return characters.length <= HEAD_CHARACTERS ? head : `${characters.slice(0, HEAD_CHARACTERS - 1).join("")}…`;
}

const HEAD_CHARACTERS = 110;

function kindLine(kind: string): Content {
  return { text: kind.toUpperCase(), fontSize: 8, characterSpacing: 0.6, color: ACCENT, margin: [0, 0, 0, 4] };
}

function blockOf(block: Block, text: Printable): readonly Content[] {
  switch (block.kind) {
    case "heading":
      return [{ text: text(block.text), fontSize: 11.5, bold: true, margin: [0, 14, 0, 5] }];
    case "paragraph":
      return [{ stack: linesOf(block.lines, text), margin: [0, 0, 0, 7] }];
    case "facts":
      return [factsOf(block.rows, text)];
    case "bullets":
      return [
        { ul: block.items.map((item) => ({ stack: linesOf(item, text), margin: [0, 0, 0, 3] })), margin: [0, 0, 0, 6] },
      ];
    case "table":
      return tablesOf(block.table, text);
    case "signatures":
      return block.names.map((name) => signatureOf(text(name)));
  }
}

/** Two beside each other; what is long has the whole width, so that it does not hang beside an empty half. */
function factsOf(rows: Extract<Block, { kind: "facts" }>["rows"], text: Printable): Content {
  const cells = rows.map(({ title, text: value }) => ({
    isLong: value.length > FACT_SHORT,
    cell: {
      stack: [
        { text: text(title), fontSize: 7.5, color: QUIET },
        { text: text(value), margin: [0, 0, 0, 6] },
      ],
    } as TableCell,
  }));
  const body: TableCell[][] = [];
  let left: TableCell | null = null;
  for (const { isLong, cell } of cells) {
    if (isLong) {
      if (left !== null) body.push([left, ""]);
      left = null;
      body.push([{ ...(cell as object), colSpan: 2 } as TableCell, ""]);
    } else if (left === null) left = cell;
    else {
      body.push([left, cell]);
      left = null;
    }
  }
  if (left !== null) body.push([left, ""]);
  if (body.length === 0) return { text: "" };
  return { table: { widths: ["*", "*"], body }, layout: BARE, margin: [0, 0, 0, 4] };
}

const FACT_SHORT = 90;

const BARE: CustomTableLayout = {
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: (column) => (column === 0 ? 0 : 10),
  paddingRight: () => 0,
  paddingTop: () => 0,
  paddingBottom: () => 0,
};

/** A table for each group: its title and the columns are repeated where it goes on, and stay with its first row. */
function tablesOf({ columns, groups }: Table, text: Printable): readonly Content[] {
  const total = columns.reduce((sum, { share }) => sum + share, 0);
  // Paddings of all columns are part of the width.
  const room = WIDTH - 2 * CELL_PADDING * (columns.length - 1);
  const widths = columns.map(({ share }) => (room * share) / total);
  return groups.map(({ title, rows }, index) => {
    const head: TableCell[][] = [];
    if (title !== null)
      head.push([
        { text: text(title), colSpan: columns.length, fontSize: 10.5, bold: true, color: ACCENT, margin: [0, 4, 0, 0] },
        ...columns.slice(1).map(() => ""),
      ]);
    if (index === 0 || title === null || rows.length > ROWS_SHORT)
      head.push(columns.map((column) => ({ text: text(column.title), fontSize: 7.5, color: QUIET })));
    const isWhole = rows.every(({ cells }) => cells.every((cell) => lengthOf(cell) <= CELL_CHARACTERS_WHOLE));
    const table = {
      widths,
      headerRows: head.length,
      body: [...head, ...rows.map((row) => rowOf(row, columns.length, text))],
    };
    const kept = isWhole && rows.length > 0 ? { dontBreakRows: true, keepWithHeaderRows: 1 } : {};
    return { table: { ...table, ...kept }, layout: lined(head.length), margin: [0, index === 0 ? 10 : 6, 0, 0] };
  });
}

const CELL_PADDING = 5;

function lined(headerRows: number): CustomTableLayout {
  return {
    hLineWidth: (at) => (at === 0 || (at < headerRows && at > 0) ? 0 : at === headerRows ? 0.8 : 0.5),
    hLineColor: (at) => (at === headerRows ? INK : HAIRLINE),
    vLineWidth: () => 0,
    paddingLeft: (column) => (column === 0 ? 0 : CELL_PADDING),
    paddingRight: (column, node) => (column === (node.table.widths?.length ?? 0) - 1 ? 0 : CELL_PADDING),
    paddingTop: (row) => (row < headerRows ? 2 : 4.5),
    paddingBottom: (row) => (row < headerRows ? 2 : 4.5),
  };
}

function rowOf({ look, cells }: Row, columns: number, text: Printable): TableCell[] {
  const color = look === "plain" ? {} : { color: PAST };
  return Array.from({ length: columns }, (_, at) => ({ stack: linesOf(cells[at] ?? [], text), ...color }));
}

function lengthOf(lines: Lines): number {
  // A line of its own takes a line's room, however short.
  return lines.reduce(
    (sum, spans) =>
      sum +
      Math.max(
        20,
        spans.reduce((all, { text }) => all + text.length, 0),
      ),
    0,
  );
}

function linesOf(lines: Lines, text: Printable): Content[] {
  return lines.map((spans) => ({ text: spans.map((span) => spanOf(span, text)) }));
}

const TONES: Readonly<Record<Tone, object>> = {
  plain: {},
  strong: { bold: true },
  quiet: { color: QUIET, fontSize: 8.5 },
  note: { color: NOTE, fontSize: 8.5 },
  struck: { decoration: "lineThrough" },
  quote: { italics: true },
};

function spanOf({ text, tone }: Span, printable: Printable): { readonly text: string } {
  const shown = printable(text);
  return { text: tone === "quote" ? `«${shown}»` : shown, ...TONES[tone] };
}

function signatureOf(name: string): Content {
  return {
    margin: [0, 26, 0, 0],
    unbreakable: true,
    columns: [
      { width: 180, canvas: [{ type: "line", x1: 0, y1: 11, x2: 170, y2: 11, lineWidth: 0.6, lineColor: INK }] },
      { width: "*", text: name },
    ],
  };
}
