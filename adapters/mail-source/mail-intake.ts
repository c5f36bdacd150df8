import type { ValueMap } from "../../engine/base/value.ts";
import type { Files } from "../../engine/ports/files.ts";
import type { SqlSession } from "../sql-database.ts";
import { isAutomatic } from "./automatic-mail.ts";
import { bytesText, intakeNotes } from "./intake-notes.ts";
import type { Letters } from "./letters.ts";
import { digestOf, idBesides, idOfNameless } from "./made-id.ts";
import type { MailParser } from "./mail-parser.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/** A letter as it lies in a mailbox. */
export interface RawMail {
  /** Name of the mailbox in the catalogue. */
  readonly mailbox: string;
  /** All of it, or its beginning where it is too large. */
  readonly raw: Uint8Array;
  /** Bytes of all of it. */
  readonly size: number;
}

/** What taking in needs. */
export interface MailIntakeParts {
  readonly letters: Letters;
  readonly files: Files;
  readonly parser: Pick<MailParser, "parse">;
  readonly locale: "ru" | "en";
  /** Bytes of one attachment; larger ones stay in the mailbox. */
  readonly attachmentBytesMax: number;
}

/** What became of a letter. */
export interface TakenMail {
  /** Its id among the letters. */
  readonly id: string;
  /** False: it was there already. */
  readonly isNew: boolean;
}

/**
 * Makes letters of the bytes that lie in mailboxes, whichever kind of mailbox: read in the parser's thread, attachments
 * kept as files, and taken in once.
 */
export class MailIntake {
  readonly #parts: MailIntakeParts;

  constructor(parts: MailIntakeParts) {
    this.#parts = parts;
  }

  /**
   * Takes a letter in. The same letter again, from this mailbox or from another, is one letter.
   *
   * @param beside written in the transaction that keeps the letter: a bookmark; with the letter's id
   * @throws {LetterUnreadable} where the letter cannot be read; anything else is not the letter's fault
   */
  async take(
    mail: RawMail,
    options: { readonly lists: "skip" | "take" },
    beside: (session: SqlSession, id: string) => Promise<void> = async () => {},
  ): Promise<TakenMail> {
    const { letters, parser } = this.#parts;
    const parsed = await parser.parse(mail.raw);
    const print = printOf(parsed);
    const { id, isKnown } = await this.#idOf(mail, parsed, print);
    if (isKnown) {
      await letters.besides((session) => beside(session, id));
      return { id, isNew: false };
    }
    const given = await this.#letter(mail, parsed, id);
    const letter = { ...given, automatic: isAutomatic(parsed, options) };
    const extras = { thread: parsed.thread, print };
    const received = await letters.receive(letter, (session) => beside(session, id), extras);
    return { id, isNew: received !== null };
  }

  /** A second letter under a used id is a letter of its own: forms of web sites send hundreds under one. */
  async #idOf(
    mail: RawMail,
    { messageId }: ParsedMail,
    print: string,
  ): Promise<{ readonly id: string; readonly isKnown: boolean }> {
    const id = messageId ?? idOfNameless(mail.mailbox, mail.size, mail.raw);
    const known = await this.#parts.letters.get(id);
    if (known === null) return { id, isKnown: false };
    if (known.print === null || known.print === print) return { id, isKnown: true };
    const other = idBesides(id, print);
    return { id: other, isKnown: (await this.#parts.letters.get(other)) !== null };
  }

  async #letter(mail: RawMail, parsed: ParsedMail, id: string): Promise<ValueMap> {
    const { locale, attachmentBytesMax, files } = this.#parts;
    const isWhole = mail.raw.length >= mail.size;
    const folder = digestOf(id).slice(0, 32);
    const attachments: ValueMap[] = [];
    const refused: { readonly name: string; readonly size: string }[] = [];
    for (const [place, { name, type, bytes }] of (isWhole ? parsed.attachments : []).entries()) {
      if (bytes.length > attachmentBytesMax) {
        refused.push({ name, size: bytesText(bytes.length, locale) });
        continue;
      }
      const file = await files.put(`letter/${folder}/${place + 1}`, { name, type, bytes });
      attachments.push({ name, type, size: bytes.length, id: file });
    }
    const notes = intakeNotes(
      {
        wholeSize: isWhole ? null : bytesText(mail.size, locale),
        isTextCut: parsed.isTextCut,
        refused,
        attachmentsLeft: parsed.attachmentsLeft,
      },
      locale,
    );
    const { inReplyTo, from, to, subject } = parsed;
    const text = [parsed.text, ...notes].filter((part) => part !== "").join("\n\n");
    return { messageId: id, mailbox: mail.mailbox, from, to: [...to], subject, text, attachments, inReplyTo };
  }
}

/** The same for copies of one letter; servers on their way mark subjects, so that the subject says nothing. */
function printOf({ from, date, text }: ParsedMail): string {
  return digestOf(from ?? "", date, text.slice(0, 1_000));
}
