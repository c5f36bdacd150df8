import type { RecordSnapshot, ValueMap } from "../../../engine/base/value.ts";
import { matchesFilter } from "../../../engine/record/record-filter.ts";
import { numberIn, typeOf } from "../../../engine/record/record-reference.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { RecordSource } from "../local/record-operations.ts";
import type { Ways } from "./entity-store.ts";
import type { RecordReader } from "./record-reader.ts";
import type { SchemaBook } from "./schema-book.ts";
import type { Shadow } from "./shadow.ts";

/** Records that one filter may meet. */
const FOUND_MAX = 50_000;

/** The portal's records as operations read them. Made for one operation. */
export class PortalSource implements RecordSource {
  readonly #book: SchemaBook;
  readonly #reader: RecordReader;
  readonly #shadow: Shadow;
  readonly #ways: Ways;

  constructor(
    parts: { readonly book: SchemaBook; readonly reader: RecordReader; readonly shadow: Shadow },
    ways: Ways,
  ) {
    this.#book = parts.book;
    this.#reader = parts.reader;
    this.#shadow = parts.shadow;
    this.#ways = ways;
  }

  /** Those that are gone as they were last. */
  async read(refs: readonly string[]) {
    const found = new Map<string, { readonly snapshot: RecordSnapshot; readonly isDeleted: boolean }>();
    const records = await this.#reader.read(refs, this.#ways);
    for (const [ref, record] of records)
      found.set(ref, { snapshot: (await this.#schema(typeOf(ref))).dressed(record), isDeleted: false });
    const rows = await this.#shadow.rows(refs.filter((ref) => !records.has(ref) && this.#book.has(typeOf(ref))));
    for (const [ref, { fields }] of rows)
      found.set(ref, { snapshot: (await this.#schema(typeOf(ref))).dressed({ ref, fields }), isDeleted: true });
    return found;
  }

  /** @throws {RecordRefusal} `ACCESS_DENIED`: it is there, but may not be read */
  async snapshot(ref: string): Promise<RecordSnapshot | null> {
    const [found] = await this.snapshots([ref]);
    const number = numberIn(ref);
    if (found !== undefined || number === null || !this.#book.has(typeOf(ref))) return found ?? null;
    const { store } = await this.#book.of(typeOf(ref), this.#ways);
    if ((await store.standing(number, this.#ways)) === "forbidden") throw forbidden(ref);
    return null;
  }

  async snapshots(refs: readonly string[]): Promise<readonly RecordSnapshot[]> {
    const records = await this.#reader.read(refs, this.#ways);
    const found: RecordSnapshot[] = [];
    for (const ref of refs) {
      const record = records.get(ref);
      if (record !== undefined) found.push((await this.#schema(typeOf(ref))).dressed(record));
    }
    return found;
  }

  /** The portal narrows, the filter itself has the last word. @throws {RecordRefusal} `TOO_MANY_RECORDS` */
  async matching<Kept>(type: string, filter: ValueMap, keep: (record: RecordSnapshot) => Kept): Promise<Kept[]> {
    const { schema, store } = await this.#book.of(type, this.#ways);
    const kept: Kept[] = [];
    for await (const items of store.pages(schema.narrowed(filter), schema.select, this.#ways)) {
      for (const record of await this.#reader.records(schema, items)) {
        const snapshot = schema.dressed(record);
        if (matchesFilter(snapshot, filter)) kept.push(keep(snapshot));
      }
      if (kept.length > FOUND_MAX) throw tooMany(type);
    }
    return kept;
  }

  async #schema(type: string) {
    return (await this.#book.of(type, this.#ways)).schema;
  }
}

function forbidden(ref: string): RecordRefusal {
  return new RecordRefusal("ACCESS_DENIED", {
    ru: `Портал не даёт прочитать ${ref}: у владельца вебхука нет права на эту карточку`,
    en: `The portal does not let ${ref} be read: the owner of the webhook has no right to it`,
  });
}

function tooMany(type: string): RecordRefusal {
  return new RecordRefusal("TOO_MANY_RECORDS", {
    ru: `Условие подходит к слишком многим записям ${type} (больше ${FOUND_MAX}): сузьте filter`,
    en: `The filter meets too many records of ${type} (more than ${FOUND_MAX}): narrow it`,
  });
}
