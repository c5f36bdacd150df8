import type { ScalarNode } from "./node.ts";

/** A scalar's place in the file: `text.slice(start, end)` is all of it, quotes and block header included. */
export interface ScalarPlace {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly style: ScalarNode["style"];
}

/**
 * Where each UTF-16 unit of a scalar's value stands in the file; one entry more than the value is long, for its end.
 *
 * Values differ from their source only in white space (folding, indentation) and, in quotes, in escapes. So the n-th
 * character that is not white space in one is the n-th in the other, and only escapes have to be decoded.
 */
export function scalarOffsets(value: string, place: ScalarPlace): Int32Array {
  const quoted = place.style === "single" || place.style === "double";
  const last = quoted ? Math.max(place.start + 1, place.end - 1) : place.end;
  const walk: Walk = {
    text: place.text,
    at: contentStart(place),
    last,
    offsets: new Int32Array(value.length + 1),
    value,
    index: 0,
  };
  const step = place.style === "double" ? stepDouble : place.style === "single" ? stepSingle : stepPlain;
  while (walk.index < value.length) step(walk);
  walk.offsets[value.length] = value.length === 0 ? walk.at : Math.min(last, walk.at);
  return walk.offsets;
}

interface Walk {
  readonly text: string;
  readonly value: string;
  readonly offsets: Int32Array;
  /** Where the content ends in the file. */
  readonly last: number;
  at: number;
  index: number;
}

function contentStart(place: ScalarPlace): number {
  if (place.style === "plain") return place.start;
  if (place.style === "single" || place.style === "double") return Math.min(place.start + 1, place.end);
  const lineEnd = place.text.indexOf("\n", place.start);
  return lineEnd === -1 || lineEnd >= place.end ? place.end : lineEnd + 1;
}

/** Plain, literal and folded: white space may differ, everything else is the same. */
function stepPlain(walk: Walk): void {
  if (isSpace(walk.value, walk.index)) return spacesByNeighbors(walk);
  while (walk.at < walk.last && isSkipped(walk.text, walk.at)) walk.at += 1;
  put(walk, walk.at, 1);
  walk.at = Math.min(walk.at + 1, walk.last);
}

/**
 * A run of white space in the value, between two other characters. Line feeds stand where the file has them; the spaces
 * after the last one are indentation, and what is left of it stands just before the next character.
 */
function spacesByNeighbors(walk: Walk): void {
  let next = walk.at;
  while (next < walk.last && isSpace(walk.text, next)) next += 1;
  let end = walk.index;
  while (isSpace(walk.value, end)) end += 1;
  const lastFeed = walk.value.slice(walk.index, end).lastIndexOf("\n");
  const indented = lastFeed === -1 ? end : walk.index + lastFeed + 1;
  let at = walk.at;
  while (walk.index < end) {
    const feed = walk.value[walk.index] === "\n" ? walk.text.indexOf("\n", at) : -1;
    if (walk.index >= indented) at = Math.max(at, next - (end - walk.index));
    else if (feed !== -1 && feed < next) at = feed;
    put(walk, Math.min(at, Math.max(walk.at, next - 1)), 1);
    at += 1;
  }
  walk.at = next;
}

function stepSingle(walk: Walk): void {
  if (isSpace(walk.value, walk.index)) return spacesOfQuoted(walk);
  while (walk.at < walk.last && isSkipped(walk.text, walk.at)) walk.at += 1;
  put(walk, walk.at, 1);
  walk.at += walk.text[walk.at] === "'" ? 2 : 1;
}

function stepDouble(walk: Walk): void {
  const here = walk.text[walk.at];
  if (here === "\\") return stepEscape(walk);
  if (here !== undefined && isSpace(walk.text, walk.at) && isSpace(walk.value, walk.index)) return spacesOfQuoted(walk);
  if (isSkipped(walk.text, walk.at) && walk.at < walk.last) {
    walk.at += 1;
    return;
  }
  put(walk, walk.at, 1);
  walk.at = Math.min(walk.at + 1, walk.last);
}

/** A run of white space inside quotes: kept on one line, folded over several. */
function spacesOfQuoted(walk: Walk): void {
  let end = walk.at;
  while (end < walk.last && isSpace(walk.text, end)) end += 1;
  const lines = walk.text.slice(walk.at, end).split("\n").length - 1;
  const count = lines === 0 ? Math.max(1, end - walk.at) : Math.max(1, lines - 1);
  for (let n = 0; n < count && isSpace(walk.value, walk.index); n += 1)
    put(walk, lines === 0 ? walk.at + n : walk.at, 1);
  walk.at = end;
}

function stepEscape(walk: Walk): void {
  const after = walk.text[walk.at + 1] ?? "";
  if (after === "\n" || after === "\r") {
    walk.at += 2;
    while (walk.at < walk.last && isSpace(walk.text, walk.at)) walk.at += 1;
    // A line that ends in a backslash at the very end gives nothing more: the loop must still move on.
    if (walk.at >= walk.last) put(walk, walk.last, walk.value.length - walk.index);
    return;
  }
  const digits = HEX_DIGITS[after] ?? 0;
  const long = digits === 8 && Number.parseInt(walk.text.slice(walk.at + 2, walk.at + 10), 16) > 0xffff;
  put(walk, walk.at, long ? 2 : 1);
  walk.at = Math.min(walk.at + 2 + digits, walk.last);
}

/** `\x41`, `\u0041`, `\U00000041` */
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function put(walk: Walk, offset: number, units: number): void {
  for (let n = 0; n < units && walk.index < walk.value.length; n += 1) {
    walk.offsets[walk.index] = offset;
    walk.index += 1;
  }
}

/** White space, and what no reader sees: it is no part of the value. */
function isSkipped(text: string, at: number): boolean {
  return isSpace(text, at) || INVISIBLE.test(text[at] ?? "");
}

const INVISIBLE = /[\xAD\u061C\u200B\u200C\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/;

function isSpace(text: string, at: number): boolean {
  const character = text[at];
  return character === " " || character === "\n" || character === "\t" || character === "\r";
}
