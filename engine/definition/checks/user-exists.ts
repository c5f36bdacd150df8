import type { Check, Subject } from "./check.ts";
import { mentionCheck } from "./mention-check.ts";

export const userExists: Check = mentionCheck({
  kind: "user",
  explanation: {
    code: "user-exists",
    severity: "error",
    title: { ru: "Нет такого сотрудника", en: "There is no such user" },
    why: {
      ru: "Слово на месте человека — это id сотрудника. Его нет среди сотрудников, с которыми файл проверяется.",
      en: "A bare word in the place of a person is a user's id. The directory that the file is checked against has none of that id.",
    },
    wrong: "- id: look\n  userTask: Посмотрите заявку\n  assignee: manger-1\n  timeout: { after: P1D, then: end }\n",
    right: "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  timeout: { after: P1D, then: end }\n",
  },
  known: (subject) => (subject.directory ? Object.keys(subject.directory.users) : null),
  // A path of a variable there is, written without its braces.
  remedy: (subject, name) => {
    const [first = "", ...path] = name.split(".");
    const isVariable = (path.length > 0 || name === "requester") && isKnown(subject, first);
    return isVariable ? { ru: `Напишите: \${ ${name} }`, en: `Write: \${ ${name} }` } : undefined;
  },
  says: (name) => ({ ru: `Нет сотрудника «${name}»`, en: `There is no user "${name}"` }),
  none: { ru: "Добавьте его в directory.yaml, в users", en: "Add the user to directory.yaml under `users`" },
});

function isKnown({ variables, outline }: Subject, name: string): boolean {
  if (name === "requester" || variables.visible(name, outline.body) !== undefined) return true;
  return outline.steps.some((step) => step.variable === name);
}
