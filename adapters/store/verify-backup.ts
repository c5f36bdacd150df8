import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompiledQuery } from "kysely";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Head } from "../../engine/ports/registries.ts";
import type { Verification } from "../../engine/registry/verify-registry.ts";
import type { Projection } from "../../engine/runtime/project.ts";
import { verifyRegistries } from "../../engine/runtime/verify-registries.ts";
import type { BackupEnd } from "./backup-file.ts";
import type { Database } from "./database.ts";
import { openDatabase, storeOf } from "./open-store.ts";
import { type Rebuilt, rebuild } from "./rebuild.ts";
import { restore } from "./restore.ts";

/** What to verify, and against what. */
export interface VerifyBackupOrder extends Projection {
  readonly file: string;
  readonly clock: Clock;
  /** Secret of the registries' chains; null: they are not verified. */
  readonly key: Uint8Array | null;
  /** Heads that were written outside. */
  readonly kept: readonly Head[];
  readonly onProgress?: (done: { readonly rows: number; readonly instances: number }) => void;
}

/** What verifying a backup came to. */
export interface BackupVerification {
  /** Can it be restored, does every history give what is kept beside it, do all registries verify? */
  readonly holds: boolean;
  readonly end: BackupEnd;
  /** What SQLite says of the restored file; `ok`. */
  readonly integrity: string;
  readonly instances: Rebuilt;
  /** Null: there was no key. */
  readonly registries: readonly Verification[] | null;
}

/**
 * Restores a backup into a database of its own, for the time of the check, and looks at everything in it.
 *
 * @throws {StoreError} `BACKUP_DAMAGED`, `BACKUP_SCHEMA`
 */
export async function verifyBackup(order: VerifyBackupOrder): Promise<BackupVerification> {
  const folder = await mkdtemp(join(tmpdir(), "ordo-verify-"));
  try {
    const context = await openDatabase({ kind: "sqlite", file: join(folder, "restored.db") }, { clock: order.clock });
    try {
      const onRows = (rows: number): void => order.onProgress?.({ rows, instances: 0 });
      const end = await restore(context, { file: order.file, onProgress: onRows });
      const store = storeOf(context);
      const integrity = await integrityOf(context.database);
      const rows = Object.values(end.counts).reduce((sum, count) => sum + count, 0);
      const onInstances = (instances: number): void => order.onProgress?.({ rows, instances });
      const { laneOf, key, kept } = order;
      const instances = await rebuild(store, context, { laneOf, repair: false, onProgress: onInstances });
      const heads = [...kept, ...end.heads];
      const registries = key === null ? null : await verifyRegistries(store, { key, kept: heads, registries: null });
      const isSound = integrity === "ok" && instances.differing === 0;
      const holds = isSound && (registries ?? []).every((verified) => verified.breaches === 0);
      return { holds, end, integrity, instances, registries };
    } finally {
      await context.database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function integrityOf({ db }: Database): Promise<string> {
  const { rows } = await db.executeQuery<{ readonly integrity_check: string }>(
    CompiledQuery.raw("pragma integrity_check", []),
  );
  return rows.map((row) => row.integrity_check).join("; ");
}
