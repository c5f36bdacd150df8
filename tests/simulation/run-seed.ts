import { openStore } from "../../adapters/store/open-store.ts";
import { id as brand, type InstanceId, type ProcessId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Move, Store } from "../../engine/ports/store.ts";
import { createEngine, type Engine } from "../../engine/runtime/engine.ts";
import { schedulesOf } from "../../engine/runtime/schedule-run.ts";
import { AlarmClock, type Forgetting } from "./alarm-clock.ts";
import { Chance, hashOf } from "./chance.ts";
import { sampleCompany } from "./company.ts";
import { type FaultPlan, faulty, NO_FAULTS } from "./faults.ts";
import { Breach, checkAll, checkInstance, checkTotals, holds } from "./invariants.ts";
import { Outside, type OutsideFaults } from "./outside.ts";
import { HOUR, Staff } from "./staff.ts";
import { Actor, Stage } from "./stage.ts";
import { type Scripted, storyOf } from "./story.ts";

/** How a seed is run. */
export interface SeedOptions {
  readonly seed: number;
  /** `embedded`: one worker at a time, its own alarm clock. `scale-out`: several, a shared one. @default by the seed */
  readonly mode?: "embedded" | "scale-out";
  /** @default true */
  readonly faults?: boolean;
  /** Happenings outside. @default 12 */
  readonly length?: number;
  /** Leave out these happenings (for shrinking). */
  readonly without?: ReadonlySet<number>;
  /** Kinds of faults to leave out (for shrinking). */
  readonly calm?: ReadonlySet<FaultKind>;
  /** Another store than SQLite in memory. It is closed at the end. */
  readonly store?: (now: () => Instant) => Promise<Store>;
  /** Check every instance after each of its commits (costs time). @default every tenth seed */
  readonly everyCommit?: boolean;
}

export type FaultKind = keyof FaultPlan | keyof OutsideFaults | keyof Forgetting | "amnesia";

export interface SeedReport {
  readonly seed: number;
  readonly mode: "embedded" | "scale-out";
  readonly steps: number;
  readonly commits: number;
  readonly crashes: number;
  readonly instances: number;
  /** Equal for two runs of a seed. */
  readonly digest: number;
  /** The same for both modes: what became of everything, without times and ids. */
  readonly canonical: readonly string[];
}

/** A seed that broke a law, with the last steps before. */
export class SeedFailure extends Error {
  override readonly name = "SeedFailure";
  readonly seed: number;
  readonly steps: readonly string[];
  constructor(seed: number, cause: unknown, steps: readonly string[]) {
    super(`seed ${seed}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    this.seed = seed;
    this.steps = steps;
  }
}

/** Monday morning in Moscow: three days of happenings, then weeks of healing. */
const START = instant(Date.UTC(2026, 10, 16, 6));
const FAULTY_HOURS = 76;
const HEALING_DAYS = 120;
const WORKERS = 3;
/** Somebody who gets no answer asks again so often. */
const ASKED_MAX = 2_000;
/** Hours pass between the engine's looks at an idle store, so that three days do not take three days. */
const CALM_PACE = { leaseMs: 2 * HOUR, recoveryMs: HOUR, pollMs: 6 * HOUR };

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Runs one seed: three days in which everything goes wrong, then a healing in which everything must finish. */
export async function runSeed(options: SeedOptions): Promise<SeedReport> {
  const run = new SeedRun(options);
  try {
    return await run.play();
  } catch (error) {
    throw new SeedFailure(options.seed, error, run.stage.last);
  }
}

class SeedRun {
  readonly stage: Stage;
  readonly #options: SeedOptions;
  readonly #mode: "embedded" | "scale-out";
  readonly #outside: Outside;
  readonly #alarms: AlarmClock;
  readonly #staff: Staff;
  readonly #faultChance: Chance;
  readonly #acknowledged = new Map<string, InstanceId>();
  readonly #workers: { readonly actor: Actor; readonly engine: Engine }[] = [];
  readonly #acted = new Set<string>();
  readonly #script = new Actor("outside");
  readonly #people = new Actor("people");
  #store: Store | null = null;
  #failure: unknown = null;
  #healing = false;
  #commits = 0;
  #crashes = 0;
  #ids = 0;
  #names = 0;

  constructor(options: SeedOptions) {
    const { seed } = options;
    this.#options = options;
    this.#mode = options.mode ?? (seed % 2 === 0 ? "scale-out" : "embedded");
    this.#faultChance = new Chance(seed, "faults");
    this.stage = new Stage(START, new Chance(seed, "order"));
    const company = sampleCompany();
    const { catalog, people, records } = company;
    this.#outside = new Outside({
      stage: this.stage,
      chance: new Chance(seed, "outside"),
      faults: () => ({ unanswered: this.#share("unanswered", 0.03), lostAnswer: this.#share("lostAnswer", 0.03) }),
      records,
      catalog,
      people,
    });
    this.#alarms = new AlarmClock(this.stage, new Chance(seed, "alarms"), () => ({
      forget: this.#share("forget", 0.1),
      twice: this.#share("twice", 0.1),
      late: this.#share("late", 0.1),
    }));
    this.#outside.onLead = (ref, title) => void this.#work(ref, title);
    this.#staff = new Staff(seed, people);
  }

  async play(): Promise<SeedReport> {
    const now = (): Instant => this.stage.now;
    const clock = { now, sleep: (ms: number, signal?: AbortSignal) => this.stage.sleep(this.#script, ms, signal) };
    this.#store = await (this.#options.store?.(now) ?? openStore({ kind: "sqlite", file: ":memory:" }, { clock }));
    try {
      await this.#deploy();
      this.#runScript();
      void this.#runPeople();
      for (let count = this.#mode === "embedded" ? 1 : WORKERS; count > 0; count--) this.#hire();
      await this.#playUntil(START + FAULTY_HOURS * HOUR);
      await this.#heal();
      return await this.#report();
    } finally {
      await this.#store.close();
    }
  }

  async #playUntil(end: number, done?: () => boolean): Promise<void> {
    await this.stage.playUntil(end, () => this.#failure !== null || (done?.() ?? false));
    if (this.#failure !== null) throw this.#failure;
  }

  async #deploy(): Promise<void> {
    const store = this.#theStore;
    const order = { marker: await store.versions.marker(), at: START, by: null, calendars: [], retired: [] };
    await store.versions.deploy({ ...order, bundles: sampleCompany().bundles });
    // The nightly totals of every company are most of the work of a story: every fifth has them.
    for (const definition of this.#isNightly ? sampleCompany().definitions : [])
      await store.starts.putSchedules(definition.process, schedulesOf(definition, START));
  }

  get #isNightly(): boolean {
    return this.#options.seed % 5 === 0;
  }

  get #theStore(): Store {
    if (this.#store === null) throw new Error("The store is not open");
    return this.#store;
  }

  // ── faults ────────────────────────────────────────────────────────────────────────────────────

  #share(kind: FaultKind, share: number): number {
    const isOn = !this.#healing && (this.#options.faults ?? true) && !this.#options.calm?.has(kind);
    return isOn ? share : 0;
  }

  #plan(): FaultPlan {
    if (this.#healing || this.#options.faults === false) return NO_FAULTS;
    return {
      crash: this.#share("crash", 0.004),
      refuse: this.#share("refuse", 0.01),
      lose: this.#share("lose", 0.01),
      pause: this.#share("pause", 0.002),
      slow: this.#share("slow", 0.02),
    };
  }

  // ── workers ───────────────────────────────────────────────────────────────────────────────────

  /** A worker begins; when it dies another takes its place after a while. */
  #hire(): void {
    const actor = new Actor(`worker-${++this.#names}`);
    const isShared = this.#mode === "scale-out";
    const { stage } = this;
    const { compiled, people } = sampleCompany();
    const wrap = <Port extends object>(port: Port, name: string, throws: boolean): Port =>
      faulty(port, { name, actor, stage, chance: this.#faultChance, plan: () => this.#plan(), throws });
    const engine = createEngine(
      {
        store: wrap(this.#watched(), "store", true),
        scheduler: this.#alarms.of(actor, isShared),
        clock: { now: () => stage.now, sleep: (ms, signal) => stage.sleep(actor, ms, signal) },
        ids: { next: () => `i${String(++this.#ids).padStart(6, "0")}` },
        logger: SILENT,
        operations: wrap(this.#outside.operations, "outside", false),
        people: { snapshot: async () => people },
        random: () => 0.5,
        compile: ({ digest }) => {
          const found = compiled.get(digest);
          if (!found) throw new Error(`no version ${digest}`);
          return found;
        },
      },
      CALM_PACE,
    );
    this.#workers.push({ actor, engine });
    void this.#begin(actor, engine);
    actor.onDeath = () => void this.#replace();
  }

  /** Entering may fail: then it tries again, as a service manager would. */
  async #begin(actor: Actor, engine: Engine): Promise<void> {
    for (;;) {
      try {
        return await engine.worker.start();
      } catch {
        await this.stage.sleep(actor, 1_000);
      }
    }
  }

  async #replace(): Promise<void> {
    this.#crashes += 1;
    await this.stage.sleep(this.#script, 5_000 + this.#faultChance.below(120_000));
    this.#hire();
  }

  /** The store that every worker shares, checked after each commit. */
  #watched(): Store {
    const store = this.#theStore;
    const isChecked = this.#options.everyCommit ?? this.#options.seed % 10 === 0;
    const commit = async (moves: readonly Move[]): Promise<Awaited<ReturnType<Store["instances"]["commit"]>>> => {
      const results = await store.instances.commit(moves);
      for (const [index, result] of results.entries()) {
        if (result.kind !== "committed") continue;
        this.#commits += 1;
        if (isChecked) await this.#checked((moves[index] as Move).instance);
      }
      return results;
    };
    const instances = { ...store.instances, commit };
    return { ...store, instances, singleWriter: this.#mode === "embedded" };
  }

  async #checked(id: InstanceId): Promise<void> {
    try {
      await checkInstance(this.#theStore, id, this.#outside.operations.laneOf);
    } catch (error) {
      this.#failure ??= error;
    }
  }

  // ── what happens ──────────────────────────────────────────────────────────────────────────────

  #runScript(): void {
    const { seed, without } = this.#options;
    const story = storyOf(seed, this.#options.length ?? 12).filter((_, index) => !without?.has(index));
    for (const scripted of story) void this.#happen(scripted);
    if ((this.#options.faults ?? true) && !this.#options.calm?.has("amnesia")) {
      const chance = new Chance(seed, "amnesia");
      for (let times = chance.below(3); times > 0; times--) {
        const at = chance.below(FAULTY_HOURS) * HOUR;
        void this.stage.sleep(this.#script, at).then(() => this.#alarms.amnesia());
      }
    }
  }

  async #happen({ hour, what }: Scripted): Promise<void> {
    await this.stage.sleep(this.#script, hour * HOUR);
    switch (what.kind) {
      case "lead": {
        const { title, mailbox, company } = what;
        this.#outside.create("lead", { title, mailbox, company, email: "klient@example" }, null);
        return;
      }
      case "edit":
        return this.#outside.edit(what.ref, what.set, what.by);
      case "letter":
        return this.#outside.letter(what.letter);
      case "start":
        for (let times = what.times; times > 0; times--) void this.#start(what);
    }
  }

  /** Somebody gets to the lead sooner or later, whatever the ladder did meanwhile. */
  async #work(ref: string, title: string): Promise<void> {
    await this.stage.sleep(this.#script, (30 + (hashOf(title) % 5) * 24) * HOUR);
    this.#outside.edit(ref, { stage: "IN_PROGRESS" }, brand("manager-1"));
  }

  async #start(order: Extract<Scripted["what"], { kind: "start" }>): Promise<void> {
    const { id, input, by } = order;
    const process = brand<ProcessId>(order.process);
    await this.#asked(async (engine) => {
      const outcome = await engine.useCases.start({ id, process, input, by });
      if (outcome.kind === "started") this.#acknowledged.set(`start:${outcome.instance}`, outcome.instance);
    });
  }

  /** Asks some worker, and another when no answer comes, as a browser does: the same command, the same id. */
  async #asked(ask: (engine: Engine) => Promise<void>): Promise<void> {
    for (let tries = 0; tries < ASKED_MAX; tries++) {
      const alive = this.#workers.filter(({ actor }) => !actor.dead && actor.pausedUntil <= this.stage.now);
      const chosen = alive[tries % Math.max(1, alive.length)];
      if (!chosen) await this.stage.sleep(this.#people, HOUR / 4);
      else {
        const answered = ask(chosen.engine).then(
          () => true,
          (error: unknown) => this.#refused(error),
        );
        const late = this.stage.sleep(this.#people, 20_000).then(() => false);
        if (await Promise.race([answered, late])) return;
      }
      await this.stage.sleep(this.#people, 3_000);
    }
    this.#failure ??= new Breach("nobody ever answered");
  }

  #refused(error: unknown): boolean {
    const name = error instanceof Error ? error.name : "";
    if (name !== "StoreUnavailable" && name !== "Fenced") this.#failure ??= error;
    return false;
  }

  /** People look at their tasks twice an hour. */
  async #runPeople(): Promise<void> {
    for (;;) {
      await this.stage.sleep(this.#people, HOUR / 2);
      const { rows } = await this.#theStore.queries.tasks({}, { limit: 200 });
      for (const row of [...rows].sort((one, other) => (one.id < other.id ? -1 : 1))) {
        const instance = (await this.#theStore.instances.load([row.instance])).get(row.instance);
        const task = instance?.tasks[row.id];
        if (!instance || !task || instance.status === "suspended") continue;
        const hours = this.#healing ? 2 : this.#staff.delayOf(task, instance);
        if (this.stage.now < task.openedAt + hours * HOUR) continue;
        const variants = this.#staff.isContested(task, instance) ? [0, 1] : [0];
        for (const variant of variants) void this.#act(task, instance, variant);
      }
    }
  }

  async #act(
    task: Parameters<Staff["actionOn"]>[0],
    instance: Parameters<Staff["actionOn"]>[1],
    variant: number,
  ): Promise<void> {
    const { key, ...command } = this.#staff.actionOn(task, instance, variant);
    // One that moved on may be acted on by another.
    const name = `${key}:${command.by}`;
    if (this.#acted.has(name)) return;
    this.#acted.add(name);
    const id = this.#staff.commandId(name);
    await this.#asked(async (engine) => {
      const outcome = await engine.useCases.act({ id, ...command });
      if (outcome.kind === "accepted") this.#acknowledged.set(id, outcome.instance);
      else this.stage.note(`${id} refused: ${outcome.code} ${JSON.stringify(outcome.fields)}`);
    });
  }

  // ── the end ───────────────────────────────────────────────────────────────────────────────────

  /** No faults any more: everything must finish. */
  async #heal(): Promise<void> {
    this.#healing = true;
    this.stage.note("healing");
    const end = this.stage.now + HEALING_DAYS * 24 * HOUR;
    for (let day = 0; day < HEALING_DAYS && this.stage.now < end; day++) {
      await this.#playUntil(this.stage.now + 24 * HOUR);
      if (day >= 1 && (await this.#liveCount()) === 0) return;
    }
  }

  async #liveCount(): Promise<number> {
    const { rows } = await this.#theStore.queries.instances({ status: ["running", "suspended"] }, { limit: 100 });
    return rows.length;
  }

  async #report(): Promise<SeedReport> {
    const store = this.#theStore;
    await checkAll(store, this.#outside, { acknowledged: this.#acknowledged });
    const live = await store.queries.instances({ status: ["running", "suspended"] }, { limit: 5 });
    const incidents = await store.queries.incidents({}, { limit: 5 });
    holds("I11", live.rows.length === 0, () => `still live: ${JSON.stringify(live.rows)} ${JSON.stringify(incidents.rows)}`);
    const strange = incidents.rows.filter(({ code }) => code === "NO_WAKE_UP" || code === "WORK_FAILED");
    holds("A6", strange.length === 0, () => JSON.stringify(strange));
    checkTotals(this.#outside, this.#isNightly);
    const all = await store.queries.instances({}, { limit: 10_000 });
    const canonical = await this.#canonical(all.rows.map(({ id }) => id));
    return {
      seed: this.#options.seed,
      mode: this.#mode,
      steps: this.stage.steps,
      commits: this.#commits,
      crashes: this.#crashes,
      instances: all.rows.length,
      digest: this.stage.digest,
      canonical,
    };
  }

  async #canonical(ids: readonly InstanceId[]): Promise<readonly string[]> {
    const stories: string[] = [];
    for (const id of ids) {
      const history = await this.#theStore.instances.history(id);
      const steps = history.flatMap((event) => (event.kind === "stepEntered" ? [event.step] : []));
      const decisions = history.flatMap((event) => (event.kind === "taskCompleted" ? [`${event.step}=${event.outcome}`] : []));
      const ended = history.find((event) => event.kind === "instanceEnded");
      const [started] = history;
      const process = started?.kind === "instanceStarted" ? started.process : "";
      const key = started?.kind === "instanceStarted" ? started.key : "";
      const status = ended?.kind === "instanceEnded" ? ended.status : "live";
      stories.push(`${process} ${key} ${status} ${steps.join(",")} ${decisions.join(",")}`);
    }
    const records = this.#outside.book.refs().map((ref) => `${ref} ${JSON.stringify(this.#outside.book.snapshot(ref))}`);
    return [...stories.sort(), ...records.sort()];
  }
}
