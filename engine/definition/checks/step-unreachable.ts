import { childOf } from "../node.ts";
import { listsAround, type OutlineList, type OutlineStep } from "../outline.ts";
import { casesOf, targetOf } from "../targets.ts";
import type { Check, Subject } from "./check.ts";

export const stepUnreachable: Check = {
  explanation: {
    code: "step-unreachable",
    severity: "error",
    title: { ru: "До шага не дойти", en: "The step is never reached" },
    why: {
      ru: "Ни один путь процесса не приводит к шагу: перед ним всегда конец, переход в другое место или случаи, которые исчерпаны.",
      en: "No way of the process leads to the step: before it there is always an end, a jump elsewhere, or cases that leave nothing over.",
    },
    wrong: "- id: tell\n  notify: ${ requester }\n  text: Готово\n  then: end\n- id: log\n  set: { done: true }\n",
    right:
      "- id: tell\n  if: amount > 10\n  notify: ${ requester }\n  text: Готово\n  then: end\n- id: log\n  set: { done: true }\n",
  },
  *find(subject) {
    const { outline, flow } = subject;
    for (const step of outline.steps) {
      if (flow.before(step) !== null || isTold(subject, step)) continue;
      const cause = causeOf(subject, step);
      yield {
        at: childOf(step.node, "id") ?? step.keyword.key,
        message: {
          ru: `До шага «${step.id}» процесс не доходит никогда`,
          en: `The process never reaches step "${step.id}"`,
        },
        remedy: cause
          ? {
              ru: `Перед ним «${cause.id}» всегда уходит в сторону: поправьте then или уберите шаг`,
              en: `"${cause.id}" before it always leads elsewhere: mend its \`then\`, or remove the step`,
            }
          : { ru: "Уберите шаг или ведите к нему через then", en: "Remove the step, or lead to it with `then`" },
      };
    }
  },
};

/** Only the first step after the cause is told; those after it and inside follow from it. */
function isTold(subject: Subject, step: OutlineStep): boolean {
  const { flow } = subject;
  const previous = step.list.steps[step.index - 1];
  if (previous && (flow.before(previous) === null || hasEarlyElse(previous))) return true;
  const { owner } = step.list;
  if (!owner) return false;
  if (step.list.role === "case" && isAfterElse(owner, step.list)) return true;
  return listsAround(step.list).some((list) => list.owner !== null && flow.before(list.owner) === null);
}

/** A switch whose `else` is not the last case is told as such. */
function hasEarlyElse(step: OutlineStep): boolean {
  return (
    step.kind === "switch" &&
    casesOf(step)
      .slice(0, -1)
      .some((one) => childOf(one, "else"))
  );
}

/** A case after the `else`: the switch is told. */
function isAfterElse(owner: OutlineStep, list: OutlineList): boolean {
  const position = Number(list.path.slice(list.path.lastIndexOf(":") + 1));
  return casesOf(owner)
    .slice(0, position)
    .some((one) => childOf(one, "else"));
}

function causeOf(subject: Subject, step: OutlineStep): OutlineStep | null {
  const previous = step.list.steps[step.index - 1];
  if (!previous || previous.id === "") return null;
  const target = targetOf(subject.outline, previous, previous.node);
  return target || previous.kind === "raise" || previous.kind === "switch" ? previous : null;
}
