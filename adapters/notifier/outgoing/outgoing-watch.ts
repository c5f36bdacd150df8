import type { Watch } from "../../adapter.ts";
import type { MessageRow } from "./message-tables.ts";
import type { OutgoingDesk } from "./outgoing-desk.ts";
import { forgetCounts } from "./outgoing-limits.ts";
import { uncertainTrouble } from "./outgoing-troubles.ts";

/** Between two looks at what is due. Milliseconds. */
const LOOK_MS = 5_000;
/** Between two questions for deliveries. Milliseconds. */
const NEWS_MS = 60_000;
/** Messages of one look; more come with the next, which follows at once. */
const BATCH = 50;
/** Handed over at the same time. */
const AT_ONCE = 4;
/** One try. Milliseconds. */
const TRY_MS = 60_000;
/** What was handed over so long ago belongs to a worker that is gone. Milliseconds. */
const STALE_MS = 3 * TRY_MS;
/** Deliveries are asked for so long. Milliseconds. */
const NEWS_FOR_MS = 3 * 86_400_000;

/**
 * Brings out what waits: quiet hours that are over, another try, what a person released. Finds what a worker left behind
 * as it died, and asks what became of messages that were taken over.
 */
export class OutgoingWatch implements Watch {
  readonly name = "outgoing messages";
  readonly #desk: OutgoingDesk;
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(desk: OutgoingDesk) {
    this.#desk = desk;
  }

  async start(): Promise<void> {
    await this.#lookAnew();
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  /** Quiet times may be others than when it began to wait. */
  async #lookAnew(): Promise<void> {
    const { shelf, clock, logger } = this.#desk.parts;
    try {
      await shelf.wake("QUIET", clock.now());
    } catch (error) {
      logger.warn("messages could not be looked at", { error: error instanceof Error ? error.name : "unknown" });
    }
  }

  /** One look at everything. @returns whether there may be more at once */
  async look(): Promise<boolean> {
    const { shelf, clock } = this.#desk.parts;
    const now = clock.now();
    await this.#findLeft(now - STALE_MS);
    const due = await shelf.due(now, BATCH);
    const left = [...due];
    const sender = async (): Promise<void> => {
      for (let row = left.shift(); row !== undefined && !this.#stop.signal.aborted; row = left.shift())
        await this.#desk.tryAgain(row, AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TRY_MS)]));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    if (now - this.#askedAt >= NEWS_MS) {
      this.#askedAt = now;
      await this.#askNews(now);
      await forgetCounts(shelf.database, now);
      await this.#measure();
    }
    return due.length === BATCH;
  }

  async #run(): Promise<void> {
    const { clock, logger } = this.#desk.parts;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      let isMore = false;
      try {
        isMore = await this.look();
      } catch (error) {
        logger.warn("messages could not be looked at", { error: error instanceof Error ? error.name : "unknown" });
      }
      if (!isMore) await clock.sleep(LOOK_MS, signal);
    }
  }

  async #findLeft(before: number): Promise<void> {
    for (const row of await this.#desk.parts.shelf.stale(before, BATCH)) await this.#take(row);
  }

  /** Nobody knows whether it went out; where the other side would recognize it, it is simply repeated. */
  async #take(row: MessageRow): Promise<void> {
    const { shelf, channels, raise, clock } = this.#desk.parts;
    // Who alerts has gone another way by now.
    if (row.kind === "alert") return void (await shelf.change(row, { status: "refused", reason: "INTERRUPTED" }));
    const isAgain = channels.get(row.channel)?.isKeyed === true;
    const change = isAgain
      ? ({ status: "waiting", reason: "INTERRUPTED", accepted: 1, not_before: clock.now() } as const)
      : ({ status: "uncertain", reason: "INTERRUPTED", doubted: 1 } as const);
    const isOurs = await shelf.change(row, change);
    if (isOurs && !isAgain && row.accepted === 1) await raise(uncertainTrouble({ ...row, ...change }));
  }

  async #askNews(now: number): Promise<void> {
    const { shelf, channels } = this.#desk.parts;
    for (const [name, { newsOf }] of channels) {
      if (newsOf === undefined) continue;
      const pending = await shelf.pending(name, now - NEWS_FOR_MS, BATCH);
      if (pending.length === 0) continue;
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TRY_MS)]);
      await shelf.asked(name, pending, now);
      await shelf.learn(name, await newsOf(pending, signal), now);
    }
  }

  async #measure(): Promise<void> {
    const { shelf, metrics, channels } = this.#desk.parts;
    const counts = await shelf.counts();
    for (const channel of channels.keys())
      for (const status of ["held", "waiting", "uncertain"]) {
        const found = counts.find((one) => one.channel === channel && one.status === status);
        metrics.gauge("ordo_messages_open", found?.count ?? 0, { channel, status });
      }
  }
}
