import type { MailboxConfig } from "../config.ts";
import type { Numbering } from "./bookmarks.ts";
import type { OpenMailbox } from "./open-mailbox.ts";
import type { ReadParts } from "./read-mailbox.ts";

/** A letter that cannot be read. */
export interface BadLetter {
  readonly config: MailboxConfig;
  readonly box: OpenMailbox;
  readonly numbering: Numbering;
  readonly uid: number;
  readonly reason: string;
  /** False: fetching it may be what breaks. */
  readonly canFetch: boolean;
}

/**
 * Sets a letter aside so that the mailbox goes on: kept as a file as it is, moved to a folder of its own on the server
 * where that is allowed, told to people. Doing it twice comes to the same.
 */
export async function setAside(letter: BadLetter, parts: ReadParts): Promise<void> {
  const { config, box, numbering, uid } = letter;
  const { name } = config;
  const file = await kept(letter, parts);
  await parts.raise(trouble(letter, file));
  let isMoved = false;
  try {
    isMoved = (await box.move(uid, config.quarantine)) !== null;
  } catch (error) {
    // It stays where it is; the bookmark is past it.
    if (!box.isOpen) throw error;
  }
  await parts.bookmarks.done(numbering, uid);
  parts.metrics.count("ordo_letters_total", { mailbox: name, outcome: "quarantined" });
  parts.logger.error("letter set aside", { mailbox: name, uid, isMoved, isKept: file !== null });
}

/** Null: even that could not be done. */
async function kept({ config, box, numbering, uid, canFetch }: BadLetter, parts: ReadParts): Promise<string | null> {
  if (!canFetch) return null;
  try {
    const bytes = await box.fetch(uid, parts.letterBytesMax);
    if (bytes === null) return null;
    const name = `${config.name}-${uid}.eml`;
    const key = `quarantine/${config.name}/${numbering.validity}/${uid}`;
    return await parts.files.put(key, { name, type: "message/rfc822", bytes });
  } catch (error) {
    if (!box.isOpen) throw error;
    return null;
  }
}

function trouble({ config, numbering, uid, reason }: BadLetter, file: string | null) {
  const { name, quarantine } = config;
  const why = reason.slice(0, 200);
  const copy = file === null ? { ru: "", en: "" } : { ru: ` Копия: ${file}.`, en: ` A copy: ${file}.` };
  return {
    id: `mail:${name}:quarantine:${numbering.validity}:${uid}`,
    adapter: "mail",
    code: "LETTER_QUARANTINED",
    message: {
      ru: `Ящик ${name}: письмо № ${uid} не удалось прочесть (${why}). Оно отложено, остальные письма разбираются.`,
      en: `Mailbox ${name}: letter ${uid} could not be read (${why}). It was set aside, the other letters go on.`,
    },
    remedy: {
      ru: `Откройте его в почтовой программе: папка «${quarantine}» ящика ${name} (если перенести не удалось — входящие). Если оно нужно, перешлите его текст новым письмом; затем закройте этот сбой.${copy.ru}`,
      en: `Open it in a mail program: folder "${quarantine}" of the mailbox ${name} (the inbox, where it could not be moved). If it is needed, send its text as a new letter; then settle this incident.${copy.en}`,
    },
  };
}
