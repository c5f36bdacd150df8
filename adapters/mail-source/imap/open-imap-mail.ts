import type { OperationAdapter } from "../../../engine/ports/crm.ts";
import type { Call } from "../../../engine/ports/operations.ts";
import { letterId } from "../../../engine/record/letter.ts";
import type { Adapter, Needs, Opened } from "../../adapter.ts";
import { withTables } from "../../sql-database.ts";
import { type ImapConfig, readImap } from "../config.ts";
import { mailboxComplaint } from "../known-mailboxes.ts";
import { type LetterOperationsParts, letterOperations } from "../letter-operations.ts";
import { MailIntake } from "../mail-intake.ts";
import { MailParser } from "../mail-parser.ts";
import { Bookmarks } from "./bookmarks.ts";
import { checkMailboxes } from "./check-mailboxes.ts";
import { MailboxLease } from "./mailbox-lease.ts";
import type { MailboxTables } from "./mailbox-tables.ts";
import { moveOnServer } from "./move-on-server.ts";
import { openMailbox } from "./open-mailbox.ts";
import { watchMailbox } from "./watch-mailbox.ts";

/** What mailboxes need beside what every adapter is given. */
export interface ImapMailParts extends Pick<LetterOperationsParts, "letters" | "look"> {
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Mailboxes on servers: letters come in through one watch for each, `mail.move` moves them there. */
export function imapMail(parts: ImapMailParts): Adapter<OperationAdapter, ImapConfig> {
  return {
    name: "imap",
    read: readImap,
    open: (config, needs) => openImapMail(config, needs, parts),
    check: checkMailboxes,
  };
}

async function openImapMail(
  config: ImapConfig,
  needs: Needs,
  { letters, look, random }: ImapMailParts,
): Promise<Opened<OperationAdapter>> {
  const complaint = mailboxComplaint(config.mailboxes, needs.catalog);
  if (complaint !== null) throw complaint;
  const { clock, files, locale, logger, metrics, raise, nowText } = needs;
  const { letterBytesMax, attachmentBytesMax, mailboxes } = config;
  const database = withTables<MailboxTables>(needs.database);
  const bookmarks = new Bookmarks(database);
  const parser = new MailParser({ clock, limitMs: config.parseMs });
  const intake = new MailIntake({ letters, files, parser, locale, attachmentBytesMax });
  const holder = needs.ids.next();
  const reading = { intake, bookmarks, files, clock, logger, metrics, raise, letterBytesMax };
  const watches = mailboxes.map((mailbox) =>
    watchMailbox(mailbox, {
      ...{ ...reading, random, nowText },
      lease: new MailboxLease(database, clock, { mailbox: mailbox.name, holder }),
      connect: () => openMailbox(mailbox, { clock, letterBytesMax }),
    }),
  );
  const moving = { mailboxes, bookmarks, clock, letterBytesMax };
  const move = async ({ input }: Call, folder: string, signal: AbortSignal): Promise<void> => {
    await Promise.race([moveOnServer(letterId(input["letter"]) ?? "", folder, moving), aborted(signal)]);
  };
  return {
    port: letterOperations({ letters, look, locale }, move),
    watches,
    routes: [],
    async close() {
      await Promise.all(watches.map((watch) => watch.stop()));
      await parser.close();
    },
  };
}

/** The time of the call was up: whether the letter was moved is not known, and moving it again is safe. */
async function aborted(signal: AbortSignal): Promise<void> {
  await new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("the mail server did not answer in time")), { once: true });
  });
}
