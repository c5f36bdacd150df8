import type { CellRange } from "./axis.ts";
import type { Column } from "./table-model.ts";

/**
 * Which rules hold where: for each cell of each column a set of rules as bits. A table is then answered by one lookup
 * a column and one AND of a few words, whatever the number of rules.
 */
export interface RuleIndex {
  /** 32-bit words of a set. */
  readonly words: number;
  /** Column → the sets of its cells, one after another; null for a column too large for the index. */
  readonly sets: readonly (Int32Array | null)[];
  readonly columns: readonly Column[];
  /** The bits of the last word that are rules. */
  readonly lastWord: number;
}

/** Words of one table's index, 32 MB: only thousands of rules with as many bounds on many columns need more. */
const INDEX_WORDS_MAX = 8_000_000;

/** Builds the index. A computed test counts as holding everywhere: it is asked afterwards. */
export function indexOf(columns: readonly Column[], ruleCount: number): RuleIndex {
  const words = Math.max(1, Math.ceil(ruleCount / 32));
  let left = INDEX_WORDS_MAX;
  const sets = columns.map((column) => {
    const needed = column.axis.cellCount * words;
    if (needed > left) return null;
    left -= needed;
    return setsOf(column, words);
  });
  return { words, sets, columns, lastWord: ruleCount % 32 === 0 ? -1 : (1 << (ruleCount % 32)) - 1 };
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
 * The rules (from 0, ascending) that hold in all of these cells.
 *
 * @param cells for each column the number of its cell
 */
export function rulesIn(index: RuleIndex, cells: readonly number[]): number[] {
  const { words, sets, columns } = index;
  const found: number[] = [];
  for (let word = 0; word < words; word++) {
    let bits = word === words - 1 ? index.lastWord : -1;
    for (let column = 0; column < sets.length && bits !== 0; column++) {
      const set = sets[column];
      if (set) bits &= set[(cells[column] as number) * words + word] as number;
    }
    for (; bits !== 0; bits &= bits - 1) found.push(word * 32 + 31 - Math.clz32(bits & -bits));
  }
  const unindexed = columns.filter((_, column) => sets[column] === null);
  return unindexed.length === 0 ? found : found.filter((rule) => holdsIn(index, rule, cells));
}

/** Asks the columns that have no sets, rule by rule. */
function holdsIn({ columns, sets }: RuleIndex, rule: number, cells: readonly number[]): boolean {
  return columns.every((column, at) => {
    const cell = cells[at] as number;
    return sets[at] !== null || (column.cells[rule] ?? []).some(({ from, to }) => from <= cell && cell <= to);
  });
}
