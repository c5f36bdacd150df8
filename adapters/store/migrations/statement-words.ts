import type { DatabaseKind } from "./migration.ts";

/**
 * A statement of a migration in one database's words: `text` and `int` columns (added ones too), `) clustered` at the end of a table whose
 * rows are small. On PostgreSQL text is compared byte by byte, as SQLite does and as pages and ids need it.
 */
export function inWordsOf(kind: DatabaseKind, statement: string): string {
  const isTable = statement.startsWith("create table");
  const bare = statement.replace(/\) clustered$/, ")");
  if (!isTable && !statement.startsWith("alter table")) return bare;
  if (kind === "sqlite") return isTable ? `${bare} strict${bare === statement ? "" : ", without rowid"}` : bare;
  return bare.replace(/\btext\b/g, `text collate "C"`).replace(/\bint\b/g, "bigint");
}
