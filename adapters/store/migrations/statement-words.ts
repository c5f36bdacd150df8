import type { DatabaseKind } from "./migration.ts";

/**
 * A statement of a migration in one database's words: `text` and `int` columns, `) clustered` at the end of a table whose
 * rows are small. On PostgreSQL text is compared byte by byte, as SQLite does and as pages and ids need it.
 */
export function inWordsOf(kind: DatabaseKind, statement: string): string {
  const isTable = statement.startsWith("create table");
  const bare = statement.replace(/\) clustered$/, ")");
  if (!isTable) return bare;
  if (kind === "sqlite") return `${bare} strict${bare === statement ? "" : ", without rowid"}`;
  return bare.replace(/\btext\b/g, `text collate "C"`).replace(/\bint\b/g, "bigint");
}
