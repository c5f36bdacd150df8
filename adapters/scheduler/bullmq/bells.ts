import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { type Instant, instant } from "../../../engine/base/instant.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Alarm } from "../../../engine/ports/scheduler.ts";
import { AlarmClock } from "../alarm-clock.ts";
import { slices } from "../slices.ts";
import { JOB_OPTIONS, type JobData, jobIdOfAll, type NewJob } from "./job.ts";

/** What bells need. */
export interface BellsSetup {
  readonly redis: Redis;
  readonly queue: Queue<JobData>;
  readonly prefix: string;
  readonly clock: Clock;
  readonly ring: (timers: readonly string[]) => Promise<void>;
}

/** Timers that ring together. */
interface Moment {
  readonly due: number;
  readonly timers: readonly string[];
}

/** Timers due within this time share a bell, and ring late by as much at most. Milliseconds. */
const BELL_MS = 5;
/** An alarm so close to its time does not join a bell, which may be ringing already. Milliseconds. */
const LATE_MS = 500;
/** Timers in one call of the handler, and in one job. */
const RING_MAX = 1_000;
/** Jobs, and sets of ids, sent to Redis in one go. */
const SEND_MAX = 1_000;
const SETS_MAX = 500;
/** What Redis keeps beside a bell goes by itself when the bell was lost. Milliseconds. */
const KEPT_MS = 24 * 3_600_000;
/** Bells that this process strikes itself; Redis alone strikes the others, up to 100 ms later. */
const STRIKES_MAX = 20_000;
/** One bell rings at most so many times a thousand timers: more than a store holds. */
const ROUNDS_MAX = 100_000;

/**
 * Alarms as delayed jobs. A *bell* is one delayed job for all timers due within a few milliseconds; their ids lie in a
 * set beside the queue. So everybody's next morning is one job and not a hundred thousand, arming again changes
 * nothing, and a waiting timer costs Redis a tenth.
 *
 * Redis wakes sleepers ten times a second only; so the process that armed a bell also strikes it at its time.
 */
export class Bells {
  readonly #setup: BellsSetup;
  readonly #strikes: AlarmClock;

  constructor(setup: BellsSetup) {
    this.#setup = setup;
    this.#strikes = new AlarmClock({
      clock: setup.clock,
      batchMax: 100,
      alarmsMax: STRIKES_MAX,
      ring: (jobs) => this.#strike(jobs),
    });
  }

  /** Rejects when Redis does not take them. */
  async arm(alarms: readonly Alarm[]): Promise<void> {
    const now = this.#setup.clock.now();
    const moments = [...Map.groupBy(alarms, (alarm) => bellOf(alarm.dueAt, now))].map(
      ([due, those]): Moment => ({ due, timers: [...new Set(those.map(({ timer }) => timer))] }),
    );
    const isLate = ({ due }: Moment): boolean => due <= now + LATE_MS;
    const [late, coming] = [moments.filter(isLate), moments.filter((moment) => !isLate(moment))];
    const lateJobs = late.flatMap(({ due, timers }) => slices(timers, RING_MAX).map((ids) => lateJob(ids, due, now)));
    const bellJobs = (await this.#keep(coming)).map((due) => bellJob(due, now));
    for (const slice of slices([...lateJobs, ...bellJobs], SEND_MAX)) await this.#setup.queue.addBulk(slice);
    for (const { data, opts } of lateJobs) this.#strikeAt(data.due ?? 0, opts?.jobId);
    // Also those whose bell hangs already: who hung it may be gone.
    for (const { due } of coming) this.#strikeAt(due, bellIdOf(due));
  }

  /** What a job of the queue asks for, at its time. Rejects when it is to be asked again. */
  async ring({ due = 0, ids }: JobData, stop: AbortSignal): Promise<void> {
    await this.#untilDue(due, stop);
    if (ids !== undefined) return this.#setup.ring(ids);
    const { redis } = this.#setup;
    const key = this.#keyOf(due);
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const timers = await redis.srandmember(key, RING_MAX);
      if (timers.length === 0) return;
      // Full thousands become jobs of their own, for whichever worker is free.
      if (timers.length < RING_MAX) await this.#setup.ring(timers);
      else await this.#setup.queue.addBulk([lateJob(timers, due, due)]);
      await redis.srem(key, ...timers);
    }
  }

  async stop(): Promise<void> {
    await this.#strikes.stop();
  }

  /** Lays the timers beside their bells; returns the moments that have no bell yet. */
  async #keep(moments: readonly Moment[]): Promise<readonly number[]> {
    const missing: number[] = [];
    for (const slice of slices(moments, SETS_MAX)) {
      const { redis, queue } = this.#setup;
      const pipeline = redis.pipeline();
      for (const { due, timers } of slice) {
        for (const some of slices(timers, RING_MAX)) pipeline.sadd(this.#keyOf(due), ...some);
        pipeline.pexpireat(this.#keyOf(due), due + KEPT_MS);
        pipeline.exists(queue.toKey(bellIdOf(due)));
      }
      const answers = (await pipeline.exec()) ?? [];
      for (const [error] of answers) if (error !== null) throw error;
      let at = -1;
      for (const { due, timers } of slice) {
        at += Math.ceil(timers.length / RING_MAX) + 2;
        if (answers[at]?.[1] !== 1) missing.push(due);
      }
    }
    return missing;
  }

  #keyOf(due: number): string {
    return `${this.#setup.prefix}:bell:${due}`;
  }

  /** The workers' clock decides, not that of the machine that armed: never early. */
  async #untilDue(due: number, stop: AbortSignal): Promise<void> {
    for (let wait = this.#wait(due); wait > 0; wait = this.#wait(due)) {
      await this.#setup.clock.sleep(wait, stop);
      if (stop.aborted) throw new Error("The scheduler stops; another rings");
    }
  }

  #wait(due: number): number {
    return due - this.#setup.clock.now();
  }

  #strikeAt(due: number, jobId: string | undefined): void {
    if (jobId !== undefined && due > this.#setup.clock.now()) this.#strikes.arm(jobId, instant(due));
  }

  async #strike(jobs: readonly string[]): Promise<void> {
    const backend = this.#setup.queue.getBackend();
    // Refused when another has struck it already, and when Redis is away: either way nothing is lost.
    await Promise.allSettled(jobs.map((job) => backend.promote(job)));
  }
}

/** The moment of the bell that an alarm joins: never before the alarm's own. All that are past: any moment that is. */
function bellOf(dueAt: Instant, now: Instant): number {
  return dueAt <= now ? 0 : Math.ceil(dueAt / BELL_MS) * BELL_MS;
}

function bellIdOf(due: number): string {
  return `bell-${due}`;
}

function bellJob(due: number, now: number): NewJob {
  return { name: "bell", data: { due }, opts: { ...JOB_OPTIONS, jobId: bellIdOf(due), delay: due - now } };
}

function lateJob(ids: readonly string[], due: number, now: number): NewJob {
  const jobId = jobIdOfAll(ids, due);
  return { name: "timers", data: { due, ids }, opts: { ...JOB_OPTIONS, jobId, delay: Math.max(0, due - now) } };
}
