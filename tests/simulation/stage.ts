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

/**
 * Time and order of a simulation. Every await of the engine on a port is a step here: the stage decides, by the seed,
 * whose step is next; time moves on only when nobody has a step left. One thing at a time, so a seed gives one story.
 */
export class Stage {
  readonly #chance: Chance;
  #now: Instant;
  #steps: Step[] = [];
  #sleepers: Sleeper[] = [];
  #taken = 0;
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
      signal?.addEventListener(
        "abort",
        () => {
          if (sleeper.over) return;
          sleeper.over = true;
          this.#steps.push(sleeper);
        },
        { once: true },
      );
    });
  }

  note(text: string): void {
    this.digest = hashOf(`${this.digest} ${text}`);
    this.last.push(`${this.#now} ${text}`);
    if (this.last.length > 400) this.last.splice(0, 200);
  }

  /** Plays until then, or until `done` says so (asked whenever time is about to move). */
  async playUntil(end: number, done: () => boolean = () => false): Promise<void> {
    for (;;) {
      await drained();
      if (this.#taken > STEPS_MAX) throw new Error(`more than ${STEPS_MAX} steps`);
      if (this.#takeStep()) continue;
      if (done()) return;
      const next = this.#nextAt();
      if (next === null || next > end) {
        if (end > this.#now && end !== Number.POSITIVE_INFINITY) this.#now = instant(end);
        return;
      }
      if (next > this.#now) this.#now = instant(next);
      this.#wake();
    }
  }

  #takeStep(): boolean {
    this.#steps = this.#steps.filter((step) => !step.actor.dead);
    const ready = this.#steps.filter((step) => step.actor.pausedUntil <= this.#now);
    if (ready.length === 0) return false;
    const step = ready[this.#chance.below(ready.length)] as Step;
    this.#steps.splice(this.#steps.indexOf(step), 1);
    this.#taken += 1;
    this.digest = (Math.imul(this.digest ^ hashOf(step.actor.name + step.label), 16777619) + this.#now) >>> 0;
    step.go();
    return true;
  }

  #nextAt(): number | null {
    this.#sleepers = this.#sleepers.filter((sleeper) => !sleeper.over && !sleeper.actor.dead);
    const first = this.#sleepers[0]?.at ?? null;
    const paused = this.#steps.map((step) => step.actor.pausedUntil).filter((until) => until > this.#now);
    const back = paused.length === 0 ? null : Math.min(...paused);
    if (first === null) return back;
    return back === null ? first : Math.min(first, back);
  }

  #wake(): void {
    while (this.#sleepers[0] && this.#sleepers[0].at <= this.#now) {
      const sleeper = this.#sleepers.shift() as Sleeper;
      if (sleeper.over) continue;
      sleeper.over = true;
      this.#steps.push(sleeper);
    }
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

/** Everything that can go on by itself has gone on. */
function drained(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
