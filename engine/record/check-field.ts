import type { Field } from "../base/field.ts";
import { suggest } from "../base/suggest.ts";
import { isList, isMap, isMoney, isTagged, refOf, type Value } from "../base/value.ts";
import { compareValues, isDecimal } from "../runtime/same-value.ts";
import { RecordRefusal } from "./record-refusal.ts";

/** The values that a choice may take; null: they are not known here. */
export type ChoicesOf = (field: Field) => readonly string[] | null;

interface Wanted {
  readonly ru: string;
  readonly en: string;
}

/** Longest piece of a value that a refusal shows. */
const SHOWN_MAX = 80;
/** Choices that a refusal names. */
const CHOICES_MAX = 12;

/**
 * A filled value as it may be kept in a field of the catalogue. What people and processes write is held to the field's
 * type; data that were there before are not (they are only read). Whether a person works here or a record that is
 * named is still there is not asked: people leave and records are deleted, and their cards stay.
 *
 * @param value as `fillValue` made it
 * @throws {RecordRefusal} `FIELD_INVALID` with the field, what is expected and what was given
 */
export function checkedField(value: Value, field: Field, choicesOf: ChoicesOf): Value {
  if (value === null) return null;
  if (LISTED.has(field.type) && isList(value)) {
    const element = elementOf(field);
    return element === null ? value : value.map((one) => checkedField(one, element, choicesOf));
  }
  const wrong = wrongIn(value, field, choicesOf);
  if (wrong !== null) throw fieldInvalid(field, wrong, value);
  return field.type === "text" && typeof value === "number" ? String(value) : value;
}

/** Kept as lists: what is checked is each element. */
const LISTED: ReadonlySet<Field["type"]> = new Set(["records", "users", "files", "list"]);

/** The field as one of its elements would declare it; null: elements of any kind. */
function elementOf(field: Field): Field | null {
  if (field.type === "records") return { ...field, type: "record" };
  if (field.type === "users") return { ...field, type: "user" };
  if (field.type === "files") return field;
  const [of] = Array.isArray(field.of) ? (field.of as readonly string[]) : [];
  return of !== undefined && Object.hasOwn(ELEMENTS, of) ? { ...field, type: of as Field["type"], of: null } : null;
}

const ELEMENTS = { text: true, number: true, money: true, boolean: true, date: true, dateTime: true, user: true };

/** What was expected instead; null: it is right. */
function wrongIn(value: Value, field: Field, choicesOf: ChoicesOf): Wanted | null {
  switch (field.type) {
    case "text":
      return typeof value === "string" || typeof value === "number" ? null : { ru: "нужен текст", en: "a text" };
    case "number":
      return isNumber(value) ? outside(value, field) : { ru: "нужно число", en: "a number" };
    case "money":
      return wrongMoney(value, field);
    case "boolean":
      return typeof value === "boolean" ? null : { ru: "нужно true или false", en: "true or false" };
    case "date":
      return isMoment(value, "date", DATE)
        ? null
        : { ru: "нужна дата, например 2026-11-25", en: "a date, such as 2026-11-25" };
    case "dateTime":
      return isMoment(value, "date and time", DATE_TIME)
        ? null
        : {
            ru: "нужны дата и время, например 2026-11-25T10:00:00+03:00",
            en: "a date and time, such as 2026-11-25T10:00:00+03:00",
          };
    case "choice":
      return wrongChoice(value, choicesOf(field));
    case "user":
      return typeof value === "string" ? null : { ru: "нужен сотрудник (его id)", en: "a person (the id)" };
    case "record":
      return wrongRecord(value, field);
    case "map":
      return isMap(value) && !isTagged(value) ? null : { ru: "нужен набор «имя: значение»", en: "a map" };
    case "files":
      return typeof value === "string" || isMap(value) ? null : { ru: "нужен файл", en: "a file" };
    default:
      return null;
  }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}|@\S+)?$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isNumber(value: Value): boolean {
  return typeof value === "number" || (isTagged(value) && value.$type === "number");
}

function isMoment(value: Value, $type: "date" | "date and time", form: RegExp): boolean {
  return isTagged(value) && value.$type === $type && form.test(value.value) && isRealDay(value.value);
}

function isRealDay(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split("-").map(Number) as [number, number, number];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month >= 1 && month <= 12 && day >= 1 && day <= (DAYS[month - 1] ?? 0) && (month !== 2 || day < 29 || isLeap);
}

function wrongMoney(value: Value, field: Field): Wanted | null {
  if (!isMoney(value) || !isDecimal(value.amount) || !/^[A-Z]{3}$/.test(value.currency)) {
    return {
      ru: 'нужна сумма с валютой, например { amount: "100000.00", currency: RUB }',
      en: 'an amount with its currency, such as { amount: "100000.00", currency: RUB }',
    };
  }
  if (field.currency !== null && value.currency !== field.currency)
    return { ru: `нужна валюта ${field.currency}`, en: `an amount in ${field.currency}` };
  return outside({ $type: "number", value: value.amount }, field);
}

function outside(value: Value, { min, max }: Field): Wanted | null {
  if (min !== null && (compareValues(value, min) ?? 0) < 0)
    return { ru: `не меньше ${String(min).replace(".", ",")}`, en: `at least ${min}` };
  if (max !== null && (compareValues(value, max) ?? 0) > 0)
    return { ru: `не больше ${String(max).replace(".", ",")}`, en: `at most ${max}` };
  return null;
}

function wrongChoice(value: Value, choices: readonly string[] | null): Wanted | null {
  if (typeof value !== "string" && typeof value !== "number")
    return { ru: "нужно одно из значений списка", en: "one of the list's values" };
  if (choices === null || choices.includes(String(value))) return null;
  const near = suggest(String(value), choices);
  const all = choices.slice(0, CHOICES_MAX).join(", ");
  return near === null
    ? { ru: `есть: ${all}`, en: `one of: ${all}` }
    : { ru: `есть: ${all}; может быть, «${near}»`, en: `one of: ${all}; perhaps "${near}"` };
}

function wrongRecord(value: Value, field: Field): Wanted | null {
  const ref = refOf(value);
  const types = Array.isArray(field.of) ? (field.of as readonly string[]) : [];
  const example = `${types[0] ?? "company"}/7`;
  if (ref !== null && (types.length === 0 || types.includes(ref.slice(0, ref.indexOf("/"))))) return null;
  return { ru: `нужна запись, например ${example}`, en: `a record, such as ${example}` };
}

/** `FIELD_INVALID`: the value does not fit the field. */
export function fieldInvalid({ name, title }: Field, wanted: Wanted, given: Value): RecordRefusal {
  const bare = isTagged(given) ? given.value : given;
  const text = typeof bare === "string" ? bare : JSON.stringify(bare);
  const shown = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
  return new RecordRefusal(
    "FIELD_INVALID",
    {
      ru: `Поле ${name} («${title}»): ${wanted.ru}, а дано «${shown}»`,
      en: `Field ${name} ("${title}"): expected ${wanted.en}, given "${shown}"`,
    },
    name,
  );
}

/** `FIELD_REQUIRED`: a record may not be without it. */
export function fieldRequired(type: string, { name, title }: Field): RecordRefusal {
  return new RecordRefusal(
    "FIELD_REQUIRED",
    {
      ru: `У ${type} обязательно поле ${name} («${title}»), а оно пусто`,
      en: `${type} must have the field ${name} ("${title}"), and it is empty`,
    },
    name,
  );
}
