import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const taskNobody: Check = {
  explanation: {
    code: "task-nobody",
    severity: "error",
    title: { ru: "Задание никому", en: "A task for nobody" },
    why: {
      ru: "У задания должен быть исполнитель (assignee) или те, кто может его взять (candidateUsers, candidateGroups). У согласования — хотя бы один согласующий.",
      en: "A task needs an `assignee`, or those who may take it (`candidateUsers`, `candidateGroups`). An approval needs at least one approver.",
    },
    wrong: "- id: look\n  userTask: Посмотрите заявку\n  timeout: { after: P1D, then: end }\n",
    right:
      "- id: look\n  userTask: Посмотрите заявку\n  candidateGroups: [sales]\n  timeout: { after: P1D, then: end }\n",
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      if (step.kind === "userTask") {
        if (["assignee", "candidateUsers", "candidateGroups"].some((key) => childOf(step.node, key))) continue;
        yield {
          at: step.keyword.key,
          message: { ru: `Не сказано, кому задание «${step.id}»`, en: `Task "${step.id}" does not say who does it` },
          remedy: {
            ru: "Добавьте assignee, candidateUsers или candidateGroups",
            en: "Add assignee, candidateUsers or candidateGroups",
          },
        };
      }
      const approvers = step.kind === "approval" ? childOf(step.node, "approvers") : undefined;
      if (approvers?.kind === "list" && approvers.items.length === 0) {
        yield {
          at: approvers,
          message: { ru: `У согласования «${step.id}» нет согласующих`, en: `Approval "${step.id}" has no approvers` },
          remedy: { ru: "Назовите хотя бы одного", en: "Name at least one" },
        };
      }
    }
  },
};
