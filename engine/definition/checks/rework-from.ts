import { childOf, textOf } from "../node.ts";
import { listsAround } from "../outline.ts";
import type { Check } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

export const reworkFrom: Check = {
  explanation: {
    code: "rework-from",
    severity: "error",
    title: { ru: "После доработки некуда вернуться", en: "Nowhere to go on after the rework" },
    why: {
      ru: "`rework.from` называет шаг, с которого продолжить после доработки: он стоит до согласования, в том же списке или в объемлющем, или это само согласование.",
      en: "`rework.from` names the step to go on from: one before the approval, in its list or an enclosing one, or the approval itself.",
    },
    wrong:
      '- id: ask\n  approval: Согласуйте сумму\n  approvers: [manager-1]\n  rework: { edit: [amount], from: tell }\n  timeout: { after: P1D, outcome: reject }\n- id: tell\n  if: ask.outcome = "approve"\n  notify: ${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n',
    right:
      '- id: ask\n  approval: Согласуйте сумму\n  approvers: [manager-1]\n  rework: { edit: [amount], from: ask }\n  timeout: { after: P1D, outcome: reject }\n- id: tell\n  if: ask.outcome = "approve"\n  notify: ${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n',
  },
  *find({ outline, document }) {
    for (const step of outline.steps) {
      const from = childOf(childOf(step.node, "rework"), "from");
      const name = textOf(from);
      if (!from || name === undefined || outline.unread.has(name)) continue;
      const to = outline.byId.get(name);
      const before = outline.steps.filter(
        (one) => listsAround(step.list).includes(one.list) && outline.steps.indexOf(one) <= outline.steps.indexOf(step),
      );
      if (to && before.includes(to)) continue;
      const names = before.map((one) => one.id);
      yield {
        at: from,
        message: to
          ? {
              ru: `Шаг «${name}» не стоит перед согласованием`,
              en: `Step "${name}" does not stand before the approval`,
            }
          : { ru: `Нет шага «${name}»`, en: `There is no step "${name}"` },
        ...didYouMean(name, names, {
          at: from,
          text: document.text,
          none: { ru: `Напишите ${step.id}`, en: `Write ${step.id}` },
        }),
      };
    }
  },
};
