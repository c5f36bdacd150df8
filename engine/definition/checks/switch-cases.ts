import { childOf, entryOf } from "../node.ts";
import { casesOf } from "../targets.ts";
import type { Check } from "./check.ts";

export const switchCases: Check = {
  explanation: {
    code: "switch-cases",
    severity: "error",
    title: { ru: "Случаи switch не складываются", en: "The cases of a switch do not add up" },
    why: {
      ru: "У случая есть when или else: true. Случай else один и последний: после него ни один случай не сработает.",
      en: "A case has a `when` or `else: true`. There is one `else`, and it is the last: no case after it is ever taken.",
    },
    wrong:
      "- id: route\n  switch:\n    - else: true\n      do: [{ id: small, set: { size: малая } }]\n    - when: amount > 100\n      do: [{ id: big, set: { size: большая } }]\n",
    right:
      "- id: route\n  switch:\n    - when: amount > 100\n      do: [{ id: big, set: { size: большая } }]\n    - else: true\n      do: [{ id: small, set: { size: малая } }]\n",
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      if (step.kind !== "switch") continue;
      const cases = casesOf(step);
      for (const [index, one] of cases.entries()) {
        const otherwise = entryOf(one, "else");
        const when = childOf(one, "when");
        if (otherwise && when) {
          yield {
            at: otherwise.key,
            message: { ru: "У случая и when, и else", en: "A case with both `when` and `else`" },
            remedy: { ru: "Оставьте одно", en: "Leave one" },
          };
        } else if (!otherwise && !when && one.kind === "map") {
          yield {
            at: one.entries[0]?.key ?? one,
            message: { ru: "У случая нет ни when, ни else", en: "A case with neither `when` nor `else`" },
            remedy: { ru: "Добавьте when: условие или else: true", en: "Add when: a condition, or else: true" },
          };
        } else if (otherwise && index < cases.length - 1) {
          yield {
            at: otherwise.key,
            message: { ru: "После else ни один случай не сработает", en: "No case after `else` is ever taken" },
            remedy: { ru: "Поставьте else последним", en: "Put `else` last" },
          };
        }
      }
    }
  },
};
