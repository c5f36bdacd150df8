import type { DurationTemplate } from "../definition/model.ts";
import { originOf } from "./ladder.ts";
import { ladderOf } from "./ladder-of.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import type { Counted, Timer } from "./state.ts";

/** The file's duration behind a timer; null where it has none (attempts, an instant) or the step lost it. */
export function ruleOf(run: Run, { purpose, activation, task }: Timer): DurationTemplate | null {
  if (purpose.kind === "rung") {
    const rung = ladderOf(run, { activation, task })?.ladder[purpose.rung];
    if (!rung || purpose.repeat === 0) return rung?.after ?? null;
    return rung.repeat === "until-top" ? rung.after : rung.repeat;
  }
  if (activation === null || !run.isLive(activation)) return null;
  const step = stepOf(run.definition, run.activation(activation).step);
  if (purpose.kind === "timeout") return step.timeout?.after ?? null;
  return purpose.kind === "wait" && step.kind === "wait" ? step.for : null;
}

/** From when and how much a timer counts: as it remembers, else as the file and its owner say. Null: it does not count. */
export function countOf(run: Run, timer: Timer): Counted | null {
  const { purpose } = timer;
  if (purpose.kind === "attempt" || purpose.kind === "try") return null;
  if (purpose.counted) return purpose.counted;
  const rule = ruleOf(run, timer);
  const from = originOf(run, timer);
  return rule?.kind === "fixed" && from !== null ? { from, by: rule.duration } : null;
}
