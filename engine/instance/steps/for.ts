import type { ActivationId } from "../../base/ids.ts";
import { isList, type Value } from "../../base/value.ts";
import type { ForStep } from "../../definition/model.ts";
import { begin, complete, enterLane } from "../advance.ts";
import { attempt, StepFailure } from "../attempt.ts";
import { incidentAt } from "../incident.ts";
import type { Run } from "../run.ts";
import { contextAt } from "../scope.ts";
import type { Activation } from "../state.ts";
import { readerOf, valueOf } from "../text.ts";
import type { StepBehavior } from "./step-behavior.ts";

/** A loop over more elements than this belongs into a query, not into one instance. */
export const ITEMS_MAX = 10_000;

/** Once for each element, one after another or several side by side. */
export const forStep: StepBehavior<ForStep> = {
  enter(run, step, at) {
    const items = step.in.evaluate(contextAt(run, at));
    if (!isList(items)) throw wrongList(step, items);
    if (items.length > ITEMS_MAX) throw tooMany(step, items.length);
    begin(run, step, at, { items, collects: step.collect !== null });
    soon(run, step, at.id);
  },
  laneEnded(run, step, at) {
    fill(run, step, at.id);
  },
  // Iterations that run beside the one that leaves are closed: nothing was collected of them.
  exited(run, step, at, lane) {
    const closed = new Set(
      Object.values(run.instance.activations).flatMap((one) =>
        one.parent === at.id && one.lane !== lane ? [one.lane] : [],
      ),
    );
    return collected(run, step, at, closed);
  },
};

/** Looks once the agenda comes to it; a `while` or `collect` that cannot be evaluated is an incident of the loop. */
function soon(run: Run, step: ForStep, id: ActivationId): void {
  run.agenda.push(() =>
    attempt(
      run,
      () => fill(run, step, id),
      (problem) => incidentAt(run, id, problem),
    ),
  );
}

/**
 * Begins the next iteration as long as fewer than `parallel` run; with none left and none running the loop is done. Looks
 * again after each has gone as far as it can, so that a loop of quick iterations never begins one twice.
 */
function fill(run: Run, step: ForStep, id: ActivationId): void {
  if (!run.isLive(id)) return;
  const at = run.activation(id);
  const index = at.lanes.length;
  const running = Object.values(run.instance.activations).filter((one) => one.parent === id).length;
  if (index < (at.items?.length ?? 0) && running < step.parallel && holds(run, step, at, index)) {
    soon(run, step, id);
    enterLane(run, step.do, arrival(step, at, index));
    return;
  }
  if (running === 0) complete(run, id, collected(run, step, at));
}

function arrival(step: ForStep, at: Activation, index: number) {
  return {
    parent: at.id,
    lane: `item:${index + 1}`,
    scope: scopeOf(at, index),
    scopeParent: at.scope,
    lets: letsOf(step, at, index),
  };
}

function scopeOf(at: Activation, index: number): string {
  return `${at.id}:item:${index + 1}`;
}

function letsOf(step: ForStep, at: Activation, index: number) {
  const element: Value = at.items?.[index] ?? null;
  return step.at === null ? { [step.each]: element } : { [step.each]: element, [step.at]: index + 1 };
}

function holds(run: Run, step: ForStep, at: Activation, index: number): boolean {
  const where = { scope: scopeOf(at, index), scopeParent: at.scope, lets: letsOf(step, at, index) };
  return step.while === null || step.while.evaluate(contextAt(run, where)) === true;
}

/** `collect` over the iterations that ran, in the order of the elements; null where the file collects nothing. */
function collected(run: Run, step: ForStep, at: Activation, closed: ReadonlySet<string> = new Set()): Value {
  const { collect } = step;
  if (collect === null) return null;
  const items = at.lanes.filter((lane) => lane.startsWith("item:"));
  return items.map((lane, index) =>
    closed.has(lane)
      ? null
      : valueOf(
          collect,
          contextAt(run, { scope: scopeOf(at, index), scopeParent: at.scope, lets: null }),
          readerOf(run, null),
        ),
  );
}

function wrongList(step: ForStep, found: Value): StepFailure {
  return new StepFailure({
    code: "NOT_A_LIST",
    message: {
      ru: `«${step.in.text}» — не список: ${JSON.stringify(found).slice(0, 80)}.`,
      en: `"${step.in.text}" is not a list: ${JSON.stringify(found).slice(0, 80)}.`,
    },
    remedy: { ru: "В «in» нужен список.", en: '"in" wants a list.' },
    resolution: "retry",
    seat: null,
  });
}

function tooMany(step: ForStep, count: number): StepFailure {
  return new StepFailure({
    code: "TOO_MANY_ITEMS",
    message: {
      ru: `В «${step.in.text}» ${count} элементов, можно не больше ${ITEMS_MAX}.`,
      en: `"${step.in.text}" has ${count} elements, at most ${ITEMS_MAX} are allowed.`,
    },
    remedy: {
      ru: "Сузьте список или начните по процессу на каждый элемент (start.each).",
      en: "Narrow the list, or start one process per element (start.each).",
    },
    resolution: "retry",
    seat: null,
  });
}
