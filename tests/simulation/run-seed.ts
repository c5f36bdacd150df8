import { id as brand, type InstanceId, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { Move, Store } from "../../engine/ports/store.ts";
import { messageCalled, type Occurrence, plainEvent } from "../../engine/runtime/occurrence.ts";
import { schedulesOf } from "../../engine/runtime/schedule-run.ts";
import { Chance, hashOf } from "./chance.ts";
import { sampleCompany } from "./company.ts";
import { Crew } from "./crew.ts";
import { type FaultPlan, NO_FAULTS } from "./faults.ts";
import { Folk } from "./folk.ts";
import { checkAll, checkInstance, checkTotals, holds } from "./invariants.ts";
import { memoryStore } from "./memory-store.ts";
import { Outside } from "./outside.ts";
import { type FaultKind, type Mode, modeOf, SeedFailure, type SeedOptions, type SeedReport } from "./seed.ts";
import { Staff } from "./staff.ts";
import { Actor, Stage } from "./stage.ts";
import { type Happening, type Scripted, storyOfSeed } from "./story.ts";

const HOUR = 3_600_000;
/** Monday morning in Moscow: a day and a half of happenings, then weeks of healing. */
const START = instant(Date.UTC(2026, 10, 16, 6));
const FAULTY_HOURS = 46;
const HEALING_DAYS = 90;
/** While it heals it looks every so many hours whether all is done. */
const HEALED_EVERY = 6;
const ZONE = "Europe/Moscow";
/** The furthest that a clock on the wall is set at once, either way. */
const JUMP_MAX = 3 * HOUR;

/**
 * Runs one seed: two days in which everything goes wrong, then a healing in which everything must finish.
 *
 * @throws {SeedFailure} a law did not hold
 */
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
  readonly #mode: Mode;
  readonly #outside: Outside;
  readonly #crew: Crew;
  readonly #folk: Folk;
  readonly #acknowledged = new Map<string, InstanceId>();
  /** Workers whose lease was taken away. */
  readonly #fenced = new Set<string>();
  /** Starts and ends of instances in the order in which they were committed. */
  readonly #lives: InstanceId[] = [];
  /** Last sequence of each instance that was committed. */
  readonly #reached = new Map<InstanceId, number>();
  readonly #script = new Actor("outside");
  #store: Store | null = null;
  #failure: unknown = null;
  #healing = false;
  #commits = 0;
  /** What the clock on the wall is ahead of the time that passes. */
  #ahead = 0;

  constructor(options: SeedOptions) {
    const { seed } = options;
    this.#options = options;
    this.#mode = options.mode ?? modeOf(seed);
    this.stage = new Stage(START, new Chance(seed, "order"));
    const { catalog, people, records } = sampleCompany();
    const { stage } = this;
    const store = (): Store => this.#watched;
    const wall = (): number => this.#wall();
    this.#outside = new Outside({
      stage,
      chance: new Chance(seed, "outside"),
      faults: () => ({
        unanswered: this.#share("unanswered", 0.03),
        lostAnswer: this.#share("lostAnswer", 0.03),
        redelivered: this.#share("redelivered", 0.05),
      }),
      // In every third seed notes are written by something that knows no keys.
      isUnkeyed: (operation) => seed % 3 === 0 && operation === "crm.note",
      records,
      catalog,
      people,
    });
    this.#crew = new Crew({
      seed,
      stage,
      store,
      wall,
      mode: this.#mode,
      outside: this.#outside,
      chance: new Chance(seed, "faults"),
      alarmChance: new Chance(seed, "alarms"),
      forgetting: () => ({
        forget: this.#share("forget", 0.1),
        twice: this.#share("twice", 0.1),
        late: this.#share("late", 0.1),
      }),
      plan: () => this.#plan(),
      skews: () => this.#mode === "scale-out" && this.#share("skew", 1) > 0,
      crashAt: options.crashAt,
      manager: this.#script,
    });
    this.#folk = new Folk({
      seed,
      stage,
      store,
      wall,
      crew: this.#crew,
      staff: new Staff(seed, people),
      isHealing: () => this.#healing,
      disturbances: () => ({ suspend: this.#share("suspend", 0.08), cancel: this.#share("cancel", 0.08) }),
      acknowledged: this.#acknowledged,
      commits: () => this.#commits,
      hesitates: isApart(options),
      // Whoever of two comes first wins, and a crash may let the other be first.
      contests: options.crashAt === undefined,
    });
    this.#crew.onFailure = (error) => this.#fail(error);
    this.#outside.onLead = (ref, title) => void this.#work(ref, title);
  }

  async play(): Promise<SeedReport> {
    const now = (): Instant => instant(this.#wall());
    this.#store = await (this.#options.store ?? memoryStore)(now);
    this.#watched = this.#watching(this.#store);
    try {
      await this.#deploy();
      this.#runScript();
      void this.#folk.run();
      this.#crew.begin();
      await this.#playUntil(START + FAULTY_HOURS * HOUR);
      await this.#heal();
      return await this.#report();
    } finally {
      await this.#store.close();
    }
  }

  #wall(): number {
    return this.stage.now + this.#ahead;
  }

  async #playUntil(end: number): Promise<void> {
    await this.stage.playUntil(end, () => this.#failure !== null);
    if (this.#failure !== null) throw this.#failure;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
  }

  async #deploy(): Promise<void> {
    const store = this.#theStore;
    const order = { marker: await store.versions.marker(), at: START, by: null, calendars: [], retired: [] };
    await store.versions.deploy({ ...order, bundles: sampleCompany().versions });
    // The nightly totals of every company are most of the work of a story: every twentieth has them.
    for (const definition of this.#isNightly ? sampleCompany().definitions : [])
      await store.starts.putSchedules(definition.process, schedulesOf(definition, START));
  }

  get #isNightly(): boolean {
    return this.#options.seed % 20 === 5;
  }

  get #theStore(): Store {
    if (this.#store === null) throw new Error("The store is not open");
    return this.#store;
  }

  // ── faults ────────────────────────────────────────────────────────────────────────────────────

  #share(kind: FaultKind, share: number): number {
    return !this.#healing && this.#isOn(kind) ? share : 0;
  }

  #isOn(kind: FaultKind): boolean {
    return (this.#options.faults ?? true) && this.#options.calm?.has(kind) !== true;
  }

  #plan(): FaultPlan {
    if (this.#healing || this.#options.faults === false) return NO_FAULTS;
    return {
      crash: this.#share("crash", 0.006),
      refuse: this.#share("refuse", 0.01),
      lose: this.#share("lose", 0.015),
      pause: this.#share("pause", 0.003),
      slow: this.#share("slow", 0.02),
    };
  }

  /** The store that everybody shares, watched from outside. */
  #watched: Store = null as unknown as Store;

  #watching(store: Store): Store {
    const instances = { ...store.instances, commit: (moves: readonly Move[]) => this.#commit(store, moves) };
    const expire = async (now: Instant): Promise<readonly string[]> => {
      const ids = await store.workers.expire(now);
      for (const id of ids) this.#fenced.add(id);
      return ids;
    };
    const workers = { ...store.workers, expire };
    return { ...store, instances, workers, singleWriter: this.#mode === "embedded" };
  }

  async #commit(store: Store, moves: readonly Move[]): Promise<Awaited<ReturnType<Store["instances"]["commit"]>>> {
    const results = await store.instances.commit(moves);
    const isChecked = this.#options.everyCommit ?? this.#options.seed % 10 === 0;
    for (const [index, result] of results.entries()) {
      const move = moves[index] as Move;
      const { fence, instance, expected, after } = move;
      // One that stands there already is answered as what it is, and writes nothing.
      if (result.kind !== "committed" || expected < (this.#reached.get(instance) ?? 0)) continue;
      this.#reached.set(instance, after.sequence);
      this.#commits += 1;
      try {
        holds(
          "I12",
          fence === null || !this.#fenced.has(fence.worker),
          () => `${fence?.worker} wrote ${instance} after its lease`,
        );
        if (expected === 0) this.#lives.push(instance);
        if (after.endedAt !== null && move.events.some(({ kind }) => kind === "instanceEnded"))
          this.#lives.push(instance);
        if (isChecked) await checkInstance(store, instance, this.#outside.operations.laneOf);
      } catch (error) {
        this.#fail(error);
      }
    }
    return results;
  }

  // ── what happens ──────────────────────────────────────────────────────────────────────────────

  #runScript(): void {
    const { seed, without } = this.#options;
    const story = this.#options.story ?? storyOfSeed(seed, this.#options.length);
    const apart = isApart(this.#options) ? 0.7 / story.length : 0;
    for (const [index, { hour, what }] of story.entries())
      if (!without?.has(index)) void this.#happenAt({ hour: hour + (index + 1) * apart, what });
    if (this.#isOn("amnesia")) this.#sometimes("amnesia", 3, () => this.#crew.amnesia());
    if (this.#isOn("jump"))
      this.#sometimes("jump", 3, (chance) => {
        const by = chance.below(2 * JUMP_MAX) - JUMP_MAX;
        this.stage.note(`the clock jumps by ${by}`);
        this.#ahead += by;
      });
    if (this.#isOn("deploy") && seed % 4 === 1) this.#sometimes("deploy", 2, () => void this.#deployNext());
  }

  /** Fewer times than `times`, at moments that the seed says. */
  #sometimes(stream: string, times: number, what: (chance: Chance) => void): void {
    const chance = new Chance(this.#options.seed, stream);
    for (let left = chance.below(times); left > 0; left--) {
      const at = chance.below(FAULTY_HOURS * HOUR);
      void this.stage.sleep(this.#script, at).then(() => what(chance));
    }
  }

  async #happenAt({ hour, what }: Scripted): Promise<void> {
    await this.stage.sleep(this.#script, Math.round(hour * HOUR));
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
      case "call":
        for (let times = what.times; times > 0; times--) void this.#occur(what);
        return;
      case "start":
        for (let times = what.times; times > 0; times--) void this.#start(what);
    }
  }

  async #occur(call: Happening & { kind: "call" }): Promise<void> {
    const at = { $type: "date and time", value: isoText(instant(this.#wall()), ZONE) } as const;
    const about = { id: call.id, at, actor: null, cause: null };
    const { name, key, fields } = call;
    const occurrence: Occurrence =
      key === null ? plainEvent(name, fields, about) : messageCalled(name, { key, fields }, about);
    await this.#crew.asked(this.#script, async (engine) => void (await engine.useCases.occur(occurrence)));
  }

  /** Somebody gets to the lead sooner or later, whatever the ladder did meanwhile. */
  async #work(ref: string, title: string): Promise<void> {
    await this.stage.sleep(this.#script, (6.3 + (hashOf(title) % 4) * 10) * HOUR);
    this.#outside.edit(ref, { stage: "IN_PROGRESS" }, brand("manager-1"));
  }

  async #start(order: Extract<Happening, { kind: "start" }>): Promise<void> {
    const { id, input, by } = order;
    const process = brand<ProcessId>(order.process);
    await this.#crew.asked(this.#script, async (engine) => {
      const outcome = await engine.useCases.start({ id, process, input, by });
      if (outcome.kind !== "started") return;
      const before = this.#acknowledged.get(`start:${id}`) ?? outcome.instance;
      holds("I17", before === outcome.instance, () => `${id} started ${before} and ${outcome.instance}`);
      this.#acknowledged.set(`start:${id}`, outcome.instance);
    });
  }

  /** A new version comes into force, and what runs is moved to it. */
  async #deployNext(): Promise<void> {
    const by = brand<UserId>("admin-1");
    const deployment = { bundles: sampleCompany().next, calendars: [], retired: [] };
    await this.#crew.asked(this.#script, async ({ useCases }) => {
      const plan = await useCases.plan(deployment);
      await useCases.deploy(deployment, { plan: plan.digest, by });
    });
    await this.#crew.asked(this.#script, async ({ useCases }) => {
      const migrated = await useCases.migrate({ id: brand("migrate"), by, process: brand("sim-child") });
      this.stage.note(`migrated ${migrated.map(({ outcome }) => outcome).join(",")}`);
    });
  }

  // ── the end ───────────────────────────────────────────────────────────────────────────────────

  /** No faults any more: everything must finish. */
  async #heal(): Promise<void> {
    this.#healing = true;
    this.stage.note("healing");
    // What people were told after the faults' phase began, and leads that are still to be worked on.
    for (let hours = 0; hours < HEALING_DAYS * 24; hours += HEALED_EVERY) {
      await this.#playUntil(this.stage.now + HEALED_EVERY * HOUR);
      if (await this.stage.abroad(() => this.#isDone())) return;
    }
  }

  async #isDone(): Promise<boolean> {
    const { queries } = this.#theStore;
    if (this.#outside.hasNews) return false;
    const live = await queries.instances({ status: ["running", "suspended"] }, { limit: 1 });
    const waiting = await this.#theStore.outbox.overdue(instant(Number.MAX_SAFE_INTEGER), 1);
    return live.rows.length === 0 && waiting.length === 0;
  }

  async #report(): Promise<SeedReport> {
    const store = this.#theStore;
    const live = await store.queries.instances({ status: ["running", "suspended"] }, { limit: 5 });
    const incidents = await store.queries.incidents({}, { limit: 5 });
    holds(
      "I11",
      live.rows.length === 0,
      () => `still live: ${JSON.stringify(live.rows)} ${JSON.stringify(incidents.rows)}`,
    );
    const strange = incidents.rows.filter(({ code }) => code === "NO_WAKE_UP" || code === "WORK_FAILED");
    holds("A6", strange.length === 0, () => JSON.stringify(strange));
    const histories = await checkAll(store, this.#outside, { acknowledged: this.#acknowledged, lives: this.#lives });
    checkTotals(this.#outside, this.#isNightly);
    const { stage } = this;
    return {
      seed: this.#options.seed,
      mode: this.#mode,
      steps: stage.steps,
      commits: this.#commits,
      crashes: this.#crew.crashes,
      instances: histories.length,
      writes: this.#crew.writes,
      days: Math.round((stage.now - START) / (24 * HOUR)),
      digest: stage.digest,
      canonical: canonicalOf(histories, this.#outside),
    };
  }
}

function isApart({ apart, faults }: SeedOptions): boolean {
  return apart ?? faults === false;
}

/** What became of everything, without times and ids. */
function canonicalOf(histories: Awaited<ReturnType<typeof checkAll>>, { book }: Outside): readonly string[] {
  const stories = histories.map((history) => {
    const steps = history.flatMap((event) => (event.kind === "stepEntered" ? [event.step] : []));
    const decisions = history.flatMap((event) =>
      event.kind === "taskCompleted" ? [`${event.step}=${event.outcome}`] : [],
    );
    const ended = history.find((event) => event.kind === "instanceEnded");
    const [started] = history;
    if (started?.kind !== "instanceStarted") return "";
    return [started.process, started.key, ended?.status ?? "live", steps.join(), decisions.join()].join(" ");
  });
  const records = book.refs().map((ref) => `${ref} ${JSON.stringify(book.snapshot(ref))}`);
  return [...stories.sort(), ...records.sort()];
}
