import { median } from "../measure.ts";
import type { Took } from "./contender.ts";
import type { RemoteContender } from "./contender-process.ts";
import { firstLine, type OnStage } from "./stage.ts";

/** What each contender of a race did, per second, round by round. */
export type Rates = ReadonlyMap<string, readonly number[] | { readonly missing: string }>;

/** One thing that all contenders do in turn. */
export interface Race {
  readonly contenders: readonly OnStage[];
  readonly rounds: number;
  /** Does so many of it. */
  readonly run: (contender: RemoteContender, count: number) => Promise<Took>;
  /** How many each does in the first round, which warms up and does not count. */
  readonly first: number;
  /** How many each does in a round, by its rate in the round before. */
  readonly count: (perSecond: number) => number;
}

/**
 * Rounds in which every contender has its turn: a slow moment of the machine meets all of them, and what is compared is
 * the ratio within a round. The first two rounds warm up and tell how much each can do in a turn.
 */
export async function race(course: Race): Promise<Rates> {
  const rates = new Map<string, readonly number[] | { readonly missing: string }>();
  for (let round = -1; round <= course.rounds; round += 1) {
    for (const on of course.contenders) {
      const so = rates.get(on.entry.name) ?? [];
      // Who failed once is out of the race: a ratio of some of the rounds would not be the others'.
      if (isList(so)) rates.set(on.entry.name, await turn(course, on, so));
    }
  }
  return new Map([...rates].map(([name, all]) => [name, isList(all) ? all.slice(2) : all]));
}

async function turn(
  { run, first, count }: Race,
  { contender, missing }: OnStage,
  so: readonly number[],
): Promise<readonly number[] | { readonly missing: string }> {
  if (contender === undefined) return { missing };
  try {
    const amount = so.length === 0 ? first : count(so.at(-1) ?? 1);
    const { seconds } = await run(contender, amount);
    return [...so, amount / seconds];
  } catch (error) {
    return { missing: firstLine(error) };
  }
}

/** A ratio: the median of the rounds' ratios, with the least and the greatest. Null where one of the two is missing. */
export function ratioOf(rates: Rates, over: string, under: string): Spread | null {
  const [above, below] = [rates.get(over), rates.get(under)];
  if (!isMeasured(above) || !isMeasured(below)) return null;
  return spreadOf(above.map((rate, round) => rate / (below[round] ?? Number.NaN)));
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

export function isMeasured(rates: ReturnType<Rates["get"]>): rates is readonly number[] {
  return isList(rates) && rates.length > 0;
}

function isList(rates: ReturnType<Rates["get"]>): rates is readonly number[] {
  return Array.isArray(rates);
}
