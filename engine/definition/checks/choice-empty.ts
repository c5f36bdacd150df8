import { fieldsOf } from "../compile-field.ts";
import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const choiceEmpty: Check = {
  explanation: {
    code: "choice-empty",
    severity: "error",
    title: { ru: "Выбирать не из чего", en: "There is nothing to choose from" },
    why: {
      ru: "Поле типа choice показывает людям варианты: из списка catalog.yaml (from) или прямо здесь (values). Без них в форме пустой список.",
      en: "A field of type choice shows people its choices: from a list of catalog.yaml (`from`), or given here (`values`). Without them the form has an empty list.",
    },
    wrong: "input:\n  urgency: { type: choice, title: Срочность, required: true }\n",
    right:
      "input:\n  urgency: { type: choice, values: { high: Срочно, low: Не срочно }, title: Срочность, required: true }\n",
  },
  *find({ document, outline }) {
    const declared = [document.root, ...outline.steps.map((step) => step.node)].flatMap((node) => [
      ...fieldsOf(childOf(node, "input")),
      ...fieldsOf(childOf(node, "form")),
    ]);
    for (const { field, entry } of declared) {
      if (field.type !== "choice" || field.from !== null || field.values !== null) continue;
      yield {
        at: childOf(entry.value, "type") ?? entry.key,
        message: { ru: `У поля «${field.name}» нет вариантов`, en: `Field "${field.name}" has no choices` },
        remedy: {
          ru: "Добавьте from: list:… или values: { код: подпись }",
          en: "Add from: list:… or values: { code: label }",
        },
      };
    }
  },
};
