import { type Cell, cellSlice, cellTrimmed, type TableProblem } from "./table-source.ts";

/** Longest table accepted, heading excluded: larger ones belong into a database. Index and analysis are sized for it. */
export const RULES_MAX = 5_000;
/** Most columns of one table. */
export const COLUMNS_MAX = 100;

/** One line of a grid or of a CSV file. */
export interface Row {
  /** Line in the table's own text, from 1. */
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** What came out of reading a table's text. */
export interface Rows {
  readonly rows: readonly Row[];
  readonly problems: readonly TableProblem[];
}

/**
 * Reads a text grid: one row a line between `|`, white space around cells is nothing, `\|` is a bar, rules of dashes
 * (`|---|:--:|`) and empty lines are skipped.
 *
 * @param offsetOf where the i-th unit of the text stands in its file; left out: problems count from the grid's start
 */
export function parseGrid(text: string, offsetOf: (index: number) => number = (index) => index): Rows {
  const whole: Cell = { text, start: offsetOf(0), end: offsetOf(Math.max(0, text.length - 1)) + 1, offsetOf };
  const rows: Row[] = [];
  const problems: TableProblem[] = [];
  let at = 0;
  let line = 0;
  for (const lineText of text.split("\n")) {
    line += 1;
    const row = cellTrimmed(cellSlice(whole, at, at + lineText.length));
    at += lineText.length + 1;
    if (row.text === "" || RULE_OF_DASHES.test(row.text)) continue;
    if (rows.length > RULES_MAX) {
      problems.push(tooLong(row));
      break;
    }
    const problem = row.text.startsWith("|") ? null : noBar(row, "start");
    if (problem) problems.push(problem);
    else rows.push({ line, cells: splitRow(row, problems) });
  }
  return { rows, problems };
}

/** `|---|:--:|`: how Markdown underlines a heading. A row of `-` cells alone stays a rule: a dash by itself is "any". */
const RULE_OF_DASHES = /^\|(?:\s*:?-{2,}:?\s*\|)+$/;

function splitRow(row: Cell, problems: TableProblem[]): Cell[] {
  const cells: Cell[] = [];
  let from = 1;
  for (let index = 1; index < row.text.length; index++) {
    if (row.text[index] === "\\" && row.text[index + 1] === "|") index++;
    else if (row.text[index] === "|") {
      cells.push(unescaped(cellTrimmed(cellSlice(row, from, index))));
      from = index + 1;
    }
  }
  if (from < row.text.length) problems.push(noBar(row, "end"));
  return cells;
}

/** The cell with `\|` read as `|`. */
function unescaped(cell: Cell): Cell {
  if (!cell.text.includes("\\|")) return cell;
  const offsets: number[] = [];
  let text = "";
  for (let index = 0; index < cell.text.length; index++) {
    if (cell.text[index] === "\\" && cell.text[index + 1] === "|") index++;
    offsets.push(cell.offsetOf(index));
    text += cell.text[index];
  }
  return { ...cell, text, offsetOf: (index) => offsets[index] ?? cell.end };
}

function noBar(row: Cell, where: "start" | "end"): TableProblem {
  const ru = where === "start" ? "начинается" : "кончается";
  const en = where === "start" ? "start" : "end";
  const at = where === "start" ? { start: row.start, end: row.start + 1 } : { start: row.end - 1, end: row.end };
  return {
    code: "table-grid-bar",
    severity: "error",
    ...at,
    rule: null,
    column: null,
    message: { ru: `Строка таблицы не ${ru} с черты «|»`, en: `A row of the table does not ${en} with a bar "|"` },
    remedy: { ru: "Поставьте «|» в начале и в конце строки", en: "Put `|` at the start and at the end of the row" },
  };
}

/** The problem of a table with more than {@link RULES_MAX} rules, at the first row too many. */
export function tooLong(row: { readonly start: number; readonly end: number }): TableProblem {
  return {
    code: "table-too-long",
    severity: "error",
    start: row.start,
    end: row.end,
    rule: null,
    column: null,
    message: { ru: `В таблице больше ${RULES_MAX} правил`, en: `The table has more than ${RULES_MAX} rules` },
    remedy: { ru: "Разделите её на несколько таблиц", en: "Split it into several tables" },
  };
}
