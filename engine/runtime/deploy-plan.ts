import { assert } from "../base/assert.ts";
import type { InstanceId, ProcessId, UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Calendar } from "../calendar/calendar.ts";
import { digestOfText } from "../definition/digest.ts";
import type { Definition } from "../definition/model.ts";
import type { Facts } from "../instance/command.ts";
import { planMigration } from "../instance/migrate.ts";
import { type MovedTimer, movedTimers, planReplan } from "../instance/replan.ts";
import type { Instance, InstanceStatus, Note } from "../instance/state.ts";
import type { CalendarRow } from "../ports/versions.ts";
import { compareDefinitions, type DefinitionDifference } from "./compare-definitions.ts";
import { compileCalendar } from "./compile-bundle.ts";

/**
 * What a deploy would change, as plain JSON. `ordo deploy` applies exactly the plan that was shown: it makes the plan
 * again and compares digests.
 */
export interface DeployPlan {
  /** Over marker, versions, calendars and what is retired: everything that the deploy writes. Not over instances: they move on. */
  readonly digest: string;
  /** Of what is in force: a deploy by somebody else since makes the plan void. */
  readonly marker: number;
  /** By process id. */
  readonly processes: readonly ProcessPlan[];
  /** By name. */
  readonly calendars: readonly CalendarPlan[];
}

export interface ProcessPlan {
  readonly process: ProcessId;
  readonly title: string;
  readonly change: "new" | "changed" | "unchanged" | "retired";
  /** Digests in force before and after; null: none. */
  readonly from: string | null;
  readonly to: string | null;
  /** Of a changed one. */
  readonly difference: DefinitionDifference | null;
  /** Live instances, on whatever version. */
  readonly live: number;
  /** Of a changed one: each live instance on another version than the new one. */
  readonly instances: readonly InstancePlan[];
}

/** A running instance: a deploy leaves it on its version; what `migrate` would do to it. */
export interface InstancePlan {
  readonly id: InstanceId;
  readonly number: number;
  readonly subject: string;
  readonly status: InstanceStatus;
  readonly digest: string;
  /** Where it stands: the innermost open steps. */
  readonly at: readonly OpenStep[];
  readonly migration:
    | { readonly kind: "goes"; readonly timers: readonly MovedTimer[]; readonly notes: readonly Note[] }
    | { readonly kind: "refused"; readonly reasons: readonly Note[] };
}

export interface OpenStep {
  readonly step: string;
  readonly title: string;
  readonly since: Instant;
  readonly tasks: readonly {
    readonly title: string;
    readonly assignee: UserId | null;
    /** Where nobody has it: how many may take it. */
    readonly candidates: number;
    readonly dueAt: Instant | null;
  }[];
}

export interface CalendarPlan {
  readonly name: string;
  readonly change: "new" | "changed" | "unchanged";
  readonly zone: string;
  /** Open business timers that the deploy moves, instance by instance. */
  readonly timers: readonly TimersPlan[];
}

export interface TimersPlan {
  readonly instance: InstanceId;
  readonly process: ProcessId;
  readonly number: number;
  readonly subject: string;
  readonly moved: readonly MovedTimer[];
}

export interface DeployOrder {
  readonly marker: number;
  /** What new instances start on now. */
  readonly current: ReadonlyMap<ProcessId, Definition>;
  /** Every version that a live instance runs on, by digest; those in force may be left out. */
  readonly running: ReadonlyMap<string, Definition>;
  /** What is to be deployed. Processes that are not among them stay as they are. */
  readonly next: readonly Definition[];
  readonly retired: readonly ProcessId[];
  readonly calendars: {
    readonly current: readonly CalendarRow[];
    /** Those to be deployed; others stay as they are. */
    readonly next: readonly CalendarRow[];
  };
  /** Live instances. */
  readonly instances: readonly Instance[];
  readonly facts: Omit<Facts, "number" | "departments" | "previous">;
}

/**
 * Works out what a deploy would change. Pure; nothing is written.
 *
 * @throws {InvariantError} where `running` lacks the version of a live instance, or a calendar cannot be read
 */
export function planDeploy(order: DeployOrder): DeployPlan {
  const scene = sceneOf(order);
  const next = new Map(order.next.map((definition) => [definition.process, definition]));
  const names = new Set<ProcessId>([...order.current.keys(), ...next.keys(), ...order.retired]);
  const processes = [...names].sort().flatMap((process): readonly ProcessPlan[] => {
    const plan = processPlan(scene, process, next.get(process) ?? null);
    return plan === null ? [] : [plan];
  });
  const calendars = [...order.calendars.next].sort(byName).map((row) => calendarPlan(scene, row));
  return { digest: planDigest(order), marker: order.marker, processes, calendars };
}

/** What the deploy would write, in one digest (SHA-256, hex). */
function planDigest({ marker, next, retired, calendars }: DeployOrder): string {
  const versions = next.map(({ process, digest }) => `${process} ${digest}`).sort();
  const rows = calendars.next.map(({ name, digest }) => `${name} ${digest}`).sort();
  return digestOfText(JSON.stringify([marker, versions, rows, [...retired].sort()]));
}

function byName(one: CalendarRow, other: CalendarRow): number {
  return one.name < other.name ? -1 : 1;
}

interface Scene {
  readonly order: DeployOrder;
  readonly facts: Facts;
  readonly instancesOf: ReadonlyMap<ProcessId, readonly Instance[]>;
  /** The version an instance runs on, with the calendar that will be in force. */
  readonly versionOf: (instance: Instance) => Definition;
  readonly calendars: ReadonlyMap<string, Calendar>;
}

function sceneOf(order: DeployOrder): Scene {
  const live = order.instances.filter(({ endedAt }) => endedAt === null);
  const known = new Map([...order.running, ...[...order.current.values()].map((one) => [one.digest, one] as const)]);
  const calendars = new Map(order.calendars.next.map((row) => [row.name, compileCalendar(row)]));
  const made = new Map<string, Definition>();
  return {
    order,
    facts: { ...order.facts, number: 0, departments: {} },
    instancesOf: Map.groupBy(live, ({ process }) => process),
    calendars,
    versionOf: ({ id, digest }) => {
      const ready = made.get(digest);
      if (ready) return ready;
      const definition = known.get(digest);
      assert(definition, `The version ${digest} of ${id} is missing from the plan`);
      const inForce = onCalendar(definition, calendars);
      made.set(digest, inForce);
      return inForce;
    },
  };
}

/** A calendar belongs to no version: the same definition on the calendar to come. */
function onCalendar(definition: Definition, calendars: ReadonlyMap<string, Calendar>): Definition {
  const calendar = calendars.get(definition.calendar.id);
  return calendar === undefined ? definition : { ...definition, calendar };
}

function processPlan(scene: Scene, process: ProcessId, next: Definition | null): ProcessPlan | null {
  const { order } = scene;
  const current = order.current.get(process) ?? null;
  const live = scene.instancesOf.get(process) ?? [];
  const head = { process, title: next?.title ?? current?.title ?? process, from: current?.digest ?? null };
  const bare = { difference: null, live: live.length, instances: [] };
  if (next === null)
    return order.retired.includes(process) && current !== null
      ? { ...head, change: "retired", to: null, ...bare }
      : null;
  const to = next.digest;
  if (current?.digest === to) return { ...head, change: "unchanged", to, ...bare };
  const version = onCalendar(next, scene.calendars);
  const instances = live.filter(({ digest }) => digest !== to).map((one) => instancePlan(scene, version, one));
  return {
    ...head,
    change: current === null ? "new" : "changed",
    to,
    difference: current === null ? null : compareDefinitions(current, next),
    live: live.length,
    instances,
  };
}

function instancePlan(scene: Scene, next: Definition, instance: Instance): InstancePlan {
  const { id, number, subject, status, digest } = instance;
  const { facts } = scene;
  const previous = scene.versionOf(instance);
  // The deploy itself counts the timers on a changed calendar again; what comes on top is the migration's.
  const { instance: before } = planReplan({ definition: previous, instance, facts });
  const plan = planMigration({ previous, next, instance: before, facts });
  return {
    ...{ id, number, subject, status, digest },
    at: openSteps(instance),
    migration:
      plan.kind === "refused"
        ? { kind: "refused", reasons: plan.reasons }
        : { kind: "goes", timers: movedTimers(before, plan.events), notes: plan.notes },
  };
}

/** The innermost open steps, with their tasks. */
function openSteps({ activations, tasks }: Instance): readonly OpenStep[] {
  const all = Object.values(activations);
  const holders = new Set(all.map(({ parent }) => parent));
  return all
    .filter(({ id }) => !holders.has(id))
    .map(({ id, step, title, enteredAt }) => ({
      step,
      title,
      since: enteredAt,
      tasks: Object.values(tasks)
        .filter(({ activation }) => activation === id)
        .map((task) => ({
          title: task.title,
          assignee: task.assignee,
          candidates: task.assignee === null ? task.candidates.length : 0,
          dueAt: task.dueAt,
        })),
    }));
}

function calendarPlan(scene: Scene, row: CalendarRow): CalendarPlan {
  const { order, facts, calendars, instancesOf } = scene;
  const { name } = row;
  const zone = calendars.get(name)?.zone ?? "UTC";
  const before = order.calendars.current.find((one) => one.name === name);
  if (before === undefined) return { name, zone, change: "new", timers: [] };
  if (before.digest === row.digest) return { name, zone, change: "unchanged", timers: [] };
  const timers = [...instancesOf.values()].flat().flatMap((instance): readonly TimersPlan[] => {
    const definition = scene.versionOf(instance);
    if (definition.calendar.id !== name) return [];
    const { moved } = planReplan({ definition, instance, facts });
    const { id, process, number, subject } = instance;
    return moved.length === 0 ? [] : [{ instance: id, process, number, subject, moved }];
  });
  return { name, zone, change: "changed", timers };
}
