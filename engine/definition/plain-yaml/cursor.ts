/**
 * Where the reading stands. `at` is an offset in the text; `column` that of the content line that `at` begins, set by
 * {@link nextContent}.
 */
export interface Cursor {
  readonly text: string;
  at: number;
  /** Column of the next content; 0 at the end of the text. */
  column: number;
  /** Offset of the beginning of the line. */
  lineStart: number;
  /** Nothing but white space and comments is left. */
  ended: boolean;
  /** After the line of the last value that was read: where the blocks that end with it end. */
  lastEnd: number;
  /** Deepest indentation of the comment lines skipped on the way to the next content; -1 for none. */
  commentColumn: number;
  /** How deep maps and lists are nested at this moment. */
  depth: number;
  readonly depthMax: number;
  readonly keysMax: number;
}

export const NEWLINE = 10;
export const SPACE = 32;
export const HASH = 35;

/** A cursor at the beginning of the text. */
export function cursorOf(text: string, limits: { readonly depthMax: number; readonly keysMax: number }): Cursor {
  return {
    text,
    at: 0,
    column: 0,
    lineStart: 0,
    ended: false,
    lastEnd: 0,
    commentColumn: -1,
    depth: 0,
    depthMax: limits.depthMax,
    keysMax: limits.keysMax,
  };
}

/** From the beginning of a line to the next line that is neither blank nor a comment. */
export function nextContent(cursor: Cursor): void {
  const { text } = cursor;
  cursor.commentColumn = -1;
  for (;;) {
    cursor.lineStart = cursor.at;
    skipSpaces(cursor);
    const code = text.charCodeAt(cursor.at);
    const column = cursor.at - cursor.lineStart;
    if (code === HASH) cursor.commentColumn = Math.max(cursor.commentColumn, column);
    else if (code !== NEWLINE) {
      cursor.ended = cursor.at >= text.length;
      cursor.column = cursor.ended ? 0 : column;
      return;
    }
    toNextLine(cursor);
  }
}

/** Over the spaces at this place. */
export function skipSpaces(cursor: Cursor): void {
  while (cursor.text.charCodeAt(cursor.at) === SPACE) cursor.at += 1;
}

/**
 * After a value: nothing but a comment may follow on its line. Then on to the next content.
 *
 * @returns False where something else follows.
 */
export function endOfValue(cursor: Cursor): boolean {
  const before = cursor.at;
  skipSpaces(cursor);
  const code = cursor.text.charCodeAt(cursor.at);
  const isComment = code === HASH && cursor.at > before;
  if (!isComment && code !== NEWLINE && cursor.at < cursor.text.length) return false;
  toNextLine(cursor);
  cursor.lastEnd = cursor.at;
  nextContent(cursor);
  return true;
}

/** To the beginning of the next line, or the end of the text. */
export function toNextLine(cursor: Cursor): void {
  const end = cursor.text.indexOf("\n", cursor.at);
  cursor.at = end === -1 ? cursor.text.length : end + 1;
}
