import { type Condition, readCondition } from "../condition.ts";
import { childOf } from "../node.ts";
import { type OutcomeTest, type OutcomeUse, outcomeUses } from "../outcome-tests.ts";
import { outcomesOf } from "../outcomes-of.ts";
import type { OutlineStep } from "../outline.ts";
import { casesOf, targetOf } from "../targets.ts";
import type { Check, Subject } from "./check.ts";

export const outcomeUnhandled: Check = {
  explanation: {
    code: "outcome-unhandled",
    severity: "error",
    title: { ru: "Исход без продолжения", en: "An outcome without a branch" },
    why: {
      ru: "Если один исход шага проверяют, должны быть учтены все: своей проверкой, случаем else или шагом, который выполняется после проверки в любом случае. Иначе человек нажмёт кнопку, и не произойдёт ничего.",
      en: "Once one outcome of a step is tested, all must be provided for: by a test, an `else`, or a step that runs after the test in any case. Else somebody presses a button and nothing happens.",
    },
    wrong:
      '- id: ask\n  userTask: Что делать?\n  assignee: manager-1\n  outcomes: { keep: Оставить, drop: Убрать }\n  timeout: { after: P1D, then: end }\n- id: gone\n  if: ask.outcome = "drop"\n  notify: ${ requester }\n  text: Убрали\n',
    right:
      '- id: ask\n  userTask: Что делать?\n  assignee: manager-1\n  outcomes: { keep: Оставить, drop: Убрать }\n  timeout: { after: P1D, then: end }\n- id: answer\n  switch:\n    - when: ask.outcome = "drop"\n      do: [{ id: gone, notify: "${ requester }", text: Убрали }]\n    - else: true\n      do: [{ id: kept, notify: "${ requester }", text: Оставили }]\n',
  },
  *find(subject) {
    for (const use of outcomeUses(subject)) {
      if (use.tests.length === 0 || use.isPassedOn) continue;
      for (const outcome of outcomesOf(use.step)) {
        if (!use.outcomes.includes(outcome.name) || isHandled(subject, use, outcome.name)) continue;
        const test = use.tests[0] as OutcomeTest;
        yield {
          at: outcome.at,
          message: {
            ru: `Исход «${outcome.name}» шага «${use.step.id}» никуда не ведёт`,
            en: `Outcome "${outcome.name}" of step "${use.step.id}" leads nowhere`,
          },
          remedy: {
            ru: `Проверьте ${use.path} = "${outcome.name}" или добавьте else`,
            en: `Test ${use.path} = "${outcome.name}", or add an else`,
          },
          ...(test.use.source === subject.document
            ? {
                related: [
                  {
                    at: test.use.at,
                    message: { ru: "здесь проверен другой исход", en: "another outcome is tested here" },
                  },
                ],
              }
            : {}),
        };
      }
    }
  },
};

function isHandled(subject: Subject, use: OutcomeUse, outcome: string): boolean {
  return use.tests.some(({ use: test, comparisons }) => {
    if (comparisons.some((one) => one.value === outcome)) return true;
    // Inside a value FEEL's own `if` always has an `else`.
    if (test.role !== "condition" || !test.step) return true;
    if (mayHold(readCondition(test.text), use.path, outcome) !== "no") return true;
    return hasElse(test.step) || runsAfter(subject, test.step);
  });
}

/** Could the condition hold with this outcome? */
function mayHold(condition: Condition, path: string, outcome: string): "yes" | "no" | "perhaps" {
  switch (condition.kind) {
    case "equals":
      if (condition.path !== path) return "perhaps";
      return condition.values.includes(outcome) === condition.is ? "yes" : "no";
    case "not": {
      const inner = mayHold(condition.of, path, outcome);
      return inner === "perhaps" ? inner : inner === "yes" ? "no" : "yes";
    }
    case "and":
    case "or": {
      const parts = condition.of.map((part) => mayHold(part, path, outcome));
      const deciding = condition.kind === "and" ? "no" : "yes";
      if (parts.includes(deciding)) return deciding;
      return parts.includes("perhaps") ? "perhaps" : condition.kind === "and" ? "yes" : "no";
    }
    default:
      return "perhaps";
  }
}

function hasElse(step: OutlineStep): boolean {
  return step.kind === "switch" && casesOf(step).some((one) => childOf(one, "else"));
}

/** Is there a step after this one that runs whatever the test said? */
function runsAfter(subject: Subject, tested: OutlineStep): boolean {
  for (let step: OutlineStep | null = tested; step; step = step.list.owner) {
    const later = step.list.steps.slice(step.index + 1);
    if (later.some((one) => !childOf(one.node, "if"))) return true;
    const { owner } = step.list;
    const target = owner ? targetOf(subject.outline, owner, owner.node) : null;
    if (target?.to) return true;
    if (target?.says === "end") return false;
  }
  return false;
}
