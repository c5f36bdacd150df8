import { isMoney, isTagged, refOf, type Value } from "../base/value.ts";
import { dayNumberOf } from "./day-number.ts";
import { DecisionError } from "./decision-error.ts";
import { nameOf, sayValue } from "./describe.ts";
import { exactOf } from "./exact.ts";
import type { Column } from "./table-model.ts";

/** Digits that survive the way through a double. */
const PLAIN_LENGTH_MAX = 15;

/**
 * The cell of a column that a value lies in.
 *
 * @throws {DecisionError} `DECISION_TYPE` for a value of another kind, `DECISION_CURRENCY` for another currency,
 * `DECISION_NULL_INPUT` for null where only order is tested and no cell says what null means
 */
export function locate(column: Column, value: Value, table: string): number {
  if (value === null) return column.refusesNull ? refuseNull(column, table) : column.axis.nullCell;
  switch (column.kind) {
    case "number":
      return locateNumber(column, value) ?? refuseType(column, value, table);
    case "money":
      return isMoney(value) ? locateMoney(column, value, table) : refuseType(column, value, table);
    case "date":
      return locateDate(column, value) ?? refuseType(column, value, table);
    case "truth":
      return typeof value === "boolean" ? column.axis.cellOfWord(String(value)) : refuseType(column, value, table);
    case "words":
      return column.axis.cellOfWord(wordOf(value) ?? refuseType(column, value, table));
    case "computed":
      return 0;
  }
}

function locateNumber({ axis }: Column, value: Value): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? axis.cellOfNumber(value, null) : null;
  if (!isTagged(value) || value.$type !== "number") return null;
  return axis.cellOfNumber(Number(value.value), exactOf(value.value));
}

function locateMoney(
  column: Column,
  value: { readonly amount: string; readonly currency: string },
  table: string,
): number {
  const { currency } = column.input.field;
  if (currency !== null && currency !== value.currency) throw otherCurrency(column, value.currency, table);
  const key = Number(value.amount);
  if (Number.isNaN(key) || value.amount === "") return refuseType(column, value.amount, table);
  return column.axis.cellOfNumber(key, value.amount.length <= PLAIN_LENGTH_MAX ? null : exactOf(value.amount));
}

function locateDate({ axis }: Column, value: Value): number | null {
  const text = isTagged(value) && value.$type === "date" ? value.value : typeof value === "string" ? value : null;
  const day = text === null ? null : dayNumberOf(text);
  return day === null ? null : axis.cellOfNumber(day, null);
}

/** What a literal cell is compared with: text itself, a record's reference, a number's digits. */
function wordOf(value: Value): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return refOf(value);
}

function refuseNull(column: Column, table: string): never {
  const name = nameOf(column);
  throw new DecisionError(
    "DECISION_NULL_INPUT",
    {
      ru: `Таблица ${table}: «${name}» не заполнено, а сравнить пустое нельзя; добавьте строку с null`,
      en: `Table ${table}: "${name}" is empty and cannot be compared; add a rule with null`,
    },
    { table },
  );
}

function refuseType(column: Column, value: Value, table: string): never {
  const shown = sayValue(column, value);
  const { type } = column.input.field;
  throw new DecisionError(
    "DECISION_TYPE",
    {
      ru: `Таблица ${table}: «${nameOf(column)}» = ${shown.ru}, а столбец типа ${type}`,
      en: `Table ${table}: "${nameOf(column)}" = ${shown.en}, but the column is of type ${type}`,
    },
    { table },
  );
}

function otherCurrency(column: Column, currency: string, table: string): DecisionError {
  const own = column.input.field.currency ?? "";
  return new DecisionError(
    "DECISION_CURRENCY",
    {
      ru: `Таблица ${table}: «${nameOf(column)}» в ${currency}, а столбец считает в ${own}`,
      en: `Table ${table}: "${nameOf(column)}" is in ${currency}, the column counts in ${own}`,
    },
    { table },
  );
}
