import type { Field } from "../base/field.ts";
import { suggest } from "../base/suggest.ts";
import type { Node } from "./node.ts";
import type { Text } from "./problem.ts";

/**
 * Why a literal of a data file cannot be the value of a field: of another type, out of bounds, none of its choices.
 * Null where it can be, or where nothing is known.
 * @param choices of the field where they are known
 */
export function wrongValue(
  field: Field,
  node: Node,
  choices: readonly string[] | null = field.values ? Object.keys(field.values) : null,
): { readonly message: Text; readonly remedy: Text } | null {
  if (node.kind !== "scalar" || node.value === null) return null;
  const { value } = node;
  if (typeof value === "string" && value.includes("${")) return null;
  const shown = String(value);
  const wanted = WANTED[field.type];
  if (wanted && !wanted.fits(value)) {
    return {
      message: {
        ru: `«${shown}» для «${field.name}»: нужно ${wanted.ru}`,
        en: `"${shown}" for "${field.name}": ${wanted.en} is needed`,
      },
      remedy: { ru: `Напишите, например: ${wanted.example}`, en: `Write, for example: ${wanted.example}` },
    };
  }
  if (field.type === "number" && typeof value === "number") return outOfBounds(field, value);
  if (field.type !== "choice" || !choices || choices.includes(shown)) return null;
  const meant = suggest(shown, choices);
  const list = choices.slice(0, CHOICES_MAX).join(", ");
  return {
    message: { ru: `«${field.name}»: нет варианта «${shown}»`, en: `"${field.name}" has no choice "${shown}"` },
    remedy:
      meant === null
        ? { ru: `Есть: ${list}`, en: `There are: ${list}` }
        : { ru: `Возможно, вы имели в виду «${meant}»?`, en: `Did you mean "${meant}"?` },
  };
}

const CHOICES_MAX = 8;

function outOfBounds(
  { name, min, max }: Field,
  value: number,
): { readonly message: Text; readonly remedy: Text } | null {
  if ((min === null || value >= min) && (max === null || value <= max)) return null;
  const [ru, en] = [`${min ?? "…"}–${max ?? "…"}`, `${min ?? "…"} to ${max ?? "…"}`];
  return {
    message: { ru: `«${name}»: ${value} вне границ`, en: `"${name}": ${value} is out of bounds` },
    remedy: { ru: `Дайте число в границах ${ru}`, en: `Give a number within ${en}` },
  };
}

interface Wanted extends Text {
  readonly example: string;
  fits(value: string | number | boolean): boolean;
}

const WANTED: Partial<Record<Field["type"], Wanted>> = {
  number: {
    ru: "число",
    en: "a number",
    example: "7",
    fits: (value) => typeof value === "number" || /^[+-]?\d/u.test(String(value)),
  },
  boolean: { ru: "true или false", en: "true or false", example: "true", fits: (value) => typeof value === "boolean" },
  date: {
    ru: "дата",
    en: "a date",
    example: "2026-12-01",
    fits: (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}/u.test(value),
  },
};
