import { childOf, entryOf } from "../node.ts";
import type { Check } from "./check.ts";

export const timeoutChoice: Check = {
  explanation: {
    code: "timeout-choice",
    severity: "error",
    title: { ru: "Срок говорит о двух продолжениях", en: "A timeout with two ways to go on" },
    why: {
      ru: "Когда срок вышел, происходит одно: переход (then), шаги (do) или исход (outcome). Исход бывает только у задания и согласования.",
      en: "When the time is over one thing happens: a jump (`then`), steps (`do`), or an `outcome`. Only tasks and approvals have outcomes.",
    },
    wrong: "- id: pause\n  listen: crm.lead.updated\n  of: ${ lead }\n  timeout: { after: P1D, outcome: reject }\n",
    right: "- id: pause\n  listen: crm.lead.updated\n  of: ${ lead }\n  timeout: { after: P1D, then: end }\n",
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      const timeout = childOf(step.node, "timeout");
      const outcome = entryOf(timeout, "outcome");
      if (!outcome) continue;
      if (step.kind !== "userTask" && step.kind !== "approval") {
        yield {
          at: outcome.key,
          message: { ru: `У шага «${step.id}» нет исходов`, en: `Step "${step.id}" has no outcomes` },
          remedy: { ru: "Напишите then: end или id шага", en: "Write then: end, or the id of a step" },
        };
      } else {
        const other = ["do", "then"].find((key) => childOf(timeout, key));
        if (other === undefined) continue;
        yield {
          at: outcome.key,
          message: { ru: `Срок говорит и outcome, и ${other}`, en: `The timeout says both outcome and ${other}` },
          remedy: {
            ru: "Оставьте одно: с outcome задание кончается как обычно",
            en: "Leave one: with an outcome the task ends as usual",
          },
        };
      }
    }
  },
};
