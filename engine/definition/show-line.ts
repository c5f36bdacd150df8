import { lineOf } from "./position.ts";
import type { Span } from "./problem.ts";

/** A source line and its underline, ready to stand one above the other in a terminal. */
export interface ShownLine {
  readonly text: string;
  /** Spaces, then carets: under the span as a terminal draws it. */
  readonly underline: string;
}

/** How much of a long line is shown, in terminal columns. */
const COLUMNS_MAX = 110;
/** How much of it stands before the span at least. */
const LEAD = 40;
const TAB = "    ";

/**
 * The line of a span with carets under it. Tabs become spaces, wide characters take two columns, what a terminal would
 * obey (escape sequences, bidirectional controls) is shown as a picture.
 */
export function showLine(text: string, span: Span): ShownLine {
  const line = lineOf(text, span.line);
  const from = Math.min(span.column - 1, line.length);
  const to = span.endLine > span.line ? line.trimEnd().length : Math.min(span.endColumn - 1, line.length);
  const cut = clip(line, from, Math.max(to, from));
  const before = drawn(cut.line.slice(0, cut.from));
  const marked = drawn(cut.line.slice(cut.from, cut.to));
  return {
    text: (before + marked + drawn(cut.line.slice(cut.to))).trimEnd(),
    underline: " ".repeat(widthOf(before)) + "^".repeat(Math.max(1, widthOf(marked))),
  };
}

/** Characters that would steer a terminal, as pictures; the rest as it is. */
export function harmless(text: string): string {
  return text.replace(STEERING, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "\u2421" : "\uFFFD";
  });
}

const STEERING = /[\x00-\x1F\x7F-\x9F\xAD\u061C\u200B-\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF]/g;

function drawn(text: string): string {
  return harmless(text.replaceAll("\t", TAB));
}

interface Cut {
  readonly line: string;
  readonly from: number;
  readonly to: number;
}

function clip(line: string, from: number, to: number): Cut {
  if (line.length <= COLUMNS_MAX) return { line, from, to };
  const start = from <= LEAD ? 0 : from - LEAD;
  const end = Math.min(line.length, start + COLUMNS_MAX);
  const head = start > 0 ? "…" : "";
  const tail = end < line.length ? "…" : "";
  const shift = head.length - start;
  return { line: head + line.slice(start, end) + tail, from: from + shift, to: Math.min(to, end) + shift };
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

function widthOfCharacter(character: string): number {
  if (FAMILIAR.test(character)) return 1;
  if (/^(?:\p{Mn}|\p{Me}|\u{FE0F})$/u.test(character)) return 0;
  return isWide(character) ? 2 : 1;
}

/** Latin and Cyrillic: the classes of all scripts take a millisecond to build, which most lines need not wait for. */
const FAMILIAR = /^[\0-\u02FF\u0400-\u0482\u048A-\u052F–—…«»„“”№₽]$/;

/** East Asian wide ranges and emoji, as terminals draw them. */
function isWide(character: string): boolean {
  return /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\p{Emoji_Presentation}]$/u.test(
    character,
  );
}
