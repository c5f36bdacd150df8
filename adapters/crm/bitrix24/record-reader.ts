import { numberIn, typeOf } from "../../../engine/record/record-reference.ts";
import type { KeptRecord } from "../../../engine/record/record-rules.ts";
import type { Row } from "../../bitrix24/portal.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import type { Bitrix24Tables } from "./bitrix24-tables.ts";
import type { Ways } from "./entity-store.ts";
import { ORIGINATOR } from "./origin.ts";
import type { KnownFiles } from "./portal-file.ts";
import type { RecordSchema } from "./record-schema.ts";
import type { SchemaBook } from "./schema-book.ts";

/** A record as the portal gave it. */
export interface ReadRecord extends KeptRecord {
  readonly item: Row;
  /** When the portal last changed it, in its own words; empty where it does not say. */
  readonly changed: string;
  /** Number of whoever changed it last; 0: the portal does not say. */
  readonly changedBy: number;
  /** Where we made it: what our key became. */
  readonly origin: string | null;
}

/** Files named by one query. */
const FILES_AT_ONCE = 500;

/** Reads records from the portal as they are now, many at once. Throws `PortalFailure` and `RecordRefusal`. */
export class RecordReader {
  readonly #book: SchemaBook;
  readonly #database: SqlDatabase<Bitrix24Tables>;

  constructor(book: SchemaBook, database: SqlDatabase<Bitrix24Tables>) {
    this.#book = book;
    this.#database = database;
  }

  /** The records that are there, by reference. */
  async read(refs: readonly string[], ways: Ways): Promise<ReadonlyMap<string, ReadRecord>> {
    const found = new Map<string, ReadRecord>();
    const wanted = Map.groupBy(new Set(refs), typeOf);
    for (const [type, own] of wanted) {
      if (!this.#book.has(type)) continue;
      const { schema, store } = await this.#book.of(type, ways);
      const numbers = own.flatMap((ref) => numberIn(ref) ?? []);
      for (const record of await this.records(schema, await store.read(numbers, schema.select, ways)))
        found.set(record.ref, record);
    }
    return found;
  }

  /** The items as records. */
  async records(schema: RecordSchema, items: readonly Row[]): Promise<readonly ReadRecord[]> {
    const files = await this.#files(items.flatMap((item) => schema.filesIn(item)));
    return items.map((item) => recordOf(schema, item, files));
  }

  async #files(numbers: readonly number[]): Promise<KnownFiles> {
    const known = new Map();
    for (let at = 0; at < numbers.length; at += FILES_AT_ONCE) {
      const rows = await this.#database.db
        .selectFrom("bitrix24_file")
        .select(["number", "value"])
        .where("number", "in", numbers.slice(at, at + FILES_AT_ONCE))
        .execute();
      for (const { number, value } of rows) known.set(Number(number), JSON.parse(value));
    }
    return known;
  }
}

function recordOf(schema: RecordSchema, item: Row, files: KnownFiles): ReadRecord {
  const { ref, fields } = schema.kept(item, files);
  return {
    ref,
    fields,
    item,
    changed: String(item["updatedTime"] ?? ""),
    changedBy: Number(item["updatedBy"] ?? 0),
    origin: originIn(item),
  };
}

function originIn(item: Row): string | null {
  const [, code] = /^ordo:([0-9a-f]{40})$/.exec(String(item["xmlId"] ?? "")) ?? [];
  return item["originatorId"] === ORIGINATOR ? String(item["originId"] ?? "") : (code ?? null);
}
