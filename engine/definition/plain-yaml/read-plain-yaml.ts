import type { FileLimits } from "../file-kind.ts";
import type { Entry, ListNode, MapNode, Node, ScalarNode } from "../node.ts";
import { blockScalar } from "./block-scalar.ts";
import { type Cursor, cursorOf, endOfValue, HASH, NEWLINE, nextContent, SPACE, skipSpaces } from "./cursor.ts";
import { addEntry } from "./entry.ts";
import { flowCollection } from "./flow.ts";
import { plainScalar, quotedScalar } from "./scalars.ts";

/**
 * Reads the part of YAML that process files are written in: block maps and lists, brackets, one-line scalars, `|` and
 * `>` texts, comments. For anything else, every mistake included, it gives null, and the `yaml` library reads the text:
 * it has the messages. What this reader does give is exactly what the library would
 * (tests/engine/definition/plain-yaml.test.ts compares them on mutated files), in a tenth of the time: a `check` of a
 * company's processes starts cold, and the library alone would take most of its time.
 */
export function readPlainYaml(text: string, limits: FileLimits): Node | null {
  // Tabs, other line ends, byte order marks and document markers mean something only the library knows.
  if (UNUSUAL.test(text)) return null;
  const cursor = cursorOf(text, { depthMax: Math.floor(limits.depthMax / 2), keysMax: limits.keysMax });
  nextContent(cursor);
  if (cursor.ended || cursor.column !== 0) return null;
  const root = blockNode(cursor);
  return root !== null && cursor.ended ? root : null;
}

const UNUSUAL = /[\t\r\uFEFF\u2028\u2029\u0085]|^(?:---|\.\.\.|%)/m;

/** The map or list that begins at the cursor's line. */
function blockNode(cursor: Cursor): MapNode | ListNode | null {
  return isDash(cursor) ? blockList(cursor) : blockMap(cursor, cursor.column, null);
}

/** A map whose keys stand in `column`; `first` is its first key where that was read already. */
function blockMap(cursor: Cursor, column: number, first: ScalarNode | null): MapNode | null {
  if (cursor.depth >= cursor.depthMax) return null;
  cursor.depth += 1;
  const start = first?.start ?? cursor.at;
  const map = { entries: [] as Entry[], names: new Set<string>() };
  let key = first ?? scalar(cursor);
  for (;;) {
    if (key === null || !passColon(cursor)) return null;
    const value = valueAfterKey(cursor, column);
    if (value === null || !addEntry(cursor, map, { key, value })) return null;
    if (cursor.ended || cursor.column < column) break;
    if (cursor.column > column || isDash(cursor)) return null;
    key = scalar(cursor);
  }
  cursor.depth -= 1;
  return endsClean(cursor) ? { kind: "map", start, end: cursor.lastEnd, entries: map.entries } : null;
}

function blockList(cursor: Cursor): ListNode | null {
  if (cursor.depth >= cursor.depthMax) return null;
  cursor.depth += 1;
  const { at: start, column } = cursor;
  const items: Node[] = [];
  do {
    cursor.at += 1;
    const item = itemAfterDash(cursor, column);
    if (item === null) return null;
    items.push(item);
    if (!cursor.ended && cursor.column > column) return null;
  } while (!cursor.ended && cursor.column === column && isDash(cursor));
  cursor.depth -= 1;
  return endsClean(cursor) ? { kind: "list", start, end: cursor.lastEnd, items } : null;
}

/** Comment lines deeper than what follows them may belong to the block that ends: the library knows how far it goes. */
function endsClean(cursor: Cursor): boolean {
  return cursor.commentColumn <= cursor.column;
}

function valueAfterKey(cursor: Cursor, column: number): Node | null {
  const below = toValue(cursor);
  if (below === null) return null;
  if (!below) return inlineValue(cursor, column);
  if (cursor.column > column) return valueBelow(cursor, column);
  return !cursor.ended && cursor.column === column && isDash(cursor) ? blockList(cursor) : null;
}

function itemAfterDash(cursor: Cursor, column: number): Node | null {
  const below = toValue(cursor);
  if (below === null) return null;
  if (below) return cursor.column > column ? valueBelow(cursor, column) : null;
  if (isDash(cursor)) return null;
  const sign = cursor.text[cursor.at] ?? "";
  if ("{[|>".includes(sign)) return inlineValue(cursor, column);
  // `- id: approve`: the first key of a map that stands in the list.
  const keyColumn = cursor.at - cursor.lineStart;
  const node = scalar(cursor);
  if (node === null) return null;
  return isColon(cursor) ? blockMap(cursor, keyColumn, node) : endOfValue(cursor) ? node : null;
}

/** What begins on the lines after its key or dash: a block, or brackets. */
function valueBelow(cursor: Cursor, column: number): Node | null {
  const sign = cursor.text[cursor.at];
  return sign === "{" || sign === "[" ? inlineValue(cursor, column) : blockNode(cursor);
}

function inlineValue(cursor: Cursor, column: number): Node | null {
  const sign = cursor.text[cursor.at];
  if (sign === "|" || sign === ">") return blockScalar(cursor, column);
  const node = sign === "{" || sign === "[" ? flowCollection(cursor, column) : scalar(cursor);
  return node !== null && endOfValue(cursor) ? node : null;
}

function scalar(cursor: Cursor): ScalarNode | null {
  const sign = cursor.text[cursor.at];
  return sign === '"' || sign === "'" ? quotedScalar(cursor) : plainScalar(cursor, false);
}

/**
 * From behind a colon or dash to the value: false where it begins on this line, true where it begins below, null where
 * there is none.
 */
function toValue(cursor: Cursor): boolean | null {
  const before = cursor.at;
  skipSpaces(cursor);
  const code = cursor.text.charCodeAt(cursor.at);
  if (code !== NEWLINE && code !== HASH && cursor.at < cursor.text.length) return cursor.at === before ? null : false;
  cursor.at = before;
  return endOfValue(cursor) && !cursor.ended ? true : null;
}

/** Over the colon after a key. */
function passColon(cursor: Cursor): boolean {
  if (!isColon(cursor)) return false;
  skipSpaces(cursor);
  cursor.at += 1;
  return true;
}

function isColon(cursor: Cursor): boolean {
  let { at } = cursor;
  while (cursor.text.charCodeAt(at) === SPACE) at += 1;
  const after = cursor.text.charCodeAt(at + 1);
  return cursor.text[at] === ":" && (after === SPACE || after === NEWLINE || Number.isNaN(after));
}

function isDash(cursor: Cursor): boolean {
  if (cursor.text[cursor.at] !== "-") return false;
  const after = cursor.text.charCodeAt(cursor.at + 1);
  return after === SPACE || after === NEWLINE || Number.isNaN(after);
}
