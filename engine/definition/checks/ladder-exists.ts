import { childOf } from "../node.ts";
import type { Check } from "./check.ts";
import { mentionCheck } from "./mention-check.ts";

export const ladderExists: Check = mentionCheck({
  kind: "ladder",
  explanation: {
    code: "ladder-exists",
    severity: "error",
    title: { ru: "Нет такой лестницы", en: "There is no such ladder" },
    why: {
      ru: "`escalation: имя` берёт лестницу из ladders процесса. Такой там нет, и срока у задания не будет.",
      en: "`escalation: name` takes a ladder of the process's `ladders`. There is none of that name.",
    },
    wrong:
      "ladders:\n  upwards: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]\ndo:\n  - id: look\n    userTask: Посмотрите заявку\n    assignee: manager-1\n    escalation: upward\n  - id: again\n    userTask: И ещё раз\n    assignee: manager-1\n    escalation: upwards\n",
    right:
      "ladders:\n  upwards: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]\ndo:\n  - id: look\n    userTask: Посмотрите заявку\n    assignee: manager-1\n    escalation: upwards\n",
  },
  known: (subject) => {
    const ladders = childOf(subject.document.root, "ladders");
    return ladders?.kind === "map" ? ladders.entries.map((entry) => entry.name) : [];
  },
  says: (name) => ({ ru: `Нет лестницы «${name}»`, en: `There is no ladder "${name}"` }),
  none: {
    ru: "Опишите её в ladders или напишите ступени прямо здесь",
    en: "Declare it under `ladders`, or write the rungs here",
  },
});
