/** How the rules of a table are written: a text grid, a YAML list, a CSV file. */
export type TableStyle = "grid" | "yaml" | "csv";

/** A rule to be written below the last one of a table. */
export interface NewRule {
  readonly style: TableStyle;
  /** Of the file that holds the rules. */
  readonly text: string;
  /** Of a CSV file. */
  readonly separator: string;
  readonly columns: readonly { readonly name: string; readonly side: "input" | "output" }[];
  /** A column each. */
  readonly cells: readonly string[];
}

/** Where a new rule goes and the text of it, in the hand of the table: its indentation, its separators. */
export function textOfNewRule(
  rule: NewRule,
  last: { readonly start: number; readonly end: number },
): { readonly at: number; readonly text: string } {
  const { text } = rule;
  const end = last.start + text.slice(last.start, last.end).trimEnd().length;
  const lineEnd = text.indexOf("\n", end);
  const at = lineEnd < 0 ? text.length : text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd;
  const lineStart = text.lastIndexOf("\n", last.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
  return {
    at,
    text: `\n${linesOf(rule)
      .map((line) => `${indent}${line}`)
      .join("\n")}`,
  };
}

function linesOf({ style, separator, columns, cells }: NewRule): readonly string[] {
  if (style === "grid") return [`| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`];
  if (style === "csv") return [cells.map((cell) => quoted(cell, separator)).join(separator)];
  const side = (wanted: "input" | "output"): string =>
    columns
      .map(({ name, side: own }, index) => ({ name, own, cell: cells[index] ?? "" }))
      .filter(({ own, cell }) => own === wanted && cell !== "-")
      .map(({ name, cell }) => `${name}: ${JSON.stringify(cell)}`)
      .join(", ");
  return [`- when: { ${side("input")} }`, `  then: { ${side("output")} }`];
}

function quoted(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
