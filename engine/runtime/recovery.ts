import { type Instant, instant } from "../base/instant.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Fence } from "../ports/store.ts";
import type { EngineOptions, EnginePorts } from "./engine-ports.ts";
import type { Library } from "./library.ts";
import { runAfter } from "./schedule-run.ts";
import type { StartDesk } from "./start-desk.ts";
import { takeIn } from "./take-in.ts";
import type { VersionsDesk } from "./versions-desk.ts";
import type { Duty, Worker } from "./worker.ts";

/** Alarms fed to the scheduler at once; more come as these fire. */
const ALARMS_MAX = 10_000;
const ENTRIES_MAX = 5_000;
const CHANGES_MAX = 500;
const ARCHIVED_MAX = 500;
const FORGOTTEN_MAX = 10_000;
/** How long a duty that one worker does for all is his. Milliseconds. */
const HELD_MS = 60_000;

/**
 * What keeps the engine going whatever is lost: the store is read now and then, and whatever it knows that the scheduler
 * (or a dead worker) forgot is armed, offered or done. With no scheduler at all everything still happens, later.
 */
export class Recovery {
  readonly #ports: EnginePorts;
  readonly #options: EngineOptions;
  readonly #library: Library;
  readonly #starts: StartDesk;
  readonly #versions: VersionsDesk;
  /** Were open timers counted on the calendars in force, as far as we know? */
  #isSettled = false;

  constructor(of: {
    readonly ports: EnginePorts;
    readonly options: EngineOptions;
    readonly library: Library;
    readonly starts: StartDesk;
    readonly versions: VersionsDesk;
  }) {
    this.#ports = of.ports;
    this.#options = of.options;
    this.#library = of.library;
    this.#starts = of.starts;
    this.#versions = of.versions;
  }

  /** The loops that a worker runs. */
  duties(worker: () => Worker): readonly Duty[] {
    const { recoveryMs, pollMs } = this.#options;
    return [
      { name: "recovery", everyMs: recoveryMs, run: (fence, now) => this.#recover(worker(), fence, now) },
      { name: "schedules", everyMs: pollMs, run: (_fence, now) => this.#schedules(worker(), now) },
      { name: "changes", everyMs: pollMs, run: () => this.takeChanges(worker()) },
      { name: "deployed", everyMs: 2 * pollMs, run: (fence, now) => this.#deployed(fence, now) },
      { name: "housekeeping", everyMs: HOUSEKEEPING * recoveryMs, run: (fence, now) => this.#tidyUp(fence, now) },
    ];
  }

  /** Takes in what happened in the CRM and elsewhere outside. */
  async takeChanges(worker: Worker): Promise<void> {
    const { operations } = this.#ports;
    for (let taken = CHANGES_MAX; taken === CHANGES_MAX; ) {
      const occurrences = await operations.changes(CHANGES_MAX);
      taken = occurrences.length;
      if (taken === 0) return;
      await takeIn(this.#ports, occurrences);
      await operations.acknowledge(occurrences.map(({ id }) => id));
      worker.poke();
    }
  }

  async #recover(worker: Worker, fence: Fence, now: Instant): Promise<void> {
    const { store, scheduler, logger, metrics } = this.#ports;
    const dead = (await store.workers.expire(now)).filter((id) => id !== fence.worker);
    for (const id of dead) logger.warn("worker expired", { worker: id });
    if (dead.length > 0) worker.poke();
    await worker.giveBackUnknown();
    // What rang and was not heard: fired from the store. A little older than now, so that the alarm clock goes first.
    const late = await store.outbox.timersDue(instant(now - LATE_MS), 1);
    if (late.length > 0 && !worker.timers.isBusy) {
      const fired = await worker.timers.drain();
      metrics?.count("ordo_wakeups_reconciled_total", { what: "timer" }, fired);
    }
    const rows = await store.outbox.timersDue(instant(now + scheduler.horizonMs), ALARMS_MAX);
    await scheduler.wake(rows.map(({ id, instance, dueAt }) => ({ timer: id, instance, dueAt })));
    if (scheduler.shared) {
      const entries = await store.outbox.overdue(instant(now - LATE_MS), ENTRIES_MAX);
      metrics?.count("ordo_wakeups_reconciled_total", { what: "entry" }, entries.length);
      await scheduler.offer(entries.map(({ id, lane }) => ({ entry: id, lane, priority: 0 })));
    }
    for (const { process, key } of await store.starts.stranded(ENTRIES_MAX)) await this.#starts.beginNext(process, key);
  }

  /** Starts by the clock: each run is an arrival of its own, named by when it was due, so that it comes once. */
  async #schedules(worker: Worker, now: Instant): Promise<void> {
    const { store } = this.#ports;
    for (const row of await store.starts.schedulesDue(now, ENTRIES_MAX)) {
      const compiled = await this.#library.currentOf(row.process);
      const start = compiled?.definition.starts[row.start];
      if (!compiled || start?.kind !== "schedule") {
        await store.starts.advanceSchedule(row, null);
        continue;
      }
      const { zone } = compiled.definition.calendar;
      const at = { $type: "date and time", value: isoText(row.dueAt, zone) } as const;
      const id = `${row.process}/${row.start}@${row.dueAt}`;
      const occurrence = { kind: "schedule", id, process: row.process, start: row.start, at } as const;
      await takeIn(this.#ports, [occurrence]);
      // Runs that were missed while nobody worked are one run.
      await store.starts.advanceSchedule(row, runAfter(compiled.definition, start, now));
      worker.poke();
    }
  }

  /** Somebody deployed, or this worker has just begun: versions and calendars are read, timers counted on the calendars. */
  async #deployed(fence: Fence, now: Instant): Promise<void> {
    if (!(await this.#library.refresh()) && this.#isSettled) return;
    this.#isSettled = false;
    if (!(await this.#ports.store.workers.hold("calendars", fence, now, instant(now + HELD_MS)))) return;
    await this.#versions.settleCalendars();
    this.#isSettled = true;
  }

  async #tidyUp(fence: Fence, now: Instant): Promise<void> {
    const { store } = this.#ports;
    if (!(await store.workers.hold("housekeeping", fence, now, instant(now + HELD_MS)))) return;
    const { archiveAfterMs, archiveApart, inboxKeptMs } = this.#options;
    for (const [only, ms] of Object.entries(archiveApart))
      await store.instances.archive(instant(now - ms), ARCHIVED_MAX, { only });
    await store.instances.archive(instant(now - archiveAfterMs), ARCHIVED_MAX, { except: Object.keys(archiveApart) });
    await store.outbox.forget(instant(now - inboxKeptMs), FORGOTTEN_MAX);
  }
}

const LATE_MS = 2_000;
/** Every so many recoveries. */
const HOUSEKEEPING = 6;
