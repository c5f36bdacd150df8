import type { Instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import { DueHeap } from "./due-heap.ts";

/** What rings and when. */
export interface AlarmClockSetup {
  readonly clock: Clock;
  /** What is due, soonest first, at most {@link AlarmClockSetup.batchMax} in a call. Must not reject. */
  readonly ring: (keys: readonly string[]) => Promise<void>;
  readonly batchMax: number;
  /** More alarms than this are not taken: memory is bounded, and who armed them arms them again. */
  readonly alarmsMax: number;
}

/** However far the next alarm is, the clock is looked at so often: it may jump, and the machine may have slept. Milliseconds. */
const LOOK_MS = 60_000;
/** So many calls may ring at once: a slow one holds up nobody, and ten thousand due together do not run the store over. */
const RINGING_MAX = 4;

/**
 * Rings keys at or after their time, never before, by the clock as it is when it looks: a jump backwards makes it wait,
 * one forwards makes it catch up.
 */
export class AlarmClock {
  readonly #setup: AlarmClockSetup;
  readonly #due = new DueHeap();
  /** The current time of each key: what the heap holds beside it is out of date. */
  readonly #armed = new Map<string, Instant>();
  readonly #ringing = new Set<Promise<void>>();
  #rest = new AbortController();
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(setup: AlarmClockSetup) {
    this.#setup = setup;
  }

  /** Sets a key's alarm, in place of the one it had. False: there are too many. */
  arm(key: string, due: Instant): boolean {
    if (this.#stopped) return false;
    const before = this.#armed.get(key);
    if (before === due) return true;
    if (before === undefined && this.#armed.size >= this.#setup.alarmsMax) return false;
    this.#armed.set(key, due);
    const soonest = this.#due.soonest()?.due;
    this.#due.add({ key, due });
    this.#sweep();
    if (soonest === undefined || due < soonest) this.#rest.abort();
    this.#running ??= this.#run();
    return true;
  }

  disarm(key: string): void {
    this.#armed.delete(key);
    this.#sweep();
  }

  /** An alarm called off or moved stays in the heap; when more are dead than alive they are thrown out. */
  #sweep(): void {
    if (this.#due.size > 2 * this.#armed.size + 1_000) this.#due.keep(({ key, due }) => this.#armed.get(key) === due);
  }

  /** Rings nothing more; resolves when what rings has been heard. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#armed.clear();
    this.#rest.abort();
    await this.#running;
    await Promise.all(this.#ringing);
  }

  async #run(): Promise<void> {
    // Those who arm several in a row get one batch.
    await this.#setup.clock.sleep(0);
    for (let next = this.#due.soonest(); next !== undefined && !this.#stopped; next = this.#due.soonest()) {
      const wait = next.due - this.#setup.clock.now();
      if (wait > 0) await this.#sleep(Math.min(wait, LOOK_MS));
      else await this.#ringDue();
    }
    this.#running = null;
  }

  async #sleep(ms: number): Promise<void> {
    this.#rest = new AbortController();
    await this.#setup.clock.sleep(ms, this.#rest.signal);
  }

  async #ringDue(): Promise<void> {
    while (this.#ringing.size >= RINGING_MAX) await Promise.race(this.#ringing);
    const keys = this.#takeDue();
    if (keys.length === 0) return;
    const call = this.#setup.ring(keys).finally(() => this.#ringing.delete(call));
    this.#ringing.add(call);
    // Others have their turn between two batches.
    await this.#setup.clock.sleep(0);
  }

  #takeDue(): readonly string[] {
    const now = this.#setup.clock.now();
    const keys: string[] = [];
    for (let next = this.#due.soonest(); next !== undefined && next.due <= now; next = this.#due.soonest()) {
      if (keys.length >= this.#setup.batchMax) break;
      this.#due.removeSoonest();
      if (this.#armed.get(next.key) !== next.due) continue;
      this.#armed.delete(next.key);
      keys.push(next.key);
    }
    return keys;
  }
}
