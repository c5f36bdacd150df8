import { textNodesOf } from "../compile-field.ts";
import { childOf, textOf } from "../node.ts";
import type { Check } from "./check.ts";

/** Permissions that speak of the seats of an approval (language §3, "Who may do what"). */
const OF_SEATS: readonly string[] = ["add-approver", "recall"];

export const allowFits: Check = {
  explanation: {
    code: "allow-fits",
    severity: "warning",
    title: { ru: "У задания этого разрешить нельзя", en: "A task cannot allow this" },
    why: {
      ru: "add-approver добавляет согласующего, recall отменяет своё решение, пока не решил следующий: у задания одному человеку нет ни согласующих, ни следующего.",
      en: "`add-approver` adds an approver, `recall` takes back a decision until the next one decides: a task of one person has neither approvers nor a next one.",
    },
    wrong:
      "- id: look\n  userTask: Посмотрите\n  assignee: manager-1\n  allow: [delegate, recall]\n  timeout: { after: P1D, then: end }\n",
    right:
      "- id: look\n  userTask: Посмотрите\n  assignee: manager-1\n  allow: [delegate]\n  timeout: { after: P1D, then: end }\n",
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      if (step.kind !== "userTask") continue;
      for (const at of textNodesOf(childOf(step.node, "allow"))) {
        const name = textOf(at) ?? "";
        if (!OF_SEATS.includes(name)) continue;
        yield {
          at,
          message: {
            ru: `${name} бывает только у согласования, а «${step.id}» — задание`,
            en: `${name} belongs to approvals only, and "${step.id}" is a task`,
          },
          remedy: { ru: "Уберите или сделайте шаг согласованием", en: "Remove it, or make the step an approval" },
        };
      }
    }
  },
};
