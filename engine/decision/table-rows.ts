import type { Field } from "../base/field.ts";
import type { Separator } from "./csv.ts";
import type { Row } from "./grid.ts";
import { nearest } from "./nearest.ts";
import { type Cell, isTextCell, type RuleSource, type TableProblem } from "./table-source.ts";

/** The declared columns that a grid's or CSV file's heading refers to. */
export interface DeclaredColumns {
  readonly inputs: readonly { readonly field: Field }[];
  readonly outputs: readonly { readonly field: Field }[];
}

/** Rules as they stand in rows, and what is wrong with the rows. */
export interface RulesRead {
  readonly rules: readonly RuleSource[];
  readonly problems: readonly TableProblem[];
}

/**
 * Makes rules of rows: the first one names the columns, by title or by name, in any order; letter case, spaces and a
 * no-break space do not count.
 */
export function rulesFromRows(rows: readonly Row[], columns: DeclaredColumns): RulesRead {
  const heading = rows[0];
  if (!heading) return { rules: [], problems: [] };
  const problems: TableProblem[] = [];
  const named = readHeading(heading, columns, problems);
  const rules: RuleSource[] = [];
  rows.slice(1).forEach((row, at) => {
    if (row.cells.length !== heading.cells.length) problems.push(wrongCount(row, heading.cells.length, at + 1));
    rules.push(ruleOf(row, named));
  });
  return { rules, problems };
}

/** Heading cell → the column it names, null where none. */
type Named = readonly ({ readonly side: "when" | "then"; readonly field: Field } | null)[];

function readHeading(heading: Row, columns: DeclaredColumns, problems: TableProblem[]): Named {
  const all = [
    ...columns.inputs.map(({ field }) => ({ side: "when" as const, field })),
    ...columns.outputs.map(({ field }) => ({ side: "then" as const, field })),
  ];
  const seen = new Map<Field, Cell>();
  const named = heading.cells.map((cell) => {
    const wanted = plain(cell.text);
    const column =
      all.find(({ field }) => field.name === cell.text) ??
      all.find(({ field }) => plain(field.title) === wanted || plain(field.name) === wanted);
    if (!column)
      problems.push(
        unknownColumn(
          cell,
          all.map(({ field }) => field.title || field.name),
        ),
      );
    else if (seen.has(column.field)) problems.push(twice(cell));
    else seen.set(column.field, cell);
    return column ?? null;
  });
  for (const { field } of all) if (!seen.has(field)) problems.push(absent(heading, field));
  return named;
}

function plain(text: string): string {
  return text
    .replace(/[\s\u00A0\u202F]+/g, " ")
    .trim()
    .toLowerCase();
}

function ruleOf(row: Row, named: Named): RuleSource {
  const when: Record<string, Cell> = {};
  const then: Record<string, Cell> = {};
  named.forEach((column, at) => {
    const cell = row.cells[at];
    if (column && cell) (column.side === "when" ? when : then)[column.field.name] ??= cell;
  });
  return { when, then, place: extentOf(row) };
}

function extentOf(row: Row): { readonly start: number; readonly end: number } {
  const start = row.cells[0]?.start ?? 0;
  return { start, end: Math.max(start + 1, row.cells.at(-1)?.end ?? start) };
}

function unknownColumn(cell: Cell, titles: readonly string[]): TableProblem {
  const meant = nearest(cell.text, titles);
  return {
    ...problemAt(cell),
    code: "table-column-unknown",
    message: { ru: `Нет такого столбца: «${cell.text}»`, en: `There is no such column: "${cell.text}"` },
    remedy: meant
      ? { ru: `Возможно, вы имели в виду «${meant}»?`, en: `Did you mean "${meant}"?` }
      : { ru: "Опишите его в inputs или outputs", en: "Declare it under `inputs` or `outputs`" },
  };
}

function twice(cell: Cell): TableProblem {
  return {
    ...problemAt(cell),
    code: "table-column-twice",
    message: { ru: `Столбец «${cell.text}» стоит дважды`, en: `The column "${cell.text}" stands twice` },
    remedy: { ru: "Оставьте один", en: "Leave one of them" },
  };
}

function absent(heading: Row, field: Field): TableProblem {
  const { start, end } = extentOf(heading);
  return {
    ...problemAt({ start, end }),
    code: "table-column-missing",
    column: field.name,
    message: {
      ru: `В заголовке нет столбца «${field.title || field.name}»`,
      en: `The heading lacks the column "${field.title || field.name}"`,
    },
    remedy: {
      ru: "Добавьте столбец или уберите его из inputs и outputs",
      en: "Add the column, or remove it from `inputs` and `outputs`",
    },
  };
}

function wrongCount(row: Row, expected: number, rule: number): TableProblem {
  const { start, end } = extentOf(row);
  const found = row.cells.length;
  return {
    ...problemAt({ start, end }),
    code: "table-cell-count",
    rule,
    message: {
      ru: `В правиле ${rule} ячеек ${found}, а в заголовке ${expected}`,
      en: `Rule ${rule} has ${found} cells, the heading ${expected}`,
    },
    remedy: {
      ru: "Поставьте недостающую «|» или уберите лишнюю; «|» в тексте пишется \\|",
      en: "Add the missing bar or remove one; a bar in a text is written \\|",
    },
  };
}

function problemAt({ start, end }: { readonly start: number; readonly end: number }) {
  return { severity: "error", start, end: Math.max(start + 1, end), rule: null, column: null } as const;
}

/**
 * Turns cells as Excel of a country with a decimal comma writes them into the language's: in columns of numbers and
 * money `7,5` becomes `7.5` (a list of two values has a space: `7, 5`). Only where the separator is not the comma:
 * there a comma inside a cell had to be quoted, and is the slip that the table itself reports. Formulas are left alone:
 * in `max(1,2)` the comma is what it looks like.
 */
export function withDecimalPoints(
  rules: readonly RuleSource[],
  columns: DeclaredColumns,
  separator: Separator,
): readonly RuleSource[] {
  if (separator === ",") return rules;
  const isNumeric = (fields: DeclaredColumns["inputs"], name: string) =>
    fields.some(({ field }) => field.name === name && (field.type === "number" || field.type === "money"));
  const pointed = (cell: Cell): Cell =>
    isFormula(cell.text) ? cell : { ...cell, text: cell.text.replace(DECIMAL_COMMA, ".") };
  return rules.map((rule) => {
    const when = mapped(rule.when, (cell, name) =>
      "text" in cell && isNumeric(columns.inputs, name) ? pointed(cell) : cell,
    );
    const then = mapped(rule.then, (cell, name) =>
      isTextCell(cell) && isNumeric(columns.outputs, name) ? pointed(cell) : cell,
    );
    return { ...rule, when, then };
  });
}

const DECIMAL_COMMA = /(?<=\d),(?=\d)/g;
/** Has it a word that is neither `not` nor `null`? Then the cell computes something. */
function isFormula(text: string): boolean {
  return /\p{L}/u.test(text.replace(/\b(?:not|null)\b/g, ""));
}

function mapped<T>(
  cells: Readonly<Record<string, T>>,
  change: (cell: T, name: string) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, change(cell, name)]));
}
