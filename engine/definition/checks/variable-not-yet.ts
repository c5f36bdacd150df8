import { literalPattern } from "../../base/literal-pattern.ts";
import { childOf } from "../node.ts";
import type { OutlineStep } from "../outline.ts";
import type { ExpressionUse } from "../survey.ts";
import type { Check, Finding, Subject } from "./check.ts";

export const variableNotYet: Check = {
  explanation: {
    code: "variable-not-yet",
    severity: "error",
    title: { ru: "Значения здесь ещё нет", en: "There is no value here yet" },
    why: {
      ru: "Результат шага появляется, когда шаг выполнен. На этом пути он ещё не выполнялся: стоит ниже, в другом случае switch или пропущен.",
      en: "A step's result is there once the step is done. On the way here it has not run: it stands further down, in another case, or was skipped.",
    },
    wrong:
      '- id: tell\n  notify: ${ requester }\n  text: Заявка ${ fresh.title }\n- id: fresh\n  call: crm.get\n  with: { record: "${ lead }" }\n',
    right:
      '- id: fresh\n  call: crm.get\n  with: { record: "${ lead }" }\n- id: tell\n  notify: ${ requester }\n  text: Заявка ${ fresh.title }\n',
  },
  *find(subject) {
    for (const use of subject.survey.uses) {
      for (const name of use.absent) yield* absent(subject, use, name);
    }
  },
};

function* absent(subject: Subject, use: ExpressionUse, name: string): Iterable<Finding> {
  const origin = use.list ? subject.variables.visible(name, use.list)?.origins[0] : undefined;
  const step = origin?.step ?? null;
  // A step that is never reached is told as such.
  if (use.step && subject.flow.before(use.step) === null) return;
  if (step && subject.flow.before(step) === null) return;
  const from = Math.max(
    0,
    use.text.search(new RegExp(`(?<![\\p{L}\\p{N}_.])${literalPattern(name)}(?![\\p{L}\\p{N}_])`, "u")),
  );
  const at = { start: use.offsetOf(from), end: use.offsetOf(from + name.length - 1) + 1 };
  const isLater = step !== null && use.step !== null && indexOf(subject, step) >= indexOf(subject, use.step);
  const isSame = step !== null && step === use.step;
  if (isSame && step.kind === "set") {
    yield {
      at,
      message: {
        ru: `«${name}» здесь ещё нет: значения одного set вычисляются вместе`,
        en: `"${name}" is not there yet: the values of one \`set\` are computed together`,
      },
      remedy: {
        ru: `Дайте «${name}» значение в отдельном шаге set перед этим`,
        en: `Give "${name}" its value in a \`set\` step of its own before this one`,
      },
    };
    return;
  }
  const finding: Finding = {
    at,
    message: step
      ? {
          ru: `«${name}» здесь ещё нет: шаг «${step.id}» ${isLater ? "стоит ниже" : "на этом пути не выполнялся"}`,
          en: `"${name}" is not there yet: step "${step.id}" ${isLater ? "comes later" : "has not run on this way"}`,
        }
      : { ru: `Переменной «${name}» здесь ещё нет`, en: `The variable "${name}" is not there yet` },
    remedy: isLater
      ? { ru: "Переставьте шаги или возьмите другое значение", en: "Put the steps in order, or take another value" }
      : { ru: "Возьмите значение, которое есть на этом пути", en: "Take a value that this way has" },
    ...(step && use.source === subject.document
      ? {
          related: [{ at: childOf(step.node, "id") ?? step.keyword.key, message: { ru: "этот шаг", en: "this step" } }],
        }
      : {}),
  };
  yield use.source === subject.document ? finding : { ...finding, source: use.source };
}

function indexOf(subject: Subject, step: OutlineStep): number {
  return subject.outline.steps.indexOf(step);
}
