import type { ActivationId } from "../base/ids.ts";
import { instant } from "../base/instant.ts";
import type { TryStep } from "../definition/model.ts";
import { complete, enterLane } from "./advance.ts";
import { endInstance } from "./end-instance.ts";
import { incidentAt } from "./incident.ts";
import { closeInside } from "./interruption.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import type { Activation } from "./state.ts";
import { schedule } from "./timers.ts";

/** A business error (`raise`) or a call that failed for good. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** True for `raise`: nobody catching it ends the process as failed; a failed call becomes an incident instead. */
  readonly raised?: boolean;
}

type Handler = TryStep["catches"][number];

/** A step failed: the nearest enclosing `try` that catches its code takes it. */
export function fail(run: Run, id: ActivationId, failure: Failure): void {
  const found = catcherOf(run, id, failure.code);
  if (found) return handle(run, found.at, found.handler, { ...failure, step: run.activation(id).step });
  if (failure.raised) {
    run.agenda.push(() =>
      endInstance(run, {
        status: "failed",
        by: null,
        override: false,
        error: { code: failure.code, message: failure.message },
      }),
    );
    return;
  }
  incidentAt(run, id, {
    code: failure.code,
    message: {
      ru: `Шаг не выполнен: ${failure.message} (${failure.code}).`,
      en: `The step failed: ${failure.message} (${failure.code}).`,
    },
    remedy: {
      ru: "Устраните причину и повторите шаг, или обработайте код в try / catch.",
      en: "Remove the cause and retry the step, or handle the code in try / catch.",
    },
    resolution: "retry",
    seat: null,
  });
}

/** Codes that the engine itself gives; a `catch` of `*` takes them too. */
function catcherOf(
  run: Run,
  id: ActivationId,
  code: string,
): { readonly at: Activation; readonly handler: Handler } | null {
  let at: Activation = run.activation(id);
  while (at.parent !== null) {
    const holder = run.activation(at.parent);
    const step = stepOf(run.definition, holder.step);
    if (step.kind === "try" && at.lane.startsWith("do:")) {
      const handler = step.catches.find(({ errors }) => errors.includes("*") || errors.includes(code));
      if (handler) return { at: holder, handler };
    }
    at = holder;
  }
  return null;
}

function handle(run: Run, at: Activation, handler: Handler, error: Failure & { readonly step: string }): void {
  const step = stepOf(run.definition, at.step) as TryStep;
  const tries = at.lanes.filter((lane) => lane.startsWith("do:")).length;
  closeInside(run, at.id, "error");
  if (handler.retry !== null && tries < handler.retry.attempts) {
    const { backoffMs, factor, maxMs } = handler.retry;
    const pause = Math.min(backoffMs * factor ** (tries - 1), maxMs);
    schedule(run, { activation: at.id, task: null, purpose: { kind: "try" }, dueAt: instant(run.now + pause) });
    return;
  }
  if (handler.do === null) {
    complete(run, at.id, null, { then: handler.then.kind === "continue" ? step.then : handler.then, closed: "error" });
    return;
  }
  const index = step.catches.indexOf(handler);
  const lets =
    handler.as === null ? {} : { [handler.as]: { code: error.code, message: error.message, step: error.step } };
  enterLane(run, handler.do, {
    parent: at.id,
    lane: `catch:${index}`,
    scope: `${at.id}:catch:${index}`,
    scopeParent: at.scope,
    lets,
  });
}

/** The `catch` whose lane this is; null for the lane of the `try` itself. */
export function laneOfTry(step: TryStep, lane: string): Handler | null {
  return lane.startsWith("catch:") ? (step.catches[Number(lane.slice("catch:".length))] ?? null) : null;
}
