import type { UserId } from "../base/ids.ts";
import type { ValueMap } from "../base/value.ts";
import { attached } from "./attached.ts";
import { attempt } from "./attempt.ts";
import { loadEdited, splitEdited } from "./edited-records.ts";
import { endInstance } from "./end-instance.ts";
import { incidentAt, resolveIncident } from "./incident.ts";
import { closeTask } from "./interruption.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import type { Attached, Decision, Note, Task } from "./state.ts";
import { behaviorOf } from "./steps/index.ts";
import { renamed } from "./subject.ts";
import { cancelTimersOfTask } from "./timers.ts";

/** What somebody (or the clock) chose. */
export interface Choice {
  readonly outcome: string;
  readonly by: UserId | null;
  readonly onBehalfOf: UserId | null;
  readonly comment: string | null;
  readonly files?: Attached;
  readonly form: ValueMap;
  /** Inputs the task changed. */
  readonly edited: ValueMap;
  readonly note: Note | null;
}

/** Writes a decision down, ends the task's ladder in the same commit, and lets the step go on. */
export function completeTask(run: Run, task: Task, choice: Choice): void {
  const { values, wanted } = splitEdited(run, choice.edited);
  writeDecision(run, task, { ...choice, edited: values });
  if (task.purpose === "unreachable") return endIfDone(run);
  if (task.purpose === "rescue" && task.incident !== null)
    resolveIncident(run, task.incident, choice.by, { how: "assigned" });
  if (Object.keys(wanted).length > 0) return loadEdited(run, task, choice.form, wanted);
  stepGoesOn(run, task, choice.form);
}

/** The decision stands whatever comes of it: what fails after it is an incident, not a lost decision. */
export function stepGoesOn(run: Run, task: Task, form: ValueMap): void {
  const step = stepOf(run.definition, task.step);
  attempt(
    run,
    () => behaviorOf(step).taskCompleted?.(run, step, run.activation(task.activation), task, form),
    (problem) => incidentAt(run, task.activation, problem),
  );
}

function writeDecision(run: Run, task: Task, choice: Choice): void {
  const round = run.instance.activations[task.activation]?.approval?.round ?? 1;
  const step = stepOf(run.definition, task.step);
  const agrees = task.purpose === "seat" && step.kind === "approval" && step.outcomes[0]?.name === choice.outcome;
  for (const asked of Object.values(run.instance.tasks)) if (asked.asks === task.id) closeTask(run, asked, "decided");
  cancelTimersOfTask(run, task.id);
  run.emit({
    kind: "taskCompleted",
    step: task.step,
    task: task.id,
    activation: task.activation,
    decision: decisionOf(run, task, choice, round),
    form: choice.form,
    variables: Object.entries(choice.edited).map(([name, value]) => ({ scope: "", name, value })),
    by: choice.by,
    onBehalfOf: choice.onBehalfOf,
    outcome: choice.outcome,
    comment: choice.comment,
    agrees,
    ...renamed(run, choice.edited),
  });
}

function decisionOf(run: Run, task: Task, choice: Choice, round: number): Decision {
  const notes = choice.note === null ? task.notes : [...task.notes, choice.note];
  const { by: commander, override } = run.command;
  const isInHisName = override !== undefined && choice.by !== null && choice.by === commander;
  return {
    purpose: task.purpose,
    task: task.id,
    activation: task.activation,
    step: task.step,
    seat: task.purpose === "seat" ? task.seat : null,
    round,
    by: choice.by,
    onBehalfOf: choice.onBehalfOf,
    ...(isInHisName ? { overrideBy: override } : {}),
    outcome: choice.outcome,
    at: run.now,
    openedAt: task.openedAt,
    comment: choice.comment,
    ...attached(choice.files),
    form: choice.form,
    notes,
    counts: task.purpose === "seat" || task.purpose === "work",
  };
}

/** The file lets the clock decide (`action: outcome`, `timeout.outcome`): nobody's name stands beside it. */
export function decideByClock(run: Run, task: Task, outcome: string, why: Note): void {
  completeTask(run, task, choiceOfClock(task, outcome, why));
}

/** The same for a step that itself says what follows. */
export function writeDecisionOfClock(run: Run, task: Task, outcome: string, why: Note): void {
  writeDecision(run, task, choiceOfClock(task, outcome, why));
}

/** Why the clock decided: the time of the whole step is over. */
export const TIME_IS_OVER: Note = { ru: "вышел срок шага", en: "the step's time is over" };

function choiceOfClock(task: Task, outcome: string, why: Note): Choice {
  const note: Note = {
    ru: `Решено по времени (${why.ru}): никто не ответил в срок.`,
    en: `Decided by the clock (${why.en}): nobody answered in time.`,
  };
  return { outcome, by: null, onBehalfOf: null, comment: null, form: emptyForm(task), edited: {}, note };
}

function emptyForm(task: Task): ValueMap {
  return Object.fromEntries(task.form.filter((field) => !field.edits).map((field) => [field.name, field.value]));
}

/** The steps were done already and only this task was left (see `end-instance.ts`). */
function endIfDone(run: Run): void {
  const { activations, tasks, loading } = run.instance;
  if (loading || Object.keys(activations).length > 0 || Object.keys(tasks).length > 0) return;
  run.agenda.push(() => endInstance(run, { status: "completed", by: null, override: false, error: null }));
}
