import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const timeoutSilent: Check = {
  explanation: {
    code: "timeout-silent",
    severity: "warning",
    title: {
      ru: "Срок выйдет, и процесс молча пойдёт дальше",
      en: "The time passes and the process goes on in silence",
    },
    why: {
      ru: "Срок задания вышел, а куда идти, не сказано: процесс перейдёт к следующему шагу, как будто решение было. Скажите словами, что тогда делать.",
      en: "The task's time is over and nothing says where to go: the process goes on with the next step as if it had been decided. Say in words what happens then.",
    },
    wrong:
      '- id: ask\n  approval: Согласуйте сумму\n  approvers: [manager-1]\n  timeout: { after: P1D }\n- id: pay\n  if: ask != null and ask.outcome = "approve"\n  notify: ${ requester }\n  text: Оплачиваем\n- id: log\n  set: { done: true }\n',
    right:
      '- id: ask\n  approval: Согласуйте сумму\n  approvers: [manager-1]\n  timeout: { after: P1D, outcome: reject }\n- id: pay\n  if: ask.outcome = "approve"\n  notify: ${ requester }\n  text: Оплачиваем\n- id: log\n  set: { done: true }\n',
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      if (step.kind !== "userTask" && step.kind !== "approval") continue;
      const timeout = childOf(step.node, "timeout");
      if (!timeout || ["then", "do", "outcome"].some((key) => childOf(timeout, key))) continue;
      yield {
        at: timeout,
        message: {
          ru: `Срок шага «${step.id}» выйдет, и процесс молча пойдёт дальше`,
          en: `When the time of "${step.id}" is over, the process goes on in silence`,
        },
        remedy: { ru: "Добавьте then, do или outcome", en: "Add then, do or outcome" },
      };
    }
  },
};
