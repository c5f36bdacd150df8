/** One figure of the bench: what was measured, how it compares, and what was asked for. */
export interface Row {
  readonly what: string;
  /** With its unit: `72 ms`, `212 000 /s`. */
  readonly measured: string;
  /** Against what was measured beside it: `2.4 × node -e 0`. Empty where there is nothing to compare with. */
  readonly ratio: string;
  /** `≤ 4 ×`; empty where nothing was asked for. */
  readonly target: string;
  /** Null where there is no target. */
  readonly holds: boolean | null;
  /** Where less than the target was bearable: whether it is at least that. */
  readonly aboveFloor?: boolean;
}

/** A table with aligned columns. */
export function showRows(rows: readonly Row[]): string {
  const cells = rows.map((row) => [row.what, row.measured, row.ratio, row.target, verdict(row)]);
  const all = [["what", "measured", "ratio", "target", "verdict"], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  const lines = all.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => "─".repeat(width)).join("  "), ...lines.slice(1)].join("\n");
}

function verdict({ holds, aboveFloor }: Row): string {
  if (holds === null) return "";
  if (holds) return "holds";
  return aboveFloor ? "above the floor" : "FALLS SHORT";
}
