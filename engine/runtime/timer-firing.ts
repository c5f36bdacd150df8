import { id as brand, type CommandId, type InstanceId, type TimerId } from "../base/ids.ts";
import { instant } from "../base/instant.ts";
import type { EngineOptions, EnginePorts } from "./engine-ports.ts";
import type { InstanceDesk } from "./instance-desk.ts";
import type { Life } from "./worker-life.ts";

/** Timers fired at once. */
const TIMERS_MAX = 500;

/** What firing needs of its worker. */
interface Worked {
  readonly life: () => Life | null;
  /** Does it; a lost lease and a store that is away are the worker's matter. */
  readonly guarded: (work: () => Promise<unknown>) => Promise<unknown>;
}

/** A worker's timers: those that ring, and those that are due and nobody rang for. */
export class TimerFiring {
  readonly #ports: EnginePorts;
  readonly #options: EngineOptions;
  readonly #desk: InstanceDesk;
  readonly #worker: Worked;

  constructor(
    of: { readonly ports: EnginePorts; readonly options: EngineOptions; readonly desk: InstanceDesk },
    worker: Worked,
  ) {
    this.#ports = of.ports;
    this.#options = of.options;
    this.#desk = of.desk;
    this.#worker = worker;
  }

  /** So many timers that rang are being fired that whoever is late among the rest is on his way. */
  get isBusy(): boolean {
    return (this.#worker.life()?.firing.size ?? 0) >= TIMERS_MAX;
  }

  /** These rang. Many at once are the beginning of more than was armed: the rest is in the store. */
  async rung(timers: readonly TimerId[]): Promise<void> {
    await this.#fire(timers);
    if (timers.length >= TIMERS_MAX && !this.isBusy) await this.drain();
  }

  /** Fires everything that is due, batch by batch, straight from the store; how many there were. */
  async drain(): Promise<number> {
    const { store, clock, scheduler } = this.#ports;
    const worker = this.#worker;
    let fired = 0;
    for (let life = worker.life(); life !== null && !life.closing && life === worker.life(); ) {
      const now = clock.now();
      const until = instant(now + this.#options.leaseMs);
      const rows = store.singleWriter
        ? await store.outbox.timersDue(now, TIMERS_MAX + life.firing.size)
        : await store.outbox.leaseTimers(life.fence, { now, until, limit: TIMERS_MAX });
      const { firing } = life;
      const due = rows.filter(({ id }) => !firing.has(id));
      if (due.length === 0) return fired;
      const ids = due.map(({ id }) => id);
      // Their alarms may still be set: ringing again would only find them gone.
      void scheduler.unwake(ids);
      await this.#fire(ids);
      fired += due.length;
      if (rows.length < TIMERS_MAX) return fired;
    }
    return fired;
  }

  /** One that is not due, gone or paused moves nothing. */
  async #fire(timers: readonly TimerId[]): Promise<void> {
    const life = this.#worker.life();
    if (life === null || life.closing) return;
    const own = timers.filter((timer) => !life.firing.has(timer));
    for (const timer of own) life.firing.add(timer);
    try {
      await Promise.all(own.map((timer) => this.#fireOne(timer)));
    } finally {
      for (const timer of own) life.firing.delete(timer);
    }
  }

  async #fireOne(timer: TimerId): Promise<void> {
    const instance = brand<InstanceId>(timer.slice(0, timer.indexOf("/")));
    const id = brand<CommandId>(`fire:${timer}`);
    const body = { kind: "fireTimer", timer } as const;
    await this.#worker.guarded(() => this.#desk.handle({ id, instance, by: null, body, inbox: [], done: [] }));
  }
}
