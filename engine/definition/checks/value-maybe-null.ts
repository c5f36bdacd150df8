import { notesOf } from "../survey.ts";
import type { Check, Finding } from "./check.ts";

export const valueMaybeNull: Check = {
  explanation: {
    code: "value-maybe-null",
    severity: "warning",
    title: { ru: "Поле карточки может быть пустым", en: "The field of the record may be empty" },
    why: {
      ru: "Необязательное поле карточки или сотрудника могли не заполнить: тогда в нём null. В тексте, на месте исполнителя и в обязательном параметре null останавливает процесс сбоем. Отсутствие проверяют словами.",
      en: "A field of a record or a person that is not required may have been left empty: then it is null. In a text, in the place of a person and in a required parameter null stops the process with an incident. Test for absence in words.",
    },
    wrong: "- id: tell\n  notify: ${ lead.responsible }\n  text: Посмотрите заявку\n",
    right: "- id: tell\n  if: lead.responsible != null\n  notify: ${ lead.responsible }\n  text: Посмотрите заявку\n",
  },
  *find({ survey }) {
    for (const { at, what, text, source } of notesOf(survey, "maybe-null")) {
      const shown = text === "" ? what : text;
      const finding: Finding = {
        at,
        message: { ru: `«${shown}» может быть пустым (null)`, en: `"${shown}" may be null` },
        remedy: {
          ru: `Проверьте раньше: if: ${shown} != null — или дайте замену: if ${shown} = null then … else ${shown}`,
          en: `Test before: if: ${shown} != null, or give a substitute: if ${shown} = null then … else ${shown}`,
        },
      };
      yield source ? { ...finding, source } : finding;
    }
  },
};
