import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";
import { didYouMean, keyOfTitle, type Meant, surely } from "./did-you-mean.ts";

export const choiceValue: Check = {
  explanation: {
    code: "choice-value",
    severity: "error",
    title: { ru: "Нет такого варианта", en: "There is no such choice" },
    why: {
      ru: "Поле выбирают из списка: стадии типа записей, values поля или список из catalog.yaml. Этого значения в нём нет.",
      en: "The field is chosen from a list: a record type's stages, the field's `values`, or a list of catalog.yaml. This value is not in it.",
    },
    wrong: '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { stage: NEWW } }\n',
    right: '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { stage: NEW } }\n',
  },
  *find({ survey, document }) {
    for (const found of notesOf(survey, "unknown-choice")) {
      yield {
        at: found.at,
        message: {
          ru: `«${found.what}»: нет варианта «${found.value}»`,
          en: `"${found.what}" has no choice "${found.value}"`,
        },
        ...(byLabel(found.labels, found.value) ??
          didYouMean(found.value, found.values, {
            at: found.at,
            text: document.text,
            none: { ru: "Проверьте catalog.yaml", en: "See catalog.yaml" },
          })),
      };
    }
  },
};

/** «В работе» for `WORK`: the label of a value in the place of the value. */
function byLabel(labels: Readonly<Record<string, string>>, value: string): Meant | null {
  const things = Object.fromEntries(Object.entries(labels).map(([key, title]) => [key, { title }]));
  const key = keyOfTitle(things, value);
  return key === undefined ? null : surely(key);
}
