import { notesOf } from "../survey.ts";
import { foundWords, WANTED, WANTED_ACCUSATIVE } from "../type-words.ts";
import type { Check, Finding } from "./check.ts";

export const valueType: Check = {
  explanation: {
    code: "value-type",
    severity: "error",
    title: { ru: "Значение не того типа", en: "A value of the wrong type" },
    why: {
      ru: "Тип значения известен заранее: из описаний входов, форм, полей и операций. Здесь нужен другой.",
      en: "The type of a value is known before anything runs, from the declarations of inputs, forms, fields and operations. Another is wanted here.",
    },
    wrong: "- id: look\n  if: amount\n  notify: ${ requester }\n  text: Большая сумма\n",
    right: "- id: look\n  if: amount > 100\n  notify: ${ requester }\n  text: Большая сумма\n",
  },
  *find({ survey }) {
    for (const { at, wanted, found, what, source } of notesOf(survey, "wrong-type")) {
      const [need, is] = [WANTED[wanted], foundWords(found)];
      const finding: Finding = {
        at,
        message: {
          ru: `«${what}»: нужен тип «${need.ru}», а это «${is.ru}»`,
          en: `"${what}" wants ${need.en}, but this is ${is.en}`,
        },
        remedy:
          wanted === "text"
            ? found.kind === "number" || found.kind === "boolean"
              ? { ru: "Возьмите значение в кавычки", en: "Put the value in quotes" }
              : { ru: "Назовите одно из полей этого значения", en: "Name one of the fields of this value" }
            : { ru: `Дайте здесь ${WANTED_ACCUSATIVE[wanted]}`, en: `Give ${need.en} here` },
      };
      yield source ? { ...finding, source } : finding;
    }
  },
};
