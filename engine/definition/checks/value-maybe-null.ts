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
      const isIf = /^\s*if\b/u.test(text);
      const shown = text === "" || isIf ? what : text;
      const finding: Finding = {
        at,
        message: { ru: `«${shown}» может быть пустым (null)`, en: `"${shown}" may be null` },
        remedy: isIf
          ? BRANCHES
          : {
              ru: `Проверьте раньше: if: ${shown} != null — или дайте замену: if ${shown} = null then … else ${shown}`,
              en: `Test before: if: ${shown} != null, or give a substitute: if ${shown} = null then … else ${shown}`,
            },
      };
      yield source ? { ...finding, source } : finding;
    }
  },
};

/** An expression that chooses already: one of what it chooses from may be null. */
const BRANCHES = {
  ru: "Одна из ветвей then или else может дать null: дайте в ней значение",
  en: "One of the branches `then` or `else` may give null: give a value there",
};
