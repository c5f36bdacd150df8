import { notesOf } from "../survey.ts";
import { foundWords } from "../type-words.ts";
import type { Check } from "./check.ts";

export const eachList: Check = {
  explanation: {
    code: "each-list",
    severity: "error",
    title: { ru: "Перебирать можно только список", en: "Only a list can be gone through" },
    why: {
      ru: "`for … in` и `each` запуска берут список: по одному повторению или процессу на элемент.",
      en: "`for … in` and the `each` of a start take a list: one iteration or instance an element.",
    },
    wrong: "- id: each-one\n  for: { each: one, in: amount }\n  do:\n    - id: log\n      set: { done: true }\n",
    right: '- id: each-one\n  for: { each: one, in: "[amount, 2]" }\n  do:\n    - id: log\n      set: { done: true }\n',
  },
  *find({ survey }) {
    for (const { at, found } of notesOf(survey, "each-no-list")) {
      const is = foundWords(found);
      yield {
        at,
        message: {
          ru: `Перебирать можно список, а это ${is.ru}`,
          en: `Only a list can be gone through, but this is ${is.en}`,
        },
        remedy: {
          ru: "Дайте список: [a, b] или поле со списком",
          en: "Give a list: [a, b], or a field that holds one",
        },
      };
    }
  },
};
