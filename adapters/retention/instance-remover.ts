import { instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import { REMOVALS } from "../../engine/registry/erasure.ts";
import { eachRow, type Row, shapesOf } from "../person/each-row.ts";
import { quoted, tablesOf } from "../store/backup-tables.ts";
import { textsOf } from "../store/bulk.ts";
import type { Database, Session } from "../store/database.ts";
import { removeUnnamed } from "./remove-unnamed.ts";

/** Instances of one transaction: others wait no longer than for these. */
const BATCH = 50;

/** Process → milliseconds after the end at which its instances are archived and removed; null: as all others, never. */
export interface RetentionTerms {
  readonly now: number;
  readonly endedMs: number;
  readonly processes: Readonly<Record<string, { readonly endedMs: number | null; readonly removedMs: number | null }>>;
}

/** What would go now. */
export interface RetentionPreview {
  readonly process: string;
  /** Ended and not in the archive yet, and old enough for it. */
  readonly archived: number;
  readonly removed: number;
  /** When the oldest of those that would be removed ended; null: none would be. */
  readonly oldest: number | null;
}

interface Parts {
  readonly database: Database;
  /** Folder of files. */
  readonly files: string;
  readonly clock: Clock;
}

/**
 * Removes ended instances whose time is up: history, snapshot, incidents, refusals, messages, and the files that nothing
 * else names. Rows of registries stay and their chains hold: that the instance was removed is written into the registry
 * `removals`. What still has something to be done outside, or whose parent waits for it, stays for the next time.
 */
export class InstanceRemover {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @returns how many were removed, at most `limit` */
  async remove(process: string, endedBefore: number, limit: number): Promise<number> {
    const { database, files } = this.#parts;
    const named = new Set<string>();
    let removed = 0;
    while (removed < limit) {
      const count = Math.min(BATCH, limit - removed);
      const done = await database.transaction((tx) => this.#batch(tx, { process, endedBefore, limit: count, named }));
      removed += done;
      if (done < count) break;
    }
    if (named.size > 0) await removeUnnamed(files, await this.#unnamed(named));
    return removed;
  }

  /** What would be archived and removed now, process by process. Changes nothing. */
  async preview({ now, endedMs, processes }: RetentionTerms): Promise<readonly RetentionPreview[]> {
    const { database } = this.#parts;
    const mark = database.kind === "sqlite" ? "?1" : "$1";
    const { rows } = await database.snapshot((tx) =>
      tx.query<Row>(
        `select process from instance where ended_at is not null and ${mark} = ${mark} group by process
          union select process from instance_archive group by process order by 1`,
        [1],
      ),
    );
    const found: RetentionPreview[] = [];
    for (const { process } of rows) {
      const name = String(process);
      const own = Object.hasOwn(processes, name) ? processes[name] : undefined;
      const archived = await this.#count(["instance"], name, now - (own?.endedMs ?? endedMs));
      const keptMs = own?.removedMs ?? null;
      const gone = keptMs === null ? null : await this.#count(["instance", "instance_archive"], name, now - keptMs);
      found.push({ process: name, archived: archived.count, removed: gone?.count ?? 0, oldest: gone?.oldest ?? null });
    }
    return found;
  }

  async #count(tables: readonly string[], process: string, before: number) {
    const { database } = this.#parts;
    const [one, other] = database.kind === "sqlite" ? ["?1", "?2"] : ["$1", "$2"];
    let [count, oldest]: [number, number | null] = [0, null];
    for (const table of tables) {
      const { rows } = await database.snapshot((tx) =>
        tx.query<Row>(
          `select count(*) as count, min(ended_at) as oldest from ${table} where process = ${one} and ended_at < ${other}`,
          [process, before],
        ),
      );
      count += Number(rows[0]?.["count"] ?? 0);
      const first = rows[0]?.["oldest"];
      if (first != null) oldest = Math.min(oldest ?? Number(first), Number(first));
    }
    return { count, oldest };
  }

  async #batch(
    tx: Session,
    of: { readonly process: string; readonly endedBefore: number; readonly limit: number; readonly named: Set<string> },
  ): Promise<number> {
    const { kind } = this.#parts.database;
    const [one, other, third] = kind === "sqlite" ? ["?1", "?2", "?3"] : ["$1", "$2", "$3"];
    const due = (table: string): string => `select i.id, i.ended_at, i.snapshot from ${table} i
      where i.process = ${one} and i.ended_at is not null and i.ended_at < ${other}
        and not exists (select 1 from outbox o where o.instance = i.id)
        and not exists (select 1 from awaiting a where a.child = i.id)`;
    const { rows } = await tx.query<Row>(
      `select * from (${due("instance_archive")} union all ${due("instance")}) x order by ended_at, id limit ${third}`,
      [of.process, of.endedBefore, of.limit],
    );
    if (rows.length === 0) return 0;
    const ids = [JSON.stringify(rows.map((row) => row["id"]))];
    const those = textsOf(kind, 1);
    for (const table of ["history", "history_archive"]) {
      const told = await tx.query<Row>(`select events from ${table} where instance ${those}`, ids);
      for (const { events } of told.rows) collect(String(events), of.named);
    }
    for (const { snapshot } of rows) collect(String(snapshot), of.named);
    await this.#record(tx, { process: of.process, rows, ids });
    for (const { name, columns } of await tablesOf(tx, kind)) {
      const column = name === "instance" || name === "instance_archive" ? "id" : "instance";
      const goes = columns.some((one) => one.name === column) && !STAYS.has(name) && !name.startsWith("registry_");
      if (goes) await tx.query(`delete from ${quoted(name)} where "${column}" ${those}`, ids);
    }
    return rows.length;
  }

  /** One row for each that leaves rows behind. */
  async #record(
    tx: Session,
    {
      process,
      rows,
      ids,
    }: { readonly process: string; readonly rows: readonly Row[]; readonly ids: readonly string[] },
  ): Promise<void> {
    const { kind } = this.#parts.database;
    const left = await tx.query<Row>(
      `select distinct instance from registry_row where instance ${textsOf(kind, 1)}`,
      ids,
    );
    const at = this.#parts.clock.now();
    const marks = (count: number) =>
      Array.from({ length: count }, (_, place) => (kind === "sqlite" ? `?${place + 1}` : `$${place + 1}`)).join(", ");
    for (const { instance } of left.rows) {
      const endedAt = rows.find((row) => row["id"] === instance)?.["ended_at"];
      const entry = { instance, ended: new Date(instant(Number(endedAt))).toISOString() };
      const key = [REMOVALS, `${REMOVALS}/${String(instance)}`, 1];
      await tx.query(
        `insert into registry_row (registry, instance, sequence, process, step, actor, at, number)
          values (${marks(6)}, ${kind === "sqlite" ? "?7" : "$7"}, null) on conflict do nothing`,
        [...key, process, "remove", null, at],
      );
      await tx.query(
        `insert into registry_value (registry, instance, sequence, entry, salts, erased) values (${marks(6)}) on conflict do nothing`,
        [...key, JSON.stringify(entry), "{}", "[]"],
      );
    }
  }

  /** Of these references those that no row names any more. */
  async #unnamed(named: ReadonlySet<string>): Promise<readonly string[]> {
    const { database } = this.#parts;
    const left = new Set(named);
    for (const shape of await shapesOf(database))
      await eachRow(database, shape, async (row) => {
        for (const { name } of shape.columns) {
          const text = row[name];
          if (typeof text !== "string" || !text.includes("file:")) continue;
          // Wherever it stands, also in the middle of a text: rather a file too many.
          for (const reference of left) if (text.includes(reference)) left.delete(reference);
        }
      });
    return [...left].flatMap((raw) => {
      try {
        return [JSON.parse(`"${raw}"`) as string];
      } catch {
        return [];
      }
    });
  }
}

/** As JSON writes it: compared as it is written, so that what stands inside needs no taking apart. */
const REFERENCE = /file:(?:[^"\\]|\\(?!["\\n]))+/gu;

function collect(text: string, into: Set<string>): void {
  for (const [reference] of text.matchAll(REFERENCE)) into.add(reference);
}

/**
 * Tables that name instances and outlive them: values that may be used once, what has been taken in, what a batch did.
 * Every other table with a column `instance` goes with it.
 */
const STAYS: ReadonlySet<string> = new Set(["once_used", "inbox", "start_batch_item"]);
