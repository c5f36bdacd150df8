import { APPROVAL_SHEET } from "../compile-message.ts";
import { templateName } from "../message-template.ts";
import type { Check } from "./check.ts";
import { mentionCheck } from "./mention-check.ts";

export const templateExists: Check = mentionCheck({
  kind: "template",
  explanation: {
    code: "template-exists",
    severity: "error",
    title: { ru: "Нет такого шаблона", en: "There is no such template" },
    why: {
      ru: "Шаблон — файл в папке templates рядом с процессом: templates/<имя>.md, .txt или .html. Для документов есть ещё approval-sheet, он входит в поставку.",
      en: "A template is a file of the templates/ folder beside the process: templates/<name>.md, .txt or .html. Documents also have `approval-sheet`, which ships with the product.",
    },
    wrong: "- id: tell\n  notify: ${ requester }\n  template: discount-resul\n",
    right: "- id: tell\n  notify: ${ requester }\n  template: discount-result\n",
  },
  known: (subject) => [...subject.templates.map((file) => templateName(file.path)), APPROVAL_SHEET],
  says: (name) => ({ ru: `Нет шаблона «${name}»`, en: `There is no template "${name}"` }),
  none: {
    ru: "Положите файл в папку templates рядом с процессом",
    en: "Add a file to the templates/ folder beside the process",
  },
});
