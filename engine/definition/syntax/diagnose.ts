import type { Mask } from "../mask.ts";
import type { SourceText } from "../position.ts";
import type { Problem } from "../problem.ts";
import { scanFlow } from "./flow-scan.ts";
import { enterLine, type Line, type Outline } from "./outline.ts";
import {
  expressionEnd,
  found,
  isBlank,
  isFull,
  isRestEmpty,
  lineEnd,
  plainEnd,
  quoteEnd,
  type Scan,
  skipBlanks,
} from "./scan.ts";
import {
  bracketNotOpened,
  colonInText,
  doubleBraces,
  listAfterKey,
  quoteNotClosed,
  reservedStart,
  textAfterBracket,
  textAfterQuote,
} from "./syntax-problems.ts";

/** What the scan of a refused text says. */
export interface Diagnosis {
  readonly problems: readonly Problem[];
  /** With these hidden, the rest of the text can be read. */
  readonly masks: readonly Mask[];
  readonly repairable: boolean;
}

/**
 * Finds the causes in a text that the YAML parser refused. The parser loses its way at the first one and complains
 * about everything after it; this scan goes line by line and knows the mistakes that people make.
 *
 * @param text The text as the parser saw it (parts may be masked); as long as the source's.
 */
export function diagnose(source: SourceText, text: string): Diagnosis {
  const scan: Scan = {
    source,
    text,
    at: text.startsWith("\uFEFF") ? 1 : 0,
    problems: [],
    masks: [],
    repairable: true,
    unclosed: 0,
  };
  const outline: Outline = { levels: [], before: null };
  let last = -1;
  while (scan.at < text.length && scan.at > last && !isFull(scan)) {
    last = scan.at;
    scanLine(scan, outline);
  }
  return { problems: firstOfRuns(scan.problems), masks: scan.masks, repairable: scan.repairable };
}

/** Lines further down that stand wrong because one above does: a shifted block is one mistake, told at its first line. */
function firstOfRuns(problems: readonly Problem[]): readonly Problem[] {
  let last = -RUN_GAP_MAX - 1;
  return problems.filter((one) => {
    const follows = one.code === "wrong-indentation" && one.place.line - last <= RUN_GAP_MAX;
    if (one.code === "wrong-indentation" || STARTS_A_RUN.has(one.code)) last = one.place.line;
    return !follows;
  });
}

/** Lines of a shifted block that are in order by themselves: the values of a list, a text of several lines. */
const RUN_GAP_MAX = 3;

const STARTS_A_RUN: ReadonlySet<string> = new Set(["text-after-quote", "quote-not-closed"]);

/** One block line and what it opens; leaves `scan.at` at the start of a later line. */
function scanLine(scan: Scan, outline: Outline): void {
  const lineStart = scan.at;
  const first = skipBlanks(scan.text, lineStart);
  if (isRestEmpty(scan.text, first) || scan.text[first] === "#" || scan.text.startsWith("---", lineStart))
    return toNextLine(scan, first);
  const line = readLine(scan, lineStart, first);
  if (!enterLine(scan, outline, line)) return toNextLine(scan, first);
  scan.at = line.value ?? lineEnd(scan.text, first);
  const column = line.keyColumn ?? line.dashColumns.at(-1) ?? line.column;
  if (line.value === null || isRestEmpty(scan.text, line.value)) return toNextLine(scan, scan.at);
  const afterKey = line.key !== null;
  if (afterKey && startsItem(scan.text, line.value)) {
    found(scan, listAfterKey(scan, { start: line.value, end: plainEnd(scan.text, line.value) }));
    // The lines below belong to the item: they are nested as if it stood on a line of its own.
    outline.before = { line, opens: true, text: false };
  } else scanValue(scan, { column, afterKey, start: line.value });
  toNextLine(scan, scan.at);
}

function toNextLine(scan: Scan, from: number): void {
  const end = scan.text.indexOf("\n", Math.max(from, 0));
  scan.at = end === -1 ? scan.text.length : end + 1;
}

/** The parts of a block line: dashes, key, value. */
function readLine(scan: Scan, lineStart: number, first: number): Line {
  const { text } = scan;
  const dashColumns: number[] = [];
  let at = first;
  while (text[at] === "-" && isBlank(text[at + 1]) && dashColumns.length < DASHES_MAX) {
    dashColumns.push(at - lineStart);
    at = skipBlanks(text, at + 1);
  }
  const colon = keyColon(scan, at);
  const end = lineEnd(text, first);
  if (colon === -1)
    return {
      start: at,
      end,
      column: first - lineStart,
      dashColumns,
      key: null,
      keyColumn: null,
      value: at < end ? at : null,
    };
  return {
    start: at,
    end,
    column: first - lineStart,
    dashColumns,
    key: text.slice(at, colon),
    keyColumn: at - lineStart,
    value: skipBlanks(text, colon + 1),
  };
}

const DASHES_MAX = 64;

/** The offset of the colon that ends the key of a line, or -1 where it has no key. */
function keyColon(scan: Scan, at: number): number {
  const { text } = scan;
  const character = text[at] ?? "";
  if ("{[|>@`%#".includes(character)) return -1;
  if (character === '"' || character === "'") {
    const end = quoteEnd(text, at);
    if (end === -1 || end > lineEnd(text, at)) return -1;
    const next = skipBlanks(text, end);
    return text[next] === ":" && isBlank(text[next + 1]) ? next : -1;
  }
  const stop = plainEnd(text, at);
  for (let next = at; next < stop; next += 1) {
    if (text[next] === ":" && isBlank(text[next + 1])) return next;
    if (text.startsWith("${", next)) next = Math.max(next, expressionEnd(scan, next) - 1);
  }
  return -1;
}

function startsItem(text: string, at: number): boolean {
  return text[at] === "-" && isBlank(text[at + 1]);
}

interface ValuePlace {
  readonly column: number;
  readonly afterKey: boolean;
  readonly start: number;
}

function scanValue(scan: Scan, place: ValuePlace): void {
  const { text } = scan;
  const character = text[place.start] ?? "";
  if (character === "|" || character === ">") return skipBlockScalar(scan, place.column);
  if (character === '"' || character === "'") return scanQuoted(scan, place);
  if (text.startsWith("{{", place.start) && text.slice(place.start, lineEnd(text, place.start)).includes("}}"))
    return scanBraces(scan, place);
  if (character === "{" || character === "[") {
    scanFlow(scan, place.column);
    return afterFlow(scan, place.start);
  }
  const end = plainEnd(text, place.start);
  scan.at = end;
  const value = { start: place.start, end };
  if ("@`%".includes(character))
    return found(scan, reservedStart(scan, { start: place.start, end: place.start + 1 }, value), value);
  const colon = place.afterKey ? innerColon(text, place.start, end) : -1;
  if (colon !== -1) found(scan, colonInText(scan, { start: colon, end: colon + 1 }, value), value);
}

/** After the closing bracket nothing may follow on the line. */
function afterFlow(scan: Scan, start: number): void {
  if (scan.at >= scan.text.length || isRestEmpty(scan.text, scan.at) || isBlank(scan.text[scan.at - 1])) return;
  const next = skipBlanks(scan.text, scan.at);
  const character = scan.text[next] ?? "";
  const end = plainEnd(scan.text, next);
  if (character === "}" || character === "]") found(scan, bracketNotOpened(scan, next));
  else if (character !== ":") found(scan, textAfterBracket(scan, { start: next, end }, { start, end }), { start, end });
  scan.at = end;
}

/** A colon inside a plain value that the parser takes for the end of a key. */
function innerColon(text: string, start: number, end: number): number {
  for (let at = start; at < end; at += 1) if (text[at] === ":" && isBlank(text[at + 1])) return at;
  return -1;
}

function skipBlockScalar(scan: Scan, column: number): void {
  toNextLine(scan, scan.at);
  while (scan.at < scan.text.length) {
    const first = skipBlanks(scan.text, scan.at);
    const empty = first >= scan.text.length || scan.text[first] === "\n" || scan.text[first] === "\r";
    if (!empty && first - scan.at <= column) break;
    toNextLine(scan, scan.at);
  }
  // The caller moves on to the next line: stand before this one.
  if (scan.at < scan.text.length) scan.at -= 1;
}

function scanQuoted(scan: Scan, { start }: ValuePlace): void {
  const end = quoteEnd(scan.text, start);
  if (end === -1) {
    found(scan, quoteNotClosed(scan, start));
    scan.at = scan.text.length;
    return;
  }
  scan.at = end;
  if (isRestEmpty(scan.text, end)) return;
  const stop = plainEnd(scan.text, end);
  found(scan, textAfterQuote(scan, { start: skipBlanks(scan.text, end), end: stop }, { start, end: stop }), {
    start,
    end: stop,
  });
  scan.at = stop;
}

function scanBraces(scan: Scan, { start }: ValuePlace): void {
  const end = plainEnd(scan.text, start);
  const close = scan.text.indexOf("}}", start) + 2;
  found(scan, doubleBraces(scan, { start, end: close }, { start, end }), { start, end });
  scan.at = end;
}
