import type { UserId } from "../../../engine/base/ids.ts";
import type { RecordSnapshot, ValueMap } from "../../../engine/base/value.ts";
import type { RecordChange, RecordNote, RecordsData } from "../../../engine/record/record-change.ts";
import type { ImportedRow, ImportOrder } from "./import-rows.ts";
import type { RecordPast } from "./record-history.ts";
import type { ListChange } from "./record-lists.ts";

/** A record with what an editor must know of it. */
export interface ReadRecord {
  readonly record: RecordSnapshot;
  /** Rises with every write: handed back as `expected`, it keeps an edit from overwriting another. */
  readonly revision: number;
}

/** What is wanted of the records of a type. */
export interface RecordsWanted {
  readonly type: string;
  /** Of the language. @default all */
  readonly filter?: ValueMap;
  /** What was typed into a search box: a number, a phone, an address, beginnings of words. */
  readonly find?: string;
  readonly limit: number;
  /** Reference of the last record of the page before; null: the first page. */
  readonly after: string | null;
  /** `by` a field; null: the order in which they came. A search has an order of its own. @default oldest first */
  readonly order?: { readonly by: string | null; readonly descending: boolean };
  /** Fields that whoever searches does not see: no record is found by what stands in them. @default none */
  readonly unseen?: readonly string[];
}

/** What people do with records: the command line, the console, a form. Each throws `RecordRefusal`. */
export interface RecordEditing {
  /** Null: there is none, or it was deleted. */
  read(ref: string): Promise<ReadRecord | null>;
  /**
   * Oldest first unless the order says otherwise; of a search what fits best first, then the newest, at most 2,000.
   *
   * @returns `next` null: there are no more
   */
  page(wanted: RecordsWanted): Promise<{ readonly records: readonly ReadRecord[]; readonly next: string | null }>;
  /** Titles of the records that are there, by reference; the reference of one without a title. */
  titles(refs: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /**
   * Null where nothing differed.
   *
   * @param order.expected the revision that was read: `RECORD_CHANGED` where it is not any more
   * @param order.key the same key again writes nothing and answers the same. @default every order is one of its own
   */
  edit(order: {
    readonly ref: string;
    readonly set: ValueMap;
    readonly by: UserId | null;
    readonly expected?: number;
    readonly key?: string;
  }): Promise<RecordChange | null>;
  /**
   * @param order.ref as the record is to be called. @default the next number of its type
   * @param order.key as of {@link edit}
   */
  create(order: {
    readonly type: string;
    readonly set: ValueMap;
    readonly by: UserId | null;
    readonly ref?: string;
    readonly key?: string;
  }): Promise<RecordChange>;
  delete(order: {
    readonly ref: string;
    readonly by: UserId | null;
    readonly expected?: number;
  }): Promise<RecordChange>;
  /** It is there again, as it was last. */
  undelete(order: { readonly ref: string; readonly by: UserId | null }): Promise<RecordChange>;
  /** @param order.id of the note: the same again is one note. @default a new one */
  note(order: {
    readonly ref: string;
    readonly note: RecordNote;
    readonly by: UserId | null;
    readonly id?: string;
  }): Promise<void>;
  /** Oldest first. */
  notes(ref: string): Promise<readonly (RecordNote & { readonly by: string | null; readonly at: number })[]>;
  /** Who changed what, oldest first: the last {@link HISTORY_MAX} writes. */
  history(ref: string): Promise<readonly RecordPast[]>;
  /** Rows of a file: what each comes to; written unless the order is dry. All in one transaction. */
  import(order: ImportOrder): Promise<readonly ImportedRow[]>;
  /** Changes a reference list. No event: lists are chosen from, nobody waits for them. */
  changeList(order: {
    readonly name: string;
    readonly rows: readonly ValueMap[];
    readonly remove?: readonly string[];
    readonly only?: boolean;
    readonly by: UserId | null;
  }): Promise<ListChange>;
  /** Every reference list as it stands now, by name. */
  allLists(): Promise<Readonly<Record<string, readonly ValueMap[]>>>;
  /** Sample records and lists, without events; what is there already stays. Returns how many records are new. */
  seed(data: RecordsData): Promise<number>;
}
