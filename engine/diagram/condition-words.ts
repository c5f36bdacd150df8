import type { Definition, Outcome, Step, SwitchStep } from "../definition/model.ts";
import type { Expression } from "../expression/expression.ts";
import type { Words } from "./words.ts";

/** A condition on an arrow: short, and whole behind it. */
export interface ConditionWords {
  readonly label: string;
  readonly hint: string | null;
}

/** `ask.outcome = "remind"` is read as the word on the sheet: «Напомнить менеджеру». Anything else stands as it is. */
export function conditionWords(expression: Expression, definition: Definition, words: Words): ConditionWords {
  const stage = stageWords(expression, words);
  if (stage) return { label: stage, hint: expression.text };
  const presence = NULL_TEST.exec(expression.text);
  if (presence) {
    const name = words.name(presence[1] ?? "");
    return { label: presence[2] === "=" ? words.say.absent(name) : words.say.present(name), hint: expression.text };
  }
  const test = outcomeTest(expression, definition);
  if (!test) return { label: words.name(expression.text), hint: expression.text };
  return { label: test.negated ? words.say.except(test.outcome.done) : test.outcome.done, hint: expression.text };
}

/** `record.stageKind != "first"` is «стадия не первая»; null for any other condition. */
export function stageWords(expression: Expression, words: Words): string | null {
  const match = STAGE_TEST.exec(expression.text);
  return match ? words.say.stage(match[2] as StageKind, match[1] === "!=") : null;
}

type StageKind = "first" | "open" | "won" | "lost";
const NULL_TEST = /^\s*([\p{L}_][\p{L}\p{N}_.]*)\s*(!?=)\s*null\s*$/u;
const STAGE_TEST = /^\s*record\.stageKind\s*(!?=)\s*"(first|open|won|lost)"\s*$/;

/** Do the cases test every outcome of one step, so that the way past all of them is never taken? */
export function coversAllOutcomes(step: SwitchStep, definition: Definition): boolean {
  const tests = step.cases.map(({ when }) => (when ? outcomeTest(when, definition) : null));
  const [first] = tests;
  if (!first || tests.some((test) => !test || test.negated || test.of !== first.of)) return false;
  const tested = new Set(tests.map((test) => test?.outcome.name));
  return outcomesLeaving(first.of).every(({ name }) => tested.has(name));
}

interface OutcomeTest {
  readonly of: Step;
  readonly outcome: Outcome;
  readonly negated: boolean;
}

const OUTCOME_TEST = /^\s*([\p{L}_][\p{L}\p{N}_]*)\.outcome\s*(!?=)\s*"([^"]*)"\s*$/u;

function outcomeTest(expression: Expression, definition: Definition): OutcomeTest | null {
  const match = OUTCOME_TEST.exec(expression.text);
  const of = match && definition.steps.values().find(({ variable }) => variable === match[1]);
  if (!match || !of || (of.kind !== "userTask" && of.kind !== "approval")) return null;
  const outcome = of.outcomes.find(({ name }) => name === match[3]);
  return outcome ? { of, outcome, negated: match[2] === "!=" } : null;
}

/** A rework never leaves its step forwards: it goes back. */
function outcomesLeaving(step: Step): readonly Outcome[] {
  if (step.kind === "approval") return step.outcomes.filter(({ name }) => name !== "rework" || !step.rework);
  return step.kind === "userTask" ? step.outcomes : [];
}
