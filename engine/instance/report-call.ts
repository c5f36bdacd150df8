import { type Instant, instant } from "../base/instant.ts";
import type { RetryPolicy } from "../definition/model.ts";
import { attempt } from "./attempt.ts";
import type { CallOutcome } from "./call-outcome.ts";
import type { CommandBody } from "./command.ts";
import { editedLoaded } from "./edited-records.ts";
import type { CallEnded } from "./event.ts";
import { afterLook, lookAgainAt } from "./gate.ts";
import { incidentAt } from "./incident.ts";
import { stepOf } from "./places.ts";
import { Rejected } from "./reject.ts";
import type { Run } from "./run.ts";
import { loaded } from "./start.ts";
import type { Call } from "./state.ts";
import { behaviorOf } from "./steps/index.ts";
import { schedule } from "./timers.ts";

type Report = Extract<CommandBody, { kind: "reportCall" }>;

/** A message without a policy of its own. */
const MESSAGE_RETRY: RetryPolicy = {
  attempts: 3,
  backoffMs: 10_000,
  factor: 2,
  maxMs: 600_000,
  attemptTimeoutMs: 30_000,
};

/**
 * The outside answered. `done` and `refused` end a call; `unknown` is tried again with the same key as the policy says,
 * and ends it only after the last attempt. What comes after its step was closed is written as late and moves nothing.
 */
export function reportCall(run: Run, report: Report): void {
  const call = run.instance.calls[report.call];
  if (!call || report.attempt !== call.attempt || call.resting) throw new Rejected("STALE");
  if (call.withdrawn || (run.instance.endedAt !== null && call.purpose.kind !== "told")) {
    run.emit({ ...ending(run, call), outcome: report.outcome, late: true });
    return;
  }
  if (run.instance.status === "suspended" && call.purpose.kind !== "told") throw new Rejected("INSTANCE_SUSPENDED");
  const againAt = report.outcome.kind === "done" ? null : nextAttemptAt(run, call, report.outcome);
  if (againAt !== null) {
    run.emit({ ...ending(run, call), outcome: report.outcome, again: true });
    // What merely tells people outlives its step, and even the instance: the requester learns the result.
    schedule(run, {
      activation: call.purpose.kind === "told" ? null : call.activation,
      task: null,
      purpose: { kind: "attempt", call: call.id },
      dueAt: againAt,
    });
    return;
  }
  if (call.purpose.kind === "load") return loaded(run, call, report.outcome, ending(run, call));
  if (call.purpose.kind === "edited") return editedLoaded(run, call, report.outcome, ending(run, call));
  run.emit({ ...ending(run, call), outcome: report.outcome });
  ended(run, call, report.outcome);
}

function ending(run: Run, call: Call): Omit<CallEnded, "outcome"> {
  const step = call.activation === null ? null : (run.instance.activations[call.activation]?.step ?? null);
  return {
    kind: "callEnded",
    step,
    call: call.id,
    operation: call.operation,
    attempt: call.attempt,
    again: false,
    late: false,
    variables: [],
    subject: null,
  };
}

function ended(run: Run, call: Call, outcome: CallOutcome): void {
  if (call.purpose.kind === "look") return afterLook(run, call, outcome);
  if (call.purpose.kind === "told") return;
  const id = call.activation;
  if (id === null || !run.isLive(id)) return;
  const step = stepOf(run.definition, run.activation(id).step);
  attempt(
    run,
    () => behaviorOf(step).callEnded?.(run, step, run.activation(id), call, outcome),
    (problem) => incidentAt(run, id, problem),
  );
}

/** When to try again; null: this was the last attempt. */
function nextAttemptAt(run: Run, call: Call, outcome: Exclude<CallOutcome, { kind: "done" }>): Instant | null {
  if (call.purpose.kind === "look") return lookAgainAt(run, call);
  if (outcome.kind === "refused") return null;
  const policy = policyOf(run, call);
  if (call.attempt >= policy.attempts || (!outcome.keyed && onUncertainOf(run, call) !== "retry")) return null;
  const pause = Math.min(policy.backoffMs * policy.factor ** (call.attempt - 1), policy.maxMs);
  return instant(run.now + Math.max(pause, outcome.retryAfterMs ?? 0));
}

function policyOf(run: Run, call: Call): RetryPolicy {
  const step = call.activation === null ? null : run.instance.activations[call.activation];
  const found = step ? stepOf(run.definition, step.step) : null;
  return found?.kind === "call" && call.purpose.kind === "step" ? found.retry : MESSAGE_RETRY;
}

function onUncertainOf(run: Run, call: Call): "retry" | "ask" | "skip" {
  const step = call.activation === null ? null : run.instance.activations[call.activation];
  const found = step ? stepOf(run.definition, step.step) : null;
  return found?.kind === "call" && call.purpose.kind === "step" ? found.onUncertain : "retry";
}

/** The pause before another attempt is over: the same call again, with the same key. */
export function attemptAgain(run: Run, call: Call): void {
  if (call.purpose.kind === "told" && call.purpose.task !== null && !(call.purpose.task in run.instance.tasks)) {
    // Nobody needs to hear of a task that has closed meanwhile.
    run.emit({ ...ending(run, call), outcome: { kind: "withdrawn" } });
    return;
  }
  const step = call.activation === null ? null : (run.instance.activations[call.activation]?.step ?? null);
  const shared = {
    step,
    activation: call.activation,
    call: call.id,
    key: call.key,
    attempt: call.attempt + 1,
    purpose: call.purpose,
  };
  if (call.message !== null) run.emit({ kind: "messageRequested", ...shared, message: call.message });
  else
    run.emit({
      kind: "callRequested",
      ...shared,
      operation: call.operation,
      input: call.input,
      attemptTimeoutMs: call.attemptTimeoutMs,
    });
}
