import { isMap, type Value, type ValueMap } from "../base/value.ts";
import { letterId, letterWithRecord, receivedLetter, recordOfLetter } from "../record/letter.ts";
import type { RecordBook } from "./record-book.ts";

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
    const letter = loaded(receivedLetter(given, at, known ?? null), book);
    const id = letterId(letter);
    if (id !== null) this.#letters.set(id, letter);
    return letter;
  }

  move(letter: Value, folder: string): boolean {
    const id = letterId(letter);
    if (id === null) return false;
    this.#folders.set(id, folder);
    return true;
  }

  link(letter: Value, ref: string, book: RecordBook): boolean {
    const id = letterId(letter);
    if (id === null) return false;
    const known = this.#letters.get(id) ?? (isMap(letter) ? letter : {});
    this.#letters.set(id, loaded({ ...known, record: ref }, book));
    return true;
  }

  folderOf(messageId: string): string | null {
    return this.#folders.get(messageId) ?? null;
  }

  get(messageId: string): ValueMap | null {
    return this.#letters.get(messageId) ?? null;
  }
}

function loaded(letter: ValueMap, book: RecordBook): ValueMap {
  const ref = recordOfLetter(letter);
  return letterWithRecord(letter, ref === null ? null : book.snapshot(ref));
}
