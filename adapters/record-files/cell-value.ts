import type { Field } from "../../engine/base/field.ts";
import { foldText } from "../../engine/base/fold-text.ts";
import { isList, isMoney, isTagged, type Value, type ValueMap } from "../../engine/base/value.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { exactJson, parseExact } from "../command-line/exact-json.ts";
import { type CsvCell, guarded, type Separator, unguarded } from "./csv-text.ts";

/** What cells are read with. */
export interface CellWords {
  readonly separator: Separator;
  readonly lists: Readonly<Record<string, readonly ValueMap[]>>;
  readonly people: DirectorySnapshot;
  /** Zone of moments that are written without one. */
  readonly zone: string;
}

/** What stands in a cell, or what is wrong with it. */
export type CellRead = { readonly value: Value } | { readonly wrong: Text };

/** A value as a cell; null: an empty one. A comma stands in numbers where a semicolon separates, as Excel wants it. */
export function cellOf(value: Value | undefined, field: Field | undefined, separator: Separator): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return decimal(String(value), separator);
  if (isTagged(value)) return value.$type === "number" ? decimal(value.value, separator) : value.value;
  if (isMoney(value))
    return field ? decimal(value.amount, separator) : `${decimal(value.amount, separator)} ${value.currency}`;
  if (typeof value === "string") return guarded(value);
  if (isList(value) && value.length === 0) return null;
  if (isList(value) && value.every(isPlain)) return guarded(value.join(", "));
  return guarded(exactJson(value));
}

/** May it stand in a list without quotes? */
function isPlain(value: Value): value is string {
  return typeof value === "string" && value !== "" && value === value.trim() && !/[,;\r\n"[{]/.test(value);
}

function decimal(digits: string, separator: Separator): string {
  return separator === "," ? digits : digits.replace(".", ",");
}

/** A cell as the value of a field. @param currency of a column beside it; null: there is none */
export function valueOfCell(
  { text: written, isQuoted }: CsvCell,
  { field, currency = null }: { readonly field: Field | undefined; readonly currency?: string | null },
  words: CellWords,
): CellRead {
  if (written === "" && !(isQuoted && field?.type === "text")) return { value: null };
  const text = unguarded(written);
  if (/^[[{]/.test(text) && field?.type !== "text") return jsonOf(text);
  switch (field?.type) {
    case "number":
      return numberOf(text, words.separator);
    case "money":
      return moneyOf(text, currency ?? field.currency, words.separator);
    case "boolean":
      return booleanOf(text);
    case "date":
      return { value: dayOf(text) };
    case "dateTime":
      return { value: momentOf(text, words.zone) };
    case "choice":
      return { value: choiceOf(text, field, words) };
    case "user":
      return userOf(text, words);
    case "record":
      return { value: recordOf(text, field) };
    case "users":
      return eachOf(text, (one) => userOf(one, words));
    case "records":
      return eachOf(text, (one) => ({ value: recordOf(one, field) }));
    case "list":
    case "files":
      return eachOf(text, (one) => ({ value: one }));
    case "map":
      return wrong(
        'нужен набор в виде JSON, например { "Bravante": 5 }',
        'expected a map as JSON, such as { "Bravante": 5 }',
      );
    default:
      return { value: text };
  }
}

function wrong(ru: string, en: string): CellRead {
  return { wrong: { ru, en } };
}

function jsonOf(text: string): CellRead {
  try {
    return { value: parseExact(text) };
  } catch {
    return wrong("это не читается как JSON", "this is not readable JSON");
  }
}

/** Digits as JSON writes them; null: what is meant cannot be told. */
function digitsOf(text: string, separator: Separator): string | null {
  const bare = text.replaceAll(/[\s\u00a0\u202f]/g, "");
  // `1,234` is a thousand in one half of the world and a little more than one in the other.
  if (separator === "," ? bare.includes(",") : bare.includes(",") && bare.includes(".")) return null;
  const dotted = bare.replace(",", ".");
  return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(dotted) ? dotted.replace(/^(-?)0+(?=\d)/, "$1") : null;
}

function numberOf(text: string, separator: Separator): CellRead {
  const digits = digitsOf(text, separator);
  if (digits === null && text.trim().endsWith("%"))
    return wrong("нужно число без знака %: 10, а не 10%", "expected a number without the sign %: 10 and not 10%");
  if (digits === null) return wrong("нужно число, например 1234,5 (1234.5)", "expected a number, such as 1234.5");
  return jsonOf(digits);
}

const SIGNS: Readonly<Record<string, string>> = {
  "₽": "RUB",
  руб: "RUB",
  "руб.": "RUB",
  "р.": "RUB",
  $: "USD",
  "€": "EUR",
};

function moneyOf(text: string, currency: string | null, separator: Separator): CellRead {
  const [, written = "", sign = ""] = /^(-?[\d\s\u00a0\u202f.,]+?)\s*([^\d\s.,][^\d\s]*)?$/u.exec(text.trim()) ?? [];
  const amount = digitsOf(written, separator);
  const named = sign === "" ? currency : (SIGNS[sign.toLowerCase()] ?? sign.toUpperCase());
  if (amount === null || /e/i.test(amount))
    return wrong("нужна сумма, например 1234,50 RUB", "expected an amount, such as 1234.50 RUB");
  if (named === null)
    return wrong("у суммы нет валюты: напишите 1234,50 RUB", "the amount has no currency: write 1234.50 RUB");
  return { value: { amount, currency: named } };
}

function booleanOf(text: string): CellRead {
  if (/^(да|д|yes|y|true|истина|1)$/i.test(text)) return { value: true };
  if (/^(нет|н|no|n|false|ложь|0)$/i.test(text)) return { value: false };
  return wrong("нужно да или нет", "expected yes or no");
}

/** `25.11.2026` is what Excel shows; whether there is such a day is asked where it is written. */
function dayOf(text: string): string {
  const found = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text.trim());
  return found ? `${found[3]}-${found[2]?.padStart(2, "0")}-${found[1]?.padStart(2, "0")}` : text;
}

function momentOf(text: string, zone: string): string {
  const found = /^(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)[ T]+(\d{1,2}):(\d\d)(:\d\d)?$/.exec(text.trim());
  if (!found) return text;
  return `${dayOf(found[1] ?? "")}T${found[2]?.padStart(2, "0")}:${found[3]}${found[4] ?? ":00"}@${zone}`;
}

/** By its value, else by its title; what is neither stays as it is. */
export function choiceOf(text: string, field: Field, { lists }: Pick<CellWords, "lists">): string {
  const rows = field.from?.startsWith("list:") ? (lists[field.from.slice("list:".length)] ?? []) : [];
  const listed = rows.map((row) => [String(row["value"]), String(row["title"] ?? row["value"])] as const);
  const all = [...Object.entries(field.values ?? {}), ...listed];
  if (all.some(([value]) => value === text)) return text;
  return all.find(([, title]) => foldText(title) === foldText(text))?.[0] ?? text;
}

function userOf(text: string, { people }: CellWords): CellRead {
  if (Object.hasOwn(people.users, text)) return { value: text };
  const named = Object.values(people.users).filter(({ name }) => foldText(name) === foldText(text));
  if (named.length > 1)
    return wrong(`«${text}»: таких сотрудников несколько, нужен id`, `several are called "${text}": give the id`);
  // Who left may still stand in a card: an id that nobody has now is taken as it is.
  return named[0] || /^[\w.@-]+$/.test(text)
    ? { value: named[0]?.id ?? text }
    : wrong(`нет сотрудника «${text}»`, `nobody is called "${text}"`);
}

/** `7` in a field for companies is `company/7`. */
export function recordOf(text: string, { of }: Field): string {
  const types = isList(of) ? of : [];
  return /^\d+$/.test(text) && types.length === 1 ? `${types[0]}/${text}` : text;
}

function eachOf(text: string, read: (one: string) => CellRead): CellRead {
  const values: Value[] = [];
  for (const part of text.split(/[,;\n]/).map((one) => one.trim())) {
    const one = part === "" ? null : read(part);
    if (one === null) continue;
    if ("wrong" in one) return one;
    values.push(one.value);
  }
  return { value: values };
}
