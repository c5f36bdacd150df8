import { foldText } from "../../../engine/base/fold-text.ts";
import { UnknownCursor } from "../../../engine/base/unknown-cursor.ts";
import { type RecordSnapshot, refOf, type ValueMap } from "../../../engine/base/value.ts";
import { matchesFilter, sortRows } from "../../../engine/record/record-filter.ts";
import { wordsOfRecord, wordsOfSearch } from "../../../engine/record/search-words.ts";
import type { ReadRecord, RecordsWanted } from "./record-editing.ts";
import type { RecordShelf, ShelfParts, ShelfRecord } from "./record-shelf.ts";
import { refsWithWords } from "./record-words.ts";

/** A page of records: by filter, or what a search box finds. */
export async function findRecords(
  { type, filter = {}, find, limit, after, order, unseen = [] }: RecordsWanted,
  shelf: RecordShelf,
  on: Pick<ShelfParts, "db" | "session">,
): Promise<{ readonly records: readonly ReadRecord[]; readonly next: string | null }> {
  const isDescending = order?.descending === true;
  const by = order?.by ?? null;
  const records =
    find !== undefined
      ? await searched({ type, filter, find, after, unseen }, shelf, on)
      : by === null
        ? await shelf.page(type, { filter, after, limit, isDescending })
        : await sorted({ type, filter, by, isDescending, after, limit }, shelf);
  const page = records.slice(0, limit).map(({ snapshot: record, revision }) => ({ record, revision }));
  return { records: page, next: records.length > limit ? (page.at(-1)?.record.ref ?? null) : null };
}

/** Sorted by a field: what is kept of each record until the page is known is its value alone. */
async function sorted(
  of: {
    readonly type: string;
    readonly filter: ValueMap;
    readonly by: string;
    readonly isDescending: boolean;
    readonly after: string | null;
    readonly limit: number;
  },
  shelf: RecordShelf,
): Promise<readonly ShelfRecord[]> {
  const { type, filter, by, isDescending, after, limit } = of;
  const keyed = await shelf.matching(type, filter, (record) => ({ ref: record.ref, value: record[by] ?? null }));
  const all = sortRows(keyed, [{ value: isDescending ? "descending" : "ascending" }]);
  const from = after === null ? 0 : all.findIndex(({ ref }) => ref === after) + 1;
  if (after !== null && from === 0) throw new UnknownCursor();
  const refs = all.slice(from, from + limit + 1).map(({ ref }) => ref);
  const read = await shelf.read(refs);
  return refs.flatMap((ref) => read.get(ref) ?? []);
}

async function searched(
  {
    type,
    filter,
    find,
    after,
    unseen,
  }: { type: string; filter: ValueMap; find: string; after: string | null; unseen: readonly string[] },
  shelf: RecordShelf,
  on: Pick<ShelfParts, "db" | "session">,
) {
  const named = refOf(find.trim());
  const refs = named === null ? await refsWithWords(on, type, find) : [named];
  if (refs === null) return [];
  const read = [...(await shelf.read(refs)).values()];
  const met = read.filter(
    ({ snapshot, fields, isDeleted }) =>
      !isDeleted &&
      snapshot.type === type &&
      matchesFilter(snapshot, filter) &&
      (named !== null || unseen.length === 0 || isFoundBy(find, snapshot.ref, without(fields, unseen))),
  );
  const sought = foldText(find.trim());
  const ranked = met
    .map((record) => ({ record, rank: rankOf(record.snapshot, sought) }))
    .sort((one, other) => one.rank - other.rank || other.record.position - one.record.position)
    .map(({ record }) => record);
  const from = after === null ? 0 : ranked.findIndex(({ snapshot }) => snapshot.ref === after) + 1;
  if (after !== null && from === 0) throw new UnknownCursor();
  return ranked.slice(from);
}

/** Would the search find it by these fields alone? */
function isFoundBy(find: string, ref: string, fields: ValueMap): boolean {
  const words = [...wordsOfRecord(ref, fields)];
  return wordsOfSearch(find).every((sought) => words.some((word) => word.startsWith(sought)));
}

function without(fields: ValueMap, names: readonly string[]): ValueMap {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** Its number, then its title as typed, then all others. */
function rankOf(record: RecordSnapshot, sought: string): number {
  if (foldText(record.id) === sought || record.ref === sought) return 0;
  const title = record["title"];
  return typeof title === "string" && foldText(title).includes(sought) ? 1 : 2;
}
