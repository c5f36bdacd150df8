import type { Task } from "../instance/state.ts";
import type { Story } from "./story.ts";
import type { Teller } from "./teller.ts";
import { momentOf } from "./telling.ts";

/** What an instance that has not ended waits for, in words: people first, then events, then the clock. */
export function waitingFor(host: Story, tell: Teller): readonly string[] {
  const { instance } = host;
  if (instance.endedAt !== null) return [];
  if (instance.status === "suspended")
    return [
      tell.pick("процесс приостановлен и ждёт, пока его пустят дальше", "it is suspended and waits to be resumed"),
    ];
  const incidents = Object.values(instance.incidents).map((incident) =>
    tell.pick(`сбой ${incident.code}: ${incident.remedy.ru}`, `incident ${incident.code}: ${incident.remedy.en}`),
  );
  const tasks = Object.values(instance.tasks).map((task) => `${holdersOf(task, tell)} — «${task.title}»`);
  const listens = Object.values(instance.activations).filter(
    ({ step, subscription }) => subscription !== null && host.definition.steps.get(step)?.kind === "listen",
  );
  const subscriptions = listens.map(({ title }) => tell.pick(`событие: ${title}`, `an event: ${title}`));
  const waits = Object.values(instance.timers).flatMap((timer) =>
    timer.purpose.kind === "wait"
      ? [tell.pick(`часы: до ${momentOf(timer.dueAt, tell)}`, `the clock: until ${momentOf(timer.dueAt, tell)}`)]
      : [],
  );
  return [...tasks, ...incidents, ...waits, ...subscriptions];
}

function holdersOf(task: Task, tell: Teller): string {
  return task.assignee !== null ? tell.person(task.assignee) : tell.people(task.candidates);
}
