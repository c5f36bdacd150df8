import { outcomeUses } from "../outcome-tests.ts";
import type { Check } from "./check.ts";

export const outcomesUntested: Check = {
  explanation: {
    code: "outcomes-untested",
    severity: "warning",
    title: { ru: "Решение ни на что не влияет", en: "The decision changes nothing" },
    why: {
      ru: "У шага несколько исходов, но ни одно выражение после него их не проверяет: что бы человек ни выбрал, процесс пойдёт одинаково.",
      en: "The step has several outcomes, but no expression after it tests them: whatever the person chooses, the process goes on in the same way.",
    },
    wrong:
      "- id: ask\n  approval: Согласуйте сумму\n  approvers: [manager-1]\n  timeout: { after: P1D, then: end }\n- id: pay\n  notify: ${ requester }\n  text: Оплачиваем\n",
    right:
      '- id: ask\n  approval: Согласуйте сумму\n  approvers: [manager-1]\n  timeout: { after: P1D, then: end }\n- id: pay\n  if: ask.outcome = "approve"\n  notify: ${ requester }\n  text: Оплачиваем\n- id: log\n  set: { done: true }\n',
  },
  *find(subject) {
    for (const { step, outcomes, tests, isPassedOn } of outcomeUses(subject)) {
      if (outcomes.length < 2 || tests.length > 0 || isPassedOn) continue;
      yield {
        at: step.keyword.key,
        message: {
          ru: `Исход шага «${step.id}» нигде не проверяется`,
          en: `The outcome of step "${step.id}" is tested nowhere`,
        },
        remedy: {
          ru: `Проверьте ${step.variable}.outcome в if или switch, или оставьте один исход`,
          en: `Test ${step.variable}.outcome in an if or switch, or leave one outcome`,
        },
      };
    }
  },
};
