import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { Needs, Watch } from "../../adapter.ts";
import { type Portal, PortalFailure } from "../../bitrix24/portal.ts";
import type { ChangeFinder } from "./change-finder.ts";
import type { Bitrix24CrmConfig } from "./config.ts";
import type { Ways } from "./entity-store.ts";
import type { EventActors } from "./event-actors.ts";
import type { EventInbox, WaitingEvent } from "./event-inbox.ts";
import { tellOfMapping } from "./mapping-troubles.ts";
import { eventNames } from "./portal-events.ts";
import { rowsOf } from "./portal-field.ts";
import type { RecordObserver } from "./record-observer.ts";
import type { ScanMarks } from "./scan-marks.ts";
import type { SchemaBook } from "./schema-book.ts";
import type { WriteJournal } from "./write-journal.ts";

/** What a watch works with. */
export interface WatchParts {
  readonly config: Bitrix24CrmConfig;
  readonly portal: Portal;
  readonly book: SchemaBook;
  readonly observer: RecordObserver;
  readonly finder: ChangeFinder;
  readonly inbox: EventInbox;
  readonly actors: EventActors;
  readonly marks: ScanMarks;
  readonly journal: WriteJournal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly raise: Needs["raise"];
  readonly settle: Needs["settle"];
}

/** How long after a failure it is tried again. Milliseconds. */
const PAUSE_MS = 15_000;
/** How often the mapping is compared with the portal: one that is wrong may be being mended. Milliseconds. */
const MAPPING_MS = 15 * 60_000;
const WRONG_MAPPING_MS = 60_000;
/** After a sweep that failed, or has more to ask about, the next one. 15 minutes in milliseconds. */
const SWEPT_ON_MS = 15 * 60_000;
/** A record that changes all the time is looked at all the same. */
const BURST_GATHERS_MAX = 5;

/**
 * Watches a portal: learns what is there once, looks into the events that come, asks for what changed without one, and
 * looks for what is gone. Each part by itself: what fails is tried again, the others go on. Several workers may watch;
 * the asking is done by one of them at a time.
 */
export class ChangeWatch implements Watch {
  readonly name = "bitrix24 changes";
  readonly #parts: WatchParts;
  readonly #stopping = new AbortController();
  #working: Promise<void> | null = null;
  #wake: () => void = () => {};
  #hasOffline = true;
  /** By each worker itself: each of them believes its own reading of the portal's fields. */
  #mappingDueAt = 0;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    parts.inbox.onEvent(() => this.#wake());
  }

  async start(): Promise<void> {
    this.#working ??= this.#work();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping;
    const { clock, config } = this.#parts;
    await this.#trying("mapping", (ways) => this.#checkMapping(ways));
    await this.#trying("binding", (ways) => this.#bind(ways));
    while (!signal.aborted) {
      let rest = PAUSE_MS;
      await this.#trying("events", async (ways) => {
        await this.events(ways);
        rest = Math.min(config.pollMs, (await this.#soonest()) ?? config.pollMs);
      });
      await this.look();
      await this.#pause(Math.max(rest, 1), clock);
    }
  }

  /** Looks into the events of records about which nothing more came for a while: of a burst the last one counts. */
  async events(ways: Ways): Promise<void> {
    const { inbox, actors, observer, clock, config } = this.#parts;
    const now = clock.now();
    const waiting = await inbox.waiting();
    const ready = [...Map.groupBy(waiting, ({ ref }) => ref).values()].filter((burst) => isOver(burst, now, config));
    if (ready.length === 0) return;
    const events = ready.flat();
    const who = await actors.of(events, ways);
    await observer.observe([...new Set(events.map(({ ref }) => ref))], ways, who);
    await inbox.done(events.map(({ id }) => id));
  }

  /** Asks for whatever is due to be asked. Never throws: neither the portal nor the database ends a worker. */
  async look(): Promise<void> {
    const { book, finder, config, journal, clock } = this.#parts;
    if (await this.#isDue("poll", config.pollMs)) {
      for (const type of book.types) {
        const isScanned = await this.#trying(`scan ${type}`, (ways) => finder.scan(type, ways));
        if (isScanned) await this.#trying(`poll ${type}`, (ways) => finder.poll(type, ways));
      }
      if (this.#hasOffline && this.#parts.portal.credential === "app")
        await this.#trying("offline", async (ways) => {
          this.#hasOffline = await finder.offline(ways);
        });
    }
    if (clock.now() >= this.#mappingDueAt) await this.#trying("mapping", (ways) => this.#checkMapping(ways));
    for (const type of book.types) if (await this.#isDue(`sweep ${type}`, config.sweepMs)) await this.#sweep(type);
    if (await this.#isDue("forgetting", config.sweepMs))
      await this.#trying("forgetting", () => journal.forgetOld(clock.now()));
  }

  async #sweep(type: string): Promise<void> {
    const { finder, marks, clock } = this.#parts;
    let isOver = false;
    await this.#trying(`sweep ${type}`, async (ways) => {
      isOver = await finder.sweep(type, ways);
    });
    if (!isOver) await this.#trying("sweep", () => marks.postpone(`due sweep ${type}`, clock.now() + SWEPT_ON_MS));
  }

  /** One of the workers takes it, each time; none while the database is away. */
  async #isDue(what: string, everyMs: number): Promise<boolean> {
    const { marks, clock } = this.#parts;
    let isTaken = false;
    await this.#trying(`due ${what}`, async () => {
      isTaken = await marks.take(`due ${what}`, clock.now(), everyMs);
    });
    return isTaken;
  }

  /** Milliseconds until an event may have waited long enough; null: none waits. */
  async #soonest(): Promise<number | null> {
    const waiting = await this.#parts.inbox.waiting();
    return waiting.length === 0 ? null : this.#parts.config.gatherMs;
  }

  async #pause(ms: number, clock: Clock): Promise<void> {
    const { gatherMs } = this.#parts.config;
    const waking = new AbortController();
    this.#wake = () => waking.abort();
    await clock.sleep(ms, AbortSignal.any([this.#stopping.signal, waking.signal]));
    this.#wake = () => {};
    // An event came: the rest of its burst is about to.
    if (waking.signal.aborted && !this.#stopping.signal.aborted) await clock.sleep(gatherMs, this.#stopping.signal);
  }

  async #checkMapping(ways: Ways): Promise<void> {
    const isWrong = await tellOfMapping(this.#parts, ways);
    this.#mappingDueAt = this.#parts.clock.now() + (isWrong ? WRONG_MAPPING_MS : MAPPING_MS);
  }

  /** An app binds its events itself; with a webhook people do, or there are none. */
  async #bind(ways: Ways): Promise<void> {
    const { portal, config, logger } = this.#parts;
    if (portal.credential !== "app") return;
    const got = await portal.call("event.get", {}, { ...ways, effect: "read" });
    if (got.kind !== "done") throw new PortalFailure("event.get", got);
    const bound = new Set(
      rowsOf(got.result).map((row) => bindingOf(String(row["event"]), String(row["handler"] ?? ""))),
    );
    for (const event of eventNames(config.records)) {
      const wanted = [
        ...(config.handler === null ? [] : [{ event, handler: config.handler }]),
        { event, event_type: "offline" },
      ];
      for (const params of wanted) {
        if (bound.has(bindingOf(event, params.handler ?? ""))) continue;
        const answer = await portal.call("event.bind", params, { ...ways, effect: "write" });
        if (answer.kind === "refused") logger.warn("bitrix24 event not bound", { event, code: answer.code });
      }
    }
  }

  /** Does a part of the work; false: it could not be done now. */
  async #trying(part: string, work: (ways: Ways) => Promise<void>): Promise<boolean> {
    const { signal } = this.#stopping;
    if (signal.aborted) return false;
    try {
      await work({ urgency: "process", signal });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.#parts.logger.warn("bitrix24 watch", { part, code: codeOf(error) });
      return false;
    }
  }
}

/** Nothing more comes, or it has been waited for long enough. */
function isOver(burst: readonly WaitingEvent[], now: number, { gatherMs }: Bitrix24CrmConfig): boolean {
  const times = burst.map(({ at }) => at);
  return Math.max(...times) <= now - gatherMs || Math.min(...times) <= now - BURST_GATHERS_MAX * gatherMs;
}

function bindingOf(event: string, handler: string): string {
  return `${event.toUpperCase()} ${handler}`;
}

function codeOf(error: unknown): string {
  if (error instanceof RecordRefusal) return error.code;
  if (!(error instanceof PortalFailure)) return error instanceof Error ? error.name : "ERROR";
  return error.answer.code === "" ? "PORTAL_REFUSED" : error.answer.code;
}
