import { type ActivationId, id as brand, type CallId } from "../base/ids.ts";
import { type Instant, instant } from "../base/instant.ts";
import { attempt } from "./attempt.ts";
import type { CallOutcome } from "./call-outcome.ts";
import { incidentAt } from "./incident.ts";
import { isInside } from "./interruption.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import { fireRung } from "./rung.ts";
import type { AfterLook, Call, Timer } from "./state.ts";
import { behaviorOf } from "./steps/index.ts";

/**
 * Before a task opens and before a rung fires, the record of every enclosing `holds` is looked at afresh: an event may
 * have been lost (language §3, Waiting). Outermost first; the step or rung goes on when none of them has come true.
 */
export function openThroughGate(run: Run, activation: ActivationId): void {
  pass(
    run,
    unverifiedBlocks(run, activation),
    (block, rest) => ({ block, then: { kind: "open", activation, rest } }),
    () => openNow(run, activation, false),
  );
}

/** The same for a rung whose timer is due. */
export function rungThroughGate(run: Run, timer: Timer, activation: ActivationId): void {
  pass(
    run,
    unverifiedBlocks(run, activation),
    (block, rest) => ({ block, then: { kind: "rung", timer: timer.id, rest } }),
    () => fireRung(run, timer, false),
  );
}

/** The first look of a block or `listen` that waits until something holds. */
export function firstLook(run: Run, block: ActivationId): void {
  look(run, block, { kind: "begin" });
}

/** A look came back (or could not be made for an hour). The block itself decides what the record means. */
export function afterLook(run: Run, call: Call, outcome: CallOutcome): void {
  if (call.purpose.kind !== "look") return;
  const { block, then } = call.purpose;
  const step = stepOf(run.definition, run.activation(block).step);
  const unverified = outcome.kind !== "done";
  if (outcome.kind === "done") {
    const name = run.activation(block).subscription?.names[0] ?? "";
    attempt(
      run,
      () =>
        behaviorOf(step).delivered?.(run, step, run.activation(block), {
          kind: "record",
          name,
          event: {},
          record: outcome.output,
        }),
      (problem) => incidentAt(run, block, problem),
    );
    if (!run.isLive(block) || Object.values(run.instance.incidents).some((incident) => incident.activation === block))
      return;
    run.verified.add(block);
  }
  goOn(run, block, then, unverified);
}

function goOn(run: Run, block: ActivationId, then: AfterLook, unverified: boolean): void {
  if (then.kind === "begin") {
    const step = stepOf(run.definition, run.activation(block).step);
    behaviorOf(step).open?.(run, step, run.activation(block), unverified);
    return;
  }
  const [next, ...rest] = then.rest;
  if (next !== undefined && !unverified) return look(run, next, { ...then, rest });
  if (then.kind === "open") {
    if (run.isLive(then.activation)) openNow(run, then.activation, unverified);
    return;
  }
  const timer = run.instance.timers[then.timer];
  if (timer) fireRung(run, timer, unverified);
}

function openNow(run: Run, activation: ActivationId, unverified: boolean): void {
  const step = stepOf(run.definition, run.activation(activation).step);
  attempt(
    run,
    () => behaviorOf(step).open?.(run, step, run.activation(activation), unverified),
    (problem) => incidentAt(run, activation, problem),
  );
}

function pass(
  run: Run,
  blocks: readonly ActivationId[],
  asked: (block: ActivationId, rest: readonly ActivationId[]) => { block: ActivationId; then: AfterLook },
  free: () => void,
): void {
  const [first, ...rest] = blocks;
  if (first === undefined) return free();
  const { block, then } = asked(first, rest);
  look(run, block, then);
}

/** Enclosing blocks that wait for `holds`, outermost first, less those looked at in this very command. */
function unverifiedBlocks(run: Run, activation: ActivationId): readonly ActivationId[] {
  const blocks: ActivationId[] = [];
  let at = run.activation(activation).parent;
  while (at !== null) {
    const live = run.activation(at);
    if (live.subscription?.kind === "holds" && !run.verified.has(at)) blocks.unshift(at);
    at = live.parent;
  }
  return blocks;
}

function look(run: Run, block: ActivationId, then: AfterLook): void {
  const { subscription, step } = run.activation(block);
  const call = brand<CallId>(`${block}/look@${run.instance.sequence + 1}`);
  run.emit({
    kind: "callRequested",
    step,
    activation: block,
    call,
    operation: "crm.look",
    input: { record: subscription?.record ?? null },
    key: call,
    attempt: 1,
    attemptTimeoutMs: LOOK_TIMEOUT_MS,
    purpose: { kind: "look", block, then },
  });
}

/** A look is one read: longer than this it is not coming. */
const LOOK_TIMEOUT_MS = 30_000;
/** «Where the record cannot be read, a rung waits at most an hour» (language §3, Waiting). */
const LOOK_HOUR_MS = 3_600_000;
const LOOK_AGAIN_MS = 60_000;
const LOOK_AGAIN_MAX_MS = 600_000;

/** When to look again, or null when the hour is over. */
export function lookAgainAt(run: Run, call: Call): Instant | null {
  const spent = run.now - call.requestedAt;
  if (spent >= LOOK_HOUR_MS) return null;
  const pause = Math.min(LOOK_AGAIN_MS * 2 ** (call.attempt - 1), LOOK_AGAIN_MAX_MS, LOOK_HOUR_MS - spent);
  return instant(run.now + pause);
}

/** Is a look for this timer's rung on its way already? The alarm clock may ring twice. */
export function isLooking(run: Run, timer: Timer["id"]): boolean {
  return Object.values(run.instance.calls).some(
    (call) =>
      call.purpose.kind === "look" &&
      call.purpose.then.kind === "rung" &&
      call.purpose.then.timer === timer &&
      !call.withdrawn,
  );
}

/** After a stop every `holds` that waits is looked at again: an event may have passed meanwhile. */
export function resumeLooks(run: Run): void {
  for (const live of Object.values(run.instance.activations)) {
    const looking = Object.values(run.instance.calls).some(
      (call) => call.activation === live.id && call.purpose.kind === "look" && !call.withdrawn,
    );
    if (live.subscription?.kind === "holds" && !looking) look(run, live.id, { kind: "begin" });
  }
}

/** What inside a block waits for a look that never came to its end (its `holds` failed): tasks to open, rungs that are due. */
export function reopenInside(run: Run, block: ActivationId): void {
  for (const timer of Object.values(run.instance.timers)) {
    // The first one that fires late sets the later ones anew: those of the list are gone then.
    const isGone = !(timer.id in run.instance.timers);
    if (isGone || timer.purpose.kind !== "rung" || timer.dueAt > run.now || isLooking(run, timer.id)) continue;
    const owner =
      timer.activation ?? (timer.task === null ? null : (run.instance.tasks[timer.task]?.activation ?? null));
    if (owner !== null && run.isLive(owner) && isInside(run, owner, block)) rungThroughGate(run, timer, owner);
  }
  for (const live of Object.values(run.instance.activations)) {
    if (live.id !== block && run.isLive(live.id) && isInside(run, live.id, block) && isUnopened(run, live.id))
      openThroughGate(run, live.id);
  }
}

/** A task's step with neither task nor incident nor a look on its way. */
function isUnopened(run: Run, id: ActivationId): boolean {
  const { kind } = stepOf(run.definition, run.activation(id).step);
  if (kind !== "userTask" && kind !== "approval") return false;
  const { tasks, incidents, calls } = run.instance;
  const isAwaited = Object.values(calls).some(
    (call) =>
      !call.withdrawn &&
      ((call.purpose.kind === "edited" && call.activation === id) ||
        (call.purpose.kind === "look" && call.purpose.then.kind === "open" && call.purpose.then.activation === id)),
  );
  return (
    !isAwaited &&
    !Object.values(tasks).some((task) => task.activation === id) &&
    !Object.values(incidents).some((incident) => incident.activation === id)
  );
}
