import { InvariantError, unreachable } from "../base/assert.ts";
import type { Definition } from "../definition/model.ts";
import { advance } from "./advance.ts";
import { answered, askForInfo } from "./ask-for-info.ts";
import { attached } from "./attached.ts";
import { attempt, type StepProblem } from "./attempt.ts";
import type { Answer, Command, Facts } from "./command.ts";
import { isLooking, rungThroughGate } from "./gate.ts";
import { incidentAt } from "./incident.ts";
import { cancelInstance, resume, retry, suspend, withdraw } from "./instance-commands.ts";
import { keepDistance } from "./ladder.ts";
import { ladderOf } from "./ladder-of.ts";
import { migrate } from "./migrate.ts";
import { stepOf } from "./places.ts";
import { recall } from "./recall.ts";
import { Rejected, rejection } from "./reject.ts";
import { replan } from "./replan.ts";
import { attemptAgain, reportCall } from "./report-call.ts";
import { Run } from "./run.ts";
import { checkedInput, start } from "./start.ts";
import type { Instance } from "./state.ts";
import { behaviorOf } from "./steps/index.ts";
import { acting, addApprover, claim, comment, complete, delegate, reassign, unclaim } from "./task-commands.ts";
import { timeOut } from "./timeout.ts";

/**
 * Answers a command: what happens, or why it is refused. Reads nothing but its arguments (A5).
 *
 * How it works: a {@link Run} holds the instance and the events so far. The command does its own part (a task is
 * completed, a timer fires, an answer comes), which puts moves on the agenda; {@link advance} makes them one by one until
 * every token waits. Each event is applied as it is written, so that what follows sees what went before. Whatever cannot
 * be done for a reason of the process or its data leaves an incident and no half effect; what a person may not do is a
 * rejection and changes nothing; a bug of ours throws {@link InvariantError}, and the shell turns it into an incident.
 */
export function decide(definition: Definition, instance: Instance | null, command: Command, facts: Facts): Answer {
  const run = new Run(definition, instance, command, facts);
  try {
    attempt(
      run,
      () => act(run, instance, command),
      (problem) => stopped(run, problem),
    );
    advance(run);
    return { kind: "accepted", events: run.events, instance: run.instance };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return rejection(instance === null ? null : new Run(definition, instance, command, facts), command, error);
  }
}

/** The refusal of a start whose form is not in order, before anything is taken for it: numbers too; else null. */
export function refusedStart(
  definition: Definition,
  command: Extract<Command, { kind: "start" }>,
  facts: Facts,
): Answer | null {
  try {
    checkedInput(new Run(definition, null, command, facts), command);
    return null;
  } catch (error) {
    // What else may go wrong is for the start itself to tell.
    return error instanceof Rejected ? rejection(null, command, error) : null;
  }
}

/** The command's own part failed for a reason of the process: an incident, or for a start a refusal. */
function stopped(run: Run, problem: StepProblem): void {
  if (run.started === null) throw new Rejected("FORM_INVALID", problem.message);
  incidentAt(run, null, problem);
}

function act(run: Run, instance: Instance | null, command: Command): void {
  if (command.kind === "start") {
    if (instance !== null) throw new Rejected("STALE");
    return start(run, command);
  }
  if (instance === null) throw new Rejected("INSTANCE_NOT_FOUND");
  if (instance.endedAt !== null && command.kind !== "reportCall" && command.kind !== "fireTimer")
    throw new Rejected("task" in command ? "TASK_NOT_OPEN" : "INSTANCE_ENDED");
  switch (command.kind) {
    case "reportCall":
      return reportCall(run, command);
    case "fireTimer":
      return fireTimer(run, command);
    case "deliver":
      return deliver(run, command);
    case "cancel":
      return cancelInstance(run, command, command.by);
    case "withdraw":
      return withdraw(run, command, command.by);
    case "suspend":
      return suspend(run, command, command.by);
    case "resume":
      return resume(run, command.by);
    case "retry":
      return retry(run, command, command.by);
    case "migrate":
      return migrate(run, command, instance);
    case "replan":
      return replan(run);
    default:
      return actOnTask(run, command);
  }
}

type TaskCommand = Extract<
  Command,
  {
    kind:
      | "claim"
      | "unclaim"
      | "delegate"
      | "reassign"
      | "complete"
      | "comment"
      | "addApprover"
      | "askForInfo"
      | "recall";
  }
>;

function actOnTask(run: Run, command: TaskCommand): void {
  const { by } = command;
  if (by === null) throw new InvariantError("Only people act on tasks");
  if (command.kind === "recall") return recall(run, command.task, by);
  const act = acting(run, command.task, by);
  switch (command.kind) {
    case "claim":
      return claim(run, act);
    case "unclaim":
      return unclaim(run, act);
    case "delegate":
      return delegate(run, act, command.to);
    case "reassign":
      return reassign(run, act, command.to, command.note ?? null);
    case "comment":
      return comment(run, act, command);
    case "addApprover":
      return addApprover(run, act, command.user);
    case "askForInfo":
      return askForInfo(run, act, { to: command.to, text: command.question, ...attached(command.files) });
    case "complete":
      complete(run, act, command);
      if (act.task.purpose === "info")
        answered(run, act.task, by, { text: command.comment ?? "", ...attached(command.files) });
      return;
    default:
      return unreachable(command);
  }
}

/** An alarm rang. It may ring twice or for a timer that is gone: then nothing happens. */
function fireTimer(run: Run, { timer: id }: Extract<Command, { kind: "fireTimer" }>): void {
  const timer = run.instance.timers[id];
  if (!timer || run.now < timer.dueAt) throw new Rejected("STALE");
  if (run.instance.status === "suspended") throw new Rejected("INSTANCE_SUSPENDED");
  if (timer.purpose.kind === "rung") {
    const found = ladderOf(run, timer);
    if (!found || isLooking(run, id)) throw new Rejected("STALE");
    return rungThroughGate(run, timer, found.activation);
  }
  const step = timer.activation === null ? null : (run.instance.activations[timer.activation]?.step ?? null);
  if (timer.purpose.kind === "timeout") keepDistance(run, timer);
  run.emit({ kind: "timerFired", step, timer: id, dueAt: timer.dueAt });
  if (timer.purpose.kind === "attempt") {
    const call = run.instance.calls[timer.purpose.call];
    if (call?.resting) attemptAgain(run, call);
    return;
  }
  const at = timer.activation;
  if (at === null || !run.isLive(at)) return;
  const found = stepOf(run.definition, run.activation(at).step);
  const isTimeout = timer.purpose.kind === "timeout";
  attempt(
    run,
    () => (isTimeout ? timeOut(run, found, at) : behaviorOf(found).timerFired?.(run, found, run.activation(at), id)),
    (problem) => incidentAt(run, at, problem),
  );
}

/** An event or message came for a subscription. One that nobody waits for any more moves nothing. */
function deliver(run: Run, { activation, event }: Extract<Command, { kind: "deliver" }>): void {
  if (!run.isLive(activation)) throw new Rejected("STALE");
  if (run.instance.status === "suspended") throw new Rejected("INSTANCE_SUSPENDED");
  const live = run.activation(activation);
  if (live.subscription === null) throw new Rejected("STALE");
  const step = stepOf(run.definition, live.step);
  attempt(
    run,
    () => behaviorOf(step).delivered?.(run, step, live, event),
    (problem) => incidentAt(run, activation, problem),
  );
  if (event.kind === "record" && run.isLive(activation)) run.verified.add(activation);
}
