import type { ScalarNode } from "../node.ts";
import { scalarNode } from "../scalar-node.ts";
import { type Cursor, nextContent, SPACE, toNextLine } from "./cursor.ts";

const HEADER = /([|>])(-?)[ ]*\n/y;

/**
 * A literal (`|`) or folded (`>`) text at the cursor, indented deeper than `parent`; then on to the next content.
 * Null for headers with digits, `+` or a comment, and for an empty text.
 */
export function blockScalar(cursor: Cursor, parent: number): ScalarNode | null {
  const { text, at: start } = cursor;
  HEADER.lastIndex = start;
  const header = HEADER.exec(text);
  if (!header) return null;
  cursor.at = HEADER.lastIndex;
  const lines = readLines(cursor, parent);
  if (lines === null) return null;
  const isFolded = header[1] === ">";
  const body = isFolded ? folded(lines) : lines.join("\n");
  const value = header[2] === "-" ? body : `${body}\n`;
  const end = cursor.at;
  cursor.lastEnd = end;
  nextContent(cursor);
  return scalarNode(text, { start, end, style: isFolded ? "folded" : "literal", value });
}

/** The lines without their indentation, blank ones at the end left out; the cursor stands after the last. */
function readLines(cursor: Cursor, parent: number): readonly string[] | null {
  const { text } = cursor;
  const lines: string[] = [];
  let indent = -1;
  let blank = 0;
  let end = cursor.at;
  while (cursor.at < text.length) {
    const lineStart = cursor.at;
    const column = spacesAt(text, lineStart);
    toNextLine(cursor);
    const lineEnd = cursor.at - (text[cursor.at - 1] === "\n" ? 1 : 0);
    if (lineStart + column >= lineEnd) {
      // White space that reaches into the text would be part of it.
      if (column > Math.max(indent, 0)) return null;
      blank += 1;
      continue;
    }
    if (indent === -1 && column > parent) {
      if (blank > 0) return null;
      indent = column;
    }
    if (indent === -1 || column < indent) break;
    for (; blank > 0; blank -= 1) lines.push("");
    lines.push(text.slice(lineStart + indent, lineEnd));
    end = cursor.at;
  }
  cursor.at = end;
  return lines.length === 0 || text[end - 1] !== "\n" ? null : lines;
}

/**
 * Lines become one, a blank line a line break; lines that are indented themselves keep theirs on both sides
 * (YAML 1.2 §6.5, §8.1.3).
 */
function folded(lines: readonly string[]): string {
  let value = lines[0] ?? "";
  let before = value;
  let blank = 0;
  for (const line of lines.slice(1)) {
    if (line === "") {
      blank += 1;
      continue;
    }
    const keeps = isIndented(before) || isIndented(line);
    value += keeps ? "\n".repeat(blank + 1) : blank === 0 ? " " : "\n".repeat(blank);
    value += line;
    before = line;
    blank = 0;
  }
  return value;
}

function isIndented(line: string): boolean {
  return line.charCodeAt(0) === SPACE;
}

function spacesAt(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at - from;
}
