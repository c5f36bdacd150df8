import type { Clock } from "../../../engine/ports/clock.ts";
import type { Lane } from "../../../engine/ports/outbox.ts";
import type { Offer, Scheduler } from "../../../engine/ports/scheduler.ts";
import { slices } from "../slices.ts";
import type { LaneLimits } from "./lane-limits.ts";
import { jobsOf } from "./offer-jobs.ts";
import { queueOf } from "./queue-names.ts";
import { connectToRedis } from "./redis-connections.ts";
import { openQueues, type RedisQueues } from "./redis-queues.ts";

export interface BullmqDoorbellOptions {
  /** `redis://…` or `rediss://…`. */
  readonly url: string;
  readonly clock: Clock;
  /** As the workers have it. @default "ordo" */
  readonly prefix?: string;
  /** As the workers have them. */
  readonly limits?: Readonly<Partial<Record<Lane, LaneLimits>>>;
}

/** How long a short command waits for Redis in all. Without it the workers find what is due a little later. Milliseconds. */
const PATIENCE_MS = 2_000;
const HOUR_MS = 3_600_000;
const SEND_MAX = 1_000;

/**
 * The scheduler of a short command beside workers: offers them what the command leaves to do, so that they begin at once,
 * and takes nothing itself. It connects when there is something to offer, and not before. Alarms it leaves to the workers'
 * recovery. Whatever goes wrong with Redis is no trouble of the command's.
 */
export function bullmqDoorbell({ url, clock, prefix = "ordo", limits = {} }: BullmqDoorbellOptions): Scheduler {
  let redis: ReturnType<typeof connectToRedis> | null = null;
  let queues: Promise<RedisQueues> | null = null;
  const ringing = new Set<Promise<void>>();

  async function open(): Promise<RedisQueues> {
    redis = connectToRedis(url);
    const { commands, workers } = redis;
    const isReady = new Promise<void>((resolve) => commands.once("ready", resolve));
    for (const connection of [commands, workers]) connection.on("error", () => {});
    await isReady;
    return openQueues(commands, prefix, () => {});
  }

  async function ring(offers: readonly Offer[]): Promise<void> {
    queues ??= open();
    const opened = await queues;
    for (const [lane, those] of Map.groupBy(offers, (offer) => offer.lane))
      for (const slice of slices(jobsOf(those, limits[lane] !== undefined), SEND_MAX))
        await opened.add(queueOf(lane), slice);
  }

  return {
    horizonMs: HOUR_MS,
    shared: true,
    limited: [],
    start: async () => {},
    wake: async () => {},
    unwake: async () => {},
    async offer(offers) {
      if (offers.length === 0) return;
      const rung = ring(offers).catch(() => {});
      ringing.add(rung);
      await rung;
      ringing.delete(rung);
    },
    health: async () => ({ ok: true }),
    async stop() {
      const waiting = new AbortController();
      await Promise.race([Promise.all(ringing), clock.sleep(PATIENCE_MS, waiting.signal)]);
      waiting.abort();
      redis?.disconnect();
    },
  };
}
