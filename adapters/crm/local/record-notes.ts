import type { RecordNote } from "../../../engine/record/record-change.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import type { RecordTables } from "./record-tables.ts";

/** What is noted on a record, oldest first. */
export async function notesOf(
  { db }: SqlDatabase<RecordTables>,
  ref: string,
): Promise<readonly (RecordNote & { readonly by: string | null; readonly at: number })[]> {
  const rows = await db
    .selectFrom("record_note")
    .selectAll()
    .where("ref", "=", ref)
    .orderBy("position")
    .orderBy("id")
    .execute();
  return rows.map(({ body, files, actor, at }) => ({
    text: body,
    files: JSON.parse(files) as RecordNote["files"],
    by: actor,
    at,
  }));
}
