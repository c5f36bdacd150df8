import { textsOf } from "../compile-field.ts";
import { childOf, textOf } from "../node.ts";
import { outcomesOf } from "../outcomes-of.ts";
import type { Check } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

export const outcomeNeeds: Check = {
  explanation: {
    code: "outcome-needs",
    severity: "error",
    title: {
      ru: "Исходу нужно поле, которого нет в форме",
      en: "An outcome needs a field that the form does not have",
    },
    why: {
      ru: "`needs` перечисляет поля формы этого же задания, обязательные для исхода. Поля, которого в форме нет, никто не заполнит, и исход нельзя будет выбрать.",
      en: "`needs` lists fields of the same task's form that the outcome requires. Nobody can fill in one that is not there, so the outcome could never be chosen.",
    },
    wrong:
      "- id: pay\n  userTask: Оплатите\n  assignee: manager-1\n  form: { paidOn: { type: date, title: Дата оплаты } }\n  outcomes: { paid: { title: Оплачен, needs: [payedOn] } }\n  timeout: { after: P1D, then: end }\n",
    right:
      "- id: pay\n  userTask: Оплатите\n  assignee: manager-1\n  form: { paidOn: { type: date, title: Дата оплаты } }\n  outcomes: { paid: { title: Оплачен, needs: [paidOn] } }\n  timeout: { after: P1D, then: end }\n",
  },
  *find({ outline, document }) {
    for (const step of outline.steps) {
      const form = childOf(step.node, "form");
      const fields = [
        ...(form?.kind === "map" ? form.entries.map((entry) => entry.name) : []),
        ...textsOf(childOf(step.node, "edit")),
      ];
      for (const node of outcomesOf(step).flatMap((outcome) => outcome.needs)) {
        const name = textOf(node) as string;
        if (fields.includes(name)) continue;
        yield {
          at: node,
          message: {
            ru: `В форме шага «${step.id}» нет поля «${name}»`,
            en: `The form of step "${step.id}" has no field "${name}"`,
          },
          ...didYouMean(name, fields, {
            at: node,
            text: document.text,
            none: { ru: "Опишите его в form", en: "Declare it under `form`" },
          }),
        };
      }
    }
  },
};
