import type { Check } from "./check.ts";
import { mentionCheck } from "./mention-check.ts";

export const mailboxExists: Check = mentionCheck({
  kind: "mailbox",
  explanation: {
    code: "mailbox-exists",
    severity: "error",
    title: { ru: "Нет такого почтового ящика", en: "There is no such mailbox" },
    why: {
      ru: "Ящики компании описаны в catalog.yaml, в mailboxes. Из ящика, которого нет, письмо не уйдёт.",
      en: "The company's mailboxes are declared in catalog.yaml under `mailboxes`. No letter leaves from one that is not there.",
    },
    wrong: "- id: tell\n  notify: ${ lead }\n  from: inffo\n  text: Заявка принята\n",
    right: "- id: tell\n  notify: ${ lead }\n  from: info\n  text: Заявка принята\n",
  },
  known: (subject) => (subject.catalog ? Object.keys(subject.catalog.mailboxes) : null),
  says: (name) => ({ ru: `В catalog.yaml нет ящика «${name}»`, en: `catalog.yaml has no mailbox "${name}"` }),
  none: { ru: "Опишите его в catalog.yaml, в mailboxes", en: "Declare it in catalog.yaml under `mailboxes`" },
});
