import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

export const fieldExists: Check = {
  explanation: {
    code: "field-exists",
    severity: "error",
    title: { ru: "У записи нет такого поля", en: "The record has no such field" },
    why: {
      ru: "Поля записей описаны в catalog.yaml. `set`, `filter`, `select` и `order` называют только их.",
      en: "The fields of records are declared in catalog.yaml. `set`, `filter`, `select` and `order` name those only.",
    },
    wrong: '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { titel: Новая } }\n',
    right: '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { title: Новая } }\n',
  },
  *find({ survey, document }) {
    for (const found of notesOf(survey, "unknown-field")) {
      yield {
        at: found.at,
        message: { ru: `Нет поля «${found.name}»: ${found.of}`, en: `There is no field "${found.name}": ${found.of}` },
        ...didYouMean(found.name, found.fields, {
          at: found.at,
          text: document.text,
          none: { ru: "Опишите его в catalog.yaml", en: "Declare it in catalog.yaml" },
        }),
      };
    }
  },
};
