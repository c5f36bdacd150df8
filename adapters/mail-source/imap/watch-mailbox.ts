import type { Tagged } from "../../../engine/base/value.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Watch } from "../../adapter.ts";
import type { MailboxConfig } from "../config.ts";
import { type MailboxFailure, mailboxFailure } from "./mailbox-failure.ts";
import type { MailboxLease } from "./mailbox-lease.ts";
import { LEASE_MS } from "./mailbox-lease.ts";
import type { OpenMailbox } from "./open-mailbox.ts";
import { MailboxReader, type ReadParts } from "./read-mailbox.ts";

/** What watching a mailbox needs. */
export interface WatchParts extends ReadParts {
  readonly clock: Clock;
  readonly lease: Pick<MailboxLease, "take" | "keep" | "release">;
  /** Opens the watched folder. @throws what `mailboxFailure` explains */
  readonly connect: () => Promise<OpenMailbox>;
  /** From 0 up to, not including, 1: many mailboxes must not come back to a server at one moment. */
  readonly random: () => number;
  /** Now in the company's zone: a trouble is told once a day. */
  readonly nowText: () => Tagged;
}

/** The first pause after a failure, and the longest. Milliseconds. */
const PAUSE_MS_MIN = 1_000;
const PAUSE_MS_MAX = 5 * 60_000;
/** The pause where trying again cannot help: a server that counts wrong passwords must not lock the account. */
const LASTING_PAUSE_MS = 15 * 60_000;
/** A server may be away so long before people are told. */
const SILENT_OUTAGE_MS = 15 * 60_000;
/** The pause before a letter that could not be read is tried again, where nothing else happens. */
const RETRY_MS = 1_000;

/**
 * Watches one mailbox: connects, takes in what is new, waits to be told of more, and comes back after whatever breaks.
 * Other mailboxes have watches of their own; nothing here waits for them.
 */
export function watchMailbox(config: MailboxConfig, parts: WatchParts): Watch {
  const { clock, logger, metrics, lease } = parts;
  const mailbox = config.name;
  const stopping = new AbortController();
  let running: Promise<void> | null = null;
  let failures = 0;
  let brokenSince: number | null = null;

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (await lease.take()) await session();
        else await clock.sleep(LEASE_MS / 3, stopping.signal);
      } catch (error) {
        await afterFailure(error);
      }
    }
  }

  async function session(): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([stopping.signal, over.signal]);
    const kept = lease.keep(signal, () => over.abort());
    try {
      const box = await parts.connect();
      try {
        await read(box, signal);
      } finally {
        await box.close();
      }
    } finally {
      metrics.gauge("ordo_mailbox_up", 0, { mailbox });
      over.abort();
      await kept;
      await lease.release().catch(() => {});
    }
  }

  async function read(box: OpenMailbox, signal: AbortSignal): Promise<void> {
    const reader = new MailboxReader(config, parts, box);
    await reader.begin();
    metrics.gauge("ordo_mailbox_up", 1, { mailbox });
    if (brokenSince !== null) logger.info("mailbox is back", { mailbox, afterMs: clock.now() - brokenSince });
    [failures, brokenSince] = [0, null];
    while (!signal.aborted) {
      const { isMore, put } = await reader.round(signal);
      if (!isMore) await box.rest(put > 0 ? Math.min(RETRY_MS, config.pollMs) : config.pollMs, signal);
      if (!box.isOpen && !signal.aborted) throw new Error("the connection was closed");
    }
  }

  async function afterFailure(error: unknown): Promise<void> {
    if (stopping.signal.aborted) return;
    const failure = mailboxFailure(error, config);
    failures += 1;
    brokenSince ??= clock.now();
    const pause = failure.isLasting
      ? LASTING_PAUSE_MS
      : Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** Math.min(failures - 1, 20));
    const pauseMs = Math.round(pause * (0.75 + parts.random() / 2));
    logger.warn("mailbox not read", { mailbox, code: failure.code, reason: codeOf(error), failures, pauseMs });
    metrics.count("ordo_mailbox_failures_total", { mailbox, code: failure.code });
    if (failure.isLasting || clock.now() - brokenSince >= SILENT_OUTAGE_MS) await tell(failure);
    await clock.sleep(pauseMs, stopping.signal);
  }

  /** Once a day: an incident that somebody settled comes again tomorrow if nothing was done. */
  async function tell({ code, says, remedy }: MailboxFailure): Promise<void> {
    const id = `mail:${mailbox}:${code}:${parts.nowText().value.slice(0, 10)}`;
    try {
      await parts.raise({ id, adapter: "mail", code, message: says, remedy });
    } catch (error) {
      logger.warn("incident not raised", { mailbox, code, reason: codeOf(error) });
    }
  }

  return {
    name: `imap ${mailbox}`,
    async start() {
      running ??= loop();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** For the log: never what a server says, which may name people. */
function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "unknown";
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === "string" ? code : String(name ?? "unknown");
}
