import { type Kysely, sql } from "kysely";
import type { ValueMap } from "../../../engine/base/value.ts";
import { typeOf } from "../../../engine/record/record-reference.ts";
import { wordsOfRecord, wordsOfSearch } from "../../../engine/record/search-words.ts";
import type { SqlDatabase, SqlSession } from "../../sql-database.ts";
import type { RecordTables } from "./record-tables.ts";

interface On {
  readonly db: Kysely<RecordTables>;
  readonly session: SqlSession;
}

/** Rows of the index written by one statement. */
const BATCH = 500;
/** Records that one search looks at: what meets more is too short to mean anything. */
const FOUND_MAX = 2_000;
/** Records without words that are indexed in one transaction. */
const WORDLESS_BATCH = 200;
/** Above every other character: the end of all words that begin alike. */
const LAST = "\u{10FFFF}";

/** Rewrites what a search finds the record by. @param before null: it was not there; after null: it goes */
export async function keepWords(
  { db, session }: On,
  ref: string,
  { before, after }: { readonly before: ValueMap | null; readonly after: ValueMap | null },
): Promise<void> {
  const old = before === null ? new Set<string>() : wordsOfRecord(ref, before);
  const now = after === null ? new Set<string>() : wordsOfRecord(ref, after);
  const gone = [...old].filter((word) => !now.has(word));
  for (let at = 0; at < gone.length; at += BATCH)
    await session.run(
      db
        .deleteFrom("record_word")
        .where("ref", "=", ref)
        .where("word", "in", gone.slice(at, at + BATCH)),
    );
  const type = typeOf(ref);
  const fresh = [...now].filter((word) => !old.has(word)).map((word) => ({ word, type, ref }));
  for (let at = 0; at < fresh.length; at += BATCH)
    await session.run(
      db
        .insertInto("record_word")
        .values(fresh.slice(at, at + BATCH))
        .onConflict((conflict) => conflict.doNothing()),
    );
}

/** Records of a type that have every word of a search, in no order; null: the text holds nothing to look for. */
export async function refsWithWords(
  { db, session }: On,
  type: string,
  text: string,
): Promise<readonly string[] | null> {
  // A long word leads to few records.
  const [first, ...others] = [...wordsOfSearch(text)].sort((one, other) => other.length - one.length);
  if (first === undefined) return null;
  let query = db
    .selectFrom("record_word")
    .select("ref")
    .distinct()
    .where("type", "=", type)
    .where("word", ">=", first)
    .where("word", "<", `${first}${LAST}`);
  for (const word of others)
    query = query.where(
      sql<boolean>`exists (select 1 from record_word other where other.ref = record_word.ref
        and other.word >= ${word} and other.word < ${`${word}${LAST}`})`,
    );
  const { rows } = await session.run(query.limit(FOUND_MAX));
  return rows.map(({ ref }) => ref);
}

/** Indexes records that were kept before there was a search. Costs one look where there are none. */
export async function indexWordless({ kind, db, transaction }: SqlDatabase<RecordTables>): Promise<void> {
  for (;;) {
    const done = await transaction(async (session) => {
      const wordless = db
        .selectFrom("record")
        .select(["ref", "fields"])
        .where("words", "=", 0)
        .where("deleted", "=", 0);
      const query = wordless.orderBy("ref").limit(WORDLESS_BATCH);
      // An edit between reading and indexing would leave words that are in the record no more.
      const { rows } = await session.run(kind === "postgres" ? query.forUpdate() : query);
      for (const { ref, fields } of rows) {
        await keepWords({ db, session }, ref, { before: null, after: JSON.parse(fields) as ValueMap });
        await session.run(db.updateTable("record").set({ words: 1 }).where("ref", "=", ref));
      }
      return rows.length < WORDLESS_BATCH;
    });
    if (done) return;
  }
}
