import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Chance } from "./chance.ts";
import { hashOf } from "./chance.ts";

/** Somebody whose code runs on the stage: a worker, the people, the outside. */
export class Actor {
  readonly name: string;
  /** A dead actor's code never goes on. */
  dead = false;
  /** Called when it dies. */
  onDeath: () => void = () => {};
  /** Until then it stands still, as a process that was stopped does. */
  pausedUntil = 0;

  constructor(name: string) {
    this.name = name;
  }

  die(): void {
    this.dead = true;
    this.onDeath();
  }
}

interface Step {
  readonly actor: Actor;
  readonly label: string;
  readonly go: () => void;
}

interface Sleeper extends Step {
  readonly at: number;
  over: boolean;
}

/** More steps than this in one run is a loop that never rests. */
const STEPS_MAX = 2_000_000;
/** Steps taken in one turn of the event loop; between two everything that can go on by itself goes on. */
const STEPS_A_TURN = 64;
/** Notes kept for the story of a failure. */
const NOTES_MAX = 400;

/**
 * Time and order of a simulation. Every await of the engine on a port is a step here: the stage decides, by the seed,
 * whose step is next; time moves on only when nobody has a step left. One thing at a time, so a seed gives one story.
 */
export class Stage {
  readonly #chance: Chance;
  #now: Instant;
  readonly #steps: Step[] = [];
  /** Steps of actors that stand still. */
  #held: Step[] = [];
  readonly #sleepers: Sleeper[] = [];
  #taken = 0;
  /** Calls of the real world (a database server) that are under way: nothing is decided meanwhile. */
  #abroad = 0;
  /** Depends on every step taken and everything noted: two runs of one seed end with the same. */
  digest = 0;
  /** What happened last, for the story of a failure. */
  readonly last: string[] = [];

  constructor(now: Instant, chance: Chance) {
    this.#now = now;
    this.#chance = chance;
  }

  get now(): Instant {
    return this.#now;
  }

  get steps(): number {
    return this.#taken;
  }

  /** Waits for its turn. Never resolves for an actor that died. */
  step(actor: Actor, label: string): Promise<void> {
    return new Promise((go) => this.#steps.push({ actor, label, go }));
  }

  /** Sleeps in the stage's time. */
  sleep(actor: Actor, ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    if (ms <= 0) return this.step(actor, "turn");
    return new Promise((go) => {
      const sleeper: Sleeper = { actor, label: "woke", go, at: this.#now + ms, over: false };
      insert(this.#sleepers, sleeper);
      signal?.addEventListener("abort", () => this.#rouse(sleeper), { once: true });
    });
  }

  /** Lets the stage stand still until something of the real world has answered. */
  async abroad<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#abroad += 1;
    try {
      return await work();
    } finally {
      this.#abroad -= 1;
    }
  }

  note(text: string): void {
    this.digest = hashOf(`${this.digest} ${text}`);
    this.last.push(`${this.#now} ${text}`);
    if (this.last.length > NOTES_MAX) this.last.splice(0, NOTES_MAX / 2);
  }

  /** Plays until then, or until `done` says so (asked whenever time is about to move). */
  playUntil(end: number, done: () => boolean = () => false): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let isOver = false;
    const turn = (): void => {
      if (isOver || this.#abroad > 0) return;
      try {
        isOver = this.#goOn(end, done);
        if (isOver) resolve();
      } catch (error) {
        isOver = true;
        reject(error);
      }
    };
    // Node lets promises go on between any two immediates, so that one turn of its loop serves many steps.
    const turns = (): void => {
      if (isOver) return;
      for (let step = 0; step < STEPS_A_TURN; step++) setImmediate(turn);
      setImmediate(turns);
    };
    setImmediate(turns);
    return promise;
  }

  /** One step, or a move of time. True: it is over. */
  #goOn(end: number, done: () => boolean): boolean {
    if (this.#takeStep()) return false;
    if (done()) return true;
    const next = this.#nextAt();
    if (next === null || next > end) {
      if (end > this.#now && end !== Number.POSITIVE_INFINITY) this.#now = instant(end);
      return true;
    }
    if (next > this.#now) this.#now = instant(next);
    this.#wake();
    return false;
  }

  #takeStep(): boolean {
    const steps = this.#steps;
    for (;;) {
      const place = this.#chance.below(steps.length);
      const step = steps[place];
      if (step === undefined) return false;
      steps[place] = steps.at(-1) as Step;
      steps.pop();
      const { actor, label, go } = step;
      if (actor.dead) continue;
      if (actor.pausedUntil > this.#now) {
        this.#held.push(step);
        continue;
      }
      this.#taken += 1;
      if (this.#taken > STEPS_MAX) throw new Error(`more than ${STEPS_MAX} steps`);
      this.digest = (Math.imul(this.digest ^ hashOf(actor.name + label), 16777619) + this.#now) >>> 0;
      go();
      return true;
    }
  }

  #nextAt(): number | null {
    const sleepers = this.#sleepers;
    while (sleepers[0] !== undefined && (sleepers[0].over || sleepers[0].actor.dead)) sleepers.shift();
    const back = this.#held.map(({ actor }) => actor.pausedUntil);
    const next = Math.min(sleepers[0]?.at ?? Number.POSITIVE_INFINITY, ...back);
    return next === Number.POSITIVE_INFINITY ? null : next;
  }

  #rouse(sleeper: Sleeper): void {
    if (sleeper.over) return;
    sleeper.over = true;
    this.#steps.push(sleeper);
  }

  #wake(): void {
    const held = this.#held;
    this.#held = held.filter(({ actor }) => actor.pausedUntil > this.#now);
    this.#steps.push(...held.filter(({ actor }) => actor.pausedUntil <= this.#now));
    while (this.#sleepers[0] && this.#sleepers[0].at <= this.#now) this.#rouse(this.#sleepers.shift() as Sleeper);
  }
}

function insert(sleepers: Sleeper[], one: Sleeper): void {
  let low = 0;
  let high = sleepers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sleepers[middle] as Sleeper).at <= one.at) low = middle + 1;
    else high = middle;
  }
  sleepers.splice(low, 0, one);
}
