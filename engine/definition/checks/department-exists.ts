import type { Check } from "./check.ts";
import { keyOfTitle } from "./did-you-mean.ts";
import { mentionCheck } from "./mention-check.ts";

export const departmentExists: Check = mentionCheck({
  kind: "department",
  explanation: {
    code: "department-exists",
    severity: "error",
    title: { ru: "Нет такого отдела", en: "There is no such department" },
    why: {
      ru: "`headOf` находит руководителя отдела в оргструктуре. Отдела с таким id в ней нет.",
      en: "`headOf` finds the head of a department in the directory. There is no department of that id.",
    },
    wrong:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: { headOf: klient }\n  timeout: { after: P1D, then: end }\n",
    right:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: { headOf: client }\n  timeout: { after: P1D, then: end }\n",
  },
  known: (subject) => (subject.directory ? Object.keys(subject.directory.departments) : null),
  meant: (subject, name) => keyOfTitle(subject.directory?.departments ?? {}, name),
  says: (name) => ({ ru: `Нет отдела «${name}»`, en: `There is no department "${name}"` }),
  none: { ru: "Добавьте его в directory.yaml, в departments", en: "Add it to directory.yaml under `departments`" },
});
