import type { Field } from "../base/field.ts";
import { isList, isMap, isMoney, isTagged, refOf, type Value, type ValueMap } from "../base/value.ts";
import { compareNumbers, readNumber } from "../expression/value/number.ts";
import { isActive, membersOf, personOf } from "../people/lookup.ts";
import type { Facts } from "./command.ts";
import type { Note } from "./state.ts";

export interface Checked {
  /** The values as the process keeps them: dates as FEEL dates, money with its currency. */
  readonly values: ValueMap;
  /** Field → what is wrong with it. */
  readonly errors: Readonly<Record<string, Note>>;
}

/**
 * Checks values given for declared fields: inputs of a start, fields of a form. A field that is not declared is an
 * error too: a typing slip must not lose what somebody wrote.
 *
 * @param required names that must be there besides those declared `required`
 */
export function checkFields(
  fields: readonly Field[],
  given: ValueMap,
  facts: Pick<Facts, "people" | "lists">,
  required: readonly string[] = [],
): Checked {
  const values: Record<string, Value> = {};
  const errors: Record<string, Note> = {};
  for (const name of Object.keys(given))
    if (!fields.some((field) => field.name === name)) errors[name] = noSuchField(name, fields);
  for (const field of fields) {
    const value = given[field.name] ?? null;
    if (isEmpty(value)) {
      if (field.required || required.includes(field.name))
        errors[field.name] = { ru: `Заполните поле «${field.title}».`, en: `Fill in "${field.title}".` };
      values[field.name] = EMPTY_LISTS.has(field.type) ? [] : null;
      continue;
    }
    const result = CHECKS[field.type](value, field, facts);
    if (result.error)
      errors[field.name] = {
        ru: sentence(`«${field.title}»: ${result.error.ru}`),
        en: sentence(`"${field.title}": ${result.error.en}`),
      };
    else values[field.name] = result.value;
  }
  return { values, errors };
}

/** List and records fields are never null but empty (language §4). */
const EMPTY_LISTS: ReadonlySet<string> = new Set(["users", "records", "list", "files"]);

function isEmpty(value: Value): boolean {
  return value === null || value === "" || (isList(value) && value.length === 0);
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function noSuchField(name: string, fields: readonly Field[]): Note {
  const known = fields.map((field) => field.name).join(", ");
  return {
    ru: `Поля «${name}» нет. Есть: ${known || "ни одного"}.`,
    en: `There is no field "${name}". There are: ${known || "none"}.`,
  };
}

type Result = { readonly value: Value; readonly error?: undefined } | { readonly error: Note };
type FieldCheck = (value: Value, field: Field, facts: Pick<Facts, "people" | "lists">) => Result;

const wrong = (ru: string, en: string): Result => ({ error: { ru, en } });
const ok = (value: Value): Result => ({ value });

const DECIMAL = /^-?\d+(\.\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}|@\S+)?$/;

const CHECKS: Readonly<Record<Field["type"], FieldCheck>> = {
  text: (value) =>
    typeof value === "string"
      ? ok(value)
      : typeof value === "number"
        ? ok(String(value))
        : wrong("нужен текст", "text is wanted"),
  number: checkNumber,
  money: checkMoney,
  boolean: (value) =>
    typeof value === "boolean" ? ok(value) : wrong("нужно true или false", "true or false is wanted"),
  date: (value) =>
    checkTemporal(value, "date", DATE, "нужна дата, например 2026-11-25", "a date is wanted, such as 2026-11-25"),
  dateTime: (value) =>
    checkTemporal(
      value,
      "date and time",
      DATE_TIME,
      "нужны дата и время, например 2026-11-25T10:00:00+03:00",
      "a date and time is wanted, such as 2026-11-25T10:00:00+03:00",
    ),
  choice: checkChoice,
  user: checkUser,
  users: (value, field, facts) => each(isList(value) ? value : [value], (one) => checkUser(one, field, facts)),
  record: checkRecord,
  records: (value, field) => each(isList(value) ? value : [value], (one) => checkRecord(one, field)),
  list: (value) => (isList(value) ? ok(value) : wrong("нужен список", "a list is wanted")),
  map: (value) => (isMap(value) ? ok(value) : wrong("нужен набор «имя: значение»", "a map is wanted")),
  files: (value) =>
    each(isList(value) ? value : [value], (one) =>
      typeof one === "string" || isMap(one) ? ok(one) : wrong("нужен файл", "a file is wanted"),
    ),
  letter: (value) => (isMap(value) ? ok(value) : wrong("нужно письмо", "a letter is wanted")),
  principals: (value) => ok(isList(value) ? value : [value]),
};

function each(values: readonly Value[], check: (value: Value) => Result): Result {
  const checked: Value[] = [];
  for (const value of values) {
    const result = check(value);
    if (result.error) return result;
    checked.push(result.value);
  }
  return ok(checked);
}

function checkNumber(value: Value, field: Field): Result {
  const number =
    typeof value === "number" ? value : isTagged(value) && value.$type === "number" ? readNumber(value.value) : null;
  if (number === null) return wrong("нужно число", "a number is wanted");
  return outside(number, field) ?? ok(value);
}

function checkMoney(value: Value, field: Field): Result {
  const money = isMoney(value)
    ? value
    : (typeof value === "number" || (typeof value === "string" && DECIMAL.test(value))) && field.currency !== null
      ? { amount: String(value), currency: field.currency }
      : null;
  if (money === null || !DECIMAL.test(money.amount))
    return wrong(
      'нужна сумма с валютой, например { amount: "100000.00", currency: RUB }',
      'an amount with its currency is wanted, such as { amount: "100000.00", currency: RUB }',
    );
  if (field.currency !== null && money.currency !== field.currency)
    return wrong(
      `нужна валюта ${field.currency}, а не ${money.currency}`,
      `the currency must be ${field.currency}, not ${money.currency}`,
    );
  const amount = readNumber(money.amount);
  return (amount === null ? null : outside(amount, field)) ?? ok({ amount: money.amount, currency: money.currency });
}

/** Compared exactly: a limit is a limit to the last digit. */
function outside(number: NonNullable<ReturnType<typeof readNumber>>, { min, max }: Field): Result | null {
  if (min !== null && compareNumbers(number, min) < 0) return wrong(`не меньше ${comma(min)}`, `at least ${min}`);
  if (max !== null && compareNumbers(number, max) > 0) return wrong(`не больше ${comma(max)}`, `at most ${max}`);
  return null;
}

/** A number as Russian writes it. */
function comma(number: number): string {
  return String(number).replace(".", ",");
}

function checkTemporal(value: Value, $type: "date" | "date and time", form: RegExp, ru: string, en: string): Result {
  if (isTagged(value)) return value.$type === $type ? ok(value) : wrong(ru, en);
  return typeof value === "string" && form.test(value) && isRealDate(value) ? ok({ $type, value }) : wrong(ru, en);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isRealDate(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split("-").map(Number) as [number, number, number];
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return month >= 1 && month <= 12 && day >= 1 && day <= (DAYS[month - 1] ?? 0) + leap;
}

function checkChoice(value: Value, field: Field, facts: Pick<Facts, "lists">): Result {
  if (typeof value !== "string" && typeof value !== "number")
    return wrong("нужно одно из значений списка", "one of the list's values is wanted");
  const allowed = choicesOf(field, facts);
  if (allowed === null || allowed.includes(String(value))) return ok(value);
  return wrong(
    `нет значения «${value}»; есть: ${allowed.slice(0, 12).join(", ")}`,
    `there is no "${value}"; there are: ${allowed.slice(0, 12).join(", ")}`,
  );
}

/** The values a choice may take; null where the list is not known here. */
function choicesOf(field: Field, facts: Pick<Facts, "lists">): readonly string[] | null {
  if (field.values !== null) return Object.keys(field.values);
  if (!field.from?.startsWith("list:")) return null;
  const rows = facts.lists[field.from.slice("list:".length)];
  return rows ? rows.map((row) => String(row["value"])) : null;
}

function checkUser(value: Value, field: Field, facts: Pick<Facts, "people">): Result {
  if (typeof value !== "string") return wrong("нужен сотрудник", "a person is wanted");
  if (!isActive(facts.people, value)) return wrong(`нет сотрудника «${value}»`, `there is no person "${value}"`);
  const of = field.of !== null && !isListOf(field.of) ? field.of : {};
  if (of.department !== undefined && personOf(facts.people, value)?.department !== of.department)
    return wrong(`${value} не из отдела «${of.department}»`, `${value} is not in the department "${of.department}"`);
  if (of.group !== undefined && !membersOf(facts.people, of.group).some((user) => user === value))
    return wrong(`${value} не из группы «${of.group}»`, `${value} is not in the group "${of.group}"`);
  return ok(value);
}

function checkRecord(value: Value, field: Field): Result {
  const ref = refOf(value);
  if (ref === null) return wrong("нужна запись CRM, например company/7", "a CRM record is wanted, such as company/7");
  const types = field.of !== null && isListOf(field.of) ? field.of : [];
  const type = ref.slice(0, ref.indexOf("/"));
  if (types.length > 0 && !types.includes(type))
    return wrong(
      `нужна запись типа ${types.join(" или ")}, а не ${type}`,
      `a record of type ${types.join(" or ")} is wanted, not ${type}`,
    );
  return ok(value);
}

function isListOf(of: NonNullable<Field["of"]>): of is readonly string[] {
  return Array.isArray(of);
}
