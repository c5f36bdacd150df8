import { foldText } from "../../../engine/base/fold-text.ts";
import { type RecordSnapshot, refOf, type ValueMap } from "../../../engine/base/value.ts";
import { matchesFilter } from "../../../engine/record/record-filter.ts";
import type { ReadRecord, RecordsWanted } from "./record-editing.ts";
import type { RecordShelf, ShelfParts } from "./record-shelf.ts";
import { refsWithWords } from "./record-words.ts";

/** A page of records: by filter, or what a search box finds. */
export async function findRecords(
  { type, filter = {}, find, limit, after }: RecordsWanted,
  shelf: RecordShelf,
  on: Pick<ShelfParts, "db" | "session">,
): Promise<{ readonly records: readonly ReadRecord[]; readonly next: string | null }> {
  const records =
    find === undefined
      ? await shelf.page(type, { filter, after, limit })
      : await searched({ type, filter, find, after }, shelf, on);
  const page = records.slice(0, limit).map(({ snapshot: record, revision }) => ({ record, revision }));
  return { records: page, next: records.length > limit ? (page.at(-1)?.record.ref ?? null) : null };
}

async function searched(
  { type, filter, find, after }: { type: string; filter: ValueMap; find: string; after: string | null },
  shelf: RecordShelf,
  on: Pick<ShelfParts, "db" | "session">,
) {
  const named = refOf(find.trim());
  const refs = named === null ? await refsWithWords(on, type, find) : [named];
  if (refs === null) return [];
  const read = [...(await shelf.read(refs)).values()];
  const met = read.filter(
    ({ snapshot, isDeleted }) => !isDeleted && snapshot.type === type && matchesFilter(snapshot, filter),
  );
  const sought = foldText(find.trim());
  const ranked = met
    .map((record) => ({ record, rank: rankOf(record.snapshot, sought) }))
    .sort((one, other) => one.rank - other.rank || other.record.position - one.record.position)
    .map(({ record }) => record);
  const from = after === null ? 0 : ranked.findIndex(({ snapshot }) => snapshot.ref === after) + 1;
  return ranked.slice(from);
}

/** Its number, then its title as typed, then all others. */
function rankOf(record: RecordSnapshot, sought: string): number {
  if (foldText(record.id) === sought || record.ref === sought) return 0;
  const title = record["title"];
  return typeof title === "string" && foldText(title).includes(sought) ? 1 : 2;
}
