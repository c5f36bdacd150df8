import { assert } from "../base/assert.ts";
import { type ActivationId, id as brand, type StepId } from "../base/ids.ts";
import type { Value } from "../base/value.ts";
import type { Step, Then } from "../definition/model.ts";
import { attempt } from "./attempt.ts";
import { endInstance } from "./end-instance.ts";
import type { Assignment, StepCompleted, StepEntered } from "./event.ts";
import { homeScope } from "./home-scope.ts";
import { incidentAt, tooManyMoves } from "./incident.ts";
import { closeActivation, closeInside, closeWork } from "./interruption.ts";
import { hasResult, placeOf, stepOf } from "./places.ts";
import { MICROSTEPS_MAX, type Run } from "./run.ts";
import { contextAt } from "./scope.ts";
import { behaviorOf } from "./steps/index.ts";
import type { Arrival, Entry } from "./steps/step-behavior.ts";
import { readerOf, textOf } from "./text.ts";
import { endLate, scheduleTimeout } from "./timeout.ts";
import { visitsOf } from "./visit-counts.ts";

/**
 * Moves tokens until all of them wait. Every move is one item of the agenda; a move that fails is undone and leaves an
 * incident, never half an effect.
 */
export function advance(run: Run): void {
  for (let moves = 0; run.agenda.length > 0; moves++) {
    if (run.instance.status !== "running") {
      run.agenda.length = 0;
      return;
    }
    if (moves >= MICROSTEPS_MAX) {
      run.agenda.length = 0;
      tooManyMoves(run);
      return;
    }
    run.agenda.pop()?.();
  }
}

/** Puts a token before the first step of a lane. */
export function enterLane(run: Run, list: { readonly steps: readonly Step[] }, at: Arrival): void {
  const first = list.steps[0];
  assert(first, "A list of steps is never empty");
  run.agenda.push(() => enterStep(run, first, at));
}

function enterStep(run: Run, step: Step, at: Arrival): void {
  // What it stood in was closed while this move waited on the agenda.
  if (at.parent !== null && !run.isLive(at.parent)) return;
  const visit = visitsOf(run.instance.visits, step.id) + 1;
  const entry: Entry = { ...at, id: brand<ActivationId>(`${run.instance.id}/${step.id}#${visit}`), visit };
  attempt(
    run,
    () => {
      if (step.if !== null && step.if.evaluate(contextAt(run, at)) !== true) return skip(run, step, at);
      behaviorOf(step).enter(run, step, entry);
    },
    (problem) => {
      begin(run, step, entry, { untitled: true });
      incidentAt(run, entry.id, problem);
    },
  );
}

/** Tries a step again whose entering failed: its visit goes on. */
export function reenter(run: Run, activation: ActivationId): void {
  const live = run.activation(activation);
  const step = stepOf(run.definition, live.step);
  const parent = run.instance.scopes[live.scope]?.parent ?? null;
  const entry: Entry = {
    parent: live.parent,
    lane: live.lane,
    scope: live.scope,
    scopeParent: parent,
    lets: null,
    id: live.id,
    visit: live.visit,
  };
  attempt(
    run,
    () => {
      if (step.if !== null && step.if.evaluate(contextAt(run, entry)) !== true) {
        complete(run, activation, null, { closed: "skipped" });
        return;
      }
      behaviorOf(step).enter(run, step, entry);
    },
    (problem) => incidentAt(run, activation, problem),
  );
}

function skip(run: Run, step: Step, at: Arrival): void {
  const { parent, lane, scope, scopeParent, lets } = at;
  run.emit({
    kind: "stepSkipped",
    step: step.id,
    parent,
    lane,
    scope,
    scopeParent,
    lets,
    variable: hasResult(step) ? step.variable : null,
  });
  next(run, step, { ...at, lets: null });
}

/**
 * The token enters the step: written down, its timeout started. A retry goes on with the visit that stands; only one whose
 * entering had failed (`untitled`) is written anew.
 */
export function begin(
  run: Run,
  step: Step,
  at: Entry,
  more: Partial<Pick<StepEntered, "subscription" | "items" | "collects" | "seats" | "needed" | "round" | "veto">> & {
    untitled?: boolean;
  } = {},
): void {
  const { untitled = false, ...rest } = more;
  if (run.isLive(at.id) && run.activation(at.id).title !== "") return;
  run.emit({
    kind: "stepEntered",
    step: step.id,
    activation: at.id,
    visit: at.visit,
    parent: at.parent,
    lane: at.lane,
    scope: at.scope,
    scopeParent: at.scopeParent,
    lets: at.lets,
    title: untitled ? "" : textOf(step.title, contextAt(run, at), readerOf(run, null)),
    subscription: null,
    items: null,
    collects: false,
    seats: null,
    needed: { kind: "all" },
    round: 1,
    veto: [],
    ...rest,
  });
  if (step.timeout !== null && !untitled) scheduleTimeout(run, step, at.id);
}

export interface Ending {
  readonly variables?: readonly Assignment[];
  readonly closed?: string | null;
  readonly decision?: StepCompleted["decision"];
  readonly case?: number | null;
  /** Goes here instead of along the step's own `then`. */
  readonly then?: Then;
}

/** The step is done: its result becomes its variable, its timers go, the token moves on. */
export function complete(run: Run, id: ActivationId, result: Value, ending: Ending = {}): void {
  const activation = run.activation(id);
  const step = stepOf(run.definition, activation.step);
  closeWork(run, id, "done");
  const own: readonly Assignment[] = !hasResult(step)
    ? []
    : [{ scope: homeScope(run.instance.scopes, activation.scope), name: step.variable, value: result }];
  run.emit({
    kind: "stepCompleted",
    step: step.id,
    activation: id,
    result,
    variables: [...own, ...(ending.variables ?? [])],
    closed: ending.closed ?? null,
    decision: ending.decision ?? null,
    case: ending.case ?? null,
  });
  const { parent, lane, scope } = activation;
  follow(run, ending.then ?? step.then, step, { parent, lane, scope, scopeParent: null, lets: null });
}

/** Where the token goes after a step that stood there. */
export function follow(run: Run, then: Then, step: Step, at: Arrival): void {
  switch (then.kind) {
    case "continue":
      return next(run, step, at);
    case "end":
      return endSoon(run);
    case "exit":
      return exit(run, at);
    case "step":
      return jump(run, then.step, step.list, at);
  }
}

function next(run: Run, step: Step, at: Arrival): void {
  const { list, index } = placeOf(run.definition, step.id);
  const following = list.steps[index + 1];
  if (following) {
    run.agenda.push(() => enterStep(run, following, { ...at, lets: null }));
    return;
  }
  run.agenda.push(() => laneEnded(run, at.parent, at.lane));
}

/** A list ran to its end: the step that holds it is told; at the top the process is over. */
export function laneEnded(run: Run, parent: ActivationId | null, lane: string): void {
  if (parent !== null && !run.isLive(parent)) return;
  if (parent === null) {
    endInstance(run, { status: "completed", by: null, override: false, error: null });
    return;
  }
  const holder = run.activation(parent);
  const step = stepOf(run.definition, holder.step);
  if (lane === "timeout") {
    endLate(run, step, parent);
    return;
  }
  attempt(
    run,
    () => behaviorOf(step).laneEnded?.(run, step, holder, lane),
    (problem) => incidentAt(run, parent, problem),
  );
}

/** Leaves the block: the nearest enclosing block, loop or branch (language §3, `then: exit`). */
function exit(run: Run, at: Arrival): void {
  if (at.parent === null) return endSoon(run);
  const holder = run.activation(at.parent);
  const step = stepOf(run.definition, holder.step);
  if (step.kind === "fork") {
    closeInside(run, holder.id, "exit", at.lane);
    run.agenda.push(() => laneEnded(run, holder.id, at.lane));
    return;
  }
  if (step.kind === "do" || step.kind === "for") {
    const result = behaviorOf(step).exited?.(run, step, holder, at.lane) ?? null;
    closeInside(run, holder.id, "exit");
    complete(run, holder.id, result);
    return;
  }
  exit(run, { parent: holder.parent, lane: holder.lane, scope: holder.scope, scopeParent: null, lets: null });
}

function endSoon(run: Run): void {
  run.agenda.push(() => endInstance(run, { status: "completed", by: null, override: false, error: null }));
}

/** Goes to a step of the same list or of an enclosing one; what is left behind is closed. */
function jump(run: Run, target: StepId, from: string, at: Arrival): void {
  const step = stepOf(run.definition, target);
  let list = from;
  let here = at;
  for (let depth = 0; list !== step.list; depth++) {
    assert(here.parent !== null && depth < MICROSTEPS_MAX, `Step ${target} is not in an enclosing list`);
    const holder = run.activation(here.parent);
    closeActivation(run, holder.id, "jump");
    list = stepOf(run.definition, holder.step).list;
    here = { parent: holder.parent, lane: holder.lane, scope: holder.scope, scopeParent: null, lets: null };
  }
  const arrival = here;
  run.agenda.push(() => enterStep(run, step, arrival));
}
