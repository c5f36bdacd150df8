import type { TableModel } from "./table-model.ts";

/** The place of a value that the declared order does not name: after all others. */
const UNRANKED = 1_000_000;

/**
 * A rule's place in the order of the outputs: for each output with a declared order, the place of its value, the first
 * output counting most (DMN 1.5 §8.2.8). Null where a value is only known after evaluating it.
 */
export function rankVector(model: TableModel, rule: number): readonly number[] | null {
  const vector: number[] = [];
  for (const { ranks, entries } of model.outputs) {
    if (!ranks) continue;
    const entry = entries[rule];
    if (entry?.literal === undefined) return null;
    vector.push(ranks.get(entry.key) ?? UNRANKED);
  }
  return vector;
}

/** The same of values that were evaluated, by their keys. */
export function rankVectorOf(model: TableModel, keys: readonly string[]): readonly number[] {
  return model.outputs.flatMap(({ ranks }, at) => (ranks ? [ranks.get(keys[at] ?? "") ?? UNRANKED] : []));
}

/** Below zero: the first one wins. */
export function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < left.length; at++) {
    const difference = (left[at] ?? UNRANKED) - (right[at] ?? UNRANKED);
    if (difference !== 0) return difference;
  }
  return 0;
}
