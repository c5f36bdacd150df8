import { childOf, entryOf } from "../node.ts";
import { outcomesOf } from "../outcomes-of.ts";
import type { Check } from "./check.ts";

export const reworkOutcome: Check = {
  explanation: {
    code: "rework-outcome",
    severity: "error",
    title: { ru: "Доработка и исход rework — только вместе", en: "Rework and the outcome rework belong together" },
    why: {
      ru: "На доработку возвращает исход rework, а куда возвращать, говорит ключ rework. Свои outcomes без rework не дадут кнопки, а исход rework без ключа просто отклонит.",
      en: "The outcome `rework` sends back, the key `rework` says where to. Outcomes of your own without `rework` have no button for it; the outcome without the key would refuse.",
    },
    wrong:
      '- id: ask\n  approval: Согласуйте сумму\n  approvers: [manager-1]\n  outcomes: { approve: Да, reject: Нет }\n  rework: { edit: [amount], from: ask }\n  timeout: { after: P1D, outcome: reject }\n- id: tell\n  if: ask.outcome = "approve"\n  notify: ${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n',
    right:
      '- id: ask\n  approval: Согласуйте сумму\n  approvers: [manager-1]\n  outcomes: { approve: Да, reject: Нет, rework: Поправить }\n  rework: { edit: [amount], from: ask }\n  timeout: { after: P1D, outcome: reject }\n- id: tell\n  if: ask.outcome = "approve"\n  notify: ${ requester }\n  text: Да\n- id: log\n  set: { done: true }\n',
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      if (step.kind !== "approval" || !childOf(step.node, "outcomes")) continue;
      const key = entryOf(step.node, "rework");
      const outcome = outcomesOf(step).find(({ name }) => name === "rework");
      if (key && !outcome) {
        yield {
          at: key.key,
          message: {
            ru: `У шага «${step.id}» нет исхода rework: вернуть на доработку нечем`,
            en: `Step "${step.id}" has no outcome rework: nothing sends it back`,
          },
          remedy: {
            ru: "Добавьте в outcomes rework: Вернуть на доработку",
            en: "Add rework: Вернуть на доработку to `outcomes`",
          },
        };
      }
      if (outcome && !key) {
        yield {
          at: outcome.at,
          message: {
            ru: `Исходу rework шага «${step.id}» некуда вернуть: нет ключа rework`,
            en: `The outcome rework of step "${step.id}" has nowhere to go: no key rework`,
          },
          remedy: {
            ru: `Добавьте rework: { edit: […], from: ${step.id} } или назовите исход иначе`,
            en: `Add rework: { edit: […], from: ${step.id} }, or call the outcome otherwise`,
          },
        };
      }
    }
  },
};
