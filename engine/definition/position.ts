import type { Span } from "./problem.ts";

/** Anything with a path and a text: a `Document`, or a file that could not be read as one. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/**
 * The span between two offsets of a file, with lines and columns. Offsets outside the text are moved to its ends.
 * @example spanOf(document, node.start, node.end)
 */
export function spanOf(source: SourceText, start: number, end: number): Span {
  const from = clamp(start, 0, source.text.length);
  const to = clamp(end, from, source.text.length);
  const first = positionOf(source.text, from);
  const last = positionOf(source.text, to);
  return {
    file: source.path,
    start: from,
    end: to,
    line: first.line,
    column: first.column,
    endLine: last.line,
    endColumn: last.column,
  };
}

/** Line and column (both from 1, columns in UTF-16 units) of an offset. A byte order mark takes no column. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const starts = lineStartsOf(text);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 };
}

/** Offset of the first character of each line. Kept for the text asked for last: problems come file by file. */
export function lineStartsOf(text: string): readonly number[] {
  if (cached.text === text) return cached.starts;
  const starts = [text.startsWith("\uFEFF") ? 1 : 0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  cached = { text, starts };
  return starts;
}

/** The text of a line (from 1) without its line end. */
export function lineOf(text: string, line: number): string {
  const starts = lineStartsOf(text);
  const from = starts[line - 1];
  if (from === undefined) return "";
  const next = starts[line];
  const whole = text.slice(from, next === undefined ? text.length : next - 1);
  return whole.endsWith("\r") ? whole.slice(0, -1) : whole;
}

let cached: { text: string; starts: readonly number[] } = { text: "", starts: [0] };

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
