import { isMap, isRecord, type Value, type ValueMap } from "../../../engine/base/value.ts";
import { letterId, letterWithRecord, receivedLetter, recordOfLetter } from "../../../engine/record/letter.ts";
import { letterNotFound } from "../../../engine/record/record-refusal.ts";
import { plainEvent } from "../../../engine/runtime/occurrence.ts";
import type { RecordDesk } from "./record-desk.ts";

/** Notes in which folder a letter lies. @throws {RecordRefusal} `LETTER_NOT_FOUND` where this names none */
export async function moveLetter(desk: RecordDesk, letter: Value | undefined, folder: string): Promise<void> {
  const id = letterId(letter);
  if (id === null) throw letterNotFound();
  await desk.keepLetter(id, (known) => ({ body: known?.body ?? bodyOf(letter, id), folder }));
}

/** Joins a letter to a record: answers to it belong there too. @throws {RecordRefusal} `LETTER_NOT_FOUND` */
export async function linkLetter(desk: RecordDesk, letter: Value | undefined, record: string): Promise<void> {
  const id = letterId(letter);
  if (id === null) throw letterNotFound();
  await desk.keepLetter(id, (known) => ({
    body: { ...(known?.body ?? bodyOf(letter, id)), record },
    folder: known?.folder ?? null,
  }));
}

/**
 * Takes in a letter and raises `mail.received` with its record loaded. The same letter again raises nothing.
 *
 * @returns the letter; null where it was there already
 */
export async function receiveLetter(desk: RecordDesk, given: ValueMap): Promise<ValueMap | null> {
  const id = letterId(given);
  if (id === null) throw letterNotFound();
  if (await desk.letter(id)) return null;
  const answered = await desk.letter(letterId(given["inReplyTo"]) ?? "");
  const letter = receivedLetter(given, desk.writer.atText, answered?.body ?? null);
  await desk.keepLetter(id, () => ({ body: bodyOf(letter, id), folder: null }));
  const ref = recordOfLetter(letter);
  const loaded = letterWithRecord(letter, ref === null ? null : await desk.shelf.snapshot(ref));
  const { atText, actor, cause } = desk.writer;
  await desk.raise(plainEvent("mail.received", { letter: loaded }, { id: `mail:${id}`, at: atText, actor, cause }));
  return loaded;
}

/** As it is kept: its record as a reference. */
function bodyOf(letter: Value | undefined, id: string): ValueMap {
  if (!isMap(letter)) return { messageId: id };
  const record = letter["record"];
  return isRecord(record) ? { ...letter, record: record.ref } : letter;
}
