import { harmless } from "../definition/show-line.ts";
import { displayWidth, padTo } from "./display-width.ts";
import { type PrintTimelineOptions, pageWidth, paint } from "./print-timeline.ts";

/** A column of a printed table. */
export interface TextColumn {
  readonly title: string;
  /** May it be cut where the page is too narrow? At least one should. @default false */
  readonly shrinks?: boolean;
  readonly align?: "right";
}

export interface TextCell {
  readonly text: string;
  /** Color or weight, where colors may be used. */
  readonly ansi?: string;
}

/** A column that shrinks keeps this much. */
const SHRUNK_MIN = 12;
const GAP = 2;

/** A table for a terminal: a dim head, columns as wide as needed, the shrinking ones cut to what is left of the page. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly TextCell[])[],
  options: PrintTimelineOptions,
): string {
  const widths = widthsOf(columns, rows, options);
  const line = (cells: readonly TextCell[]): string =>
    cells
      .map(({ text, ansi }, index) => {
        const shown = cut(harmless(text), widths[index] ?? 0);
        const room = " ".repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(shown)));
        const painted = ansi === undefined ? shown : paint(ansi, shown, options);
        return columns[index]?.align === "right" ? room + painted : painted + room;
      })
      .join(" ".repeat(GAP))
      .trimEnd();
  const head = columns.map(({ title, align }, index) =>
    align === "right" ? title.padStart(widths[index] ?? 0) : padTo(title, widths[index] ?? 0),
  );
  return [paint("2", head.join(" ".repeat(GAP)).trimEnd(), options), ...rows.map(line)].join("\n");
}

function widthsOf(
  columns: readonly TextColumn[],
  rows: readonly (readonly TextCell[])[],
  options: PrintTimelineOptions,
): readonly number[] {
  const wanted = columns.map(({ title }, index) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(harmless(row[index]?.text ?? "")))),
  );
  const fixed = columns.reduce((sum, column, index) => sum + (column.shrinks ? 0 : (wanted[index] ?? 0)), 0);
  const shrinking = columns.filter(({ shrinks }) => shrinks).length;
  let left = pageWidth(options) - fixed - GAP * (columns.length - 1);
  let open = shrinking;
  // The narrowest take what they need, the others share what remains.
  const given = new Map<number, number>();
  const byNeed = columns.flatMap((column, index) => (column.shrinks ? [index] : []));
  for (const index of byNeed.sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0))) {
    const width = Math.min(wanted[index] ?? 0, Math.max(SHRUNK_MIN, Math.floor(left / open)));
    given.set(index, width);
    left -= width;
    open -= 1;
  }
  return wanted.map((width, index) => given.get(index) ?? width);
}

/** The text in that many columns; what does not fit ends with `…`. */
function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let shown = "";
  for (const character of text) {
    if (displayWidth(shown + character) > width - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
