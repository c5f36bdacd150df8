import { isDurationProblem, parseDuration } from "../base/duration.ts";
import { type ActivationId, id as brand, type TaskId, type UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import { isTagged, refOf, type Value, type ValueMap } from "../base/value.ts";
import type { FormField, Ladder, TaskShape, Template } from "../definition/model.ts";
import type { EvaluationContext } from "../expression/expression.ts";
import type { Principal } from "../people/directory.ts";
import { StepFailure } from "./attempt.ts";
import { after, instantIn } from "./duration-of.ts";
import { scheduleLadder } from "./ladder.ts";
import { tellOfTask } from "./message.ts";
import { stepOf } from "./places.ts";
import type { Run } from "./run.ts";
import { contextAt, toReferences } from "./scope.ts";
import { holdersOf } from "./standing.ts";
import type { Note, Task, TaskField, TaskPurpose } from "./state.ts";
import { factText, readerOf, textOf, valueOf } from "./text.ts";

/** What differs from task to task of a step: whom it goes to and why. */
export interface NewTask {
  readonly activation: ActivationId;
  readonly purpose: TaskPurpose;
  readonly title: string;
  readonly assignee: UserId | null;
  readonly candidates: readonly UserId[];
  readonly offeredTo?: readonly Principal[];
  readonly excluded?: readonly UserId[];
  readonly seat?: number | null;
  readonly notes?: readonly Note[];
  readonly form?: readonly TaskField[];
  readonly outcomes: Task["outcomes"];
  readonly facts?: Task["facts"];
  readonly about?: string | null;
  readonly instructions?: string | null;
  readonly priority?: number;
  readonly dueAt?: Instant | null;
  readonly followUpAt?: Instant | null;
  readonly asks?: TaskId | null;
  readonly incident?: string | null;
  readonly ladder?: Ladder;
  readonly recalls?: TaskId | null;
  readonly turn?: { readonly group: string; readonly user: UserId } | null;
}

/** Opens a task, tells those who may take it and starts its ladder, in one commit. */
export function openTask(run: Run, wanted: NewTask): Task {
  const activation = run.activation(wanted.activation);
  const name = wanted.seat ? `${wanted.purpose}:${wanted.seat}` : wanted.purpose;
  const task: Task = {
    id: brand<TaskId>(`${activation.id}/${name}@${run.instance.sequence + 1}`),
    activation: activation.id,
    step: activation.step,
    purpose: wanted.purpose,
    seat: wanted.seat ?? null,
    title: wanted.title,
    about: wanted.about ?? null,
    facts: wanted.facts ?? [],
    instructions: wanted.instructions ?? null,
    form: wanted.form ?? [],
    outcomes: wanted.outcomes,
    assignee: wanted.assignee,
    claimed: false,
    candidates: wanted.candidates,
    offeredTo: wanted.offeredTo ?? [],
    excluded: wanted.excluded ?? [],
    delegatedBy: null,
    asked: wanted.assignee === null ? wanted.candidates : [wanted.assignee],
    openedAt: run.now,
    dueAt: wanted.dueAt ?? null,
    followUpAt: wanted.followUpAt ?? null,
    priority: wanted.priority ?? 0,
    notes: wanted.notes ?? [],
    comments: [],
    asks: wanted.asks ?? null,
    incident: wanted.incident ?? null,
    pausedAt: null,
  };
  run.emit({ kind: "taskOpened", step: task.step, task, recalls: wanted.recalls ?? null, turn: wanted.turn ?? null });
  tellOfTask(run, task, holdersOf(task), wanted.purpose === "info" ? "question" : "opened");
  scheduleLadder(run, { activation: activation.id, task: task.id, ladder: wanted.ladder ?? [], origin: run.now });
  return task;
}

/** What a `userTask` or `approval` shows: record, facts, form, outcomes, dates. */
export function shapeOf(
  run: Run,
  step: TaskShape,
  activation: ActivationId,
): Pick<NewTask, "about" | "facts" | "instructions" | "form" | "outcomes" | "priority" | "dueAt" | "followUpAt"> {
  const { scope } = run.activation(activation);
  const context = contextAt(run, { scope });
  const reader = readerOf(run, null);
  const at = (date: TaskShape["dueDate"]): Instant | null => {
    if (date === null) return null;
    return date.kind === "at" ? dateAt(run, valueOf(date.at, context, reader)) : after(run, run.now, date, context);
  };
  const priority = step.priority === null ? 0 : valueOf(step.priority, context, reader);
  return {
    about: step.about === null ? null : refOf(valueOf(step.about, context, reader)),
    facts: step.facts.map(({ title, expression }) => {
      const value = expression.evaluate(context);
      return { title, value: toReferences(value), text: factText(value, expression.type, reader) };
    }),
    instructions: step.instructions === null ? null : textOf(step.instructions, context, reader),
    form: step.form.map((field) => fieldOf(run, field, activation)),
    outcomes: outcomesFor(step, context),
    priority: typeof priority === "number" ? priority : 0,
    dueAt: at(step.dueDate),
    followUpAt: at(step.followUpDate),
  };
}

/** The outcomes offered now. A task that nobody could complete is not opened. */
function outcomesFor(step: TaskShape, context: EvaluationContext): Task["outcomes"] {
  const left = step.outcomes.filter((outcome) => outcome.if === null || outcome.if.evaluate(context) === true);
  if (left.length > 0) return left.map(({ name, title, done, needs }) => ({ name, title, done, needs }));
  const names = step.outcomes.map(({ name }) => name).join(", ");
  throw new StepFailure({
    code: "NO_OUTCOME_LEFT",
    message: {
      ru: `Ни один исход задания сейчас не доступен (${names}): условия if отвергли все.`,
      en: `No outcome of the task is available now (${names}): the conditions turned down all of them.`,
    },
    remedy: {
      ru: "Уберите if у одного из исходов: разверните исправленную версию, переведите на неё этот процесс и повторите шаг. Или отмените процесс.",
      en: "Remove the `if` of one outcome: deploy a mended version, move this instance to it, and retry the step. Or cancel the instance.",
    },
    resolution: "retry",
    seat: null,
  });
}

/** An instant, or how long after the opening; null where the data have none. */
function dateAt(run: Run, value: Value): Instant | null {
  if (value === null) return null;
  const duration = isTagged(value) ? parseDuration(value.value) : null;
  if (duration !== null && !isDurationProblem(duration)) return run.definition.calendar.add(run.now, duration);
  return instantIn(run, value, "dueDate");
}

function fieldOf(run: Run, field: FormField, activation: ActivationId): TaskField {
  const context = contextAt(run, { scope: run.activation(activation).scope });
  const value: Value =
    field.defaultOf === null ? (field.default ?? null) : valueOf(field.defaultOf, context, readerOf(run, null));
  return { name: field.name, type: field.type, title: field.title, required: field.required, value, edits: false };
}

/** Inputs as fields of a task that changes them, filled in with what they are now. */
export function editFields(run: Run, names: readonly string[]): readonly TaskField[] {
  const values: ValueMap = run.instance.scopes[""]?.variables ?? {};
  return run.definition.inputs
    .filter((input) => names.includes(input.name))
    .map((input) => ({
      name: input.name,
      type: input.type,
      title: input.title,
      required: false,
      value: toReferences(values[input.name] ?? null),
      edits: true,
    }));
}

/** The text of a step's title as its visit shows it. */
export function titleFor(run: Run, activation: ActivationId, template: Template | null = null): string {
  const live = run.activation(activation);
  const step = stepOf(run.definition, live.step);
  return textOf(template ?? step.title, contextAt(run, { scope: live.scope }), readerOf(run, null));
}
