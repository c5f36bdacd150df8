import { laddersOf } from "../ladders-of.ts";
import type { Rung } from "../model.ts";
import { childOf, entryOf, type Node } from "../node.ts";
import type { Text } from "../problem.ts";
import type { Check, Finding } from "./check.ts";

export const ladderRung: Check = {
  explanation: {
    code: "ladder-rung",
    severity: "error",
    title: { ru: "Ступень не договорена", en: "A rung does not say enough" },
    why: {
      ru: "notify, offer и reassign нужен to: кому. outcome нужен outcome: какой исход. remind говорит тому, у кого задание. until-top бывает только у reassign.",
      en: "`notify`, `offer` and `reassign` need `to`. `outcome` needs an `outcome`. `remind` speaks to who has the task. `until-top` belongs to `reassign` only.",
    },
    wrong:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  escalation: [{ after: { businessDays: 1 }, action: notify, repeat: { businessDays: 1 } }]\n",
    right:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  escalation: [{ after: { businessDays: 1 }, action: notify, to: head-1, repeat: { businessDays: 1 } }]\n",
  },
  *find(subject) {
    for (const { rungs, of } of laddersOf(subject)) {
      for (const { rung, node } of rungs) yield* wrongIn(rung, node, of);
    }
  },
};

function* wrongIn(rung: Rung, node: Node, of: "task" | "block" | "rework"): Iterable<Finding> {
  const at = childOf(node, "action") ?? node;
  const { action } = rung;
  const needsTo = action === "notify" || action === "offer" || action === "reassign";
  if (needsTo && !rung.to)
    yield {
      at,
      ...words(
        { ru: `Ступени ${action} нужен to: кому`, en: `A rung of ${action} needs a to` },
        { ru: "Добавьте to: { managerOf: assignee }", en: "Add to: { managerOf: assignee }" },
      ),
    };
  if (action === "outcome" && rung.outcome === null)
    yield {
      at,
      ...words(
        { ru: "Не сказано, с каким исходом закончить", en: "It does not say which outcome" },
        { ru: "Добавьте outcome: reject", en: "Add outcome: reject" },
      ),
    };
  const to = entryOf(node, "to");
  if (to && !needsTo)
    yield {
      at: to.key,
      ...words(
        { ru: `У ступени ${action} нет to`, en: `A rung of ${action} has no to` },
        { ru: "Уберите to или возьмите action: notify", en: "Remove `to`, or take action: notify" },
      ),
    };
  const outcome = entryOf(node, "outcome");
  if (outcome && action !== "outcome")
    yield {
      at: outcome.key,
      ...words(
        { ru: "outcome бывает только у action: outcome", en: "outcome belongs to action: outcome only" },
        { ru: "Уберите его или возьмите action: outcome", en: "Remove it, or take action: outcome" },
      ),
    };
  if (rung.repeat === "until-top" && action !== "reassign")
    yield {
      at: childOf(node, "repeat") ?? node,
      ...words(
        { ru: "until-top бывает только у reassign", en: "until-top belongs to reassign only" },
        { ru: "Напишите repeat: { businessDays: 1 }", en: "Write repeat: { businessDays: 1 }" },
      ),
    };
  if (of === "block" && action === "outcome")
    yield {
      at,
      ...words(
        {
          ru: "У блока нет исходов: ступень outcome бывает у задания",
          en: "A block has no outcomes: a rung of outcome belongs to a task",
        },
        { ru: "Перенесите ступень в задание", en: "Move the rung to the task" },
      ),
    };
}

function words(message: Text, remedy: Text): { readonly message: Text; readonly remedy: Text } {
  return { message, remedy };
}
