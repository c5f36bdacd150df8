import { laddersOf } from "../ladders-of.ts";
import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const ladderRepeats: Check = {
  explanation: {
    code: "ladder-repeats",
    severity: "warning",
    title: { ru: "После последней ступени наступает тишина", en: "After the last rung there is silence" },
    why: {
      ru: "Если последняя ступень не повторяется, после неё о задании больше никто не вспомнит. Повтор напоминает, пока задание не решат.",
      en: "Where the last rung does not repeat, nobody hears of the task after it. A repeat reminds until it is decided.",
    },
    wrong:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  escalation: [{ after: { businessDays: 1 }, action: remind }]\n",
    right:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]\n",
  },
  *find(subject) {
    for (const { rungs, step } of laddersOf(subject)) {
      const last = rungs.at(-1);
      if (!last || last.rung.repeat !== null) continue;
      if (last.rung.action === "outcome" || childOf(step.node, "timeout")) continue;
      yield {
        at: childOf(last.node, "action") ?? last.node,
        message: {
          ru: "Последняя ступень не повторяется: дальше тишина",
          en: "The last rung does not repeat: silence after it",
        },
        remedy: { ru: "Добавьте repeat: { businessDays: 1 }", en: "Add repeat: { businessDays: 1 }" },
      };
    }
  },
};
