import type { Instant } from "../base/instant.ts";
import type { HistoryEvent, RegistryAppended } from "../instance/event.ts";
import { holdersOf } from "../instance/standing.ts";
import type { Activation, Call, Incident, Instance, Task, Timer } from "../instance/state.ts";
import type { Lane, OutboxEntry } from "../ports/outbox.ts";
import type { Changed, IncidentRow, ProjectionRows, SubscriptionRow, TaskRow, TimerRow } from "../ports/store.ts";
import { projectDecisions, projectRecords, projectSteps, viewersOf } from "./project-shown.ts";

/** What projecting must be told, because no instance knows it. */
export interface Projection {
  readonly laneOf: (operation: string) => Lane;
}

/** A message to people goes before work that nobody watches. */
const PRIORITY: Readonly<Record<Lane, number>> = { engine: 0, message: 1, crm: 2, mail: 2, http: 2, document: 3 };

/**
 * The rows that a move changes beside history and snapshot: tasks, timers, subscriptions, incidents and calls outside
 * are a function of the instance, so what changed is the difference of two instances; registry rows and errands follow
 * from the events. Pure: with `before` null and the whole history it gives everything there should be.
 */
export function project(
  before: Instance | null,
  after: Instance,
  events: readonly HistoryEvent[],
  { laneOf }: Projection,
): ProjectionRows {
  const isHeldNow = after.status === "suspended";
  const wasHeld = before !== null && before.status === "suspended";
  const turned = isHeldNow !== wasHeld;
  const at = events.at(-1)?.at ?? after.lastAt;
  const calls = changed(before?.calls ?? NOTHING, after.calls, (call) => entryOf(call, after, { laneOf, at }), false);
  return {
    tasks: changed(
      before?.tasks ?? NOTHING,
      after.tasks,
      (task) => taskRow(task, after),
      turned || (before !== null && before.subject !== after.subject),
    ),
    timers: timers(before, after, turned),
    subscriptions: changed(
      before?.activations ?? NOTHING,
      after.activations,
      (one) => subscriptionRow(one, after),
      false,
    ),
    incidents: changed(before?.incidents ?? NOTHING, after.incidents, (one) => incidentRow(one, after), false),
    outbox: { put: [...calls.put, ...events.flatMap((event) => errandOf(event, before, after))], drop: calls.drop },
    registry: events.flatMap((event) => (event.kind === "registryAppended" ? registryRow(event, after) : [])),
    decisions: projectDecisions(before, after, events),
    viewers: viewersOf(events),
    records: projectRecords(before, after),
    steps: projectSteps(before, after),
    unpark: wasHeld && !isHeldNow,
  };
}

const NOTHING = {};

/**
 * Rows of the entries that are new or differ, ids of those that went. Instances are persistent data: an entry that is
 * the same object has not changed.
 *
 * @param all also those that are the same: something outside them that their rows show has changed
 */
function changed<Entry, Row extends { readonly id: string }>(
  before: Readonly<Record<string, Entry>>,
  after: Readonly<Record<string, Entry>>,
  rowOf: (entry: Entry) => Row | null,
  all: boolean,
): Changed<Row> {
  if (before === after && !all) return UNCHANGED;
  const put: Row[] = [];
  const drop: string[] = [];
  for (const key in after) {
    const entry = after[key] as Entry;
    const old = before[key];
    if (old === entry && !all) continue;
    const row = rowOf(entry);
    const oldRow = old === undefined ? null : old === entry ? row : rowOf(old);
    if (oldRow !== null && oldRow.id !== row?.id) drop.push(oldRow.id);
    if (row !== null && (all || oldRow === null || oldRow.id !== row.id || !sameRow(oldRow, row))) put.push(row);
  }
  for (const key in before) {
    if (key in after) continue;
    const row = rowOf(before[key] as Entry);
    if (row !== null) drop.push(row.id);
  }
  return put.length === 0 && drop.length === 0 ? UNCHANGED : { put, drop };
}

const UNCHANGED: Changed<never> = { put: [], drop: [] };

function sameRow(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Rows of an instance's open tasks. */
export function taskRowsOf(instance: Instance): readonly TaskRow[] {
  return Object.values(instance.tasks).map((task) => taskRow(task, instance));
}

function taskRow(task: Task, { id, process, status, number, subject }: Instance): TaskRow {
  const holders = holdersOf(task);
  const actors = [...new Set([...holders, ...(task.delegatedBy === null ? [] : [task.delegatedBy])])];
  const { step, purpose, title, about, assignee, openedAt, dueAt, priority, excluded, outcomes } = task;
  return {
    id: task.id,
    instance: id,
    process,
    step,
    purpose,
    title,
    about,
    assignee,
    actors,
    openedAt,
    dueAt,
    priority,
    suspended: status === "suspended",
    number,
    subject,
    candidates: holders.filter((user) => user !== assignee),
    groups: task.offeredTo.flatMap((one) => ("group" in one ? [one.group] : [])),
    excluded,
    outcomes: outcomes.map(({ name, title: says }) => ({ name, title: says })),
  };
}

/** A rung whose look at a record is under way keeps its overdue timer: it must not ring again meanwhile. */
function timers(before: Instance | null, after: Instance, turned: boolean): Changed<TimerRow> {
  const [held, wasHeld] = [lookingRungs(after.calls), lookingRungs(before?.calls ?? NOTHING)];
  const same =
    held === wasHeld || (held?.size === wasHeld?.size && [...(held ?? [])].every((one) => wasHeld?.has(one)));
  const suspended = after.status === "suspended";
  return changed(
    before?.timers ?? NOTHING,
    after.timers,
    (timer: Timer) => ({
      id: timer.id,
      instance: after.id,
      dueAt: timer.dueAt,
      paused: suspended || (held?.has(timer.id) ?? false),
    }),
    turned || !same,
  );
}

function lookingRungs(calls: Readonly<Record<string, Call>>): ReadonlySet<string> | null {
  let found: Set<string> | null = null;
  for (const id in calls) {
    const purpose = calls[id]?.purpose;
    if (purpose?.kind === "look" && purpose.then.kind === "rung" && !calls[id]?.withdrawn)
      found = (found ?? new Set<string>()).add(purpose.then.timer);
  }
  return found;
}

function subscriptionRow({ id, subscription, enteredAt }: Activation, instance: Instance): SubscriptionRow | null {
  if (subscription === null) return null;
  const { kind, names, record, key } = subscription;
  return { id, instance: instance.id, kind, names, record, key, since: enteredAt };
}

function incidentRow(incident: Incident, { id, process }: Instance): IncidentRow {
  const { code, message, remedy, resolution, step, at } = incident;
  return { id: incident.id, instance: id, process, step, code, message, remedy, resolution, at };
}

/** What is outside now; nothing while a call rests between attempts or is not wanted any more. */
function entryOf(
  call: Call,
  instance: Instance,
  { laneOf, at }: Projection & { readonly at: Instant },
): OutboxEntry | null {
  if (call.resting || call.withdrawn) return null;
  const { id, key, attempt, operation, input, message, attemptTimeoutMs: timeoutMs } = call;
  const lane = message === null ? laneOf(operation) : "message";
  return {
    id: `${id}:${attempt}`,
    instance: instance.id,
    lane,
    priority: PRIORITY[lane],
    dueAt: at,
    work: {
      kind: "effect",
      effect:
        message === null
          ? { kind: "call", call: id, operation, input, key, attempt, timeoutMs }
          : { kind: "send", call: id, message, key, attempt },
    },
  };
}

/** Errands: done at least once, harmless when done twice. */
function errandOf(event: HistoryEvent, before: Instance | null, after: Instance): readonly OutboxEntry[] {
  const entry = (name: string, work: OutboxEntry["work"]): readonly OutboxEntry[] => [
    {
      id: `${after.id}/${name}@${event.sequence}`,
      instance: after.id,
      lane: "engine",
      priority: 0,
      dueAt: event.at,
      work,
    },
  ];
  switch (event.kind) {
    case "taskCompleted":
      return entry("untell", { kind: "untell", task: event.task });
    case "taskClosed":
      return event.task === null ? [] : entry("untell", { kind: "untell", task: event.task });
    case "stepEntered": {
      const { subscription } = event;
      if (subscription?.kind !== "message") return [];
      const [name = ""] = subscription.names;
      return entry("hear", { kind: "hear", name, key: subscription.key });
    }
    case "callEnded": {
      const isChild = event.operation === "process.run" && event.outcome.kind === "withdrawn";
      return isChild && before !== null ? entry("withdraw", { kind: "withdraw", call: event.call }) : [];
    }
    case "instanceEnded": {
      // Somebody can wait for its end only where a step ran it, or where its key made it the answer to others.
      const isWaitedFor = after.isRun === true || after.key !== null;
      return isWaitedFor ? entry("ended", { kind: "ended", process: after.process, key: after.key }) : [];
    }
    default:
      return [];
  }
}

function registryRow(event: RegistryAppended & HistoryEvent, { id, process }: Instance) {
  const { registry, sequence, step, actor, at, entry } = event;
  return [{ registry, instance: id, sequence, process, step, actor, at, entry }];
}
