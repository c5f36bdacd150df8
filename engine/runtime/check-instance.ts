import type { Value } from "../base/value.ts";
import type { HistoryEvent } from "../instance/event.ts";
import { evolve } from "../instance/evolve.ts";
import type { Instance } from "../instance/state.ts";
import type { OutboxEntry } from "../ports/outbox.ts";
import type { ProjectionRows } from "../ports/store.ts";
import { canonicalJson } from "../registry/canonical-json.ts";
import { type Projection, project } from "./project.ts";

/** One thing that the store keeps otherwise than the history tells it. */
export interface Difference {
  readonly what:
    | "history"
    | "snapshot"
    | "tasks"
    | "timers"
    | "subscriptions"
    | "incidents"
    | "outbox"
    | "registry"
    | Shown;

  /** Id of the row; empty where it is about the whole. */
  readonly row: string;
  /** In the store: not there, there although it should not be, or another. */
  readonly is: "missing" | "extra" | "other";
}

/** What lists of people are read from. */
type Shown = "decisions" | "viewers" | "records" | "steps";

/** An instance as its history gives it. */
export interface Told {
  readonly instance: Instance;
  readonly rows: ProjectionRows;
}

/** Folds a history and projects it: what everything else must equal. Null: the history has gaps or no beginning. */
export function toldBy(history: readonly HistoryEvent[], projection: Projection): Told | null {
  if (history[0]?.kind !== "instanceStarted") return null;
  if (history.some((event, place) => event.sequence !== place + 1)) return null;
  const instance = history.reduce<Instance | null>(evolve, null);
  return instance === null ? null : { instance, rows: project(null, instance, history, projection) };
}

/**
 * Compares what is stored of an instance with what its history tells (I3). Rows must be equal, with three exceptions:
 * fields of registry rows may be erased, errands of the outbox (and messages of an instance that ended) may be done
 * already, and a call's entry may have another due time or hold its outcome for a suspended instance.
 */
export function checkInstance(
  told: Told | null,
  stored: { readonly snapshot: Instance | null; readonly rows: ProjectionRows | null },
): readonly Difference[] {
  if (told === null) return [{ what: "history", row: "", is: "other" }];
  const { snapshot, rows } = stored;
  if (snapshot === null || rows === null) return [{ what: "snapshot", row: "", is: "missing" }];
  const ownIncidents = rows.incidents.put.filter((incident) => incident.resolution !== "none");
  return [
    ...(same(snapshot, told.instance) ? [] : [{ what: "snapshot", row: "", is: "other" } as const]),
    ...compared("tasks", told.rows.tasks.put, rows.tasks.put),
    ...compared("timers", told.rows.timers.put, rows.timers.put),
    ...compared("subscriptions", told.rows.subscriptions.put, rows.subscriptions.put),
    ...compared("incidents", told.rows.incidents.put, ownIncidents),
    ...comparedOutbox(told, rows.outbox.put),
    ...comparedRegistry(told.rows.registry, rows.registry),
    ...compared("decisions", told.rows.decisions.put, rows.decisions.put),
    ...compared("viewers", named(told.rows.viewers), named(rows.viewers)),
    ...compared("records", named(told.rows.records.put), named(rows.records.put)),
    ...compared("steps", told.rows.steps.put, rows.steps.put),
  ];
}

function named(ids: readonly string[]): readonly { readonly id: string }[] {
  return ids.map((id) => ({ id }));
}

function compared<Row extends { readonly id: string }>(
  what: Difference["what"],
  told: readonly Row[],
  stored: readonly Row[],
): readonly Difference[] {
  const byId = new Map(stored.map((row) => [row.id, row]));
  const expected = new Set(told.map((row) => row.id));
  return [
    ...told.flatMap((row): Difference[] => {
      const is = byId.get(row.id);
      if (is === undefined) return [{ what, row: row.id, is: "missing" }];
      return same(row, is) ? [] : [{ what, row: row.id, is: "other" }];
    }),
    ...stored.flatMap((row): Difference[] => (expected.has(row.id) ? [] : [{ what, row: row.id, is: "extra" }])),
  ];
}

/** Calls must be there as long as the instance waits for them; errands only while they are not done. */
function comparedOutbox({ instance, rows }: Told, stored: readonly OutboxEntry[]): readonly Difference[] {
  const isCall = ({ work }: OutboxEntry): boolean => work.kind === "effect" || work.kind === "command";
  const parked = new Set(stored.filter(({ work }) => work.kind === "command").map((entry) => entry.id));
  const work = ({ id, lane, work: effect }: OutboxEntry) => ({ id, lane, effect: parked.has(id) ? null : effect });
  const found = compared("outbox", rows.outbox.put.filter(isCall).map(work), stored.filter(isCall).map(work));
  const isAllowed = ({ row, is }: Difference): boolean =>
    // What comes back to an instance that ended moves nothing, and neither does an outcome nobody asks for any more.
    (is === "missing" && instance.endedAt !== null) || (is === "extra" && parked.has(row));
  return found.filter((difference) => !isAllowed(difference));
}

function comparedRegistry(told: ProjectionRows["registry"], stored: ProjectionRows["registry"]): readonly Difference[] {
  const placed = (rows: ProjectionRows["registry"]) =>
    rows.map(({ registry, sequence, at, step }) => ({ id: `${registry}/${sequence}`, at, step }));
  return compared("registry", placed(told), placed(stored));
}

/** Equal as JSON, keys in any order: what comes out of a database has no `undefined`. */
function same(one: object, other: object): boolean {
  return canonicalJson(plain(one)) === canonicalJson(plain(other));
}

function plain(value: object): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
