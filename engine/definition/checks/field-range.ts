import { fieldsOf } from "../compile-field.ts";
import { childOf } from "../node.ts";
import type { Check } from "./check.ts";

export const fieldRange: Check = {
  explanation: {
    code: "field-range",
    severity: "error",
    title: { ru: "Наименьшее больше наибольшего", en: "The least is more than the most" },
    why: {
      ru: "min поля больше его max: ни одно число не подойдёт, и форму никто не отправит.",
      en: "The field's `min` is more than its `max`: no number would do, and nobody could submit the form.",
    },
    wrong: "input:\n  days: { type: number, title: Дней, min: 28, max: 1 }\n",
    right: "input:\n  days: { type: number, title: Дней, min: 1, max: 28 }\n",
  },
  *find({ document, outline }) {
    const declared = [document.root, ...outline.steps.map((step) => step.node)].flatMap((node) => [
      ...fieldsOf(childOf(node, "input")),
      ...fieldsOf(childOf(node, "form")),
    ]);
    for (const { field, entry } of declared) {
      const { default: value, min, max } = field;
      if (typeof value === "number" && ((min !== null && value < min) || (max !== null && value > max)))
        yield {
          at: childOf(entry.value, "default") ?? entry.key,
          message: {
            ru: `default поля «${field.name}» вне его же границ`,
            en: `The \`default\` of field "${field.name}" is outside its own bounds`,
          },
          remedy: { ru: `Нужно${bounds(min, max).ru}`, en: `It must be${bounds(min, max).en}` },
        };
      if (field.min === null || field.max === null || field.min <= field.max) continue;
      yield {
        at: childOf(entry.value, "min") ?? entry.key,
        message: {
          ru: `У поля «${field.name}» min больше, чем max`,
          en: `The \`min\` of field "${field.name}" is more than its \`max\``,
        },
        remedy: {
          ru: `Поменяйте местами: min: ${field.max}, max: ${field.min}`,
          en: `Swap them: min: ${field.max}, max: ${field.min}`,
        },
      };
    }
  },
};

function bounds(min: number | null, max: number | null): { readonly ru: string; readonly en: string } {
  const from = min === null ? { ru: "", en: "" } : { ru: ` не меньше ${min}`, en: ` at least ${min}` };
  const to = max === null ? { ru: "", en: "" } : { ru: ` не больше ${max}`, en: ` at most ${max}` };
  return { ru: `${from.ru}${to.ru}`, en: `${from.en}${to.en}` };
}
