import { instant } from "../../engine/base/instant.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Store } from "../../engine/ports/store.ts";
import { createEngine, type Engine } from "../../engine/runtime/engine.ts";
import { AlarmClock, type Forgetting } from "./alarm-clock.ts";
import type { Chance } from "./chance.ts";
import { sampleCompany } from "./company.ts";
import { type FaultPlan, faulty, isReading } from "./faults.ts";
import { Breach } from "./invariants.ts";
import type { Outside } from "./outside.ts";
import type { Mode, SeedOptions } from "./seed.ts";
import { Actor, type Stage } from "./stage.ts";

const HOUR = 3_600_000;
/** In scale-out: three in every fourth seed, else two. */
const workersOf = (seed: number): number => (seed % 8 === 0 ? 3 : 2);
/** Somebody who gets no answer asks again so often. */
const ASKED_MAX = 2_000;
/** Workers' clocks differ by up to so many milliseconds where they are several. */
const SKEW_MAX = 1_500;

/** How often the engine looks at a store where nothing happens: hours, so that days do not take days. */
const PACES = [
  { leaseMs: 8 * HOUR, recoveryMs: 4 * HOUR, pollMs: 9 * HOUR },
  { leaseMs: 8 * HOUR, recoveryMs: 6 * HOUR, pollMs: 12 * HOUR },
  { leaseMs: 6 * HOUR, recoveryMs: 3 * HOUR, pollMs: 8 * HOUR },
  { leaseMs: 2 * HOUR, recoveryMs: HOUR, pollMs: 6 * HOUR },
];

/** Where a run has one crash and nothing else goes wrong. */
const CRASHING_PACE = { leaseMs: 12 * HOUR, recoveryMs: 12 * HOUR, pollMs: 12 * HOUR };
/** Later than any lease ends. */
const DAYS_MS = 1_000 * 24 * HOUR;

/** What a worker writes when nothing happens. */
const IDLE = /\.(heartbeat|hold|expire|archive|forget)$/;

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

interface Hand {
  readonly actor: Actor;
  readonly engine: Engine;
}

/** The workers of a run: each dies, pauses and is replaced as the seed says. */
export class Crew {
  crashes = 0;
  /** Writes that workers asked for. */
  writes = 0;
  /** Called with what must never be thrown. */
  onFailure: (error: unknown) => void = () => {};
  readonly #of: CrewOrder;
  readonly #alarms: AlarmClock[] = [];
  #hands: readonly Hand[] = [];
  #names = 0;
  #ids = 0;

  constructor(of: CrewOrder) {
    this.#of = of;
  }

  /** The first workers begin. */
  begin(): void {
    for (let count = this.#of.mode === "embedded" ? 1 : workersOf(this.#of.seed); count > 0; count--) this.#hire();
  }

  /** Every scheduler forgets what it knew. */
  amnesia(): void {
    for (const alarms of this.#alarms) alarms.amnesia();
  }

  /** Asks some worker, and another when no answer comes, as a browser does: the same command, the same id. */
  async asked(asker: Actor, ask: (engine: Engine) => Promise<void>): Promise<void> {
    const { stage } = this.#of;
    for (let tries = 0; tries < ASKED_MAX; tries++) {
      const alive = this.#hands.filter(({ actor }) => !actor.dead && actor.pausedUntil <= stage.now);
      const chosen = alive[tries % Math.max(1, alive.length)];
      if (!chosen) await stage.sleep(asker, HOUR / 4);
      else {
        const answered = ask(chosen.engine).then(
          () => true,
          (error: unknown) => this.#refused(error),
        );
        const waiting = new AbortController();
        const late = stage.sleep(asker, 20_000, waiting.signal).then(() => false);
        if (await Promise.race([answered, late])) return waiting.abort();
      }
      await stage.sleep(asker, 3_000);
    }
    this.onFailure(new Breach("nobody ever answered"));
  }

  #refused(error: unknown): boolean {
    const name = error instanceof Error ? error.name : "";
    if (name !== "StoreUnavailable" && name !== "Fenced") this.onFailure(error);
    return false;
  }

  /** A worker begins; when it dies another takes its place after a while. */
  #hire(): void {
    const { stage, seed, outside } = this.#of;
    const actor = new Actor(`worker-${++this.#names}`);
    const skew = this.#of.skews() ? this.#of.chance.below(2 * SKEW_MAX) - SKEW_MAX : 0;
    const { compiled, people } = sampleCompany();
    const engine = createEngine(
      {
        store: this.#wrapped(actor, this.#of.store(), { name: "store", throws: true }),
        scheduler: this.#alarmsOf(actor),
        clock: {
          now: () => instant(this.#of.wall() + skew),
          sleep: (ms, signal) => stage.sleep(actor, ms, signal),
        },
        ids: { next: () => `i${String(++this.#ids).padStart(6, "0")}` },
        logger: SILENT,
        operations: this.#wrapped(actor, outside.operations, { name: "outside", throws: false }),
        people: { snapshot: async () => people },
        random: () => 0.5,
        compile: ({ digest }) => {
          const found = compiled.get(digest);
          if (!found) throw new Error(`no version ${digest}`);
          return found;
        },
      },
      this.#of.crashAt === undefined ? PACES[(seed >> 1) % PACES.length] : CRASHING_PACE,
    );
    this.#hands = [...this.#hands.filter((hand) => !hand.actor.dead), { actor, engine }];
    void this.#start(actor, engine);
    actor.onDeath = () => void this.#replace();
  }

  #alarmsOf(actor: Actor): ReturnType<AlarmClock["of"]> {
    const isShared = this.#of.mode === "scale-out";
    const { stage, alarmChance: chance, forgetting: how, wall: now } = this.#of;
    // One that lives in the worker's process dies with it.
    if (!isShared || this.#alarms.length === 0) this.#alarms.push(new AlarmClock({ stage, chance, how, now }));
    return (this.#alarms.at(-1) as AlarmClock).of(actor, isShared);
  }

  #wrapped<Port extends object>(
    actor: Actor,
    port: Port,
    { name, throws }: { readonly name: string; readonly throws: boolean },
  ): Port {
    const { stage, chance, plan } = this.#of;
    return faulty(port, { name, actor, stage, chance, plan, throws, fate: (label) => this.#fate(label) });
  }

  #fate(label: string): "before" | "after" | null {
    if (isReading(label) || IDLE.test(label)) return null;
    this.writes += 1;
    const { crashAt } = this.#of;
    return crashAt?.write === this.writes ? crashAt.when : null;
  }

  /** Entering may fail: then it tries again, as a service manager would. */
  async #start(actor: Actor, engine: Engine): Promise<void> {
    for (;;) {
      try {
        return await engine.worker.start();
      } catch {
        await this.#of.stage.sleep(actor, 1_000);
      }
    }
  }

  async #replace(): Promise<void> {
    this.crashes += 1;
    const { stage, manager, chance, crashAt, store, wall } = this.#of;
    await stage.sleep(manager, 5_000 + chance.below(120_000));
    // There the next one takes over at once, as if the lease had been short: hours would change what comes of it.
    if (crashAt !== undefined) await stage.abroad(() => store().workers.expire(instant(wall() + DAYS_MS)));
    this.#hire();
  }
}

interface CrewOrder {
  readonly seed: number;
  readonly mode: Mode;
  readonly stage: Stage;
  readonly outside: Outside;
  readonly store: () => Store;
  readonly chance: Chance;
  readonly alarmChance: Chance;
  readonly forgetting: () => Forgetting;
  readonly plan: () => FaultPlan;
  /** Do workers' clocks differ? */
  readonly skews: () => boolean;
  /** What the clock on the wall shows. */
  readonly wall: () => number;
  readonly crashAt: SeedOptions["crashAt"];
  /** Who hires: never dies. */
  readonly manager: Actor;
}
