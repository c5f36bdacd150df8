import { runSeed } from "./run-seed.ts";
import { SeedFailure, type SeedOptions } from "./seed.ts";
import { shrunk, textOf } from "./shrink.ts";

/** What many seeds came to. */
export interface Totals {
  readonly seeds: number;
  readonly steps: number;
  readonly commits: number;
  readonly crashes: number;
  readonly instances: number;
  /** Texts of the failures, each made as small as it can be. */
  readonly failures: readonly string[];
}

export const NO_SEEDS: Totals = { seeds: 0, steps: 0, commits: 0, crashes: 0, instances: 0, failures: [] };

/** Every so many seeds run twice and must give one story. */
const TWICE_EVERY = 10;

/**
 * Runs seeds one after the other, every tenth twice.
 *
 * @param onSeed called after each; false: enough
 */
export async function playSeeds(
  order: { readonly from: number; readonly runs: number; readonly common?: Partial<SeedOptions> },
  onSeed: (totals: Totals) => boolean = ({ failures }) => failures.length === 0,
): Promise<Totals> {
  const { from, runs, common = {} } = order;
  let totals = NO_SEEDS;
  for (let seed = from; seed < from + runs; seed++) {
    totals = added(totals, await played(seed, common));
    if (!onSeed(totals)) break;
  }
  return totals;
}

export function added(one: Totals, other: Totals): Totals {
  return {
    seeds: one.seeds + other.seeds,
    steps: one.steps + other.steps,
    commits: one.commits + other.commits,
    crashes: one.crashes + other.crashes,
    instances: one.instances + other.instances,
    failures: [...one.failures, ...other.failures],
  };
}

async function played(seed: number, common: Partial<SeedOptions>): Promise<Totals> {
  try {
    const { steps, commits, crashes, instances, digest } = await runSeed({ ...common, seed });
    const second = seed % TWICE_EVERY === 0 ? (await runSeed({ ...common, seed })).digest : digest;
    const failures = second === digest ? [] : [`I18: seed ${seed} gives two stories: ${digest} and ${second}`];
    return { seeds: 1, steps, commits, crashes, instances, failures };
  } catch (error) {
    if (!(error instanceof SeedFailure)) throw error;
    return { ...NO_SEEDS, seeds: 1, failures: [textOf(await shrunk(error, common))] };
  }
}
