import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { JobData, NewJob } from "./job.ts";
import { ALL_LANES, type QueueName, queueOf } from "./queue-names.ts";

/** BullMQ writes what happens to a stream that nobody here reads. */
const EVENTS_KEPT = 100;
/** A delayed job's score holds its time in the upper bits, a counter in the lower 12. */
const SCORE_UNIT = 0x1000;

/** The writing side of all queues. */
export interface RedisQueues {
  readonly timers: Queue<JobData>;
  add(name: QueueName, jobs: readonly NewJob[]): Promise<void>;
  /** Jobs of a queue that could be taken at this instant. */
  waiting(name: QueueName, now: number): Promise<number>;
}

/**
 * Opens the queues over a connection that is ready.
 *
 * @throws Error when Redis goes away meanwhile, or is too old
 */
export async function openQueues(redis: Redis, prefix: string, onError: (error: Error) => void): Promise<RedisQueues> {
  const names: readonly QueueName[] = ["timers", ...ALL_LANES.map(queueOf)];
  const open = new Map(names.map((name) => [name, openQueue(name)]));
  try {
    await Promise.all([...open.values()].map((queue) => queue.waitUntilReady()));
  } catch (error) {
    for (const queue of open.values()) queue.close().catch(onError);
    throw error;
  }
  function openQueue(name: QueueName): Queue<JobData> {
    const queue = new Queue<JobData>(name, {
      connection: redis,
      prefix,
      streams: { events: { maxLen: EVENTS_KEPT } },
    });
    queue.on("error", onError);
    return queue;
  }
  function queueNamed(name: QueueName): Queue<JobData> {
    const queue = open.get(name);
    if (queue === undefined) throw new Error(`No queue ${name}`);
    return queue;
  }
  return {
    timers: queueNamed("timers"),
    async add(name, jobs) {
      await queueNamed(name).addBulk([...jobs]);
    },
    async waiting(name, now) {
      const queue = queueNamed(name);
      if ((await queue.getRateLimitTtl()) > 0) return 0;
      const counts = await queue.getJobCounts("wait", "prioritized");
      const overdue = await redis.zcount(queue.toKey("delayed"), "-inf", now * SCORE_UNIT);
      return (counts["wait"] ?? 0) + (counts["prioritized"] ?? 0) + overdue;
    },
  };
}
