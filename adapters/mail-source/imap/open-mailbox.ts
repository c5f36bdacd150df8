import { readFile } from "node:fs/promises";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { MailboxConfig } from "../config.ts";

type ImapFlow = import("imapflow").ImapFlow;

/** A letter as the server lists it. */
export interface ListedLetter {
  readonly uid: number;
  /** Bytes. */
  readonly size: number;
  /** When the server got it, in milliseconds. */
  readonly at: number;
  readonly isSeen: boolean;
}

/** One folder of a mailbox, open. */
export interface OpenMailbox {
  /** UIDVALIDITY */
  readonly validity: string;
  /** The number that the next letter will get. */
  readonly uidNext: number;
  /** False: the connection is gone. */
  readonly isOpen: boolean;
  /** Numbers above this one, rising. */
  uidsAfter(uid: number): Promise<readonly number[]>;
  /** All letters, rising; large mailboxes are listed without their contents. */
  list(): Promise<readonly ListedLetter[]>;
  /** Bytes of these letters; those that are gone are missing. */
  sizes(uids: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Its bytes, at most so many; null: it is gone. Does not mark it as read. */
  fetch(uid: number, bytesMax: number): Promise<Uint8Array | null>;
  markSeen(uids: readonly number[]): Promise<void>;
  /** Makes the folder where it is missing. Null: the letter is gone, or may not be moved. */
  move(uid: number, folder: string): Promise<{ readonly validity: string; readonly uid: number } | null>;
  /** Letters of a folder by their `Message-ID` or their exact size. Empty where there is no such folder. */
  find(folder: string, by: { readonly messageId: string } | { readonly size: number }): Promise<readonly number[]>;
  /** The folder that the server calls the one for spam; null: none. */
  junk(): Promise<string | null>;
  /** Waits for a new letter, the connection's end, the signal or so many milliseconds. */
  rest(ms: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Room for what stands around a letter in an answer. Bytes. */
const AROUND_BYTES = 1024 * 1024;
/** Letters listed by one command. */
const LISTED_AT_ONCE = 1_000;
/** A farewell that takes longer is none. Milliseconds. */
const FAREWELL_MS_MAX = 2_000;

/** Longest answer that is taken from a server. Bytes of one letter. */
export interface MailboxLimits {
  readonly letterBytesMax: number;
}

/**
 * Connects, logs in and opens a folder.
 *
 * @param folder @default the watched one
 * @throws what `mailboxFailure` explains
 */
export async function openMailbox(
  config: MailboxConfig,
  parts: MailboxLimits & { readonly clock: Clock },
  folder: string = config.folder,
): Promise<OpenMailbox> {
  const client = await connected(config, parts);
  try {
    const { uidValidity, uidNext } = await client.mailboxOpen(folder);
    return opened(client, { folder, validity: String(uidValidity), uidNext, clock: parts.clock });
  } catch (error) {
    client.close();
    throw error;
  }
}

/** A connection that is logged in, with no folder open. @throws what `mailboxFailure` explains */
export async function connected(config: MailboxConfig, { letterBytesMax }: MailboxLimits): Promise<ImapFlow> {
  const { ImapFlow } = await import("imapflow");
  const ca = config.ca === null ? [] : [await readFile(config.ca)];
  const client = new ImapFlow({
    host: config.host,
    port: config.port,
    secure: config.tls === "implicit",
    ...(config.tls === "implicit" ? {} : { doSTARTTLS: config.tls === "starttls" }),
    ...(ca.length === 0 ? {} : { tls: { ca } }),
    auth: { user: config.user, pass: config.password.reveal() },
    clientInfo: { name: "Ordo" },
    logger: false,
    disableAutoIdle: true,
    // A server could send little that grows without end.
    disableCompression: true,
    connectionTimeout: config.timeoutMs,
    greetingTimeout: config.timeoutMs,
    socketTimeout: config.timeoutMs,
    maxLiteralSize: letterBytesMax + AROUND_BYTES,
    maxResponseSize: letterBytesMax + 2 * AROUND_BYTES,
    maxLineLength: 8 * AROUND_BYTES,
  });
  // What fails is told by the command that fails; the event alone would end the process.
  client.on("error", () => {});
  await client.connect();
  return client;
}

function opened(
  client: ImapFlow,
  of: { readonly folder: string; readonly validity: string; readonly uidNext: number; readonly clock: Clock },
): OpenMailbox {
  let isNews = false;
  let wake = (): void => {};
  const news = (): void => {
    isNews = true;
    wake();
  };
  client.on("exists", news);
  client.on("close", news);

  async function found(query: Parameters<ImapFlow["search"]>[0]): Promise<readonly number[]> {
    const uids = await client.search(query, { uid: true });
    if (!Array.isArray(uids)) throw new Error("The server refused to search");
    return uids.toSorted((one, other) => one - other);
  }

  return {
    validity: of.validity,
    uidNext: of.uidNext,
    get isOpen() {
      return client.usable;
    },
    async uidsAfter(uid) {
      isNews = false;
      // What came while nobody listened is announced by the answer to anything.
      await client.noop();
      return (await found({ uid: `${uid + 1}:*` })).filter((one) => one > uid);
    },
    async list() {
      const uids = await found({ all: true });
      const listed: ListedLetter[] = [];
      for (let from = 0; from < uids.length; from += LISTED_AT_ONCE) {
        const some = uids.slice(from, from + LISTED_AT_ONCE).join(",");
        for (const one of await client.fetchAll(
          some,
          { uid: true, size: true, internalDate: true, flags: true },
          { uid: true },
        ))
          listed.push({
            uid: one.uid,
            size: one.size ?? 0,
            at: new Date(one.internalDate ?? 0).getTime(),
            isSeen: one.flags?.has("\\Seen") ?? false,
          });
      }
      return listed.sort((one, other) => one.uid - other.uid);
    },
    async sizes(uids) {
      if (uids.length === 0) return new Map();
      const listed = await client.fetchAll(uids.join(","), { uid: true, size: true }, { uid: true });
      return new Map(listed.map(({ uid, size = 0 }) => [uid, size]));
    },
    async fetch(uid, bytesMax) {
      const one = await client.fetchOne(
        String(uid),
        { uid: true, source: { start: 0, maxLength: bytesMax } },
        { uid: true },
      );
      return one === false ? null : (one.source ?? null);
    },
    async markSeen(uids) {
      if (uids.length > 0) await client.messageFlagsAdd(uids.join(","), ["\\Seen"], { uid: true });
    },
    async move(uid, folder) {
      await made(client, folder);
      const moved = await client.messageMove(String(uid), folder, { uid: true });
      const to = moved === false ? undefined : moved.uidMap?.get(uid);
      if (moved === false || to === undefined) return null;
      return { validity: String(moved.uidValidity ?? ""), uid: to };
    },
    async find(folder, by) {
      if (folder !== of.folder && !(await isThere(client, folder))) return [];
      await client.mailboxOpen(folder);
      try {
        return await found(
          "size" in by ? { larger: by.size - 1, smaller: by.size + 1 } : { header: { "message-id": by.messageId } },
        );
      } finally {
        await client.mailboxOpen(of.folder);
      }
    },
    async junk() {
      return (await client.list()).find(({ specialUse }) => specialUse === "\\Junk")?.path ?? null;
    },
    async rest(ms, signal) {
      if (isNews || signal.aborted || !client.usable) return;
      const over = new AbortController();
      const ended = new Promise<void>((resolve) => {
        wake = resolve;
      });
      // The next command ends it. Servers that do not know how are looked at when the time is up.
      client.idle().catch(() => {});
      try {
        await Promise.race([ended, of.clock.sleep(ms, AbortSignal.any([signal, over.signal]))]);
      } finally {
        wake = () => {};
        over.abort();
      }
    },
    close: () => farewell(client, of.clock),
  };
}

/** Says goodbye where somebody listens, and hangs up in any case. */
export async function farewell(client: ImapFlow, clock: Clock): Promise<void> {
  const over = new AbortController();
  if (client.usable) await Promise.race([client.logout().catch(() => {}), clock.sleep(FAREWELL_MS_MAX, over.signal)]);
  over.abort();
  client.close();
}

async function made(client: ImapFlow, folder: string): Promise<void> {
  if (await isThere(client, folder)) return;
  await client.mailboxCreate(folder);
  await client.mailboxSubscribe(folder);
}

/** Some servers keep all folders under the inbox. */
async function isThere(client: ImapFlow, folder: string): Promise<boolean> {
  return (await client.list()).some(({ path, delimiter }) => path === folder || path === `INBOX${delimiter}${folder}`);
}
