import { FILTER_OPERATORS } from "../operations.ts";
import { shortened } from "../shape/reword.ts";
import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

/** What people write from other tools. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  gt: "above",
  gte: "atLeast",
  lt: "below",
  lte: "atMost",
  ne: "not",
  neq: "not",
  more: "above",
  less: "below",
  greaterThan: "above",
  lessThan: "below",
  like: "contains",
  includes: "contains",
  nin: "not",
  notIn: "not",
  exists: "empty",
  $gt: "above",
  $gte: "atLeast",
  $lt: "below",
  $lte: "atMost",
  $ne: "not",
  $in: "in",
};

export const filterOperator: Check = {
  explanation: {
    code: "filter-operator",
    severity: "error",
    title: { ru: "Нет такого сравнения в filter", en: "There is no such comparison in a filter" },
    why: {
      ru: "В filter стоит поле и значение, или поле и одно из слов not, in, above, atLeast, below, atMost, contains, empty. FEEL там не бывает.",
      en: "A filter has a field and a value, or a field and one of not, in, above, atLeast, below, atMost, contains, empty. Never FEEL.",
    },
    wrong: "- id: find-deals\n  call: crm.find\n  with: { of: deal, filter: { title: { like: кофе } } }\n",
    right: "- id: find-deals\n  call: crm.find\n  with: { of: deal, filter: { title: { contains: кофе } } }\n",
  },
  *find({ survey, document }) {
    for (const { at, outer, inner } of notesOf(survey, "nested-operator")) {
      const isNoneOf = outer === "not" && inner === "in";
      yield {
        at,
        message: {
          ru: `«${outer}» принимает значение, а не сравнение «${inner}»`,
          en: `"${outer}" takes a value, not the comparison "${inner}"`,
        },
        remedy: isNoneOf
          ? { ru: "Ни одно из нескольких: { not: [a, b] }", en: "None of several: { not: [a, b] }" }
          : { ru: `Оставьте одно: { ${inner}: … }`, en: `Keep one: { ${inner}: … }` },
      };
    }
    for (const { at, text, instead } of notesOf(survey, "feel-in-filter")) {
      yield {
        at,
        message: {
          ru: `В filter сравнивают словами, а «${shortened(text)}» — просто текст`,
          en: `A filter compares in words: "${shortened(text)}" is mere text here`,
        },
        remedy: { ru: `Напишите: ${instead}`, en: `Write: ${instead}` },
      };
    }
    for (const { at, name } of notesOf(survey, "unknown-operator")) {
      const known = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
      yield {
        at,
        message: { ru: `В filter нет сравнения «${name}»`, en: `A filter has no comparison "${name}"` },
        ...(known === undefined
          ? didYouMean(name, FILTER_OPERATORS, { at, text: document.text, none: { ru: "", en: "" } })
          : { remedy: { ru: `Возможно, вы имели в виду «${known}»?`, en: `Did you mean "${known}"?` } }),
      };
    }
  },
};
