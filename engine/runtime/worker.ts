import { type Instant, instant } from "../base/instant.ts";
import { StoreUnavailable } from "../base/unavailable.ts";
import type { Lane, Leased, OutboxEntry } from "../ports/outbox.ts";
import type { Fence } from "../ports/store.ts";
import type { Dispatch, Done } from "./dispatch.ts";
import type { EngineOptions, EnginePorts } from "./engine-ports.ts";
import { gathered } from "./gathered.ts";
import { Fenced, type InstanceDesk } from "./instance-desk.ts";
import { TimerFiring } from "./timer-firing.ts";
import { reasonOf, workFailed } from "./work-failed.ts";
import { Life } from "./worker-life.ts";

/** Entries leased at once. */
const LEASE_MAX = 500;
/** Entries in memory that wait for a free hand; beyond, moves leave theirs in the store for later. */
const READY_MAX = 5_000;
/** Entries looked through for what was lost. */
const HELD_MAX = 20_000;
/** An entry that could not be done for a reason of ours comes again after so long, doubled up to the second. Milliseconds. */
const PAUSE_MS = 1_000;
const PAUSE_MS_MAX = 60_000;
/** So long the queue has for what was offered to it. Milliseconds. */
const OFFERED_MS = 2_000;
const LANES: readonly Lane[] = ["engine", "crm", "mail", "http", "message", "document"];
/** A call that waits for another instance's end looks for itself so often. Milliseconds. */
const AWAITED_AGAIN_MS = 6 * 3600 * 1000;

/** What a worker does besides; each runs in a loop of its own and may throw: it comes again. */
export interface Duty {
  readonly name: string;
  readonly everyMs: number;
  run(fence: Fence, now: Instant): Promise<void>;
}

/**
 * A worker: leases entries of the outbox and does them, fires timers that ring, keeps its own lease alive. Everything it
 * writes carries its fence; once the lease is lost it writes nothing, forgets what it held and enters anew.
 */
export class Worker {
  readonly #ports: EnginePorts;
  readonly #options: EngineOptions;
  readonly #desk: InstanceDesk;
  readonly #dispatch: Dispatch;
  readonly #duties: readonly Duty[];
  /** Fires timers. */
  readonly timers: TimerFiring;
  #life: Life | null = null;
  #loops: Promise<unknown>[] = [];
  #stop = new AbortController();
  #poked = new AbortController();
  #lostLease = new AbortController();
  readonly #finished: (entry: FinishedEntry) => Promise<unknown>;

  constructor(
    of: {
      readonly ports: EnginePorts;
      readonly options: EngineOptions;
      readonly desk: InstanceDesk;
      readonly dispatch: Dispatch;
    },
    duties: readonly Duty[],
  ) {
    this.#ports = of.ports;
    this.#options = of.options;
    this.#desk = of.desk;
    this.#dispatch = of.dispatch;
    this.#duties = duties;
    this.timers = new TimerFiring(of, {
      life: () => this.#life,
      guarded: (work) => this.#guarded(work),
    });
    this.#finished = gathered(of.ports.clock, (all: readonly FinishedEntry[]) => this.#finishAll(all));
  }

  get fence(): Fence | null {
    return this.#life?.fence ?? null;
  }

  /** Enters the store and begins to work. */
  async start(): Promise<void> {
    await this.#takeOver();
    await this.#enter();
    await this.#ports.scheduler.start({
      timers: (timers) => this.timers.rung(timers),
      entries: (entries) => this.#leaseThese(entries),
    });
    this.#stop = new AbortController();
    const stopped = this.#stop.signal;
    const loops = [
      this.#beat(stopped),
      this.#poll(stopped),
      ...this.#duties.map((duty) => this.#repeat(duty, stopped)),
    ];
    this.#loops = loops;
  }

  /** Takes nothing more, finishes what it can within the grace, hands the rest back. */
  async stop(): Promise<void> {
    const life = this.#life;
    if (life === null) return;
    life.ready.length = 0;
    life.closing = true;
    // First: a heartbeat that comes meanwhile would take the closing for a lost lease and enter anew.
    this.#stop.abort();
    await this.#ports.scheduler.stop();
    const grace = new AbortController();
    const over = this.#ports.clock.sleep(this.#options.graceMs, grace.signal);
    await Promise.race([this.#idle(life), over]);
    grace.abort();
    life.stop.abort();
    await Promise.all(this.#loops);
    this.#life = null;
    this.#desk.fence = null;
    this.#desk.keeps = false;
    try {
      await this.#ports.store.workers.leave(life.fence, this.#ports.clock.now());
    } catch (error) {
      // Its lease runs out by itself.
      this.#ports.logger.warn("leaving failed", { reason: String(error) });
    }
  }

  /** Entries that a move of this process put into the outbox and leased to us. */
  take(entries: readonly OutboxEntry[]): void {
    const life = this.#life;
    if (life === null || life.closing) return;
    for (const entry of entries) this.#hold(life, { entry, uncertain: false });
    this.#pump(life);
  }

  /** Something was put where only leasing finds it: look now. */
  poke(): void {
    this.#poked.abort();
  }

  /** Does everything in the outbox that is due, and what follows from it; how many entries were found. */
  async drainOutbox(): Promise<number> {
    const life = this.#life;
    if (life === null) return 0;
    await this.#idle(life);
    const leased = await this.#leaseDue();
    await this.#idle(life);
    return leased;
  }

  // ── the outbox ────────────────────────────────────────────────────────────────────────────────

  async #leaseThese(ids: readonly string[]): Promise<void> {
    const life = this.#life;
    if (life === null || life.closing) return;
    const wanted = { now: this.#ports.clock.now(), limit: ids.length, only: ids };
    const leased = await this.#guarded(() => this.#ports.store.outbox.lease(life.fence, wanted));
    for (const { entry } of leased ?? []) life.holding.add(entry.id);
    // What was leased by a life that is over is somebody else's by now.
    if (life !== this.#life) return;
    // The queue's own concurrency counts these: its job is over when they are.
    await Promise.all((leased ?? []).map((one) => this.#do(life, one)));
  }

  #hold(life: Life, leased: Leased): void {
    life.holding.add(leased.entry.id);
    life.ready.push(leased);
  }

  /**
   * Gives back what the store says we hold and we know nothing of: the answer to a commit or to a lease was lost. What is
   * found twice in a row, so that an answer under way is not taken for a lost one.
   */
  async giveBackUnknown(): Promise<void> {
    const life = this.#life;
    if (life === null || life.closing) return;
    const { outbox } = this.#ports.store;
    const unknown = (await outbox.held(life.fence, HELD_MAX)).filter((id) => !life.holding.has(id));
    const lost = unknown.filter((id) => life.suspects.has(id));
    life.suspects = new Set(unknown);
    if (lost.length === 0) return;
    const dueAt = this.#ports.clock.now();
    await outbox.release(
      life.fence,
      lost.map((id) => ({ id, dueAt })),
    );
    this.poke();
  }

  #pump(life: Life): void {
    while (life.running < this.#options.concurrency) {
      const next = life.ready.shift();
      if (next === undefined) break;
      void this.#do(life, next);
    }
    this.#desk.keeps = !this.#ports.scheduler.shared && life.ready.length < READY_MAX;
    if (life.running === 0 && life.ready.length === 0) for (const wake of life.waiters.splice(0)) wake();
  }

  async #do(life: Life, leased: Leased): Promise<void> {
    life.running += 1;
    try {
      const done = await this.#dispatch.work(leased, { fence: life.fence, signal: life.stop.signal });
      if (life === this.#life) await this.#finish(life, leased, done);
    } catch (error) {
      await this.#failed(life, leased, error);
    } finally {
      life.running -= 1;
      life.holding.delete(leased.entry.id);
      this.#pump(life);
    }
  }

  async #finish(life: Life, { entry }: Leased, done: Done): Promise<void> {
    const { outbox } = this.#ports.store;
    switch (done.kind) {
      case "moved":
        return;
      case "finished":
        await this.#finished({ life, id: entry.id, next: done.next });
        if (done.next.length > 0) this.#announce(done.next);
        return;
      case "parked":
        return outbox.park(life.fence, entry.id, done.command);
      case "postponed":
        return outbox.release(life.fence, [{ id: entry.id, dueAt: done.dueAt }]);
      case "awaits": {
        // Its child's end brings the answer; looking again now and then mends what a crash in between left.
        const dueAt = instant(this.#ports.clock.now() + AWAITED_AGAIN_MS);
        return outbox.release(life.fence, [{ id: entry.id, dueAt }]);
      }
    }
  }

  /** Work that followed from other work: the shared queue hears of it, or we look for it ourselves. */
  #announce(entries: readonly OutboxEntry[]): void {
    const { scheduler } = this.#ports;
    if (scheduler.shared)
      void scheduler.offer(entries.map(({ id, lane, priority }) => ({ entry: id, lane, priority })));
    this.poke();
  }

  /** What finished at the same time is written in one transaction. */
  async #finishAll(all: readonly FinishedEntry[]): Promise<ReadonlyMap<FinishedEntry, true>> {
    for (const life of new Set(all.map((one) => one.life))) {
      const own = all.filter((one) => one.life === life);
      const ids = own.map(({ id }) => id);
      await this.#ports.store.outbox.finish(
        life.fence,
        ids,
        own.flatMap(({ next }) => next),
      );
    }
    return new Map(all.map((one) => [one, true]));
  }

  /** It could not be done for a reason of ours: it is handed back and comes again, later and later. */
  async #failed(life: Life, { entry }: Leased, error: unknown): Promise<void> {
    if (error instanceof Fenced) return this.#lost(life);
    const times = (life.failures.get(entry.id) ?? 0) + 1;
    life.failures.set(entry.id, times);
    const pause = Math.min(PAUSE_MS * 2 ** (times - 1), PAUSE_MS_MAX) * (0.5 + this.#ports.random() / 2);
    this.#ports.logger.error("work failed", { entry: entry.id, work: entry.work.kind, times, reason: reasonOf(error) });
    const dueAt = instant(this.#ports.clock.now() + Math.round(pause));
    await this.#guarded(() => this.#ports.store.outbox.release(life.fence, [{ id: entry.id, dueAt }]));
    if (!(error instanceof StoreUnavailable) && times === FAILURES_TOLD) await this.#tell(entry, error);
  }

  /** What fails again and again is never silent. */
  async #tell(entry: OutboxEntry, error: unknown): Promise<void> {
    const incident = workFailed(entry, reasonOf(error), this.#ports.clock.now());
    await this.#guarded(() => this.#ports.store.queries.raise(incident));
  }

  // ── the lease ─────────────────────────────────────────────────────────────────────────────────

  /** Where one process writes, whoever is still entered died with the lock: what he held is ours at once. */
  async #takeOver(): Promise<void> {
    const { clock, logger, store } = this.#ports;
    if (!store.singleWriter) return;
    for (const { id: worker, epoch, endedAt } of await store.workers.list()) {
      if (endedAt !== null) continue;
      logger.warn("worker died", { worker });
      await store.workers.leave({ worker, epoch }, clock.now());
    }
  }

  async #enter(): Promise<void> {
    const { clock, ids, store } = this.#ports;
    const now = clock.now();
    const { name, version, leaseMs } = this.#options;
    const expiresAt = instant(now + leaseMs);
    const fence = await store.workers.enter({ id: ids.next(), name, version, now, expiresAt });
    const life = new Life(fence);
    this.#life = life;
    this.#desk.forget();
    this.#desk.fence = fence;
    this.#desk.onFenced = () => this.#lost(life);
    this.#desk.keeps = !this.#ports.scheduler.shared;
  }

  /** Somebody took our lease: what we hold is his now. */
  #lost(life: Life): void {
    if (life !== this.#life) return;
    this.#ports.logger.warn("lease lost", { worker: life.fence.worker });
    life.closing = true;
    life.ready.length = 0;
    life.stop.abort();
    this.#desk.forget();
    this.#lostLease.abort();
    this.poke();
  }

  /** Keeps the lease alive; enters anew where it was lost. */
  async #beat(stopped: AbortSignal): Promise<void> {
    for (; !stopped.aborted; ) {
      // Without a lease nothing can be written, so nobody gets an answer: it is not waited for the next beat.
      const pause = this.#life?.closing === true ? this.#options.pollMs : this.#options.leaseMs / 3;
      await this.#ports.clock.sleep(pause, AbortSignal.any([stopped, this.#lostLease.signal]));
      this.#lostLease = new AbortController();
      if (stopped.aborted) return;
      await this.#guarded(async () => {
        const life = this.#life;
        if (life === null || stopped.aborted) return;
        const now = this.#ports.clock.now();
        const expiresAt = instant(now + this.#options.leaseMs);
        const isOurs = !life.closing && (await this.#ports.store.workers.heartbeat(life.fence, now, expiresAt));
        if (isOurs) return;
        this.#lost(life);
        await this.#enter();
      });
    }
  }

  /** Leases what nobody offered: put back for later, left by others, arrived from outside. */
  async #poll(stopped: AbortSignal): Promise<void> {
    for (; !stopped.aborted; ) {
      const leased = await this.#guarded(() => this.#leaseDue());
      if (leased !== undefined && leased === LEASE_MAX) continue;
      await this.#ports.clock.sleep(this.#options.pollMs, AbortSignal.any([stopped, this.#poked.signal]));
      this.#poked = new AbortController();
    }
  }

  async #leaseDue(): Promise<number> {
    const life = this.#life;
    if (life === null || life.closing) return 0;
    const room = Math.min(LEASE_MAX, READY_MAX - life.ready.length);
    if (room <= 0) return 0;
    const now = this.#ports.clock.now();
    // A shared queue is given its time first: what nobody offered, or it forgot, is older.
    const before = this.#ports.scheduler.shared ? instant(now - OFFERED_MS) : now;
    const lanes = await this.#openLanes();
    const leased = await this.#ports.store.outbox.lease(life.fence, { now: before, limit: room, ...lanes });
    // What comes when the worker is stopping is not begun: leaving frees it.
    if (life !== this.#life || life.closing) return 0;
    leased.forEach((one) => this.#hold(life, one));
    this.#pump(life);
    return leased.length;
  }

  /** Lanes with a limit are the queue's, as long as there is a queue. */
  async #openLanes(): Promise<{ readonly lanes?: readonly Lane[] }> {
    const { scheduler } = this.#ports;
    if (scheduler.limited.length === 0 || !(await scheduler.health()).ok) return {};
    return { lanes: LANES.filter((lane) => !scheduler.limited.includes(lane)) };
  }

  async #repeat(duty: Duty, stopped: AbortSignal): Promise<void> {
    for (; !stopped.aborted; ) {
      const fence = this.fence;
      if (fence !== null) await this.#guarded(() => duty.run(fence, this.#ports.clock.now()), duty.name);
      await this.#ports.clock.sleep(duty.everyMs, stopped);
    }
  }

  /** Does it; a lost lease and a store that is away are not the end of the loop. */
  async #guarded<Result>(work: () => Promise<Result>, what = "worker"): Promise<Result | undefined> {
    const life = this.#life;
    try {
      return await work();
    } catch (error) {
      if (error instanceof Fenced && life !== null) this.#lost(life);
      else this.#ports.logger.error(`${what} failed`, { reason: reasonOf(error) });
      return undefined;
    }
  }

  #idle(life: Life): Promise<void> {
    if (life.running === 0 && life.ready.length === 0) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    life.waiters.push(resolve);
    return promise;
  }
}

/** After so many failures of ours in a row an incident says so. */
const FAILURES_TOLD = 5;

interface FinishedEntry {
  readonly life: Life;
  readonly id: string;
  readonly next: readonly OutboxEntry[];
}
