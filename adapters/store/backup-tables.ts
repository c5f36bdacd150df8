import type { Bulk } from "./bulk.ts";
import type { Session } from "./database.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import type { DatabaseKind } from "./migrations/migration.ts";

/** A table as the database describes it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly isInt: boolean; readonly isReal: boolean }[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
}

/** Tables that no backup holds, and why. Every other table of ours is in it. */
export const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ["migration", "a restored store's migrations are its own"],
  ["worker", "who works now means nothing to a restored store"],
  ["fence", "epochs of those workers"],
  ["duty", "what those workers were about to do"],
  ["mailbox_lease", "which of those workers reads a mailbox now"],
  ["account_session", "whoever was signed in then signs in again"],
  ["account_link", "a link that was used since must not hold once more"],
  ["account_tries", "who tried a password lately means nothing to a restored store"],
  ["account_address", "from where people signed in is learned again"],
  ["account_gate", "writers of one store wait there for each other"],
]);

interface Cell {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** Place in the primary key, from 1; 0: not in it. */
  readonly place: number;
}

const COLUMNS: Readonly<Record<DatabaseKind, string>> = {
  sqlite: `select m.name as "table", i.name as "column", i.type as type, i.pk as place
    from sqlite_schema m join pragma_table_info(m.name) i where m.type = 'table' order by m.name, i.cid`,
  postgres: `select c.relname::text as "table", a.attname::text as "column",
      format_type(a.atttypid, a.atttypmod) as type, coalesce(array_position(x.indkey::int2[], a.attnum) + 1, 0) as place
    from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_index x on x.indrelid = c.oid and x.indisprimary
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    order by c.relname, a.attnum`,
};

/** All tables of ours with their columns and keys, by name. Foreign tables beside them are not looked at. */
export async function tablesOf(tx: Session, kind: DatabaseKind): Promise<readonly TableShape[]> {
  const ours = ourNames(kind);
  const { rows } = await tx.query<Cell>(COLUMNS[kind], []);
  const tables = Map.groupBy(
    rows.filter(({ table }) => ours.has(table) && !LEFT_OUT.has(table)),
    ({ table }) => table,
  );
  return [...tables]
    .map(([name, cells]) => ({
      name,
      columns: cells.map(({ column, type }) => ({
        name: column,
        isInt: /int/iu.test(type),
        isReal: /real|double/iu.test(type),
      })),
      key: cells
        .filter(({ place }) => place > 0)
        .sort((one, other) => one.place - other.place)
        .map(({ column }) => column),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The tables that all migrations together leave behind, under the names they have at the end. */
function ourNames(kind: DatabaseKind): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of MIGRATIONS.flatMap((migration) => migration.statements(kind))) {
    const [, made, left, before, after] =
      /^(?:create table (\w+)|drop table (\w+)|alter table (\w+) rename to (\w+))/u.exec(statement) ?? [];
    for (const gone of [left, before]) if (gone !== undefined) names.delete(gone);
    for (const fresh of [made, after]) if (fresh !== undefined) names.add(fresh);
  }
  return names;
}

/** Reads a table from behind a place on, in the order of its key. */
export function pageText({ name, columns, key }: TableShape, kind: DatabaseKind, isFirst: boolean): string {
  const mark = (place: number): string => (kind === "sqlite" ? `?${place}` : `$${place}`);
  const names = key.map(quoted).join(", ");
  const behind = isFirst ? "" : ` where (${names}) > (${key.map((_, place) => mark(place + 1)).join(", ")})`;
  const limit = mark(isFirst ? 1 : key.length + 1);
  const cells = columns.map((column) => quoted(column.name)).join(", ");
  return `select ${cells} from ${quoted(name)}${behind} order by ${names} limit ${limit}`;
}

/** Inserts rows of a table whose columns are known only now. */
export function insertingInto(
  { name, columns }: TableShape,
  fields: readonly string[],
): Bulk<Readonly<Record<string, unknown>>> {
  const typeOf = new Map(
    columns.map(({ name: column, isInt, isReal }) => [column, isInt ? "bigint" : isReal ? "double precision" : "text"]),
  );
  const names = fields.map(quoted).join(", ");
  const typed = fields.map((field) => `${quoted(field)} ${typeOf.get(field) ?? "text"}`);
  return {
    fields,
    sqlite: `insert into ${quoted(name)} (${names}) values (${fields.map(() => "?").join(", ")})`,
    postgres: `insert into ${quoted(name)} (${names}) select ${names} from json_to_recordset($1::json) as r(${typed.join(", ")})`,
  };
}

/** A name as both databases read it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
