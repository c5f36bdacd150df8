import type { ActivationId, TaskId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Task } from "../instance/state.ts";

/** A task as its history tells it. */
export interface TaskView {
  readonly id: TaskId;
  readonly activation: ActivationId;
  readonly instance: string;
  readonly step: string;
  /** Which visit of the step: `ask#2`. */
  readonly visit: number;
  readonly task: Task;
  readonly assignee: UserId | null;
  readonly candidates: readonly UserId[];
  /** Who delegated it and may still do it himself. */
  readonly delegatedBy: UserId | null;
  /** Everybody it was ever for. */
  readonly everFor: readonly UserId[];
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  /** Why it closed without a decision. */
  readonly closedBecause: string | null;
  readonly outcome: string | null;
  readonly by: UserId | null;
  readonly onBehalfOf: UserId | null;
  readonly comment: string | null;
}

/** All tasks of a history, in the order they were opened. */
export function tasksOf(history: readonly HistoryEvent[]): readonly TaskView[] {
  const tasks = new Map<TaskId, TaskView>();
  for (const event of history) apply(tasks, event);
  return [...tasks.values()];
}

function apply(tasks: Map<TaskId, TaskView>, event: HistoryEvent): void {
  if (event.kind === "taskOpened") {
    tasks.set(event.task.id, opened(event));
    return;
  }
  const id = "task" in event && typeof event.task === "string" ? event.task : null;
  const view = id === null ? undefined : tasks.get(id);
  if (view) tasks.set(view.id, changed(view, event));
}

function opened({ task, instance, at }: HistoryEvent & { kind: "taskOpened" }): TaskView {
  const { id, activation, step, assignee, candidates } = task;
  const everFor = [...new Set([...(assignee === null ? [] : [assignee]), ...candidates])];
  const visit = Number(/#(\d+)$/.exec(activation)?.[1] ?? 1);
  const open = { closedAt: null, closedBecause: null, outcome: null, by: null, onBehalfOf: null, comment: null };
  return {
    id,
    activation,
    instance,
    step,
    visit,
    task,
    assignee,
    candidates,
    delegatedBy: task.delegatedBy,
    everFor,
    openedAt: at,
    ...open,
  };
}

function changed(view: TaskView, event: HistoryEvent): TaskView {
  switch (event.kind) {
    case "taskClaimed":
      return held(view, event.by);
    case "taskUnclaimed":
      return { ...view, assignee: null };
    case "taskDelegated":
      return { ...held(view, event.to), delegatedBy: event.owner };
    case "taskReassigned":
      return {
        ...held(view, event.to),
        candidates: event.candidates,
        everFor: union(held(view, event.to).everFor, event.candidates),
      };
    case "taskOffered":
      return { ...view, candidates: union(view.candidates, event.to), everFor: union(view.everFor, event.to) };
    case "taskCompleted": {
      const { outcome, by, onBehalfOf, comment } = event;
      return { ...view, closedAt: event.at, outcome, by, onBehalfOf, comment };
    }
    case "taskClosed":
      return { ...view, closedAt: view.closedAt ?? event.at, closedBecause: event.reason };
    default:
      return view;
  }
}

function held(view: TaskView, user: UserId | null): TaskView {
  return { ...view, assignee: user, everFor: user === null ? view.everFor : union(view.everFor, [user]) };
}

function union(one: readonly UserId[], other: readonly UserId[]): readonly UserId[] {
  return [...new Set([...one, ...other])];
}
