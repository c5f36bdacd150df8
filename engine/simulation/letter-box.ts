import { isMap, isRecord, type Value, type ValueMap } from "../base/value.ts";
import type { RecordBook } from "./record-book.ts";

/** A letter without what it does not say. */
const EMPTY: ValueMap = {
  messageId: null,
  mailbox: null,
  from: null,
  to: [],
  subject: "",
  text: "",
  attachments: [],
  automatic: false,
  record: null,
  inReplyTo: null,
};

/** The mail of a dry run or a scenario: letters that came in, where they lie, which record they belong to. */
export class LetterBox {
  readonly #letters = new Map<string, ValueMap>();
  readonly #folders = new Map<string, string>();

  /**
   * A letter as the mail source hands it over: every field there, its record loaded. An answer belongs to the record of
   * the letter it answers.
   */
  receive(given: ValueMap, at: Value, book: RecordBook): ValueMap {
    const known = this.#letters.get(String(given["inReplyTo"] ?? ""));
    const record = recordOf(given["record"] ?? known?.["record"] ?? null, book);
    const letter: ValueMap = { ...EMPTY, at, ...given, record };
    const id = idOf(letter);
    if (id !== null) this.#letters.set(id, letter);
    return letter;
  }

  move(letter: Value, folder: string): boolean {
    const id = idOf(letter);
    if (id === null) return false;
    this.#folders.set(id, folder);
    return true;
  }

  link(letter: Value, ref: string, book: RecordBook): boolean {
    const id = idOf(letter);
    if (id === null) return false;
    const known = this.#letters.get(id) ?? (isMap(letter) ? letter : {});
    this.#letters.set(id, { ...known, record: recordOf(ref, book) });
    return true;
  }

  folderOf(messageId: string): string | null {
    return this.#folders.get(messageId) ?? null;
  }

  get(messageId: string): ValueMap | null {
    return this.#letters.get(messageId) ?? null;
  }
}

function recordOf(value: Value, book: RecordBook): Value {
  if (isRecord(value)) return book.snapshot(value.ref) ?? value;
  return typeof value === "string" ? book.snapshot(value) : value;
}

function idOf(letter: Value): string | null {
  const id = isMap(letter) ? letter["messageId"] : letter;
  return typeof id === "string" ? id : null;
}
