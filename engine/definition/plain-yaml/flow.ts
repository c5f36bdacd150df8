import type { Entry, ListNode, MapNode, Node } from "../node.ts";
import { type Cursor, HASH, NEWLINE, SPACE, skipSpaces, toNextLine } from "./cursor.ts";
import { addEntry } from "./entry.ts";
import { plainScalar, quotedScalar } from "./scalars.ts";

/**
 * A map or list in brackets at the cursor. Its further lines must be indented deeper than `parent`. Null for empty
 * values, keys without one, and whatever else this reader leaves to the library.
 */
export function flowCollection(cursor: Cursor, parent: number): MapNode | ListNode | null {
  if (cursor.depth >= cursor.depthMax) return null;
  cursor.depth += 1;
  const node = cursor.text[cursor.at] === "{" ? flowMap(cursor, parent) : flowList(cursor, parent);
  cursor.depth -= 1;
  return node;
}

function flowMap(cursor: Cursor, parent: number): MapNode | null {
  const start = cursor.at;
  const entries: Entry[] = [];
  const names = new Set<string>();
  cursor.at += 1;
  for (;;) {
    if (!skipWhite(cursor, parent)) return null;
    if (cursor.text[cursor.at] === "}") break;
    const key = scalar(cursor);
    if (key === null) return null;
    skipSpaces(cursor);
    if (cursor.text[cursor.at] !== ":" || !isWhite(cursor.text.charCodeAt(cursor.at + 1))) return null;
    cursor.at += 1;
    if (!skipWhite(cursor, parent)) return null;
    const value = flowValue(cursor, parent);
    if (value === null || !addEntry(cursor, { entries, names }, { key, value })) return null;
    if (!separator(cursor, parent, "}")) return null;
  }
  cursor.at += 1;
  return { kind: "map", start, end: cursor.at, entries };
}

function flowList(cursor: Cursor, parent: number): ListNode | null {
  const start = cursor.at;
  const items: Node[] = [];
  cursor.at += 1;
  for (;;) {
    if (!skipWhite(cursor, parent)) return null;
    if (cursor.text[cursor.at] === "]") break;
    const item = flowValue(cursor, parent);
    if (item === null) return null;
    items.push(item);
    if (!separator(cursor, parent, "]")) return null;
  }
  cursor.at += 1;
  return { kind: "list", start, end: cursor.at, items };
}

/** Over the comma after a value, or up to the closing bracket. */
function separator(cursor: Cursor, parent: number, close: string): boolean {
  if (!skipWhite(cursor, parent)) return false;
  if (cursor.text[cursor.at] === close) return true;
  if (cursor.text[cursor.at] !== ",") return false;
  cursor.at += 1;
  return true;
}

function flowValue(cursor: Cursor, parent: number): Node | null {
  const sign = cursor.text[cursor.at];
  return sign === "{" || sign === "[" ? flowCollection(cursor, parent) : scalar(cursor);
}

function scalar(cursor: Cursor) {
  const sign = cursor.text[cursor.at];
  return sign === '"' || sign === "'" ? quotedScalar(cursor) : plainScalar(cursor, true);
}

/** Over spaces, line ends and comments; false where a line is not indented enough. */
function skipWhite(cursor: Cursor, parent: number): boolean {
  const { text } = cursor;
  let lineStart = -1;
  for (;;) {
    skipSpaces(cursor);
    const code = text.charCodeAt(cursor.at);
    const isComment = code === HASH && (lineStart !== -1 || text.charCodeAt(cursor.at - 1) === SPACE);
    if (code !== NEWLINE && !isComment) return lineStart === -1 || cursor.at - lineStart > parent;
    toNextLine(cursor);
    lineStart = cursor.at;
    if (cursor.at >= text.length) return false;
  }
}

function isWhite(code: number): boolean {
  return code === SPACE || code === NEWLINE;
}
