import { textNodesOf } from "../compile-field.ts";
import { rungNodes } from "../compile-ladder.ts";
import { childOf, type Node, textOf } from "../node.ts";
import { outcomeUses } from "../outcome-tests.ts";
import { outcomesOf } from "../outcomes-of.ts";
import type { OutlineStep } from "../outline.ts";
import type { Check, Finding, Subject } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

export const outcomeExists: Check = {
  explanation: {
    code: "outcome-exists",
    severity: "error",
    title: { ru: "У шага нет такого исхода", en: "The step has no such outcome" },
    why: {
      ru: "Исходы согласования — approve, reject (и rework, если он есть), задания — done, пока outcomes не назовёт другие. Сравнение с чужим словом не сработает никогда.",
      en: "An approval has approve, reject (and rework where it has one), a task has done, unless `outcomes` names others. A comparison with another word never holds.",
    },
    wrong:
      '- id: ask\n  userTask: Что делать?\n  assignee: manager-1\n  outcomes: { keep: Оставить, drop: Убрать }\n  timeout: { after: P1D, then: end }\n- id: gone\n  if: ask.outcome = "remove"\n  notify: ${ requester }\n  text: Убрали\n- id: log\n  set: { done: true }\n',
    right:
      '- id: ask\n  userTask: Что делать?\n  assignee: manager-1\n  outcomes: { keep: Оставить, drop: Убрать }\n  timeout: { after: P1D, then: end }\n- id: gone\n  if: ask.outcome = "drop"\n  notify: ${ requester }\n  text: Убрали\n- id: log\n  set: { done: true }\n',
  },
  *find(subject) {
    for (const { step, tests } of outcomeUses(subject)) {
      const names = outcomesOf(step).map((outcome) => outcome.name);
      for (const { use, comparisons } of tests) {
        for (const one of comparisons.filter(({ value }) => !names.includes(value))) {
          // Inside the quotes.
          const at = { start: use.offsetOf(one.from) + 1, end: use.offsetOf(one.to - 1) };
          const finding = unknown(subject, step, { name: one.value, at });
          yield use.source === subject.document ? finding : { ...finding, source: use.source };
        }
      }
      yield* namedIn(subject, step, names);
    }
  },
};

/** Rungs, `timeout.outcome` and `commentRequired` name outcomes, too. */
function* namedIn(subject: Subject, step: OutlineStep, names: readonly string[]): Iterable<Finding> {
  const rungs = rungNodes(subject.document.root, childOf(step.node, "escalation"));
  const nodes: (Node | undefined)[] = [...rungs, childOf(step.node, "timeout")].map((node) => childOf(node, "outcome"));
  const comment = childOf(step.node, "commentRequired");
  if (comment?.kind === "list") nodes.push(...textNodesOf(comment));
  for (const node of nodes) {
    const name = textOf(node);
    if (node && name !== undefined && !names.includes(name)) yield unknown(subject, step, { name, at: node });
  }
}

function unknown(
  subject: Subject,
  step: OutlineStep,
  found: { readonly name: string; readonly at: { readonly start: number; readonly end: number } },
): Finding {
  const { name } = found;
  const at = { start: found.at.start, end: found.at.end };
  const names = outcomesOf(step).map((outcome) => outcome.name);
  return {
    at,
    message: { ru: `У шага «${step.id}» нет исхода «${name}»`, en: `Step "${step.id}" has no outcome "${name}"` },
    ...didYouMean(name, names, {
      at,
      text: subject.document.text,
      none: { ru: "Назовите исход в outcomes", en: "Declare it under `outcomes`" },
    }),
  };
}
