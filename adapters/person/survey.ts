import { type InstanceId, id } from "../../engine/base/ids.ts";
import type { Erasure } from "../../engine/registry/erasure.ts";
import type { TableShape } from "../store/backup-tables.ts";
import type { Database } from "../store/database.ts";
import { eachRow, type Row, shapesOf } from "./each-row.ts";
import type { Veil } from "./veil.ts";

/** Tables that hold instances: they are rewritten instance by instance. */
export const INSTANCE_TABLES: ReadonlySet<string> = new Set([
  "instance",
  "instance_archive",
  "history",
  "history_archive",
]);
/** Sealed, or what the seals are proved by: erased by the registries' own way. */
const REGISTRY_TABLES = /^registry_/;
/** What follows from instances that are at work, and goes with them; deployed versions are the company's own words. */
const UNTOUCHED: ReadonlySet<string> = new Set(
  "task task_actor timer subscription outbox awaiting live_key start_queue inbox version current_version calendar meta schedule counter person_erasure account_gate account_tries outgoing_count metric_sample request_key".split(
    " ",
  ),
);
/** A message in such a state has yet to leave. */
const TO_LEAVE: ReadonlySet<unknown> = new Set(["held", "waiting", "sending", "uncertain"]);

/** Where a person stands. */
export interface Survey {
  /** Instances at work that know him: nothing of them may be rewritten under the engine's hands. */
  readonly live: ReadonlySet<InstanceId>;
  readonly ended: ReadonlySet<InstanceId>;
  /** Sealed fields that hold him. */
  readonly sealed: readonly Erasure[];
  /** Rows of registries that hold him and have no seal yet. */
  readonly unsealed: readonly Erasure[];
  /** Keys of messages to him, or about him, that have yet to leave. */
  readonly toLeave: readonly string[];
  /** Things that have just arrived, wait behind a live instance, or are still to be done for one that has ended. */
  readonly arriving: number;
  /** Other tables: rows that hold him. */
  readonly rows: ReadonlyMap<string, number>;
}

/** Is that table rewritten row by row, like any other? */
export function isPlain({ name }: Pick<TableShape, "name">): boolean {
  return !INSTANCE_TABLES.has(name) && !REGISTRY_TABLES.test(name) && !UNTOUCHED.has(name);
}

/** Reads everything and says where the person stands; changes nothing. @param on told of each row that holds him */
export async function survey(
  database: Database,
  veil: Veil,
  on: (table: string, row: Row) => Promise<void> = async () => {},
): Promise<Survey> {
  const shapes = await shapesOf(database);
  const endedAt = await endings(database, shapes);
  const [live, ended] = [new Set<InstanceId>(), new Set<InstanceId>()];
  const [sealed, unsealed]: [Erasure[], Erasure[]] = [[], []];
  const toLeave: string[] = [];
  const rows = new Map<string, number>();
  let arriving = 0;
  for (const shape of shapes) {
    const { name } = shape;
    if (name === "registry_value" || name === "registry_row") continue;
    if (!isPlain(shape) && !INSTANCE_TABLES.has(name) && name !== "outbox" && name !== "start_queue") continue;
    await eachRow(database, shape, async (row) => {
      if (Object.keys(veiledColumns(veil, shape, row)).length === 0) return;
      if (INSTANCE_TABLES.has(name)) {
        const instance = id<InstanceId>(String(name.startsWith("history") ? row["instance"] : row["id"]));
        (endedAt.get(instance) === true ? ended : live).add(instance);
      } else if (name === "outbox" || name === "start_queue") {
        // What an instance that ended still has outside: a message on its way, its parent that is not told yet.
        const of = row["instance"];
        const isOfLive = typeof of === "string" && endedAt.get(id<InstanceId>(of)) === false;
        if (name === "start_queue" ? row["size"] !== 0 : !isOfLive) arriving += 1;
        return;
      } else {
        const of = row["instance"];
        if (typeof of === "string" && endedAt.get(id<InstanceId>(of)) === false) live.add(id<InstanceId>(of));
        rows.set(name, (rows.get(name) ?? 0) + 1);
        if (name === "message" && TO_LEAVE.has(row["status"])) toLeave.push(String(row["key"]));
      }
      await on(name, row);
    });
  }
  for (const row of await registryRows(database)) {
    const entry = JSON.parse(String(row["entry"])) as Row;
    const fields = Object.keys(entry).filter(
      (name) => JSON.stringify(veil.value(entry[name], name)) !== JSON.stringify(entry[name]),
    );
    const actor = row["actor"];
    if (typeof actor === "string" && veil.text(actor, "actor") !== actor) fields.push("$actor");
    if (fields.length === 0) continue;
    const instance = id<InstanceId>(String(row["instance"]));
    if (endedAt.get(instance) === false) live.add(instance);
    const erasure = { registry: String(row["registry"]), instance, sequence: Number(row["sequence"]), fields };
    (row["number"] === null ? unsealed : sealed).push(erasure);
    await on("registry", row);
  }
  return { live, ended, sealed, unsealed, toLeave, arriving, rows };
}

/** Columns of a row that hold him, as they should be. */
export function veiledColumns(veil: Veil, { columns }: TableShape, row: Row): Row {
  const changed: Record<string, string> = {};
  for (const { name } of columns) {
    const text = row[name];
    if (typeof text !== "string" || text === "") continue;
    const veiled = veil.stored(text, name);
    if (veiled !== text) changed[name] = veiled;
  }
  return changed;
}

/** Instance → has it ended? */
async function endings(database: Database, shapes: readonly TableShape[]): Promise<ReadonlyMap<InstanceId, boolean>> {
  const found = new Map<InstanceId, boolean>();
  for (const shape of shapes)
    if (shape.name === "instance" || shape.name === "instance_archive") {
      const slim = { ...shape, columns: shape.columns.filter(({ name }) => name === "id" || name === "ended_at") };
      await eachRow(database, slim, async (row) => {
        found.set(id<InstanceId>(String(row["id"])), row["ended_at"] !== null);
      });
    }
  return found;
}

/** All rows of all registries with what of them can be erased. */
async function registryRows(database: Database): Promise<readonly Row[]> {
  const { rows } = await database.snapshot((tx) =>
    tx.query<Row>(
      `select r.registry, r.instance, r.sequence, r.actor, r.number, v.entry from registry_row r
        join registry_value v on v.registry = r.registry and v.instance = r.instance and v.sequence = r.sequence
        order by r.registry, r.instance, r.sequence`,
      [],
    ),
  );
  return rows;
}
