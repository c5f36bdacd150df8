import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

export const parameterExists: Check = {
  explanation: {
    code: "parameter-exists",
    severity: "error",
    title: { ru: "У операции нет такого параметра", en: "The operation has no such parameter" },
    why: {
      ru: "Каждая операция знает свои параметры. Лишний параметр не сделал бы ничего, а опечатка в нужном оставила бы его пустым.",
      en: "Every operation knows its parameters. A stranger would do nothing, and a slip in a needed one would leave it empty.",
    },
    wrong: '- id: put\n  call: crm.update\n  with: { rekord: "${ lead }", set: { title: Новая } }\n',
    right: '- id: put\n  call: crm.update\n  with: { record: "${ lead }", set: { title: Новая } }\n',
  },
  *find({ survey, document }) {
    for (const found of notesOf(survey, "unknown-parameter")) {
      yield {
        at: found.at,
        message: {
          ru: `У операции ${found.operation} нет параметра «${found.name}»`,
          en: `Operation ${found.operation} has no parameter "${found.name}"`,
        },
        ...didYouMean(found.name, found.parameters, {
          at: found.at,
          text: document.text,
          none: { ru: "Уберите его", en: "Remove it" },
        }),
      };
    }
  },
};
