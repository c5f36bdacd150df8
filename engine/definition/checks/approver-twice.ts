import { isList } from "../../base/value.ts";
import type { Template } from "../model.ts";
import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const approverTwice: Check = {
  explanation: {
    code: "approver-twice",
    severity: "warning",
    title: { ru: "Согласующий назван дважды", en: "An approver is named twice" },
    why: {
      ru: "Одного и того же человека спрашивают один раз: второе место просто пропадёт.",
      en: "The same person is asked once: the second seat simply falls away.",
    },
    wrong:
      '- id: board\n  approval: Согласуйте\n  approvers: [manager-1, head-1, manager-1]\n  timeout: { after: P1D, then: end }\n- id: pay\n  if: board.outcome = "approve"\n  notify: ${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n',
    right:
      '- id: board\n  approval: Согласуйте\n  approvers: [manager-1, head-1]\n  timeout: { after: P1D, then: end }\n- id: pay\n  if: board.outcome = "approve"\n  notify: ${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n',
  },
  *find({ outline, made }) {
    for (const step of outline.steps) {
      const approval = made.get(step);
      const node = childOf(step.node, "approvers");
      if (approval?.kind !== "approval" || node?.kind !== "list") continue;
      const keys = itemsOf(approval.approvers).map((item) => JSON.stringify(item));
      for (const [at, key] of keys.entries()) {
        const item = node.items[at];
        if (!item || keys.indexOf(key) === at || key.includes('"expression"')) continue;
        yield {
          at: item,
          message: { ru: "Этот согласующий уже назван", en: "This approver is named already" },
          remedy: {
            ru: "Уберите повтор: одного человека спрашивают один раз",
            en: "Remove the repeat: one person is asked once",
          },
        };
      }
    }
  },
};

function itemsOf(template: Template): readonly unknown[] {
  if (template.kind === "list")
    return template.items.map((item) => (item.kind === "literal" ? item.value : { expression: item }));
  return template.kind === "literal" && isList(template.value) ? template.value : [];
}
