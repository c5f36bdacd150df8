import type { TaskId, UserId } from "../base/ids.ts";
import { attached } from "./attached.ts";
import type { HistoryEvent } from "./event.ts";
import { without } from "./evolve.ts";
import type { Instance, Task } from "./state.ts";

type TaskEvent = Extract<
  HistoryEvent,
  {
    kind:
      | "taskOpened"
      | "taskClaimed"
      | "taskUnclaimed"
      | "taskDelegated"
      | "taskReassigned"
      | "taskOffered"
      | "commentAdded"
      | "taskCompleted"
      | "taskClosed";
  }
>;

/** What an event does to the open tasks and to the sheet. */
export function evolveTask(instance: Instance, event: TaskEvent): Instance {
  switch (event.kind) {
    case "taskOpened":
      return opened(instance, event);
    case "taskClaimed":
      return changed(instance, event.task, (task) => ({
        ...task,
        assignee: event.by,
        claimed: true,
        // Given back, it is his again, too, who had it before.
        candidates: withUser(task.candidates, task.assignee),
        delegatedBy: event.onBehalfOf,
      }));
    case "taskUnclaimed":
      return changed(instance, event.task, (task) => ({ ...task, assignee: null, claimed: false, delegatedBy: null }));
    case "taskDelegated":
      return changed(instance, event.task, (task) => ({
        ...task,
        assignee: event.to,
        // Given back to who answers for it, it is simply his.
        delegatedBy: event.owner === event.to ? null : event.owner,
        // Who gives a queued task to somebody has taken it.
        claimed: task.claimed || task.candidates.length > 0,
      }));
    case "taskReassigned":
      return changed(instance, event.task, (task) => ({
        ...task,
        assignee: event.to,
        claimed: false,
        candidates: event.to === null ? event.candidates : [],
        delegatedBy: null,
        asked: [...task.asked, ...(event.to === null ? event.candidates : [event.to])],
        notes: event.note === null ? task.notes : [...task.notes, event.note],
      }));
    case "taskOffered":
      return changed(instance, event.task, (task) => ({
        ...task,
        candidates: [...task.candidates, ...event.to],
        offeredTo: [...task.offeredTo, event.principal],
        asked: [...task.asked, ...event.to],
      }));
    case "commentAdded":
      return changed(instance, event.task, (task) => ({
        ...task,
        comments: [...task.comments, { by: event.by, at: event.at, text: event.text, ...attached(event.files) }],
        pausedAt: pausedBy(instance, task, event),
      }));
    case "taskCompleted":
      return { ...instance, tasks: without(instance.tasks, event.task), sheet: [...instance.sheet, event.decision] };
    case "taskClosed":
      return event.task === null ? instance : { ...instance, tasks: without(instance.tasks, event.task) };
  }
}

/** Since when questions about the task have been open: from the first one asked to the last one answered. */
function pausedBy(
  instance: Instance,
  task: Task,
  event: Extract<HistoryEvent, { kind: "commentAdded" }>,
): Task["pausedAt"] {
  if (event.info === "question") return task.pausedAt ?? event.at;
  if (event.info === null || Object.values(instance.tasks).some((one) => one.asks === task.id)) return task.pausedAt;
  return null;
}

function withUser(users: readonly UserId[], user: UserId | null): readonly UserId[] {
  return user === null || users.includes(user) ? users : [...users, user];
}

function opened(instance: Instance, event: Extract<TaskEvent, { kind: "taskOpened" }>): Instance {
  const next = { ...instance, tasks: { ...instance.tasks, [event.task.id]: event.task } };
  const { seat, activation: id } = event.task;
  const activation = next.activations[id];
  const sheet =
    event.recalls === null
      ? next.sheet
      : next.sheet.map((line) => (line.task === event.recalls ? { ...line, counts: false } : line));
  if (seat === null || event.task.purpose !== "seat" || !activation?.approval) return { ...next, sheet };
  const seats = activation.approval.seats.map((one) =>
    one.number === seat ? { ...one, status: "open" as const, task: event.task.id, outcome: null, agrees: false } : one,
  );
  return {
    ...next,
    sheet,
    activations: { ...next.activations, [id]: { ...activation, approval: { ...activation.approval, seats } } },
  };
}

function changed(instance: Instance, id: TaskId, change: (task: Task) => Task): Instance {
  const task = instance.tasks[id];
  return task ? { ...instance, tasks: { ...instance.tasks, [id]: change(task) } } : instance;
}
