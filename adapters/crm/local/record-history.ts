import type { Kysely } from "kysely";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { RecordChange } from "../../../engine/record/record-change.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { SqlSession } from "../../sql-database.ts";
import type { RecordTables } from "./record-tables.ts";

/** One write of a record. */
export interface RecordPast {
  /** Revision that it made. */
  readonly revision: number;
  readonly at: number;
  /** A person; null: a process, an import, or nobody we know. */
  readonly by: string | null;
  /** `{ process, instance, step }` of the step that wrote it, `{ import: true }`, or null. */
  readonly cause: ValueMap | null;
  readonly change: RecordChange["change"];
  /** The fields that changed, as they were and as they are. */
  readonly before: ValueMap;
  readonly after: ValueMap;
}

/** Writes of one record that are kept. */
export const HISTORY_MAX = 500;
/** Every so many writes the oldest beyond that go. */
const FORGET_EVERY = 50;
/** Fields that a refusal names. */
const TOLD_MAX = 6;

interface On {
  readonly db: Kysely<RecordTables>;
  readonly session: SqlSession;
}

/** Keeps what a write changed, in its transaction. The writer holds the lock: nobody else makes the same revision. */
export async function keepPast({ db, session }: On, ref: string, past: RecordPast): Promise<void> {
  const { revision, at, by, cause, change, before, after } = past;
  const row = { ref, revision, at, actor: by, change };
  const json = { before: JSON.stringify(before), after: JSON.stringify(after) };
  await session.run(
    db.insertInto("record_history").values({ ...row, ...json, cause: cause === null ? null : JSON.stringify(cause) }),
  );
  if (revision % FORGET_EVERY !== 0 || revision <= HISTORY_MAX) return;
  await session.run(
    db
      .deleteFrom("record_history")
      .where("ref", "=", ref)
      .where("revision", "<=", revision - HISTORY_MAX),
  );
}

/** Writes of a record, oldest first. @param after only those after this revision. @default 0 */
export async function pastOf({ db, session }: On, ref: string, after = 0): Promise<readonly RecordPast[]> {
  const query = db.selectFrom("record_history").selectAll().where("ref", "=", ref).where("revision", ">", after);
  const { rows } = await session.run(query.orderBy("revision"));
  return rows.map((row) => ({
    revision: row.revision,
    at: row.at,
    by: row.actor,
    cause: row.cause === null ? null : (JSON.parse(row.cause) as ValueMap),
    change: row.change,
    before: JSON.parse(row.before) as ValueMap,
    after: JSON.parse(row.after) as ValueMap,
  }));
}

/** `RECORD_CHANGED`: somebody wrote since it was read. Names what, from what to what, and by whom. */
export function recordChanged(ref: string, meanwhile: readonly RecordPast[]): RecordRefusal {
  const lines = meanwhile.slice(-TOLD_MAX).map((past) => {
    const names = [...new Set([...Object.keys(past.before), ...Object.keys(past.after)])].slice(0, TOLD_MAX);
    const what = names.map((name) => `${name} ${shown(past.before[name])} → ${shown(past.after[name])}`).join(", ");
    const process = past.cause?.["process"];
    const by = past.by ?? (typeof process === "string" ? process : null);
    return { ru: `${what} (${by ?? "неизвестно кто"})`, en: `${what} (${by ?? "nobody known"})` };
  });
  const text = (of: "ru" | "en"): string => lines.map((line) => line[of]).join("; ");
  return new RecordRefusal("RECORD_CHANGED", {
    ru: `${ref} изменили после того, как вы её прочитали: ${text("ru")}`,
    en: `${ref} was changed after you read it: ${text("en")}`,
  });
}

/** Characters of a value that a refusal shows. */
const SHOWN_MAX = 60;

function shown(value: ValueMap[string] | undefined): string {
  if (value === undefined || value === null) return "—";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
