import type { Task } from "../../engine/instance/state.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { nameOf } from "../../engine/people/lookup.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";

/** The facts of a task; of a rework those that the approvers saw who sent it back. */
export function factsOf({ history }: Shown, task: Task): Task["facts"] {
  if (task.purpose !== "rework" || task.facts.length > 0) return task.facts;
  const asked = history.findLast(
    (event) =>
      event.kind === "taskOpened" && event.task.activation === task.activation && event.task.purpose === "seat",
  );
  return asked?.kind === "taskOpened" ? asked.task.facts : task.facts;
}

/** What to do; of a rework the words of whoever sent it back, with his name before them. */
export function instructionsOf({ history }: Shown, task: Task, people: DirectorySnapshot): string | null {
  const { purpose, instructions, activation, id } = task;
  if (purpose !== "rework" || instructions === null) return instructions;
  const opened = history.findIndex((event) => event.kind === "taskOpened" && event.task.id === id);
  const sent = history
    .slice(0, Math.max(opened, 0))
    .findLast((event) => event.kind === "taskCompleted" && event.activation === activation);
  const by = sent?.kind === "taskCompleted" ? sent.by : null;
  return by === null ? instructions : `${nameOf(people, by)}: «${instructions}»`;
}
