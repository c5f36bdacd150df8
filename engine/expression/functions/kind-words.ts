import type { Parameter } from "./signature.ts";

/** What kinds of values a parameter takes, in words: `список или набор полей`. */
export function kindWords({ kinds }: Parameter, locale: "ru" | "en"): string {
  const words = (kinds ?? []).map((kind) => (locale === "ru" ? (KIND_WORDS[kind] ?? kind) : kind));
  return words.join(locale === "ru" ? " или " : " or ");
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  string: "текст",
  number: "число",
  boolean: "да или нет",
  list: "список",
  context: "набор полей",
  money: "деньги",
  range: "промежуток",
  function: "функция",
  date: "дата",
  time: "время",
  "date and time": "дата со временем",
  "days and time duration": "срок в днях",
  "years and months duration": "срок в месяцах",
};
