import { toldBy } from "../../engine/runtime/check-instance.ts";
import { textsOf } from "./bulk.ts";
import type { Database, Session } from "./database.ts";
import { eventsOfText } from "./history-text.ts";
import type { DatabaseKind } from "./migrations/migration.ts";
import type { Schema } from "./schema.ts";
import { rewriteShown } from "./shown-rows.ts";

/** Instances whose rows are filled in one transaction: their histories are in memory meanwhile. */
const BATCH = 50;

/** Where calls go is nothing that lists show. */
const PROJECTION = { laneOf: () => "engine" as const };

type Part = "instance" | "instance_archive";

/**
 * Fills decisions, who may see an instance, what it is about and where it stands, of instances that an older version
 * wrote, out of their histories. Costs one look where there are none.
 */
export async function fillShown(database: Database): Promise<void> {
  for (const part of ["instance", "instance_archive"] as const) {
    for (;;) {
      const filled = await database.transaction((tx) => fillSome(tx, database.kind, part));
      if (filled < BATCH) break;
    }
  }
}

async function fillSome(tx: Session, kind: DatabaseKind, part: Part): Promise<number> {
  const lock = kind === "postgres" ? " for update" : "";
  const unshown = `select id from ${part} where shown = 0 order by id limit ${BATCH}${lock}`;
  const { rows } = await tx.query<Pick<Schema["instance"], "id">>(unshown, []);
  if (rows.length === 0) return 0;
  const ids = [JSON.stringify(rows.map(({ id }) => id))];
  const history = part === "instance" ? "history" : "history_archive";
  const moves = await tx.query<Schema["history"]>(
    `select instance, first, at, command, events from ${history} where instance ${textsOf(kind, 1)} order by instance, first`,
    ids,
  );
  const byInstance = Map.groupBy(moves.rows, ({ instance }) => instance);
  const told = [...byInstance.values()].flatMap((all) => toldBy(all.flatMap(eventsOfText), PROJECTION) ?? []);
  await rewriteShown(
    tx,
    told.map(({ instance, rows: shown }) => ({ after: instance, rows: shown })),
  );
  // One whose history has gaps is for `rebuild` to find; here it would be looked at for ever.
  await tx.query(`update ${part} set shown = 1 where id ${textsOf(kind, 1)}`, ids);
  return rows.length;
}
