/** Where a cell stands in its file, and in what hand the table is written. */
export interface CellPlace {
  readonly start: number;
  readonly end: number;
  readonly style: "grid" | "yaml" | "csv";
}

/**
 * A file's text with one cell changed. In a grid the columns stay in line as far as the room beside the cell allows.
 *
 * @example withCell("| < 10  | a |", { start: 2, end: 6, style: "grid" }, "< 5") // "| < 5   | a |"
 */
export function withCell(file: string, { start, end, style }: CellPlace, text: string): string {
  const written = text.replace(/[\r\n]+/g, " ").trim();
  const [before, after] = [file.slice(0, start), file.slice(end)];
  if (style !== "grid") return before + written + after;
  const room = /^ */.exec(after)?.[0].length ?? 0;
  const longer = written.length - (end - start);
  const spaces = Math.max(1, room - longer);
  return before + written.replaceAll("|", "\\|") + " ".repeat(spaces) + after.slice(room);
}
