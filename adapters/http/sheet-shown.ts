import Type, { type Static } from "typebox";
import type { Block, DocumentModel, Lines } from "../../engine/document/document-model.ts";

const LINES = Type.Array(
  Type.Array(
    Type.Object({
      text: Type.String(),
      tone: Type.Enum(["plain", "strong", "quiet", "note", "struck", "quote"]),
    }),
  ),
  { $id: "DocumentLines", description: "Lines under each other, each of spans." },
);

const BLOCK = Type.Object(
  {
    kind: Type.Enum(["heading", "paragraph", "facts", "bullets", "table", "signatures"]),
    text: Type.Optional(Type.String({ description: "Of a heading." })),
    lines: Type.Optional(LINES),
    facts: Type.Optional(Type.Array(Type.Object({ title: Type.String(), text: Type.String() }))),
    items: Type.Optional(Type.Array(LINES)),
    columns: Type.Optional(Type.Array(Type.Object({ title: Type.String(), share: Type.Number() }))),
    groups: Type.Optional(
      Type.Array(
        Type.Object({
          title: Type.Union([Type.String(), Type.Null()]),
          rows: Type.Array(
            Type.Object({
              look: Type.Enum(["plain", "past", "void"], {
                description: "`past`: another one has taken its place; `void`: it was taken back.",
              }),
              cells: Type.Array(LINES),
            }),
          ),
        }),
      ),
    ),
    names: Type.Optional(Type.Array(Type.String(), { description: "Lines to sign on." })),
  },
  { $id: "DocumentBlock" },
);

/** A document as what it says; pages and PDF are renderings of it. */
export const SHEET_SHOWN = Type.Object(
  {
    kind: Type.Union([Type.String(), Type.Null()]),
    title: Type.String(),
    madeAt: Type.String(),
    footer: Type.String(),
    blocks: Type.Array(BLOCK),
  },
  { $id: "DocumentShown" },
);

/** A document as the API gives it out. */
export function sheetShown({ kind, title, madeAt, footer, blocks }: DocumentModel): Static<typeof SHEET_SHOWN> {
  return { kind, title, madeAt, footer, blocks: blocks.map(blockShown) };
}

function blockShown(block: Block): Static<typeof BLOCK> {
  switch (block.kind) {
    case "heading":
      return { kind: "heading", text: block.text };
    case "paragraph":
      return { kind: "paragraph", lines: linesShown(block.lines) };
    case "facts":
      return { kind: "facts", facts: block.rows.map((row) => ({ ...row })) };
    case "bullets":
      return { kind: "bullets", items: block.items.map(linesShown) };
    case "table":
      return {
        kind: "table",
        columns: block.table.columns.map((column) => ({ ...column })),
        groups: block.table.groups.map((group) => ({
          title: group.title,
          rows: group.rows.map(({ look, cells }) => ({ look, cells: cells.map(linesShown) })),
        })),
      };
    case "signatures":
      return { kind: "signatures", names: [...block.names] };
  }
}

function linesShown(lines: Lines): Static<typeof LINES> {
  return lines.map((spans) => spans.map((span) => ({ ...span })));
}
