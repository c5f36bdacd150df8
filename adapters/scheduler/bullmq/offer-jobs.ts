import type { Offer } from "../../../engine/ports/scheduler.ts";
import { slices } from "../slices.ts";
import { JOB_OPTIONS, jobIdOf, type NewJob } from "./job.ts";

/** Entries in one job of a lane without limits: enough to save Redis work, few enough to be shared among workers. */
export const ENTRIES_PER_JOB = 50;
/** BullMQ's least urgent. */
const PRIORITY_LAST = 2 ** 21 - 1;

/** Entries of one lane as jobs. @param isLimited each entry is a job of its own: doubles would use the limit up */
export function jobsOf(offers: readonly Offer[], isLimited: boolean): readonly NewJob[] {
  return isLimited ? offers.map(singleJob) : sharedJobs(offers);
}

/** Entries of the same urgency share jobs. An entry offered twice may ring twice: who leases it first does it. */
function sharedJobs(offers: readonly Offer[]): readonly NewJob[] {
  const urgencies = Map.groupBy(offers, ({ priority }) => priorityOf(priority));
  return [...urgencies].flatMap(([priority, those]) =>
    slices(those, ENTRIES_PER_JOB).map(
      (slice): NewJob => ({
        name: "entries",
        data: { ids: slice.map(({ entry }) => entry) },
        opts: { ...JOB_OPTIONS, priority },
      }),
    ),
  );
}

/** An entry that waits behind a limit is one job, however often it is offered. */
function singleJob({ entry, priority }: Offer): NewJob {
  const opts = { ...JOB_OPTIONS, jobId: jobIdOf(entry), priority: priorityOf(priority) };
  return { name: "entries", data: { ids: [entry] }, opts };
}

/** BullMQ takes 0, which goes first, to 2,097,151. */
function priorityOf(priority: number): number {
  return Math.min(Math.max(Math.trunc(priority), 0), PRIORITY_LAST);
}
