import type { UserId } from "../../../engine/base/ids.ts";
import { isMap, isMoney, isTagged, type Value, type ValueMap } from "../../../engine/base/value.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import { indexedTexts } from "./indexed-values.ts";
import type { RecordDesk } from "./record-desk.ts";
import type { ShelfRecord } from "./record-shelf.ts";

/** A row of a file: the record it is about, and the fields it gives. */
export interface ImportRow {
  /** Where it stands in the file, for people. */
  readonly line: number;
  readonly type: string;
  /** Null: the order's key finds it, or it is new. */
  readonly ref: string | null;
  /** A map stands for the whole map: keys it does not name go. */
  readonly set: ValueMap;
}

/** Rows to be written. */
export interface ImportOrder {
  readonly rows: readonly ImportRow[];
  /** Field by whose value rows without a reference find their record; null: such rows are new records. */
  readonly key: string | null;
  /** Only says what would happen. */
  readonly dry: boolean;
  /** No events: no process hears of it. */
  readonly silent: boolean;
  readonly by: UserId | null;
}

/** What became of a row, or would. */
export type ImportedRow =
  | { readonly line: number; readonly outcome: "new" | "same"; readonly ref: string | null }
  | { readonly line: number; readonly outcome: "changed"; readonly ref: string; readonly changed: readonly string[] }
  | {
      readonly line: number;
      readonly outcome: "wrong";
      readonly ref: string | null;
      readonly code: string;
      readonly field: string | null;
      readonly says: { readonly ru: string; readonly en: string };
    };

/** Writes rows of a file one after another; one that is refused leaves nothing, and the others are written. */
export async function importRows(desk: RecordDesk, { rows, key, dry }: ImportOrder): Promise<readonly ImportedRow[]> {
  const done: ImportedRow[] = [];
  const known = await desk.shelf.read(rows.flatMap(({ ref }) => ref ?? []));
  for (const row of rows) {
    try {
      done.push(await imported(desk, row, { key, dry, known }));
    } catch (error) {
      if (!(error instanceof RecordRefusal)) throw error;
      const { code, field, says } = error;
      done.push({ line: row.line, outcome: "wrong", ref: row.ref, code, field, says });
    }
  }
  return done;
}

async function imported(
  desk: RecordDesk,
  row: ImportRow,
  of: {
    readonly key: string | null;
    readonly dry: boolean;
    readonly known: ReadonlyMap<string, ShelfRecord>;
  },
): Promise<ImportedRow> {
  const { line, type, ref } = row;
  const there = ref === null ? await keyed(desk, row, of.key) : (of.known.get(ref) ?? null);
  if (there === null || there.isDeleted) {
    if (of.dry) await desk.made(ref ?? `${type}/0`, row.set, type);
    return { line, outcome: "new", ref: of.dry ? ref : (await desk.create(type, row.set, ref)).ref };
  }
  const found = there.snapshot.ref;
  const set = withGoneKeys(row.set, there.fields);
  const changed = of.dry
    ? (await desk.differing(there, set))?.change.changed
    : (await desk.update(found, set))?.changed;
  return changed ? { line, outcome: "changed", ref: found, changed } : { line, outcome: "same", ref: found };
}

/** The record whose field has the row's value. @throws {RecordRefusal} `IMPORT_KEY_EMPTY`, `IMPORT_KEY_AMBIGUOUS` */
async function keyed(desk: RecordDesk, { type, set }: ImportRow, key: string | null): Promise<ShelfRecord | null> {
  if (key === null) return null;
  const value = set[key] ?? null;
  if (indexedTexts(value).length !== 1) throw keyEmpty(key);
  const [first, second] = await desk.keyed(type, key, value);
  if (first && second) throw keyAmbiguous(key, value, [first.snapshot.ref, second.snapshot.ref]);
  return first ?? null;
}

/** A write adds to a map; a file says what the map is. */
function withGoneKeys(set: ValueMap, fields: ValueMap): ValueMap {
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => {
      const old = fields[name] ?? null;
      if (!isPlainMap(value) || !isPlainMap(old)) return [name, value];
      const gone = Object.keys(old).filter((inner) => !Object.hasOwn(value, inner));
      return [name, { ...value, ...Object.fromEntries(gone.map((inner) => [inner, null])) }];
    }),
  );
}

function isPlainMap(value: Value): value is ValueMap {
  return isMap(value) && !isTagged(value) && !isMoney(value);
}

function keyEmpty(key: string): RecordRefusal {
  return new RecordRefusal(
    "IMPORT_KEY_EMPTY",
    {
      ru: `Поле ${key}, по которому ищут запись, пусто или это не короткий текст`,
      en: `The field ${key} that the record is found by is empty, or is no short text`,
    },
    key,
  );
}

function keyAmbiguous(key: string, value: Value, refs: readonly string[]): RecordRefusal {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  const all = refs.join(", ");
  return new RecordRefusal(
    "IMPORT_KEY_AMBIGUOUS",
    { ru: `По ${key} «${shown}» есть несколько записей: ${all}`, en: `Several records have ${key} "${shown}": ${all}` },
    key,
  );
}
