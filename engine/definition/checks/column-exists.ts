import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

export const columnExists: Check = {
  explanation: {
    code: "column-exists",
    severity: "error",
    title: { ru: "Столбцы реестра названы не так", en: "A registry's columns are not as declared" },
    why: {
      ru: "Строка реестра состоит из столбцов, описанных в catalog.yaml: лишний столбец негде хранить, обязательный нельзя пропустить.",
      en: "A row has the columns that catalog.yaml declares: a stranger has no place, a required one cannot be left out.",
    },
    wrong: "- id: row\n  record: discount-changes\n  entry: { reazon: Тендер }\n",
    right: "- id: row\n  record: discount-changes\n  entry: { reason: Тендер }\n",
  },
  *find({ survey, document }) {
    for (const found of notesOf(survey, "unknown-column")) {
      yield {
        at: found.at,
        message: {
          ru: `В реестре «${found.registry}» нет столбца «${found.name}»`,
          en: `The registry "${found.registry}" has no column "${found.name}"`,
        },
        ...didYouMean(found.name, found.columns, {
          at: found.at,
          text: document.text,
          none: { ru: "Опишите его в catalog.yaml", en: "Declare it in catalog.yaml" },
        }),
      };
    }
    for (const { at, name, registry } of notesOf(survey, "missing-column")) {
      yield {
        at,
        message: {
          ru: `Реестру «${registry}» нужен столбец «${name}»`,
          en: `The registry "${registry}" needs the column "${name}"`,
        },
        remedy: { ru: `Добавьте ${name} в entry`, en: `Add ${name} to \`entry\`` },
      };
    }
  },
};
