import { CompiledQuery } from "kysely";
import { instant } from "../../engine/base/instant.ts";
import type { Head, Registries, SealedRow } from "../../engine/ports/registries.ts";
import { type Erasure, type ErasureRecord, erasureRows } from "../../engine/registry/erasure.ts";
import { inserting, updating } from "./bulk.ts";
import type { Context, Database, Session } from "./database.ts";
import {
  appendedBy,
  findRows,
  orphans,
  plainRow,
  rowsByNumber,
  rowsOf,
  scanRows,
  sealedRow,
  selectRows,
  unsealedRows,
} from "./registry-rows.ts";
import type { Schema } from "./schema.ts";

const ROW_KEY = ["registry", "instance", "sequence"] as const;

const INSERT_ROW = inserting("registry_row", "keep");
const INSERT_VALUE = inserting("registry_value", "keep");
const INSERT_SEAL = inserting("registry_seal", "keep");
const FIRST_HEAD = inserting("registry_head", "keep");
const NEXT_HEAD = updating("registry_head", {
  match: ["registry"],
  was: ["count", "chain"],
  set: ["count", "chain", "at"],
});
const HEAD_OF_DAY = inserting("registry_head_day", { key: ["registry", "day"], set: ["count", "chain", "at"] });
const NUMBER_ROW = updating("registry_row", { match: ROW_KEY, set: ["number"] });
const SALT_VALUE = updating("registry_value", { match: ROW_KEY, set: ["salts"] });
const ERASE_VALUE = updating("registry_value", { match: ROW_KEY, set: ["entry", "salts", "erased"] });
const ERASE_ACTOR = updating("registry_row", { match: ROW_KEY, set: ["actor"] });

/** Registries in the database: what commits wrote, and what the sealer adds. */
export function createRegistries({ database }: Pick<Context, "database">): Registries {
  const { db } = database;
  return {
    names: () => names(database),
    unsealed: async (registry, limit) => (await unsealedRows(database, registry, limit)).map(plainRow),
    seal: (registry, previous, rows, head) => seal(database, { registry, previous, rows, head }),
    head: async (registry) => {
      const found = db.selectFrom("registry_head").selectAll().where("registry", "=", registry);
      const row = await found.executeTakeFirst();
      return row === undefined ? null : headOf(row);
    },
    heads: async (registry) => {
      const kept = db.selectFrom("registry_head_day").selectAll().where("registry", "=", registry);
      return (await kept.orderBy("day").execute()).map(headOf);
    },
    rows: (registry, page) => rowsByNumber(database, registry, page),
    find: (registry, wanted) => findRows(database, registry, wanted),
    scan: (registry, wanted) => scanRows(database, registry, wanted),
    rowsOf: (instances) => rowsOf(database, instances),
    appendedBy: (instances) => appendedBy(database, instances),
    orphans: (registry, limit) => orphans(database, registry, limit),
    erase: (erasures, record) => database.transaction((tx) => erase(database, tx, { erasures, record })),
  };
}

/** Each name by one step through the key, however many rows it has; those too that only a head remembers. */
async function names({ db }: Database): Promise<readonly string[]> {
  const { rows } = await db.executeQuery<{ readonly registry: string }>(CompiledQuery.raw(NAMES, []));
  return rows.map(({ registry }) => registry).sort();
}

const NAMES = `with recursive name(registry) as (
    select min(registry) from registry_row
    union all
    select (select min(next.registry) from registry_row next where next.registry > name.registry)
    from name where name.registry is not null)
  select registry from name where registry is not null union select registry from registry_head`;

interface SealOrder {
  readonly registry: string;
  readonly previous: Head | null;
  readonly rows: Parameters<Registries["seal"]>[2];
  readonly head: Head;
}

/** A row was sealed by somebody else: nothing of the batch is written. */
class Sealed extends Error {
  override readonly name = "Sealed";
}

async function seal(database: Database, order: SealOrder): Promise<boolean> {
  try {
    return await database.transaction((tx) => writeSeals(tx, order));
  } catch (error) {
    if (error instanceof Sealed) return false;
    throw error;
  }
}

async function writeSeals(tx: Session, { registry, previous, rows, head }: SealOrder): Promise<boolean> {
  const { count, chain, at } = head;
  const moved =
    previous === null
      ? await tx.put(FIRST_HEAD, [{ registry, count, chain, at }])
      : await tx.put(NEXT_HEAD, [{ registry, count, chain, at, was_count: previous.count, was_chain: previous.chain }]);
  if (moved === 0) return false;
  const sealed = await tx.put(
    INSERT_SEAL,
    rows.map(({ row: { instance, sequence }, seal: { number, digest, chain: link, commitments, sealedAt } }) => {
      const place = { registry, number, instance, sequence };
      return { ...place, digest, chain: link, commitments: JSON.stringify(commitments), sealed_at: sealedAt };
    }),
  );
  if (sealed !== rows.length) throw new Sealed();
  await tx.put(
    NUMBER_ROW,
    rows.map(({ row: { instance, sequence }, seal: { number } }) => ({ registry, instance, sequence, number })),
  );
  await tx.put(
    SALT_VALUE,
    rows.map(({ row: { instance, sequence }, salts }) => {
      return { registry, instance, sequence, salts: JSON.stringify(salts) };
    }),
  );
  await tx.put(HEAD_OF_DAY, [{ registry, day: new Date(at).toISOString().slice(0, 10), count, chain, at }]);
  return true;
}

function headOf({ registry, count, chain, at }: Schema["registry_head"]): Head {
  return { registry, count, chain, at: instant(at) };
}

interface EraseOrder {
  readonly erasures: readonly Erasure[];
  readonly record: ErasureRecord;
}

async function erase(database: Database, tx: Session, { erasures, record }: EraseOrder): Promise<number> {
  const done: Erasure[] = [];
  for (const erasure of erasures) {
    const { registry, instance, sequence } = erasure;
    const found = selectRows(database)
      .where("row.registry", "=", registry)
      .where("row.instance", "=", instance)
      .where("row.sequence", "=", sequence);
    const cells = (await tx.run(found)).rows[0];
    const row = cells === undefined ? null : sealedRow(cells);
    if (row === null || row.seal === null) continue;
    const fields = erasure.fields.filter((field) => isErasable(row, field));
    if (fields.length === 0) continue;
    await eraseRow(tx, row, fields);
    done.push({ ...erasure, fields });
  }
  await writeRecord(tx, { erasures: done, record });
  return done.length;
}

/** The process and the step are not personal, and without them nobody knows what the row was. */
function isErasable(row: SealedRow, field: string): boolean {
  if (row.erased.includes(field) || field === "$process" || field === "$step") return false;
  return row.seal !== null && Object.hasOwn(row.seal.commitments, field);
}

async function eraseRow(tx: Session, row: SealedRow, fields: readonly string[]): Promise<void> {
  const { registry, instance, sequence } = row;
  const place = { registry, instance, sequence };
  const without = (map: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(Object.fromEntries(Object.entries(map).filter(([name]) => !fields.includes(name))));
  const erased = JSON.stringify([...row.erased, ...fields]);
  await tx.put(ERASE_VALUE, [{ ...place, entry: without(row.entry), salts: without(row.salts), erased }]);
  if (fields.includes("$actor")) await tx.put(ERASE_ACTOR, [{ ...place, actor: null }]);
}

async function writeRecord(tx: Session, { erasures, record }: EraseOrder): Promise<void> {
  const rows = erasureRows(erasures, record);
  await tx.put(
    INSERT_ROW,
    rows.map(({ entry: _, ...row }) => ({ ...row, number: null })),
  );
  await tx.put(
    INSERT_VALUE,
    rows.map(({ registry, instance, sequence, entry }) => {
      return { registry, instance, sequence, entry: JSON.stringify(entry), salts: "{}", erased: "[]" };
    }),
  );
}
