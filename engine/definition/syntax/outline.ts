import { found, isBlank, type Scan } from "./scan.ts";
import { missingColon, missingSpace, wrongIndentation } from "./syntax-problems.ts";

/** A line in block style, taken apart. Offsets are of the text, columns from 0. */
export interface Line {
  /** First character after the dashes. */
  readonly start: number;
  readonly end: number;
  /** Column of the first character, a dash included. */
  readonly column: number;
  readonly dashColumns: readonly number[];
  readonly key: string | null;
  readonly keyColumn: number | null;
  /** Where the value begins on this line; null for an empty one. */
  readonly value: number | null;
}

/** The maps and lists that are open, outermost first, and what the line before ended with. */
export interface Outline {
  readonly levels: { readonly column: number; readonly kind: "map" | "list" }[];
  before: { readonly line: Line; readonly opens: boolean; readonly text: boolean } | null;
}

/**
 * Puts a line into the outline. False: the line is the continuation of a text or was found wrong, and is not to be
 * looked into.
 */
export function enterLine(scan: Scan, outline: Outline, line: Line): boolean {
  const before = outline.before;
  if (before !== null && !before.opens && line.column > columnOf(before.line)) return continuation(scan, before, line);
  if (line.key === null && line.dashColumns.length === 0) return bareLine(scan, outline, line);
  if (!fits(outline, line)) {
    misplaced(scan, outline, line);
    return false;
  }
  openLevels(outline, line);
  outline.before = { line, opens: opensBlock(scan, line), text: isText(scan, line) };
  return true;
}

/** The column that nested lines must exceed. */
function columnOf(line: Line): number {
  return line.keyColumn ?? line.dashColumns.at(-1) ?? line.column;
}

/** A line further to the right than one whose value is complete: more of a text, or a key at the wrong depth. */
function continuation(scan: Scan, before: { readonly line: Line; readonly text: boolean }, line: Line): boolean {
  const keyLike = line.key !== null && /^[\p{L}\w-]+$/u.test(line.key);
  if (!keyLike && before.text) return false;
  if (line.key === null && line.dashColumns.length === 0) return false;
  if (before.line.key === null && JOINED.test(scan.text.slice(before.line.start, before.line.end)))
    return bare(scan, before.line);
  found(
    scan,
    wrongIndentation(
      scan,
      {
        start: line.start,
        end: Math.max(line.start + 1, line.key === null ? line.start + 1 : line.start + line.key.length),
      },
      {
        message: {
          ru: "Строка вложена в строку выше, у которой уже есть значение",
          en: "This line is nested under one that has a value already",
        },
        remedy: {
          ru: "Уберите лишний отступ или значение строкой выше",
          en: "Remove the extra indentation, or the value on the line above",
        },
      },
    ),
  );
  return false;
}

/** A line that is neither a key nor an item: the beginning of a text, or a forgotten colon. */
function bareLine(scan: Scan, outline: Outline, line: Line): boolean {
  const before = outline.before;
  const character = scan.text[line.start] ?? "";
  if ("{[\"'|>@`%".includes(character)) {
    outline.before = null;
    return true;
  }
  if (before?.opens === true && line.column > columnOf(before.line)) {
    outline.before = { line: before.line, opens: false, text: true };
    return !/^[\p{L}\w-]+:\S/u.test(scan.text.slice(line.start, line.end)) || bare(scan, line);
  }
  return bare(scan, line);
}

function bare(scan: Scan, line: Line): boolean {
  const text = scan.text.slice(line.start, line.end);
  const joined = JOINED.exec(text);
  const at = { start: line.start, end: trimmedEnd(scan.text, line) };
  if (joined !== null) found(scan, missingSpace(scan, at, line.start + (joined[1]?.length ?? 0)));
  else found(scan, missingColon(scan, at));
  return false;
}

/** `id:assign`, but not `https://…` */
const JOINED = /^([\p{L}\w-]+):[^\s/]/u;

function trimmedEnd(text: string, line: Line): number {
  let end = line.end;
  while (end > line.start + 1 && isBlank(text[end - 1])) end -= 1;
  return end;
}

function fits(outline: Outline, line: Line): boolean {
  const before = outline.before;
  const kind = line.dashColumns.length > 0 ? "list" : "map";
  if (outline.levels.length === 0) return true;
  if (before?.opens === true && line.column > columnOf(before.line)) return true;
  if (before?.opens === true && kind === "list" && line.column === before.line.keyColumn) return true;
  return outline.levels.some((level) => level.column === line.column && level.kind === kind);
}

function misplaced(scan: Scan, outline: Outline, line: Line): void {
  const columns = [...new Set(outline.levels.map((level) => level.column))];
  const same = outline.levels.find((level) => level.column === line.column);
  const at = { start: scan.at + line.column, end: line.key === null ? line.start + 1 : line.start + line.key.length };
  if (same !== undefined) {
    const list = same.kind === "list";
    found(
      scan,
      wrongIndentation(scan, at, {
        message: list
          ? { ru: "Среди элементов списка стоит строка без «- »", en: 'Among the items of a list, a line without "- "' }
          : { ru: "Элемент списка «- » стоит среди ключей", en: 'A list item "- " among keys' },
        remedy: list
          ? {
              ru: "Начните её с «- » или сдвиньте под нужный элемент",
              en: 'Start it with "- ", or indent it under its item',
            }
          : { ru: "Сдвиньте его под ключ, которому он принадлежит", en: "Indent it under the key it belongs to" },
      }),
    );
    return;
  }
  const named = columns.join(", ");
  found(
    scan,
    wrongIndentation(scan, at, {
      message: {
        ru: `Отступ ${line.column}, а строки выше начинаются с отступа ${named}`,
        en: `Indented by ${line.column}; the lines above are indented by ${named}`,
      },
      remedy: {
        ru: "Выровняйте строку с соседями того же уровня",
        en: "Align the line with its neighbors of the same level",
      },
    }),
  );
}

function openLevels(outline: Outline, line: Line): void {
  const { levels } = outline;
  const kind = line.dashColumns.length > 0 ? "list" : "map";
  while (levels.length > 0) {
    const last = levels[levels.length - 1];
    if (last === undefined || last.column < line.column || (last.column === line.column && last.kind === kind)) break;
    // A list may stand at the column of the key it belongs to: that key's map stays open under it.
    if (last.column === line.column && kind === "list" && outline.before?.opens === true) break;
    levels.pop();
  }
  for (const column of line.dashColumns) pushLevel(outline, column, "list");
  if (line.keyColumn !== null) pushLevel(outline, line.keyColumn, "map");
}

function pushLevel(outline: Outline, column: number, kind: "map" | "list"): void {
  const last = outline.levels[outline.levels.length - 1];
  if (last === undefined || last.column < column || last.kind !== kind) outline.levels.push({ column, kind });
}

function opensBlock(scan: Scan, line: Line): boolean {
  if (line.value === null) return true;
  const rest = scan.text.slice(line.value, line.end).trimStart();
  return rest === "" || rest.startsWith("#");
}

/** Does the line end with a plain text, which the next lines may continue? */
function isText(scan: Scan, line: Line): boolean {
  return line.value !== null && !"{[\"'|>".includes(scan.text[line.value] ?? "{");
}
