import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const parameterMissing: Check = {
  explanation: {
    code: "parameter-missing",
    severity: "error",
    title: { ru: "Операции не хватает параметра", en: "The operation lacks a parameter" },
    why: {
      ru: "Без обязательного параметра операция не знает, что делать.",
      en: "Without a required parameter the operation does not know what to do.",
    },
    wrong: '- id: put\n  call: crm.update\n  with: { record: "${ lead }" }\n',
    right: '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { title: Новая } }\n',
  },
  *find({ survey }) {
    for (const { at, name, operation } of notesOf(survey, "missing-parameter")) {
      yield {
        at,
        message: {
          ru: `Операции ${operation} нужен параметр «${name}»`,
          en: `Operation ${operation} needs the parameter "${name}"`,
        },
        remedy: { ru: `Добавьте ${name} в with`, en: `Add ${name} to \`with\`` },
      };
    }
  },
};
