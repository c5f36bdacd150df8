import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const inputMissing: Check = {
  explanation: {
    code: "input-missing",
    severity: "error",
    title: { ru: "Обязательный вход не задан", en: "A required input is not given" },
    why: {
      ru: "Запуск без обязательного входа не примут. Событие даёт вход само, только когда вход такого типа записей один.",
      en: "A start without a required input is not accepted. An event fills an input by itself only where one input has its record type.",
    },
    wrong:
      "input:\n  company: { type: record, of: company, title: Компания, required: true }\nstart:\n  - event: crm.deal.created\n    key: ${ company.ref }\n",
    right:
      "input:\n  company: { type: record, of: company, title: Компания, required: true }\nstart:\n  - event: crm.company.created\n    key: ${ company.ref }\n",
  },
  *find({ survey }) {
    for (const { at, name } of notesOf(survey, "start-missing-input")) {
      yield {
        at,
        message: {
          ru: `Обязательный вход «${name}» при таком запуске не задан`,
          en: `This start does not give the required input "${name}"`,
        },
        remedy: { ru: `Добавьте with: { ${name}: … }`, en: `Add with: { ${name}: … }` },
      };
    }
    for (const { at, name, process } of notesOf(survey, "missing-input")) {
      yield {
        at,
        message: {
          ru: `Процессу «${process}» нужен вход «${name}»`,
          en: `Process "${process}" needs the input "${name}"`,
        },
        remedy: { ru: `Добавьте with: { ${name}: … }`, en: `Add with: { ${name}: … }` },
      };
    }
    for (const { at, names, type } of notesOf(survey, "start-input-ambiguous")) {
      const [first = "", second = ""] = names;
      yield {
        at,
        message: {
          ru: `Непонятно, какой вход получит запись: «${first}» или «${second}»`,
          en: `Not clear which input gets the record of type ${type}: "${first}" or "${second}"`,
        },
        remedy: {
          ru: `Скажите явно: with: { ${first}: "\${ event.record }" }`,
          en: `Say so: with: { ${first}: "\${ event.record }" }`,
        },
      };
    }
  },
};
