import { createHash } from "node:crypto";
import type { JobsOptions } from "bullmq";

/** All that a job carries: ids and a moment, never business data. */
export interface JobData {
  /** Timers that ring, or entries that wait. Absent: those kept beside the queue for the moment ({@link JobData.due}). */
  readonly ids?: readonly string[];
  /** Not before this instant. */
  readonly due?: number;
}

/** A job to be put into a queue. */
export interface NewJob {
  readonly name: "bell" | "timers" | "entries";
  readonly data: JobData;
  readonly opts?: JobsOptions;
}

/** What all jobs have in common: nothing stays when one is done, and a handler that rejected is called again a few times. */
export const JOB_OPTIONS: JobsOptions = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 5,
  backoff: { type: "exponential", delay: 1_000, jitter: 0.5 },
};

/** An id as BullMQ allows one: without colons and not a number. */
export function jobIdOf(id: string): string {
  return `id-${encodeURIComponent(id)}`;
}

/** One id for several: the same ids for the same moment are the same job. */
export function jobIdOfAll(ids: readonly string[], due: number): string {
  return `all-${createHash("sha256").update(ids.join("\n")).digest("base64url").slice(0, 22)}-${due}`;
}
