import { type BackupEnd, type BackupHead, type BackupLine, readBackup } from "./backup-file.ts";
import { insertingInto, quoted, type TableShape, tablesOf } from "./backup-tables.ts";
import type { Bulk } from "./bulk.ts";
import type { Context, Session } from "./database.ts";
import { fillLists } from "./fill-lists.ts";
import { fillShown } from "./fill-shown.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { StoreError } from "./store-error.ts";

/** Rows written at once. */
const BATCH_ROWS = 200;

/** In no backup, and of no use to what is restored: whoever was signed in signs in again, links that were sent have ended. */
const ENDED = ["account_session", "account_link", "account_tries", "account_address"] as const;

/** What to restore. */
export interface RestoreOrder {
  readonly file: string;
  /** True: what the store holds goes. @default false */
  readonly replace?: boolean;
  /** Called with the number of rows read so far. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * Puts a backup into a store, all or nothing. Nobody may work on the store meanwhile. What workers held is free again;
 * what they had begun stays uncertain.
 *
 * @throws {StoreError} `STORE_NOT_EMPTY` unless told to replace; `BACKUP_SCHEMA`, `BACKUP_DAMAGED`: nothing was changed
 */
export async function restore(context: Context, order: RestoreOrder): Promise<BackupEnd> {
  const { database } = context;
  // Read twice: a damaged one may look like anything on the way, and only its end says what it is.
  await readBackup(order.file, { head: async () => {}, line: async () => {} });
  await migrate(context, MIGRATIONS);
  const restored = await database.transaction(async (tx) => {
    const tables = await tablesOf(tx, database.kind);
    if (order.replace !== true) await requireEmpty(tx, tables);
    for (const table of tables) await tx.query(`delete from ${quoted(table.name)}`, []);
    for (const name of ENDED) await tx.query(`delete from ${quoted(name)}`, []);
    const filler = new Filler(tx, tables, order.onProgress);
    const end = await readBackup(order.file, filler);
    await filler.flush();
    await tx.query("update outbox set owner = null, epoch = 0 where owner is not null", []);
    await tx.query("update timer set leased_by = null, leased_until = 0 where leased_by is not null", []);
    return end;
  });
  await fillLists(database);
  await fillShown(database);
  return restored;
}

/**
 * For who puts other things back first: would a restore that replaces nothing be refused?
 *
 * @throws {StoreError} `STORE_NOT_EMPTY`
 */
export async function requireEmptyStore(context: Context): Promise<void> {
  const { database } = context;
  await migrate(context, MIGRATIONS);
  await database.transaction(async (tx) => requireEmpty(tx, await tablesOf(tx, database.kind)));
}

/** Writes the lines of a backup into the tables they belong to. */
class Filler {
  readonly #tx: Session;
  readonly #tables: ReadonlyMap<string, TableShape>;
  readonly #onProgress: ((rows: number) => void) | undefined;
  #bulk: Bulk<Readonly<Record<string, unknown>>> | null = null;
  #batch: Readonly<Record<string, unknown>>[] = [];
  #rows = 0;

  constructor(tx: Session, tables: readonly TableShape[], onProgress: ((rows: number) => void) | undefined) {
    this.#tx = tx;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#onProgress = onProgress;
  }

  /** Tables that a later migration made stay empty; what an earlier version did not write cannot be made up. */
  async head({ schema }: BackupHead): Promise<void> {
    const known = MIGRATIONS.map((migration) => migration.name);
    if (schema.some((name, place) => known[place] !== name)) throw otherSchema(schema, known);
  }

  async line(line: BackupLine): Promise<void> {
    if (line.kind === "table") return await this.#begin(line.name, line.columns);
    const fields = this.#bulk?.fields ?? [];
    this.#batch.push(Object.fromEntries(fields.map((field, place) => [field, line.cells[place] ?? null])));
    if (this.#batch.length >= BATCH_ROWS) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#bulk === null || this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    await this.#tx.put(this.#bulk, batch);
    this.#rows += batch.length;
    this.#onProgress?.(this.#rows);
  }

  async #begin(name: string, columns: readonly string[]): Promise<void> {
    await this.flush();
    const table = this.#tables.get(name);
    const known = new Set(table?.columns.map((column) => column.name));
    if (table === undefined || columns.some((column) => !known.has(column))) throw otherSchema([name], [...known]);
    this.#bulk = insertingInto(table, columns);
  }
}

async function requireEmpty(tx: Session, tables: readonly TableShape[]): Promise<void> {
  for (const { name } of tables) {
    const { rows } = await tx.query(`select 1 from ${quoted(name)} limit 1`, []);
    if (rows.length === 0) continue;
    throw new StoreError("STORE_NOT_EMPTY", {
      says: {
        ru: `Хранилище не пустое: в таблице ${name} есть строки.`,
        en: `The store is not empty: the table ${name} has rows.`,
      },
      remedy: {
        ru: "Укажите новую базу, или скажите явно, что всё в этой можно стереть (`--replace`).",
        en: "Name a new database, or say that all in this one may go (`--replace`).",
      },
    });
  }
}

function otherSchema(theirs: readonly string[], ours: readonly string[]): StoreError {
  return new StoreError("BACKUP_SCHEMA", {
    says: {
      ru: `Копия сделана другой версией: в ней ${theirs.join(", ")}, здесь известно ${ours.join(", ") || "—"}.`,
      en: `The backup is of another version: it has ${theirs.join(", ")}, known here is ${ours.join(", ") || "nothing"}.`,
    },
    remedy: {
      ru: "Восстановите её той версией, которой она сделана, и обновите потом.",
      en: "Restore it with the version that made it, and update afterwards.",
    },
  });
}
