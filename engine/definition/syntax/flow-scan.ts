import { expressionEnd, found, isBlank, isFull, lineEnd, quoteEnd, type Scan, skipBlanks } from "./scan.ts";
import {
  bracketNotClosed,
  bracketNotOpened,
  colonInText,
  doubleBraces,
  emptyItem,
  expressionInFlow,
  missingComma,
  quoteNotClosed,
  reservedStart,
  textAfterQuote,
} from "./syntax-problems.ts";

/**
 * Walks over a `{ … }` or `[ … ]` that begins at `scan.at`, and leaves `scan.at` after it.
 *
 * @param column Column of the block line that holds it: a line no further right that looks like a key means that the
 * bracket was forgotten.
 */
export function scanFlow(scan: Scan, column: number): void {
  const flow: Flow = { open: [], column, expects: "item", colon: false };
  do {
    if (isFull(scan) || !stepFlow(scan, flow)) return;
  } while (flow.open.length > 0);
}

interface Flow {
  /** The open brackets: where each is, and whether the item that holds it had its colon. */
  readonly open: { readonly at: number; readonly colon: boolean }[];
  readonly column: number;
  /** `item`: after an opening bracket, a comma or a colon. `end`: after a value. */
  expects: "item" | "end";
  /** The current item had its colon. */
  colon: boolean;
}

/** One token. False: the flow ended in the middle. */
function stepFlow(scan: Scan, flow: Flow): boolean {
  scan.at = skipBlanks(scan.text, scan.at);
  const character = scan.text[scan.at];
  if (character === undefined) return unclosed(scan, flow);
  if (character === "\n" || character === "\r") return flowNewline(scan, flow);
  if (character === "#" && isBlank(scan.text[scan.at - 1])) {
    scan.at = lineEnd(scan.text, scan.at);
    return true;
  }
  if (character === "{" || character === "[") return openBracket(scan, flow);
  if (character === "}" || character === "]") return closeBracket(scan, flow, character);
  if (character === ",") return comma(scan, flow);
  if (character === ":" && flow.expects === "end" && !flow.colon) return colon(scan, flow);
  if (flow.expects === "end") found(scan, missingComma(scan, { start: scan.at, end: scan.at + 1 }));
  if (character === '"' || character === "'") return quotedItem(scan, flow);
  return plainItem(scan, flow);
}

function unclosed(scan: Scan, flow: Flow): boolean {
  const innermost = flow.open[flow.open.length - 1]?.at ?? scan.at;
  found(scan, bracketNotClosed(scan, innermost));
  return false;
}

function flowNewline(scan: Scan, flow: Flow): boolean {
  scan.at = scan.text.indexOf("\n", scan.at) + 1;
  if (scan.at === 0) scan.at = scan.text.length;
  const content = skipBlanks(scan.text, scan.at);
  const looksLikeBlock = /^(?:- |[\p{L}\w-]+:(?:\s|$))/u.test(scan.text.slice(content, content + 80));
  if (content - scan.at <= flow.column && looksLikeBlock) return unclosed(scan, flow);
  return true;
}

function openBracket(scan: Scan, flow: Flow): boolean {
  const braces = /^\{\{[^{}\n]*\}\}/.exec(scan.text.slice(scan.at, lineEnd(scan.text, scan.at)));
  if (braces !== null) {
    const at = { start: scan.at, end: scan.at + braces[0].length };
    found(scan, doubleBraces(scan, at, at), at);
    scan.at = at.end;
    flow.expects = "end";
    return true;
  }
  if (flow.expects === "end") found(scan, missingComma(scan, { start: scan.at, end: scan.at + 1 }));
  flow.open.push({ at: scan.at, colon: flow.colon });
  scan.at += 1;
  flow.expects = "item";
  flow.colon = false;
  return true;
}

function closeBracket(scan: Scan, flow: Flow, character: string): boolean {
  const open = flow.open.pop();
  if (open === undefined) found(scan, bracketNotOpened(scan, scan.at));
  else if ((scan.text[open.at] === "{") !== (character === "}")) found(scan, bracketNotClosed(scan, open.at, scan.at));
  scan.at += 1;
  flow.expects = "end";
  flow.colon = open?.colon ?? false;
  return true;
}

function comma(scan: Scan, flow: Flow): boolean {
  if (flow.expects === "item" && !flow.colon) found(scan, emptyItem(scan, scan.at));
  scan.at += 1;
  flow.expects = "item";
  flow.colon = false;
  return true;
}

function colon(scan: Scan, flow: Flow): boolean {
  scan.at += 1;
  flow.expects = "item";
  flow.colon = true;
  return true;
}

function quotedItem(scan: Scan, flow: Flow): boolean {
  const start = scan.at;
  const end = quoteEnd(scan.text, start);
  if (end === -1) {
    found(scan, quoteNotClosed(scan, start));
    scan.at = scan.text.length;
    return false;
  }
  scan.at = end;
  flow.expects = "end";
  const next = skipBlanks(scan.text, end);
  if (/^(?:["']|[\p{L}\w-]+:\s)/u.test(scan.text.slice(next, next + KEY_MAX))) missedComma(scan, flow, next);
  else if (!/[,:\]}\r\n#]/.test(scan.text[next] ?? ",")) {
    const stop = itemEnd(scan.text, next);
    found(scan, textAfterQuote(scan, { start: next, end: stop }, { start, end: stop }), { start, end: stop });
    scan.at = stop;
  }
  return true;
}

/** Says so once, and goes on as if the comma were there. */
function missedComma(scan: Scan, flow: Flow, at: number): void {
  found(scan, missingComma(scan, { start: at, end: at + 1 }));
  flow.expects = "item";
  flow.colon = false;
}

/** Longer words are no keys. */
const KEY_MAX = 40;

/** Where the text after a closing quote ends: at the next comma or bracket of this line. */
function itemEnd(text: string, at: number): number {
  const stop = lineEnd(text, at);
  let end = at;
  while (end < stop && !/[,\]}]/.test(text[end] ?? "")) end += 1;
  while (end > at && isBlank(text[end - 1])) end -= 1;
  return end;
}

function plainItem(scan: Scan, flow: Flow): boolean {
  const start = scan.at;
  const expressions: { start: number; end: number }[] = [];
  const stop = lineEnd(scan.text, start);
  while (scan.at < stop && !endsPlain(scan, scan.at)) {
    const ends = scan.text.startsWith("${", scan.at) ? expressionEnd(scan, scan.at) : -1;
    if (ends === -1) scan.at += 1;
    else {
      expressions.push({ start: scan.at, end: ends });
      scan.at = ends;
    }
  }
  const value = { start, end: trimmed(scan.text, start, scan.at) };
  flow.expects = "end";
  const first = expressions[0];
  if (first !== undefined) found(scan, expressionInFlow(scan, first, value), value);
  else if (/[@`%]/.test(scan.text[start] ?? ""))
    found(scan, reservedStart(scan, { start, end: start + 1 }, value), { start, end: start + 1 });
  if (scan.text[scan.at] === ":" && flow.colon) secondColon(scan, start);
  return true;
}

/** A plain item ends at a flow indicator, a comment, or a colon that a blank or an indicator follows. */
function endsPlain(scan: Scan, at: number): boolean {
  const { text } = scan;
  const character = text[at] ?? "";
  // The brace of `${` does not end it: that is the mistake we are after.
  if (character === "{" && text[at - 1] === "$") return expressionEnd(scan, at - 1) === -1;
  if (",[]{}".includes(character)) return true;
  if (character === ":") return isBlank(text[at + 1]) || ",[]{}".includes(text[at + 1] ?? "");
  return character === "#" && isBlank(text[at - 1]);
}

function secondColon(scan: Scan, start: number): void {
  const end = itemEnd(scan.text, start);
  const at = { start: scan.at, end: scan.at + 1 };
  found(scan, colonInText(scan, at, { start, end }), { start, end });
  scan.at = Math.max(end, scan.at + 1);
}

function trimmed(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && isBlank(text[last - 1])) last -= 1;
  return last;
}
