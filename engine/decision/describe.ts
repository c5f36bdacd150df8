import { isMoney, isTagged, refOf, type Value } from "../base/value.ts";
import { isoOfDayNumber } from "./day-number.ts";
import { type Exact, exactOf, textOfExact } from "./exact.ts";
import type { Column } from "./table-model.ts";
import type { Says } from "./table-source.ts";

/**
 * How an input is called inside a sentence: its title without the unit, small letter first: `Сумма, ₽` → «сумма».
 * Abbreviations keep their capitals (`ИНН`).
 */
export function nameOf(column: Column): string {
  const title = column.input.field.title || column.input.name;
  const bare = title.replace(/,\s*[^,]{1,5}$/u, "").trim();
  return /^\p{Lu}(?!\p{Lu})/u.test(bare) ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare;
}

/** `сумма = 1 000 000,00` and its English. */
export function sayEquals(column: Column, value: Value): Says {
  const name = nameOf(column);
  if (value === null) return { ru: `${name} = пусто`, en: `${name} is empty` };
  const says = sayValue(column, value);
  return { ru: `${name} = ${says.ru}`, en: `${name} = ${says.en}` };
}

/** A value as people write it: `1 000 000,00`, `25.11.2026`, «сервис», да. */
export function sayValue(column: Column, value: Value): Says {
  if (value === null) return { ru: "пусто", en: "empty" };
  if (typeof value === "boolean") return value ? { ru: "да", en: "true" } : { ru: "нет", en: "false" };
  if (isMoney(value)) return sayNumber(value.amount, column.kind === "money" ? 2 : 0);
  if (typeof value === "number") return sayNumber(String(value), 0);
  if (isTagged(value) && value.$type === "number") return sayNumber(value.value, 0);
  if (isTagged(value)) return { ru: value.value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3.$2.$1"), en: value.value };
  const text = typeof value === "string" ? value : (refOf(value) ?? JSON.stringify(value));
  return { ru: `«${labelOf(column, text)}»`, en: `"${labelOf(column, text)}"` };
}

function labelOf(column: Column, value: string): string {
  const labels = column.input.field.values;
  return labels && Object.hasOwn(labels, value) ? (labels[value] ?? value) : value;
}

/** A decimal with groups of three: `1 000 000,5` and `1,000,000.5`. */
export function sayNumber(digits: string, places: number): Says {
  const exact = exactOf(digits);
  const [whole = "", fraction] = (exact ? textOfExact(exact, places) : digits).split(".");
  const grouped = (separator: string) => whole.replace(/\B(?=(\d{3})+(?!\d))/g, separator);
  return {
    ru: fraction === undefined ? grouped(" ") : `${grouped(" ")},${fraction}`,
    en: fraction === undefined ? grouped(",") : `${grouped(",")}.${fraction}`,
  };
}

/** The value at a point of an ordered column. */
export function valueAt(column: Column, exact: Exact): Value {
  if (column.kind === "date") return { $type: "date", value: isoOfDayNumber(Number(textOfExact(exact))) };
  if (column.kind === "money") return { amount: textOfExact(exact, 2), currency: column.input.field.currency ?? "" };
  const text = textOfExact(exact);
  return { $type: "number", value: text };
}

/** `a, b и c`. */
export function joinSays(parts: readonly Says[]): Says {
  return {
    ru: joined(
      parts.map(({ ru }) => ru),
      " и ",
    ),
    en: joined(
      parts.map(({ en }) => en),
      " and ",
    ),
  };
}

function joined(parts: readonly string[], and: string): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")}${and}${parts.at(-1)}`;
}
