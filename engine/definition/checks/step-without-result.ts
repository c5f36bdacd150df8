import { notesOf } from "../survey.ts";
import type { Check, Finding } from "./check.ts";

export const stepWithoutResult: Check = {
  explanation: {
    code: "step-without-result",
    severity: "error",
    title: { ru: "У шага нет результата", en: "The step has no result" },
    why: {
      ru: "set, switch, wait, emit, try, блок без until и for без collect результата не дают: читать по имени шага нечего. Значения set — переменные под своими именами.",
      en: "`set`, `switch`, `wait`, `emit`, `try`, a block without `until` and a `for` without `collect` leave no result. What `set` gives are variables of their own names.",
    },
    wrong: "- id: begin\n  set: { total: 5 }\n- id: tell\n  notify: ${ requester }\n  text: Итого ${ begin.total }\n",
    right: "- id: begin\n  set: { total: 5 }\n- id: tell\n  notify: ${ requester }\n  text: Итого ${ total }\n",
  },
  *find({ survey, outline }) {
    for (const { at, name, source } of notesOf(survey, "no-result")) {
      const step = outline.steps.find((one) => one.variable === name);
      const kind = step?.kind ?? "set";
      const finding: Finding = {
        at,
        message: {
          ru: `У шага «${step?.id ?? name}» (${kind}) нет результата`,
          en: `Step "${step?.id ?? name}" (${kind}) has no result`,
        },
        remedy:
          kind === "for"
            ? { ru: "Добавьте в цикл collect", en: "Give the loop a `collect`" }
            : kind === "set"
              ? {
                  ru: "Прочитайте переменную, которой set даёт значение",
                  en: "Read the variable that the `set` gives a value",
                }
              : {
                  ru: "Возьмите результат шага внутри или переменную",
                  en: "Take the result of an inner step, or a variable",
                },
      };
      yield source ? { ...finding, source } : finding;
    }
  },
};
