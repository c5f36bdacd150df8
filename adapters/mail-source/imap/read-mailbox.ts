import type { Clock } from "../../../engine/ports/clock.ts";
import type { Files } from "../../../engine/ports/files.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Metrics } from "../../../engine/ports/metrics.ts";
import type { Trouble } from "../../adapter.ts";
import type { MailboxConfig } from "../config.ts";
import type { MailIntake } from "../mail-intake.ts";
import { LetterUnreadable } from "../mail-parser.ts";
import type { Attempt, Bookmarks, Numbering } from "./bookmarks.ts";
import type { OpenMailbox } from "./open-mailbox.ts";
import { setAside } from "./set-aside.ts";

/** What reading mailboxes needs. */
export interface ReadParts {
  readonly intake: Pick<MailIntake, "take">;
  readonly bookmarks: Bookmarks;
  readonly files: Files;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly raise: (trouble: Trouble) => Promise<void>;
  /** Of larger letters only the beginning is read. Bytes. */
  readonly letterBytesMax: number;
}

/** Letters taken in before the mailbox is asked for newer ones. */
const LETTERS_AT_ONCE = 20;
/** A letter that could not be read so often is set aside. */
const FAILURES_MAX = 3;
/** A letter that was begun so often without anybody coming back ends whoever reads it. */
const BEGUN_MAX = 5;
/** Of a letter that is too large so much is read: headers and mostly the text. Bytes. */
const BEGINNING_BYTES = 256 * 1024;

/** How a round ended. */
export interface Round {
  /** True: there is more to do at once. */
  readonly isMore: boolean;
  /** Letters that could not be read and will be tried again. */
  readonly put: number;
}

/** Reads one mailbox through an open connection. Everything it knows is in the database: it may be ended at any moment. */
export class MailboxReader {
  readonly #config: MailboxConfig;
  readonly #parts: ReadParts;
  readonly #box: OpenMailbox;
  readonly #numbering: Numbering;

  constructor(config: MailboxConfig, parts: ReadParts, box: OpenMailbox) {
    this.#config = config;
    this.#parts = parts;
    this.#box = box;
    this.#numbering = { mailbox: config.name, folder: config.folder, validity: box.validity };
  }

  /**
   * Finds out where the mailbox was left. At the first look, and when the server numbers its letters anew, what lies
   * there is listed once: after a new numbering all letters that came since Ordo watches are looked at again, and those
   * that are known raise nothing.
   */
  async begin(): Promise<void> {
    const { bookmarks, clock, logger } = this.#parts;
    const { name, folder, existing } = this.#config;
    const mark = await bookmarks.get(name);
    if (mark !== null && mark.folder === folder && mark.validity === this.#box.validity) {
      await this.#markSeen();
      return;
    }
    const isKnown = mark !== null && mark.folder === folder;
    const since = isKnown ? mark.since : clock.now();
    const listed = existing === "skip" && !isKnown ? [] : await this.#box.list();
    // Servers tell the second in which a letter came.
    const from = isKnown ? Math.floor(since / 1_000) * 1_000 : Number.POSITIVE_INFINITY;
    const todo = listed
      .filter(({ at, isSeen }) => at >= from || existing === "take" || (existing === "unseen" && !isSeen))
      .map(({ uid }) => uid);
    const uid = Math.max(this.#box.uidNext - 1, ...listed.slice(-1).map((last) => last.uid));
    await bookmarks.begin(this.#numbering, { uid, since, todo });
    logger.info("mailbox begun", { mailbox: name, letters: listed.length, todo: todo.length, isFirst: mark === null });
  }

  /** Takes in some of what is new; what failed before comes last. */
  async round(signal: AbortSignal): Promise<Round> {
    const attempts = new Map((await this.#parts.bookmarks.attempts(this.#numbering)).map((one) => [one.uid, one]));
    const after = (await this.#parts.bookmarks.get(this.#config.name))?.uid ?? 0;
    const fresh = (await this.#box.uidsAfter(after)).filter((uid) => !attempts.has(uid));
    const waiting = [...attempts.values()];
    const untried = [...waiting.filter(isUntried).map(({ uid }) => uid), ...fresh].sort((one, other) => one - other);
    const tried = waiting.filter((one) => !isUntried(one)).map(({ uid }) => uid);
    const todo = [...untried.slice(0, LETTERS_AT_ONCE), ...(untried.length > LETTERS_AT_ONCE ? [] : tried)];
    const sizes = await this.#box.sizes(todo);
    let put = 0;
    for (const uid of todo) {
      if (signal.aborted) break;
      const attempt = attempts.get(uid) ?? { uid, begun: 0, failed: 0 };
      if (!(await this.#letter(attempt, sizes.get(uid) ?? null))) put += 1;
    }
    await this.#markSeen();
    return { isMore: untried.length > LETTERS_AT_ONCE, put };
  }

  /** False: it could not be read, and will be tried again. @param size null: it is gone */
  async #letter(before: Attempt, size: number | null): Promise<boolean> {
    const { bookmarks } = this.#parts;
    const { uid } = before;
    if (before.failed >= FAILURES_MAX || before.begun >= BEGUN_MAX) {
      await this.#setAside(uid, `begun ${before.begun} times`, before.begun < BEGUN_MAX);
      return true;
    }
    await bookmarks.started(this.#numbering, uid);
    let isFetched = false;
    try {
      const letter = size === null ? null : await this.#fetched(uid, size);
      isFetched = true;
      if (letter === null) await bookmarks.done(this.#numbering, uid);
      else await this.#take(uid, letter);
      return true;
    } catch (error) {
      if (error instanceof LetterUnreadable) return await this.#failed(uid, before, error);
      // The database or the disk failed. A connection that broke stays counted: it may be this letter that breaks it.
      if (isFetched) await bookmarks.stopped(this.#numbering, uid);
      throw error;
    }
  }

  /** Null: somebody removed it. */
  async #fetched(uid: number, size: number): Promise<{ readonly raw: Uint8Array; readonly size: number } | null> {
    const { letterBytesMax } = this.#parts;
    const isTooLarge = size > letterBytesMax;
    const raw = await this.#box.fetch(uid, isTooLarge ? BEGINNING_BYTES : letterBytesMax);
    if (raw === null) return null;
    // Some servers are off by a few bytes about a letter's size.
    return { raw, size: isTooLarge ? size : raw.length };
  }

  async #take(uid: number, { raw, size }: { readonly raw: Uint8Array; readonly size: number }): Promise<void> {
    const { bookmarks, intake, metrics, logger } = this.#parts;
    const { name, markSeen, lists } = this.#config;
    const { isNew } = await intake.take({ mailbox: name, raw, size }, { lists }, async (session, id) => {
      await bookmarks.placed(this.#numbering, { uid, letter: id, size, seen: markSeen ? 0 : 1 }, session);
      await bookmarks.done(this.#numbering, uid, session);
    });
    metrics.count("ordo_letters_total", { mailbox: name, outcome: isNew ? "taken" : "known" });
    logger.debug("letter taken in", { mailbox: name, uid, size, isNew });
  }

  async #failed(uid: number, before: Attempt, error: LetterUnreadable): Promise<boolean> {
    const { bookmarks, logger } = this.#parts;
    const failed = before.failed + 1;
    logger.warn("letter not read", { mailbox: this.#config.name, uid, failed, reason: error.message.slice(0, 200) });
    await bookmarks.failed(this.#numbering, uid);
    if (failed < FAILURES_MAX) return false;
    await this.#setAside(uid, error.message, true);
    return true;
  }

  async #setAside(uid: number, reason: string, canFetch: boolean): Promise<void> {
    const letter = { config: this.#config, box: this.#box, numbering: this.#numbering, uid, reason, canFetch };
    await setAside(letter, this.#parts);
  }

  async #markSeen(): Promise<void> {
    const { bookmarks } = this.#parts;
    if (!this.#config.markSeen) return;
    const uids = await bookmarks.unseen(this.#numbering);
    await this.#box.markSeen(uids);
    await bookmarks.seen(this.#numbering, uids);
  }
}

function isUntried({ begun, failed }: Attempt): boolean {
  return begun === 0 && failed === 0;
}
