import { type Type, withoutNull } from "../expression/type.ts";
import type { Text } from "./problem.ts";
import type { Wanted } from "./survey.ts";

/** What a place takes, in words. */
export const WANTED: Readonly<Record<Wanted, Text>> = {
  text: { ru: "текст", en: "a text" },
  number: { ru: "число", en: "a number" },
  money: { ru: "сумма", en: "an amount of money" },
  boolean: { ru: "условие", en: "a condition" },
  condition: { ru: "условие", en: "a condition" },
  date: { ru: "дата", en: "a date" },
  dateTime: { ru: "дата и время", en: "a date and time" },
  choice: { ru: "вариант из списка", en: "one of a list" },
  user: { ru: "сотрудник", en: "a user" },
  users: { ru: "список сотрудников", en: "a list of users" },
  record: { ru: "запись CRM", en: "a record" },
  records: { ru: "список записей", en: "a list of records" },
  list: { ru: "список", en: "a list" },
  map: { ru: "набор значений", en: "a map" },
  files: { ru: "файлы", en: "files" },
  letter: { ru: "письмо", en: "a letter" },
  people: { ru: "человек или группа", en: "a person or a group" },
  value: { ru: "значение", en: "a value" },
};

/** The same after «дайте здесь …». */
export const WANTED_ACCUSATIVE: Readonly<Record<Wanted, string>> = {
  text: "текст",
  number: "число",
  money: "сумму",
  boolean: "условие: сравнение или да/нет",
  condition: "условие: сравнение или да/нет",
  date: "дату",
  dateTime: "дату и время",
  choice: "вариант из списка",
  user: "сотрудника",
  users: "список сотрудников",
  record: "запись CRM",
  records: "список записей",
  list: "список",
  map: "набор пар «имя: значение»",
  files: "файлы",
  letter: "письмо",
  people: "человека или группу",
  value: "значение",
};

const FOUND: Readonly<Record<Exclude<Type["kind"], "union" | "list" | "record">, Text>> = {
  any: { ru: "неизвестно что", en: "something unknown" },
  null: { ru: "пусто", en: "nothing" },
  text: { ru: "текст", en: "a text" },
  number: { ru: "число", en: "a number" },
  boolean: { ru: "да или нет", en: "true or false" },
  date: { ru: "дата", en: "a date" },
  time: { ru: "время", en: "a time" },
  dateTime: { ru: "дата и время", en: "a date and time" },
  daysDuration: { ru: "длительность", en: "a duration" },
  monthsDuration: { ru: "длительность", en: "a duration" },
  money: { ru: "сумма", en: "an amount of money" },
  user: { ru: "сотрудник", en: "a user" },
  choice: { ru: "вариант из списка", en: "one of a list" },
  file: { ru: "файл", en: "a file" },
  principal: { ru: "человек или группа", en: "a person or a group" },
  map: { ru: "набор значений", en: "a map" },
  range: { ru: "промежуток", en: "a range" },
  function: { ru: "функция", en: "a function" },
};

/** What a value is, in words. */
export function foundWords(type: Type): Text {
  const one = withoutNull(type);
  if (one.kind === "list") {
    const of = foundWords(one.of);
    return one.of.kind === "any"
      ? { ru: "список", en: "a list" }
      : { ru: `список (${of.ru})`, en: `a list of ${of.en}` };
  }
  if (one.kind === "record") return { ru: "запись CRM", en: "a record" };
  if (one.kind === "union") return { ru: "разное", en: "one thing or another" };
  return FOUND[one.kind];
}
