import { pageText, quoted, type TableShape, tablesOf } from "../store/backup-tables.ts";
import type { Database, Session } from "../store/database.ts";

/** Rows of one transaction: others wait no longer than for these. */
const PAGE_ROWS = 200;

/** A row as the database gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** Tables with their columns, by name. */
export function shapesOf(database: Database): Promise<readonly TableShape[]> {
  return database.transaction((tx) => tablesOf(tx, database.kind));
}

/** Walks a table in the order of its key, a page a transaction; what the callback writes is in that transaction. */
export async function eachRow(
  database: Database,
  table: TableShape,
  take: (row: Row, tx: Session) => Promise<void>,
): Promise<void> {
  let after: readonly unknown[] | null = null;
  for (;;) {
    const begins: readonly unknown[] | null = after;
    const last = await database.transaction(async (tx): Promise<Row | null> => {
      const text = pageText(table, database.kind, begins === null);
      const { rows }: { readonly rows: readonly Row[] } = await tx.query<Row>(text, [...(begins ?? []), PAGE_ROWS]);
      for (const row of rows) await take(row, tx);
      return rows.length < PAGE_ROWS ? null : (rows.at(-1) ?? null);
    });
    if (last === null) return;
    after = table.key.map((column) => last[column]);
    // Others have their turn between two pages.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Writes columns of one row. Where its new key is taken already (two of his values became one), the row goes. */
export async function putColumns(
  tx: Session,
  of: { readonly kind: Database["kind"]; readonly table: TableShape; readonly row: Row; readonly changed: Row },
): Promise<void> {
  const { kind, table, row, changed } = of;
  const mark = (place: number): string => (kind === "sqlite" ? `?${place}` : `$${place}`);
  const where = (from: number): string =>
    table.key.map((name, at) => `${quoted(name)} = ${mark(from + at)}`).join(" and ");
  const oldKey = table.key.map((name) => row[name]);
  if (table.key.some((name) => name in changed)) {
    const newKey = table.key.map((name) => changed[name] ?? row[name]);
    const taken = await tx.query(`select 1 from ${quoted(table.name)} where ${where(1)}`, newKey);
    if (taken.rows.length > 0) {
      await tx.query(`delete from ${quoted(table.name)} where ${where(1)}`, oldKey);
      return;
    }
  }
  const names = Object.keys(changed);
  const set = names.map((name, at) => `${quoted(name)} = ${mark(at + 1)}`).join(", ");
  const values = [...names.map((name) => changed[name]), ...oldKey];
  await tx.query(`update ${quoted(table.name)} set ${set} where ${where(names.length + 1)}`, values);
}
