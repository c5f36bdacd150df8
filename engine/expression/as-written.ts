/**
 * A part of a definition as its author wrote it, as one text: expressions are their text, places and compiled functions
 * are left out. Parts with equal texts do the same.
 */
export function asWritten(part: unknown): string {
  return JSON.stringify(part, (key, value: unknown) => (key === "place" ? undefined : plain(value))) ?? "null";
}

function plain(value: unknown): unknown {
  // Exact decimals of a table's cells.
  if (typeof value === "bigint") return `${value}n`;
  const isExpression =
    typeof value === "object" &&
    value !== null &&
    "evaluate" in value &&
    "text" in value &&
    typeof value.evaluate === "function";
  return isExpression ? { feel: value.text } : value;
}
