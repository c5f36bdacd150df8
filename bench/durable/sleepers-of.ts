import { dueOf, type SleepRequest, type Slept } from "./contender.ts";
import { heldBytes } from "./held-bytes.ts";
import { inFlight } from "./in-flight.ts";

/** How many are being started at once. */
const STARTING = 50;
/** Waited for after the last was due; who is not done by then is told as unfinished. */
const WAKE_MS_MAX = 60_000;

/** How one contender's sleepers are started; the harness around is the same for all. */
export interface Sleepers {
  /** Starts one; resolves when its start is durable. It calls `woke` when awake and `done` after its step. */
  readonly start: (at: number, dueAt: number) => Promise<unknown>;
  /** Processes besides this one whose memory belongs to the contender. */
  readonly others?: readonly number[];
}

/** Counts what a contender's sleepers tell: one for each measurement. */
export class Wakings {
  readonly lateMs: number[] = [];
  #done = 0;
  readonly #expected: number;
  #finish: () => void = () => {};
  readonly finished: Promise<void>;

  constructor(expected: number) {
    this.#expected = expected;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** Who has not told that it is done. */
  get unfinished(): number {
    return this.#expected - this.#done;
  }

  woke(dueAt: number): void {
    this.lateMs.push(Date.now() - dueAt);
  }

  done(): void {
    this.#done += 1;
    if (this.#done === this.#expected) this.#finish();
  }
}

/**
 * Starts sleepers and waits until all are done, or a minute longer than that should take.
 *
 * @throws Error when the starts took longer than until the first due moment
 */
export async function sleepersOf(request: SleepRequest, wakings: Wakings, sleepers: Sleepers): Promise<Slept> {
  const before = heldBytes(sleepers.others);
  const started = await inFlight(request.count, STARTING, (at) => sleepers.start(at, dueOf(request, at)));
  const left = request.dueAt - Date.now();
  if (left < 0) throw new Error(`The starts took ${started.seconds.toFixed(1)} s, longer than until the first was due`);
  // What the starts left behind settles first.
  await new Promise((resolve) => setTimeout(resolve, left * 0.8));
  const asleep = heldBytes(sleepers.others);
  await Promise.race([wakings.finished, lastWait(request)]);
  return {
    startSeconds: started.seconds,
    finishSeconds: (Date.now() - request.dueAt) / 1_000,
    lateMs: wakings.lateMs.toSorted((a, b) => a - b),
    unfinished: wakings.unfinished,
    bytesEach: Math.max(0, (asleep - before) / request.count),
  };
}

function lastWait({ dueAt, spreadMs }: SleepRequest): Promise<void> {
  const ms = dueAt + spreadMs - Date.now() + WAKE_MS_MAX;
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
