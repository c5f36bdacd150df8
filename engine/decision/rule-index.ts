import type { CellRange } from "./axis.ts";
import type { Column } from "./table-model.ts";

/**
 * Which rules hold where: for each cell of each column a set of rules as bits. A table is then answered by one lookup
 * a column and one AND of a few words, whatever the number of rules.
 */
export interface RuleIndex {
  /** 32-bit words of a set. */
  readonly words: number;
  /** Column → the sets of its cells, one after another. */
  readonly sets: readonly Int32Array[];
}

/** Builds the index. A computed test counts as holding everywhere: it is asked afterwards. */
export function indexOf(columns: readonly Column[], ruleCount: number): RuleIndex {
  const words = Math.max(1, Math.ceil(ruleCount / 32));
  return { words, sets: columns.map((column) => setsOf(column, words)) };
}

function setsOf(column: Column, words: number): Int32Array {
  const { cellCount } = column.axis;
  const everywhere = new Int32Array(words);
  const partial: number[] = [];
  column.cells.forEach((ranges, rule) => {
    if (isEverywhere(ranges, cellCount)) everywhere[rule >> 5] = (everywhere[rule >> 5] as number) | (1 << (rule & 31));
    else partial.push(rule);
  });
  const sets = new Int32Array(cellCount * words);
  for (let cell = 0; cell < cellCount; cell++) sets.set(everywhere, cell * words);
  for (const rule of partial) {
    const [word, bit] = [rule >> 5, 1 << (rule & 31)];
    for (const { from, to } of column.cells[rule] as readonly CellRange[]) {
      for (let at = from * words + word; at <= to * words + word; at += words) sets[at] = (sets[at] as number) | bit;
    }
  }
  return sets;
}

function isEverywhere(ranges: readonly CellRange[], cellCount: number): boolean {
  const first = ranges[0];
  return ranges.length === 1 && first?.from === 0 && first.to === cellCount - 1;
}

/**
 * The rules (from 0, ascending) that hold in all of these cells, at most `limit` of them.
 *
 * @param cells for each column the number of its cell
 */
export function rulesIn(index: RuleIndex, cells: readonly number[], limit: number): number[] {
  const { words, sets } = index;
  const found: number[] = [];
  for (let word = 0; word < words; word++) {
    let bits = -1;
    for (let column = 0; column < sets.length && bits !== 0; column++) {
      bits &= (sets[column] as Int32Array)[(cells[column] as number) * words + word] as number;
    }
    while (bits !== 0) {
      const low = 31 - Math.clz32(bits & -bits);
      found.push(word * 32 + low);
      if (found.length >= limit) return found;
      bits &= bits - 1;
    }
  }
  return found;
}
