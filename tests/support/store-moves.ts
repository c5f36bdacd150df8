import { type InstanceId, id, type ProcessId } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import type { Instance } from "../../engine/instance/state.ts";
import type { OutboxEntry } from "../../engine/ports/outbox.ts";
import type { Move, ProjectionRows, Reserves, TaskRow, TimerRow } from "../../engine/ports/store.ts";
import type { StartRequest } from "../../engine/runtime/start-request.ts";

/** Monday 2 March 2026, 9:00 in Moscow: where the store's tests begin. */
export const MORNING = instant(Date.UTC(2026, 2, 2, 6));

export const PROCESS = id<ProcessId>("discount-approval");

const NOTHING = { put: [], drop: [] };

/** No rows beside history and snapshot. */
export const NO_ROWS: ProjectionRows = {
  tasks: NOTHING,
  timers: NOTHING,
  subscriptions: NOTHING,
  incidents: NOTHING,
  outbox: NOTHING,
  registry: [],
  decisions: { put: [], recalled: [] },
  viewers: [],
  records: NOTHING,
  steps: NOTHING,
  unpark: false,
};

export const NO_RESERVES: Reserves = { key: null, once: null, waiting: null, turns: [] };

/** What a test says about a move; the rest is ordinary. */
export interface Told extends Partial<Omit<Move, "instance" | "rows" | "reserves" | "after">> {
  readonly rows?: Partial<ProjectionRows>;
  readonly reserves?: Partial<Reserves>;
  readonly after?: Partial<Instance>;
  /** How many events it has. @default 2 */
  readonly length?: number;
}

/** A move of an instance on a revision, the start where that is 0. */
export function moveOf(instance: string, expected: number, told: Told = {}): Move {
  const at = told.at ?? instant(MORNING + expected * 1000);
  const command = told.command ?? id(`${instance}:c${expected}`);
  const length = told.length ?? 2;
  const events = Array.from({ length }, (_, place) => ({
    kind: "commentAdded",
    instance: id<InstanceId>(instance),
    sequence: expected + 1 + place,
    at,
    actor: null,
    command,
    text: `event ${expected + 1 + place}`,
  })) as unknown as readonly HistoryEvent[];
  return {
    expected,
    inbox: [],
    done: [],
    fence: null,
    keeps: false,
    ...told,
    instance: id(instance),
    at,
    command,
    events: told.events ?? events,
    after: instanceOf(instance, { sequence: expected + length, lastAt: at, ...told.after }),
    rows: { ...NO_ROWS, ...told.rows },
    reserves: { ...NO_RESERVES, ...told.reserves },
  };
}

/** An instance that runs and has nothing open. */
export function instanceOf(name: string, told: Partial<Instance> = {}): Instance {
  return {
    id: id(name),
    process: PROCESS,
    digest: "digest-1",
    number: 1,
    status: "running",
    subject: "Скидка 25 %",
    requester: null,
    key: null,
    startedAt: MORNING,
    endedAt: null,
    suspendedAt: null,
    sequence: 1,
    lastAt: MORNING,
    loading: false,
    activations: {},
    scopes: { "": { parent: null, variables: { b: 1, a: [2, null] }, isHandler: false } },
    visits: {},
    tasks: {},
    timers: {},
    calls: {},
    incidents: {},
    sheet: [],
    output: null,
    ...told,
  };
}

/** How an instance looks that has ended. */
export const ENDED: Partial<Instance> = { status: "completed", endedAt: instant(MORNING + 60_000) };

/** An entry of the outbox that is due. */
export function entryOf(name: string, told: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    id: name,
    instance: id("i-1"),
    lane: "engine",
    priority: 0,
    dueAt: MORNING,
    work: { kind: "untell", task: name },
    ...told,
  };
}

export function timerOf(name: string, told: Partial<TimerRow> = {}): TimerRow {
  return { id: id(name), instance: id("i-1"), dueAt: MORNING, paused: false, ...told };
}

export function taskOf(name: string, told: Partial<TaskRow> = {}): TaskRow {
  return {
    id: id(name),
    instance: id("i-1"),
    process: PROCESS,
    step: "approve",
    purpose: "seat",
    title: "Согласовать скидку",
    about: "lead/101",
    assignee: null,
    actors: [id("head-1"), id("head-2")],
    openedAt: MORNING,
    dueAt: null,
    priority: 50,
    suspended: false,
    number: 1,
    subject: "Скидка 25 %",
    candidates: told.assignee === undefined ? [id("head-1"), id("head-2")] : [],
    groups: [],
    excluded: [],
    outcomes: [{ name: "approve", title: "Согласовать" }],
    ...told,
  };
}

/** A start by hand that waits. */
export function startOf(name: string): StartRequest {
  return {
    process: PROCESS,
    start: null,
    occurrence: { kind: "form", id: name, input: { discount: 25 }, actor: null },
    element: null,
    key: "k-1",
    once: null,
    whenLive: "again",
  };
}
