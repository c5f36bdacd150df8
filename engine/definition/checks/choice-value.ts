import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

export const choiceValue: Check = {
  explanation: {
    code: "choice-value",
    severity: "error",
    title: { ru: "Нет такого варианта", en: "There is no such choice" },
    why: {
      ru: "Поле выбирают из списка: стадии типа записей, values поля или список из catalog.yaml. Этого значения в нём нет.",
      en: "The field is chosen from a list: a record type's stages, the field's `values`, or a list of catalog.yaml. This value is not in it.",
    },
    wrong: "- id: put\n  call: crm.update\n  with: { record: \"${ lead }\", set: { stage: NEWW } }\n",
    right: "- id: put\n  call: crm.update\n  with: { record: \"${ lead }\", set: { stage: NEW } }\n",
  },
  *find({ survey, document }) {
    for (const found of notesOf(survey, "unknown-choice")) {
      yield {
        at: found.at,
        message: { ru: `«${found.what}»: нет варианта «${found.value}»`, en: `"${found.what}" has no choice "${found.value}"` },
        ...didYouMean(found.value, found.values, { at: found.at, text: document.text, none: { ru: "Проверьте catalog.yaml", en: "See catalog.yaml" } }),
      };
    }
  },
};
