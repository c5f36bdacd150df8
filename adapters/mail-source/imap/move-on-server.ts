import type { Clock } from "../../../engine/ports/clock.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { MailboxConfig } from "../config.ts";
import { isMadeId } from "../made-id.ts";
import type { Bookmarks } from "./bookmarks.ts";
import type { MailboxTables } from "./mailbox-tables.ts";
import { type OpenMailbox, openMailbox } from "./open-mailbox.ts";

type Place = MailboxTables["mailbox_place"];

/** What moving needs. */
export interface MoveParts {
  readonly mailboxes: readonly MailboxConfig[];
  readonly bookmarks: Bookmarks;
  readonly clock: Clock;
  readonly letterBytesMax: number;
}

/** What a process calls the folder for spam, whatever the server calls it. */
const SPAM = "spam";
/** Used where the server names none. */
const JUNK = "Junk";

/**
 * Moves a letter in every mailbox in which it lies; one that lies in no mailbox of ours is left alone. Comes to the same
 * however often it is done: a letter that is in the folder already is where it should be.
 *
 * @param folder `spam`, or the name of a folder on the server, which is made where it is missing
 * @throws {RecordRefusal} `LETTER_GONE`, `FOLDER_NAME_WRONG`; anything else: not known whether it was moved
 */
export async function moveOnServer(letter: string, folder: string, parts: MoveParts): Promise<void> {
  if (!/^[^\u0000-\u001f\u007f*%]{1,100}$/.test(folder)) throw wrongName(folder);
  for (const place of await parts.bookmarks.placesOf(letter)) {
    const config = parts.mailboxes.find(({ name }) => name === place.mailbox);
    if (config !== undefined) await movePlace(place, folder, config, parts);
  }
}

async function movePlace(place: Place, folder: string, config: MailboxConfig, parts: MoveParts): Promise<void> {
  const box = await openMailbox(config, parts, place.folder).catch((error: unknown) => {
    throw isMissing(error) ? gone(config.name) : error;
  });
  try {
    const target = folder === SPAM ? (config.junk ?? (await box.junk()) ?? JUNK) : folder;
    if (target === place.folder) return;
    const isNumbered = box.validity === place.validity;
    const uid = isNumbered && (await isThere(box, place.uid)) ? place.uid : await again(box, place);
    if (uid === null) {
      // Moved before, and nobody could note it: or moved there by a person.
      if (await isIn(box, target, place)) return await parts.bookmarks.moved(place, { ...place, folder: target });
      throw gone(config.name);
    }
    const moved = await box.move(uid, target);
    if (moved === null && (await isThere(box, uid))) throw new Error(`The server did not move it to ${target}`);
    await parts.bookmarks.moved(place, { folder: target, validity: moved?.validity ?? "", uid: moved?.uid ?? uid });
  } finally {
    await box.close();
  }
}

/** The letter under a new number: the folder was numbered anew, or the letter was put back. */
async function again(box: OpenMailbox, place: Place): Promise<number | null> {
  if (isMadeId(place.letter)) return null;
  return (await box.find(place.folder, { messageId: place.letter })).at(-1) ?? null;
}

async function isThere(box: OpenMailbox, uid: number): Promise<boolean> {
  return (await box.sizes([uid])).has(uid);
}

async function isIn(box: OpenMailbox, folder: string, { letter, size }: Place): Promise<boolean> {
  return (await box.find(folder, isMadeId(letter) ? { size } : { messageId: letter })).length > 0;
}

function isMissing(error: unknown): boolean {
  return typeof error === "object" && error !== null && "mailboxMissing" in error && error.mailboxMissing === true;
}

function gone(mailbox: string): RecordRefusal {
  return new RecordRefusal("LETTER_GONE", {
    ru: `Письма больше нет в ящике ${mailbox}: его удалили или перенесли`,
    en: `The letter is not in the mailbox ${mailbox} any more: it was deleted or moved away`,
  });
}

function wrongName(folder: string): RecordRefusal {
  const shown = JSON.stringify(folder.slice(0, 60));
  return new RecordRefusal("FOLDER_NAME_WRONG", {
    ru: `${shown} не может быть именем папки: spam или имя папки на сервере`,
    en: `${shown} cannot be the name of a folder: spam, or the name of a folder on the server`,
  });
}
