import type { Ladder, Rung } from "../definition/model.ts";
import { asWritten } from "../expression/as-written.ts";

/**
 * Which rung of the next ladder each rung of the old one has become; null: it is gone. Rungs have no ids: those written
 * alike are the same, in order (the longest common run of them), and between two such the ones with the same action are
 * paired in order, so that «remind after one day» and «remind after two» are one rung with another time.
 */
export function alignRungs(old: Ladder, next: Ladder): readonly (number | null)[] {
  const pairs: (number | null)[] = old.map(() => null);
  for (const [index, partner] of longestCommon(old.map(asWritten), next.map(asWritten))) pairs[index] = partner;
  let from = 0;
  for (let index = 0; index < old.length; index += 1) {
    const partner = pairs[index] ?? null;
    if (partner !== null) {
      from = partner + 1;
      continue;
    }
    const until = pairs.slice(index + 1).find((one) => one !== null) ?? next.length;
    const found = next.findIndex((rung, at) => at >= from && at < until && rung.action === (old[index] as Rung).action);
    if (found < 0) continue;
    pairs[index] = found;
    from = found + 1;
  }
  return pairs;
}

/** Pairs of equal texts, rising on both sides, as many as there can be. */
function longestCommon(old: readonly string[], next: readonly string[]): readonly (readonly [number, number])[] {
  const best = old.map(() => next.map(() => 0));
  const at = (row: number, column: number): number => best[row]?.[column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1)
    for (let column = next.length - 1; column >= 0; column -= 1)
      (best[row] as number[])[column] =
        old[row] === next[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  const pairs: [number, number][] = [];
  let [row, column] = [0, 0];
  while (row < old.length && column < next.length) {
    if (old[row] === next[column]) pairs.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}
