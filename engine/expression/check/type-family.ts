import { ANY, type Type, withNullOf, withoutNull } from "../type.ts";
import type { Says } from "../value/site.ts";

/** What values of a type look like to operators: which go together, which have an order. */
export type Family =
  | "text"
  | "number"
  | "boolean"
  | "date"
  | "time"
  | "dateTime"
  | "daysDuration"
  | "monthsDuration"
  | "money"
  | "record"
  | "list"
  | "map"
  | "range"
  | "function";

const FAMILIES: Readonly<Partial<Record<Type["kind"], Family>>> = {
  text: "text",
  user: "text",
  choice: "text",
  number: "number",
  boolean: "boolean",
  date: "date",
  time: "time",
  dateTime: "dateTime",
  daysDuration: "daysDuration",
  monthsDuration: "monthsDuration",
  money: "money",
  record: "record",
  file: "map",
  principal: "map",
  map: "map",
  list: "list",
  range: "range",
  function: "function",
};

/** The families a value of the type may be of, null left out; null where it may be anything. */
export function familiesOf(type: Type): ReadonlySet<Family> | null {
  if (type.kind === "any") return null;
  if (type.kind === "null") return NONE;
  if (type.kind === "union") {
    const members = type.of.map(familiesOf);
    return members.includes(null) ? null : new Set(members.flatMap((member) => [...(member ?? [])]));
  }
  const family = FAMILIES[type.kind];
  return family ? new Set([family]) : null;
}

const NONE: ReadonlySet<Family> = new Set();

/** The one family of the type; null where it may be of several, of any, or only null. */
export function familyOf(type: Type): Family | null {
  const families = familiesOf(type);
  return families?.size === 1 ? ([...families][0] ?? null) : null;
}

/** Could the value be of one of these families? */
export function mayBe(type: Type, families: readonly Family[]): boolean {
  const own = familiesOf(type);
  return own === null || own.size === 0 || families.some((family) => own.has(family));
}

const ORDERED: readonly Family[] = [
  "number",
  "text",
  "date",
  "time",
  "dateTime",
  "daysDuration",
  "monthsDuration",
  "money",
];

/** Could two values have an order to each other? Money and a number are judged apart. */
export function mayBeOrdered(a: Type, b: Type): boolean {
  const [left, right] = [familiesOf(a), familiesOf(b)];
  return ORDERED.some((family) => (left === null || left.has(family)) && (right === null || right.has(family)));
}

/** Could two values be equal? A record and the text of its reference can. */
export function mayBeEqual(a: Type, b: Type): boolean {
  const [left, right] = [familiesOf(a), familiesOf(b)];
  if (left === null || right === null || left.size === 0 || right.size === 0) return true;
  if ([...left].some((family) => right.has(family))) return true;
  return isReferable(left, right) || isReferable(right, left);
}

function isReferable(record: ReadonlySet<Family>, other: ReadonlySet<Family>): boolean {
  return record.has("record") && (other.has("text") || other.has("map"));
}

/** The type of a value that is of one or of the other. */
export function joinTypes(a: Type, b: Type): Type {
  if (a === b) return a;
  if (a.kind === "any" || b.kind === "any") return ANY;
  if (a.kind === "null") return withNullOf(b, [a, b]);
  if (b.kind === "null") return withNullOf(a, [a, b]);
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  const [plainA, plainB] = [withoutNull(a), withoutNull(b)];
  const isNull = plainA !== a || plainB !== b;
  const joined = joinPlain(plainA, plainB);
  return isNull ? withNullOf(joined, [a, b]) : joined;
}

function joinPlain(a: Type, b: Type): Type {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  if (a.kind === "list" && b.kind === "list") return { kind: "list", of: joinTypes(a.of, b.of) };
  const members = [...(a.kind === "union" ? a.of : [a]), ...(b.kind === "union" ? b.of : [b])];
  return {
    kind: "union",
    of: members.filter(
      (member, index) => members.findIndex((other) => JSON.stringify(other) === JSON.stringify(member)) === index,
    ),
  };
}

/** A type in words. */
export function typeWords(type: Type): Says {
  if (type.kind === "union") {
    const members = type.of.filter((member) => member.kind !== "null").map(typeWords);
    return { ru: members.map(({ ru }) => ru).join(" или "), en: members.map(({ en }) => en).join(" or ") };
  }
  return WORDS[type.kind];
}

const WORDS: Readonly<Record<Exclude<Type["kind"], "union">, Says>> = {
  any: { ru: "любое значение", en: "anything" },
  null: { ru: "null", en: "null" },
  text: { ru: "текст", en: "text" },
  number: { ru: "число", en: "a number" },
  boolean: { ru: "да или нет", en: "true or false" },
  date: { ru: "дата", en: "a date" },
  time: { ru: "время", en: "a time" },
  dateTime: { ru: "дата со временем", en: "a date and time" },
  daysDuration: { ru: "срок в днях и часах", en: "a duration of days" },
  monthsDuration: { ru: "срок в годах и месяцах", en: "a duration of months" },
  money: { ru: "деньги", en: "money" },
  user: { ru: "сотрудник", en: "a user" },
  choice: { ru: "значение из списка", en: "a choice" },
  record: { ru: "карточка", en: "a record" },
  file: { ru: "файл", en: "a file" },
  principal: { ru: "ссылка на людей", en: "people" },
  list: { ru: "список", en: "a list" },
  map: { ru: "набор полей", en: "a map" },
  range: { ru: "промежуток", en: "a range" },
  function: { ru: "функция", en: "a function" },
};
