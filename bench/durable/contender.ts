/**
 * Whoever is measured: a peer, a minimal loop, or our engine. Each lives in a process of its own (`contender-process.ts`),
 * in a file whose `open` makes it. All of them are asked the same things.
 */
export interface Contender {
  /** Ready to be measured: connected, workers running, tables made. */
  start(servers: Servers): Promise<void>;
  /**
   * Runs so many instances of five durable steps each, that many at once, to their durable end. A step does nothing
   * itself; that it was done must survive a crash before the next begins.
   */
  runInstances(count: number, inFlight: number): Promise<Took>;
  /** Starts instances that sleep until a moment and then do one step. */
  sleepers?(request: SleepRequest): Promise<Slept>;
  /** So many timers due at one moment; the time from that moment until the last was handled. */
  drainTimers?(count: number): Promise<Took>;
  /** Puts so many instances into the store, the quickest way there is, as if they had been run. */
  fill?(ended: number, sleeping: number): Promise<void>;
  stop(): Promise<void>;
}

/** What a contender gets: a database of its own on the PostgreSQL of all, the Redis of all, an empty folder. */
export interface Servers {
  readonly postgresUrl: string;
  /** `redis://127.0.0.1:<port>`, append-only file, synced every second. */
  readonly redisUrl: string;
  readonly folder: string;
}

export interface Took {
  readonly seconds: number;
}

export interface SleepRequest {
  readonly count: number;
  /** When the first wakes: milliseconds since epoch, late enough for all to be started before. */
  readonly dueAt: number;
  /** The others wake evenly over this time; 0: all at once. */
  readonly spreadMs: number;
}

export interface Slept {
  /** Until the last start was acknowledged. */
  readonly startSeconds: number;
  /** From the first due moment until the last instance had done its step. */
  readonly finishSeconds: number;
  /** How late each was awake, sorted. */
  readonly lateMs: readonly number[];
  /** Who was not done a minute after it was due; the other figures are then without them. */
  readonly unfinished: number;
  /** Of the contender's processes (not of PostgreSQL or Redis), for each instance asleep. */
  readonly bytesEach: number;
}

/** When the sleeper at this place wakes. */
export function dueOf({ count, dueAt, spreadMs }: SleepRequest, at: number): number {
  return dueAt + Math.floor((spreadMs * at) / count);
}
