import type { Fence } from "../../engine/ports/store.ts";
import type { Session } from "./database.ts";
import type { DatabaseKind } from "./migrations/migration.ts";

/**
 * Has the worker's lease been taken away? Until the transaction ends nobody can take it: who would, waits.
 */
export async function isFenced(tx: Session, kind: DatabaseKind, { worker, epoch }: Fence): Promise<boolean> {
  const { rows } = await tx.query(FENCE[kind], [worker, epoch]);
  return rows.length === 0;
}

const FENCE: Readonly<Record<DatabaseKind, string>> = {
  sqlite: "select 1 from fence where worker = ?1 and epoch = ?2",
  postgres: "select 1 from fence where worker = $1 and epoch = $2 for share",
};
