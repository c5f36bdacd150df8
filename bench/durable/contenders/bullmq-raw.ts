import { Queue, Worker } from "bullmq";
import type { Contender } from "../contender.ts";
import { inFlight } from "../in-flight.ts";
import { STEPS } from "../minimal-writes.ts";
import { sleepersOf, Wakings } from "../sleepers-of.ts";

const CONCURRENCY = 100;
/** Jobs made ready for adding at once, and added 50 at a time: faster than `addBulk`. */
const ADDING = 50;
/** Adding goes at 10 000 to 20 000 a second; what is due must not be due before all is there. */
const ADDED_PER_SECOND_MIN = 6_000;
const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true };

/**
 * BullMQ by itself: a chain of jobs, each adding the next in its handler, and delayed jobs as timers. It keeps no state
 * or history, and adding the next job and completing this one are two steps that a crash can part.
 */
export function open(): Contender {
  let queue: Queue | undefined;
  let worker: Worker | undefined;
  let wakings = new Wakings(0);
  const chains = new Map<number, () => void>();
  const ready = (): Queue => {
    if (queue === undefined) throw new Error("It is not started");
    return queue;
  };
  async function handle({ chain, step, dueAt }: Work): Promise<void> {
    if (dueAt !== undefined) {
      wakings.woke(dueAt);
      wakings.done();
    } else if (chain !== undefined && step < STEPS) {
      await ready().add("step", { chain, step: step + 1 }, KEEP_NOTHING);
    } else if (chain !== undefined) {
      chains.get(chain)?.();
      chains.delete(chain);
    }
  }
  return {
    async start({ redisUrl }) {
      const { hostname: host, port } = new URL(redisUrl);
      const connection = { host, port: Number(port), maxRetriesPerRequest: null };
      queue = new Queue("bench", { connection });
      worker = new Worker<Work>("bench", ({ data }) => handle(data), { connection, concurrency: CONCURRENCY });
      await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
    },
    runInstances: (count, limit) =>
      inFlight(count, limit, async (chain) => {
        const ended = new Promise<void>((resolve) => chains.set(chain, resolve));
        await ready().add("step", { chain, step: 1 }, KEEP_NOTHING);
        await ended;
      }),
    async sleepers(request) {
      wakings = new Wakings(request.count);
      return sleepersOf(request, wakings, { start: (_, dueAt) => addDelayed(ready(), dueAt) });
    },
    async drainTimers(count) {
      wakings = new Wakings(count);
      const dueAt = Date.now() + 1_000 + (count / ADDED_PER_SECOND_MIN) * 1_000;
      await inFlight(count, ADDING, () => addDelayed(ready(), dueAt));
      if (Date.now() > dueAt) throw new Error("Adding took longer than until the timers were due");
      await wakings.finished;
      return { seconds: (Date.now() - dueAt) / 1_000 };
    },
    async stop() {
      await worker?.close();
      await queue?.close();
    },
  };
}

interface Work {
  readonly chain?: number;
  readonly step: number;
  readonly dueAt?: number;
}

function addDelayed(queue: Queue, dueAt: number): Promise<unknown> {
  return queue.add("timer", { step: 0, dueAt }, { ...KEEP_NOTHING, delay: Math.max(0, dueAt - Date.now()) });
}
