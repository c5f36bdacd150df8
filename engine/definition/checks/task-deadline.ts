import { childOf } from "../node.ts";
import { listsAround, type OutlineStep } from "../outline.ts";
import type { Check } from "./check.ts";

export const taskDeadline: Check = {
  explanation: {
    code: "task-deadline",
    severity: "error",
    title: { ru: "Задание без срока", en: "A task without a deadline" },
    why: {
      ru: "Если человек забудет о задании, процесс будет ждать вечно. Срок — это escalation или timeout у задания или у блока вокруг него; dueDate только показывается.",
      en: "If the person forgets the task, the process waits for ever. A deadline is an `escalation` or a `timeout` of the task or of a block around it; `dueDate` is only shown.",
    },
    wrong: "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  dueDate: { businessDays: 1 }\n",
    right:
      "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]\n",
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      if (step.kind !== "userTask" && step.kind !== "approval") continue;
      const bounded = [step, ...boundsOf(step)].some(
        (one) => childOf(one.node, "timeout") || childOf(one.node, "escalation"),
      );
      if (bounded) continue;
      const due = childOf(step.node, "dueDate") !== undefined;
      yield {
        at: step.keyword.key,
        message: due
          ? {
              ru: `У задания «${step.id}» нет срока: dueDate только показывается`,
              en: `Task "${step.id}" has no deadline: dueDate is only shown`,
            }
          : { ru: `У задания «${step.id}» нет срока`, en: `Task "${step.id}" has no deadline` },
        remedy: {
          ru: "Добавьте escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]",
          en: "Add escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]",
        },
      };
    }
  },
};

/** The steps around it whose clock runs while it is open: one whose time is over bounds nothing in its place. */
function boundsOf(step: OutlineStep): readonly OutlineStep[] {
  return listsAround(step.list).flatMap((list) => (list.owner && list.role !== "timeout" ? [list.owner] : []));
}
