import type { DatabaseKind } from "./migrations/migration.ts";
import { type Schema, TABLES, type TableName } from "./schema.ts";

/**
 * A statement that writes many rows of one shape. SQLite runs a prepared one-row statement for each (that is faster there
 * than taking a list apart); PostgreSQL runs one statement over a JSON list, which saves the round trips.
 */
export interface Bulk<Row extends object> {
  /** The fields of a row in the order of the one-row statement's parameters. */
  readonly fields: readonly (keyof Row & string)[];
  readonly sqlite: string;
  /** Takes all rows as one JSON parameter. */
  readonly postgres: string;
}

/** What to do with a row whose key is there already. */
export type OnConflict<Table extends TableName> =
  | "fail"
  | "keep"
  | { readonly key: readonly ColumnOf<Table>[]; readonly set: readonly ColumnOf<Table>[] };

type ColumnOf<Table extends TableName> = keyof Schema[Table] & string;

/** Inserts whole rows. */
export function inserting<Table extends TableName>(
  table: Table,
  onConflict: OnConflict<Table> = "fail",
): Bulk<Schema[Table]> {
  const fields = Object.keys(TABLES[table]) as ColumnOf<Table>[];
  const names = fields.map(quoted).join(", ");
  const ending = conflictClause(onConflict);
  return {
    fields,
    sqlite: `insert into ${table} (${names}) values (${fields.map(() => "?").join(", ")})${ending}`,
    postgres: `insert into ${table} (${names}) select ${names} from ${recordset(table, fields)}${ending}`,
  };
}

/** Sets columns of the rows that match; a row whose `match` fits none is left out of the count. */
export function updating<
  Table extends TableName,
  Match extends ColumnOf<Table>,
  Set extends ColumnOf<Table>,
  Was extends ColumnOf<Table> = never,
>(
  table: Table,
  of: { readonly match: readonly Match[]; readonly set: readonly Set[]; readonly was?: readonly Was[] },
): Bulk<Pick<Schema[Table], Match | Set> & { readonly [Name in Was as `was_${Name}`]: Schema[Table][Name] }> {
  const was = of.was ?? [];
  const [set, match] = [of.set.map(quoted), of.match.map(quoted)];
  type Field = (Match | Set | `was_${Was}`) & string;
  const fields = [...of.set, ...of.match, ...was.map((name) => `was_${name}` as const)] as readonly Field[];
  const one = [...match.map((name) => `${name} = ?`), ...was.map((name) => `${quoted(name)} = ?`)];
  const many = [
    ...match.map((name) => `t.${name} = r.${name}`),
    ...was.map((name) => `t.${quoted(name)} = r.${quoted(`was_${name}`)}`),
  ];
  return {
    fields: fields as never,
    sqlite: `update ${table} set ${set.map((name) => `${name} = ?`).join(", ")} where ${one.join(" and ")}`,
    postgres: `update ${table} t set ${set.map((name) => `${name} = r.${name}`).join(", ")} from ${recordset(table, fields)} where ${many.join(" and ")}`,
  };
}

/** Deletes the rows that match. */
export function deleting<Table extends TableName, Match extends ColumnOf<Table>>(
  table: Table,
  match: readonly Match[],
): Bulk<Pick<Schema[Table], Match>> {
  const names = match.map(quoted);
  return {
    fields: match,
    sqlite: `delete from ${table} where ${names.map((name) => `${name} = ?`).join(" and ")}`,
    postgres: `delete from ${table} t using ${recordset(table, match)} where ${names.map((name) => `t.${name} = r.${name}`).join(" and ")}`,
  };
}

/** SQL for the texts of a JSON list that stands as parameter: `where id in ${TEXTS[kind]}` with the parameter at that place. */
export function textsOf(kind: DatabaseKind, parameter: number): string {
  return kind === "sqlite"
    ? `in (select value from json_each(?${parameter}))`
    : `= any(array(select json_array_elements_text($${parameter}::json)))`;
}

function conflictClause<Table extends TableName>(onConflict: OnConflict<Table>): string {
  if (onConflict === "fail") return "";
  if (onConflict === "keep") return " on conflict do nothing";
  const set = onConflict.set.map((name) => `${quoted(name)} = excluded.${quoted(name)}`);
  return ` on conflict (${onConflict.key.map(quoted).join(", ")}) do update set ${set.join(", ")}`;
}

const POSTGRES_TYPES: Readonly<Record<string, string>> = { int: "bigint", real: "double precision" };

function recordset(table: TableName, fields: readonly string[]): string {
  const kinds: Readonly<Record<string, string>> = TABLES[table];
  const typed = fields.map((field) => {
    const kind = kinds[field.replace(/^was_/, "")] ?? "text";
    return `${quoted(field)} ${POSTGRES_TYPES[kind.replace("?", "")] ?? "text"}`;
  });
  return `json_to_recordset($1::json) as r(${typed.join(", ")})`;
}

function quoted(name: string): string {
  return `"${name}"`;
}
