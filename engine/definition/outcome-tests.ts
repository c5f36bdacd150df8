import { type Comparison, comparisonsIn, readsOf } from "./condition.ts";
import { leavingOutcomes } from "./outcomes-of.ts";
import { listsAround, type Outline, type OutlineStep } from "./outline.ts";
import type { ExpressionUse, Survey } from "./survey.ts";
import type { Variables } from "./variables.ts";

/** An expression that compares a step's outcome with texts. */
export interface OutcomeTest {
  readonly use: ExpressionUse;
  readonly comparisons: readonly Comparison[];
}

/** What is done with the outcome of one person's step. */
export interface OutcomeUse {
  readonly step: OutlineStep;
  readonly path: string;
  /** Outcomes that a token leaves it with. */
  readonly outcomes: readonly string[];
  readonly tests: readonly OutcomeTest[];
  /** Is the outcome handed to something that can tell all of them apart: a table, a variable, a function? */
  readonly isPassedOn: boolean;
}

/** The steps with outcomes, and every expression that tests them. */
export function outcomeUses(from: {
  readonly outline: Outline;
  readonly variables: Variables;
  readonly survey: Survey;
}): readonly OutcomeUse[] {
  const people = from.outline.steps.filter((step) => step.kind === "userTask" || step.kind === "approval");
  return people.map((step) => {
    const path = `${step.variable}.outcome`;
    const uses = from.survey.uses.filter((use) => use.text.includes(step.variable) && means(from.variables, use, step));
    const tests = uses.flatMap((use) => {
      const comparisons = comparisonsIn(use.text).filter((one) => one.path === path);
      return comparisons.length > 0 ? [{ use, comparisons }] : [];
    });
    const isPassedOn =
      uses.some((use) => isPassing(use) && readsOf(use.text, path) > new Set(comparisonPlaces(use.text, path)).size) ||
      from.survey.uses.some((use) => isReadFromFork(use.text, step));
    return { step, path, outcomes: leavingOutcomes(step), tests, isPassedOn };
  });
}

/** Behind a fork, the results of its branches' steps are read through it: `both.order.buy.outcome`. */
function isReadFromFork(text: string, step: OutlineStep): boolean {
  return listsAround(step.list).some(({ role, owner }) => {
    if (role !== "branch" || !owner || !text.includes(`.${step.variable}.outcome`)) return false;
    const from = text.indexOf(`${owner.variable}.`);
    return from >= 0 && from < text.indexOf(`.${step.variable}.outcome`);
  });
}

function means(variables: Variables, use: ExpressionUse, step: OutlineStep): boolean {
  const list = use.list ?? step.list;
  return variables.visible(step.variable, list)?.origins.some((origin) => origin.step === step) ?? false;
}

function isPassing(use: ExpressionUse): boolean {
  return use.role === "condition" || use.role === "table" || use.role === "list" || use.key === "set";
}

/** Comparisons of one path with a list of texts are one reading of the path. */
function comparisonPlaces(text: string, path: string): readonly number[] {
  const places: number[] = [];
  for (const one of comparisonsIn(text)) {
    if (one.path !== path) continue;
    const before = text.slice(0, one.from).lastIndexOf(path);
    places.push(before >= 0 ? before : text.indexOf(path, one.to));
  }
  return places;
}
