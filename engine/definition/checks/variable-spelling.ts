import { notesOf } from "../survey.ts";
import type { Check, Finding } from "./check.ts";

export const variableSpelling: Check = {
  explanation: {
    code: "variable-spelling",
    severity: "error",
    title: { ru: "Вместо переменной стоит id шага", en: "A step's id in the place of its variable" },
    why: {
      ru: "В выражении дефис — это минус. Результат шага fresh-lead читают по имени freshLead: без дефисов, следующее слово с большой буквы.",
      en: "In an expression a hyphen is a minus. The result of the step fresh-lead is read by the name freshLead: no hyphens, the next word with a capital letter.",
    },
    wrong:
      '- id: fresh-lead\n  call: crm.get\n  with: { record: "${ lead }" }\n- id: tell\n  notify: ${ requester }\n  text: Заявка ${ fresh-lead.title }\n',
    right:
      '- id: fresh-lead\n  call: crm.get\n  with: { record: "${ lead }" }\n- id: tell\n  notify: ${ requester }\n  text: Заявка ${ freshLead.title }\n',
  },
  *find({ survey, document }) {
    for (const { at, id, name, source } of notesOf(survey, "kebab-name")) {
      const { text } = source ?? document;
      const finding: Finding = {
        at,
        message: {
          ru: `«${id}» здесь вычитание: результат шага — ${name}`,
          en: `"${id}" is a subtraction here: the step's result is ${name}`,
        },
        remedy: { ru: `Напишите ${name}`, en: `Write ${name}` },
        ...(!source && text.slice(at.start, at.end) === id
          ? { fix: [{ start: at.start, end: at.end, text: name }] }
          : {}),
      };
      yield source ? { ...finding, source } : finding;
    }
  },
};
