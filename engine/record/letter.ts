import { isMap, isRecord, type RecordSnapshot, type Value, type ValueMap } from "../base/value.ts";

/** A letter without what it does not say. */
const EMPTY: ValueMap = {
  messageId: null,
  mailbox: null,
  from: "",
  to: [],
  subject: "",
  text: "",
  attachments: [],
  automatic: false,
  record: null,
  inReplyTo: null,
};

/** The letter's id (`messageId`), of a letter or of its id; null for anything else. */
export function letterId(letter: Value | undefined): string | null {
  const id = isMap(letter) ? letter["messageId"] : letter;
  return typeof id === "string" ? id : null;
}

/**
 * A letter as it comes in: every field there; sender, subject and text that it has not are empty, for a process counts on
 * them. An answer belongs to the record of the letter it answers.
 */
export function receivedLetter(given: ValueMap, at: Value, answered: ValueMap | null): ValueMap {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  return { ...EMPTY, at, ...said, record: given["record"] ?? answered?.["record"] ?? null };
}

/** The reference of the record that a letter belongs to; null: of none. */
export function recordOfLetter(letter: ValueMap): string | null {
  const record = letter["record"];
  if (isRecord(record)) return record.ref;
  return typeof record === "string" ? record : null;
}

/** The letter with its record loaded; one that was given loaded and is not there any more stays as given. */
export function letterWithRecord(letter: ValueMap, record: RecordSnapshot | null): ValueMap {
  const given = letter["record"] ?? null;
  return { ...letter, record: record ?? (isRecord(given) ? given : typeof given === "string" ? null : given) };
}
