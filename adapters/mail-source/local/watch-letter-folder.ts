import { mkdir, readdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Trouble, Watch } from "../../adapter.ts";
import type { MailIntake } from "../mail-intake.ts";
import { LetterUnreadable } from "../mail-parser.ts";

/** Which folder is watched. */
export interface LetterFolder {
  readonly folder: string;
  readonly mailboxes: readonly string[];
  /** Larger files are set aside unread. */
  readonly bytesMax: number;
  readonly pollMs: number;
}

/** What watching needs. */
export interface LetterFolderParts {
  readonly intake: Pick<MailIntake, "take">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly raise: (trouble: Trouble) => Promise<void>;
}

/** Where letters go that were taken in, and those that could not be read; beside them. */
const TAKEN = "taken";
const QUARANTINE = "quarantine";

/**
 * Watches a folder: `<folder>/<mailbox>/*.eml`. A letter that was taken in goes to `taken/`, one that cannot be read to
 * `quarantine/`. Write a letter under another ending and rename it: what ends in `.eml` is taken as whole.
 */
export function watchLetterFolder(of: LetterFolder, parts: LetterFolderParts): Watch {
  const { clock, logger } = parts;
  const stopping = new AbortController();
  let running: Promise<void> | null = null;

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      for (const mailbox of of.mailboxes) {
        try {
          await lookAt(mailbox);
        } catch (error) {
          logger.warn("letters not read", { mailbox, reason: error instanceof Error ? error.name : "unknown" });
        }
      }
      await clock.sleep(of.pollMs, stopping.signal);
    }
  }

  async function lookAt(mailbox: string): Promise<void> {
    const folder = join(of.folder, mailbox);
    await mkdir(folder, { recursive: true });
    const names = (await readdir(folder)).filter((name) => name.endsWith(".eml")).sort();
    for (const name of names) {
      if (stopping.signal.aborted) return;
      await put(folder, name, (await isTaken(mailbox, folder, name)) ? TAKEN : QUARANTINE);
    }
  }

  async function isTaken(mailbox: string, folder: string, name: string): Promise<boolean> {
    const path = join(folder, name);
    const { size } = await stat(path);
    try {
      if (size > of.bytesMax) throw new LetterUnreadable(`it is larger than ${of.bytesMax} bytes`);
      await parts.intake.take({ mailbox, raw: await readFile(path), size }, { lists: "skip" });
      return true;
    } catch (error) {
      if (!(error instanceof LetterUnreadable)) throw error;
      await parts.raise(trouble(mailbox, name, error.message));
      return false;
    }
  }

  return {
    name: "letters of a folder",
    async start() {
      running ??= loop();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function put(folder: string, name: string, where: string): Promise<void> {
  await mkdir(join(folder, where), { recursive: true });
  await rename(join(folder, name), join(folder, where, name));
}

function trouble(mailbox: string, name: string, reason: string): Trouble {
  const why = reason.slice(0, 200);
  return {
    id: `mail:${mailbox}:quarantine:${name}`,
    adapter: "mail",
    code: "LETTER_QUARANTINED",
    message: {
      ru: `Ящик ${mailbox}: письмо ${name} не удалось прочесть (${why}). Оно отложено, остальные письма разбираются.`,
      en: `Mailbox ${mailbox}: the letter ${name} could not be read (${why}). It was set aside, the other letters go on.`,
    },
    remedy: {
      ru: `Посмотрите файл в папке ${QUARANTINE} ящика ${mailbox}; исправленный положите обратно и закройте этот сбой.`,
      en: `Look at the file in the folder ${QUARANTINE} of the mailbox ${mailbox}; put a mended one back and settle this incident.`,
    },
  };
}
