import type { StepId } from "../base/ids.ts";

/**
 * How often each step was entered. In a few buckets, because every visit copies what it changes: with a hundred steps in
 * one map the copy was a third of the engine's time.
 */
export type VisitCounts = Readonly<Record<string, Readonly<Record<StepId, number>>>>;

/** Few enough to copy quickly, many enough to keep each small. */
const BUCKETS = 16;

/** How often the step was entered; 0: never. */
export function visitsOf(counts: VisitCounts, step: StepId): number {
  return counts[bucketOf(step)]?.[step] ?? 0;
}

/** The counts after the visit of that number. */
export function withVisit(counts: VisitCounts, step: StepId, visit: number): VisitCounts {
  const bucket = bucketOf(step);
  return { ...counts, [bucket]: { ...counts[bucket], [step]: visit } };
}

/** Ids that differ at their end (`step-1`, `step-2`) go apart. */
function bucketOf(step: StepId): string {
  const last = step.charCodeAt(step.length - 1);
  const before = step.charCodeAt(step.length - 2) || 0;
  return `b${(last + before * 7) % BUCKETS}`;
}
