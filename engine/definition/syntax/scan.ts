import type { Mask } from "../mask.ts";
import type { SourceText } from "../position.ts";
import type { Problem } from "../problem.ts";

/** A scan of a text that the parser refused: where it stands and what it found. */
export interface Scan {
  readonly source: SourceText;
  readonly text: string;
  at: number;
  readonly problems: Problem[];
  readonly masks: Mask[];
  /** False once something was found that masking cannot step over. */
  repairable: boolean;
  /** How many `${` without an end were met; after {@link UNCLOSED_MAX} no end is looked for any more. */
  unclosed: number;
}

/** A mistake that can be stepped over by hiding characters from the parser. */
export function found(scan: Scan, problem: Problem, mask?: { readonly start: number; readonly end: number }): void {
  if (isFull(scan)) return;
  scan.problems.push(problem);
  if (mask === undefined) scan.repairable = false;
  else scan.masks.push({ start: mask.start, end: mask.end, how: "hide" });
}

/** Were so many problems found that the scan may stop? What is left unread cannot be trusted then. */
export function isFull(scan: Scan): boolean {
  if (scan.problems.length < SYNTAX_PROBLEMS_MAX) return false;
  scan.repairable = false;
  return true;
}

/** More than a screen of them helps nobody. */
const SYNTAX_PROBLEMS_MAX = 50;
/** Each costs a look to the end of its line: a line of a million `${` must not cost their square. */
const UNCLOSED_MAX = 100;

/** Where the line of an offset ends (at its line feed or at the end of the text), a carriage return left out. */
export function lineEnd(text: string, at: number): number {
  if (line.text !== text || at < line.from || at > line.to) {
    const feed = text.indexOf("\n", at);
    line = { text, from: at, to: feed === -1 ? text.length : feed };
  }
  return line.to > at && text[line.to - 1] === "\r" ? line.to - 1 : line.to;
}

/** The line asked for last: without it a long line would be searched anew for each of its brackets. */
let line: { readonly text: string; readonly from: number; readonly to: number } = { text: "", from: 0, to: 0 };

/** First offset from `at` that is not a space or a tab. */
export function skipBlanks(text: string, at: number): number {
  let next = at;
  while (text[next] === " " || text[next] === "\t") next += 1;
  return next;
}

/** Does a comment, or nothing, follow from here to the end of the line? */
export function isRestEmpty(text: string, at: number): boolean {
  const next = skipBlanks(text, at);
  const character = text[next];
  return (
    character === undefined ||
    character === "\n" ||
    character === "\r" ||
    (character === "#" && (next > at || isBlank(text[at - 1])))
  );
}

/** Is it white space, or the edge of the text? */
export function isBlank(character: string | undefined): boolean {
  return character === undefined || character === " " || character === "\n" || character === "\t" || character === "\r";
}

/** The offset after the closing quote of the text that opens at `at`, or -1. */
export function quoteEnd(text: string, at: number): number {
  const quote = text[at];
  for (let next = at + 1; next < text.length; next += 1) {
    if (text[next] === "\\" && quote === '"') next += 1;
    else if (text[next] === quote) {
      if (quote === "'" && text[next + 1] === "'") next += 1;
      else return next + 1;
    }
  }
  return -1;
}

/** The offset after the brace that ends the `${` at `at`, on the same line; -1 for none. FEEL texts may hold braces. */
export function expressionEnd(scan: Scan, at: number): number {
  if (scan.unclosed >= UNCLOSED_MAX) return -1;
  const { text } = scan;
  const stop = lineEnd(text, at);
  let depth = 0;
  for (let next = at + 1; next < stop; next += 1) {
    const character = text[next];
    if (character === '"') {
      const end = quoteEnd(text, next);
      next = end === -1 || end > stop ? stop : end - 1;
    } else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return next + 1;
    }
  }
  scan.unclosed += 1;
  return -1;
}

/** Where a plain value that begins at `at` ends on its line: before a comment and before trailing blanks. */
export function plainEnd(text: string, at: number): number {
  let end = lineEnd(text, at);
  for (let next = at; next < end; next += 1) {
    if (text[next] === "#" && next > at && isBlank(text[next - 1])) end = next;
  }
  while (end > at && isBlank(text[end - 1])) end -= 1;
  return end;
}

/** A value as a quoted YAML text: single quotes where it holds double ones. */
export function quoted(value: string): string {
  if (!value.includes('"') && !value.includes("\\")) return `"${value}"`;
  return `'${value.replaceAll("'", "''")}'`;
}
