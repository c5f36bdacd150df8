import type { ActivationId } from "../base/ids.ts";
import type { ApprovalStep, DurationTemplate, Ladder } from "../definition/model.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import type { Timer } from "./state.ts";

const DAILY: DurationTemplate = { kind: "fixed", duration: { kind: "businessDays", count: 1 } };

/** Where the file gives the requester none: a task without a deadline would wait for ever. */
const REWORK_LADDER: Ladder = [
  { after: DAILY, action: "remind", to: null, message: null, outcome: null, repeat: DAILY },
];

/** The ladder of the requester's task: that of `rework`, else a reminder every working day. */
export function reworkLadder(step: ApprovalStep): Ladder {
  const own = step.rework?.escalation ?? [];
  return own.length > 0 ? own : REWORK_LADDER;
}

/** The ladder a timer belongs to: a task's (a rework task has its own) or a block's. Null where its owner is gone. */
export function ladderOf(
  run: Run,
  timer: Pick<Timer, "activation" | "task">,
): { readonly activation: ActivationId; readonly ladder: Ladder } | null {
  const task = timer.task === null ? undefined : run.instance.tasks[timer.task];
  if (timer.task !== null && !task) return null;
  const activation = task?.activation ?? timer.activation;
  if (activation === null || activation === undefined || !run.isLive(activation)) return null;
  const step = stepOf(run.definition, run.activation(activation).step);
  if (task?.purpose === "rework") return { activation, ladder: step.kind === "approval" ? reworkLadder(step) : [] };
  if (step.kind === "userTask" || step.kind === "approval" || step.kind === "do")
    return { activation, ladder: step.escalation };
  return null;
}
