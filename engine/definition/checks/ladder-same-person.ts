import { laddersOf } from "../ladders-of.ts";
import type { Template } from "../model.ts";
import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const ladderSamePerson: Check = {
  explanation: {
    code: "ladder-same-person",
    severity: "warning",
    title: { ru: "Эскалация тому же человеку", en: "Escalation to the same person" },
    why: {
      ru: "Ступень передаёт или предлагает задание тому, у кого оно уже есть. Ничего не изменится: он и так молчит.",
      en: "The rung gives or offers the task to who has it already. Nothing changes: that person is the one who is silent.",
    },
    wrong:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  escalation: [{ after: { businessDays: 1 }, action: reassign, to: manager-1, repeat: { businessDays: 1 } }]\n",
    right:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  escalation: [{ after: { businessDays: 1 }, action: reassign, to: { managerOf: assignee }, repeat: { businessDays: 1 } }]\n",
  },
  *find(subject) {
    for (const { step, rungs } of laddersOf(subject)) {
      const made = subject.made.get(step);
      const own = made?.kind === "userTask" ? keyOf(made.assignee) : null;
      for (const { rung, node } of rungs) {
        const to = keyOf(rung.to);
        const isSelf = to !== null && (to === own || to === "assignee");
        if (!isSelf || rung.action === "remind" || rung.action === "outcome") continue;
        yield {
          at: childOf(node, "to") ?? node,
          message: { ru: "Эскалация тому же, у кого задание", en: "Escalation to the one who has the task" },
          remedy: {
            ru: "Назовите руководителя: to: { managerOf: assignee }",
            en: "Name the manager: to: { managerOf: assignee }",
          },
        };
      }
    }
  },
};

/** Equal keys: surely the same person. */
function keyOf(template: Template | null): string | null {
  if (template?.kind === "literal") return JSON.stringify(template.value);
  if (template?.kind === "expression") return template.expression.text.trim();
  const [entry] = template?.kind === "map" ? template.entries : [];
  const inner = entry ? keyOf(entry.value) : null;
  return entry && inner !== null ? `${entry.name} ${inner}` : null;
}
