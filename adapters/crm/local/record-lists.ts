import { type Kysely, sql } from "kysely";
import type { UserId } from "../../../engine/base/ids.ts";
import { suggest } from "../../../engine/base/suggest.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import { checkedField } from "../../../engine/record/check-field.ts";
import { fillValue } from "../../../engine/record/fill-value.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { KeptLists } from "../../../engine/record/record-rules.ts";
import type { SqlSession } from "../../sql-database.ts";
import { keepPast, pastOf, type RecordPast } from "./record-history.ts";
import type { RecordTables } from "./record-tables.ts";

/** What a reference list is changed with. */
export interface ListParts {
  readonly kind: "sqlite" | "postgres";
  readonly db: Kysely<RecordTables>;
  readonly session: SqlSession;
  readonly catalog: Catalog | null;
  readonly at: number;
  readonly actor: UserId | null;
}

/** What a change of a list came to. */
export interface ListChange {
  /** The rows as they stand now. */
  readonly rows: readonly ValueMap[];
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Rows of one list; more is a table, not a list to choose from. */
const ROWS_MAX = 5_000;

/** Reference lists that the records' database keeps itself. */
export async function keptLists(db: Kysely<RecordTables>, session: SqlSession): Promise<KeptLists> {
  const { rows } = await session.run(db.selectFrom("record_list").selectAll());
  return Object.fromEntries(rows.map(({ name, rows }) => [name, JSON.parse(rows) as readonly ValueMap[]]));
}

/**
 * Puts rows into a list, each known by its `value`, or takes them out. What others read of it changes at once; there is
 * no event: lists are what is chosen from, nobody waits for them.
 *
 * @param order.rows new ones are added at the end, known ones get the fields given
 * @param order.only true: rows that are not named go
 * @throws {RecordRefusal} `LIST_UNKNOWN`, `FIELD_UNKNOWN`, `FIELD_INVALID`, `FIELD_REQUIRED`, `LIST_TOO_LONG`
 */
export async function changeList(
  parts: ListParts,
  order: {
    readonly name: string;
    readonly rows: readonly ValueMap[];
    readonly remove?: readonly string[];
    readonly only?: boolean;
  },
): Promise<ListChange> {
  const { name } = order;
  await lock(parts, name);
  const before = await rowsOf(parts, name);
  const given = new Map(
    order.rows.map((row) => checkedRow(parts.catalog, name, row)).map((row) => [valueOf(row), row]),
  );
  const removed = new Set(order.remove ?? []);
  for (const value of removed) if (!before.some((row) => valueOf(row) === value)) throw noSuchRow(name, value, before);
  const kept = before
    .filter((row) => !removed.has(valueOf(row)) && (order.only !== true || given.has(valueOf(row))))
    .map((row) => ({ ...row, ...given.get(valueOf(row)) }));
  const known = new Set(before.map(valueOf));
  const rows = [...kept, ...[...given].flatMap(([value, row]) => (known.has(value) ? [] : [row]))];
  if (rows.length > ROWS_MAX) throw tooLong(name);
  const old = new Map(before.map((row) => [valueOf(row), JSON.stringify(row)]));
  const changed = rows.filter((row) => (old.get(valueOf(row)) ?? JSON.stringify(row)) !== JSON.stringify(row)).length;
  const change = { rows, added: rows.length - kept.length, changed, removed: before.length - kept.length };
  if (change.added + change.changed + change.removed > 0) await keep(parts, name, { before, rows });
  return change;
}

/** Who changed a list, oldest first. */
export function pastOfList(parts: Pick<ListParts, "db" | "session">, name: string): Promise<readonly RecordPast[]> {
  return pastOf(parts, `list/${name}`);
}

/**
 * Whoever else changes the list waits until the transaction ends. On SQLite they wait anyway. The name is locked and not
 * the row: a list that stands in the catalogue only has none yet.
 */
async function lock({ kind, db, session }: ListParts, name: string): Promise<void> {
  if (kind === "sqlite") return;
  const key = `record_list ${name}`;
  await session.run(db.selectNoFrom(sql`pg_advisory_xact_lock(hashtextextended(${key}, 0))`.as("locked")));
}

async function rowsOf({ db, session, catalog }: ListParts, name: string): Promise<readonly ValueMap[]> {
  const kept = (await keptLists(db, session))[name];
  const declared = catalog?.lists[name];
  if (kept === undefined && declared === undefined && catalog !== null)
    throw listUnknown(name, Object.keys(catalog.lists));
  return kept ?? declared?.values ?? [];
}

async function keep(
  { db, session, at, actor }: ListParts,
  name: string,
  { before, rows }: { readonly before: readonly ValueMap[]; readonly rows: readonly ValueMap[] },
): Promise<void> {
  const json = JSON.stringify(rows);
  await session.run(
    db
      .insertInto("record_list")
      .values({ name, rows: json })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ rows: json })),
  );
  const past = await pastOfList({ db, session }, name);
  const byValue = (all: readonly ValueMap[], others: readonly ValueMap[]): ValueMap => {
    const known = new Set(others.map((row) => JSON.stringify(row)));
    return Object.fromEntries(
      all.filter((row) => !known.has(JSON.stringify(row))).map((row) => [valueOf(row), row] as const),
    );
  };
  await keepPast({ db, session }, `list/${name}`, {
    ...{ revision: (past.at(-1)?.revision ?? 0) + 1, at, by: actor, cause: null, change: "updated" as const },
    ...{ before: byValue(before, rows), after: byValue(rows, before) },
  });
}

function checkedRow(catalog: Catalog | null, name: string, row: ValueMap): ValueMap {
  if (row["value"] === undefined || row["value"] === null || row["value"] === "") throw rowWithoutValue(name);
  const columns = catalog?.lists[name]?.columns ?? {};
  if (Object.keys(columns).length === 0) return row;
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const field = Object.hasOwn(columns, column) ? columns[column] : undefined;
      if (!field) throw columnUnknown(name, column, Object.keys(columns));
      return [column, checkedField(fillValue(value, field), field, () => null)];
    }),
  );
}

function valueOf(row: ValueMap): string {
  return String(row["value"]);
}

function listUnknown(name: string, known: readonly string[]): RecordRefusal {
  const near = suggest(name, known);
  const all = near ?? known.join(", ");
  return new RecordRefusal("LIST_UNKNOWN", {
    ru: `Списка «${name}» нет; есть: ${all}`,
    en: `There is no list "${name}"; there are: ${all}`,
  });
}

function noSuchRow(name: string, value: string, rows: readonly ValueMap[]): RecordRefusal {
  const all = rows.map(valueOf).slice(0, 12).join(", ");
  return new RecordRefusal("LIST_ROW_UNKNOWN", {
    ru: `В списке ${name} нет строки «${value}»; есть: ${all}`,
    en: `The list ${name} has no row "${value}"; there are: ${all}`,
  });
}

function rowWithoutValue(name: string): RecordRefusal {
  return new RecordRefusal(
    "FIELD_REQUIRED",
    { ru: `Строке списка ${name} нужно поле value`, en: `A row of the list ${name} needs the field value` },
    "value",
  );
}

function columnUnknown(name: string, column: string, columns: readonly string[]): RecordRefusal {
  const all = columns.join(", ");
  return new RecordRefusal(
    "FIELD_UNKNOWN",
    {
      ru: `В списке ${name} нет столбца ${column}; есть: ${all}`,
      en: `The list ${name} has no column ${column}; there are: ${all}`,
    },
    column,
  );
}

function tooLong(name: string): RecordRefusal {
  return new RecordRefusal("LIST_TOO_LONG", {
    ru: `В списке ${name} стало бы больше ${ROWS_MAX} строк: заведите для этого тип записей`,
    en: `The list ${name} would have more than ${ROWS_MAX} rows: make a type of records for it`,
  });
}
