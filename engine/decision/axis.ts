import type { CellTest, Point, TestRange } from "./cell-test.ts";
import { compareExact, type Exact, exactOf } from "./exact.ts";

/**
 * An input column cut at every bound that its tests name. Between two neighboring cuts all values are alike to the
 * table, so each column has finitely many *cells*: on an ordered column the points and the open stretches between
 * them, on a column of words the words and "another". The last cell is null.
 *
 * Evaluation looks up a value's cell and takes the rules that hold there; the analysis walks over the cells. Both
 * therefore agree about what a test means.
 */
export interface Axis {
  readonly kind: "ordered" | "values";
  /** Ordered: cell `2i+1` is `points[i]`, cell `2i` the stretch before it. Ascending. */
  readonly points: readonly Point[];
  /** Words: cell `i` is `values[i]`, the next one is "another". */
  readonly values: readonly string[];
  /** All cells, null included. */
  readonly cellCount: number;
  /** The last cell. */
  readonly nullCell: number;
  /** The cells where a test holds, as disjoint stretches in ascending order. */
  cellsOf(test: CellTest): readonly CellRange[];
  /** The cell of a number (or day). `exact` is needed where the number has more digits than a double keeps. */
  cellOfNumber(key: number, exact: Exact | null): number;
  /** The cell of a word. */
  cellOfWord(word: string): number;
}

/** Cells from one to another, both included. */
export interface CellRange {
  readonly from: number;
  readonly to: number;
}

/** The axis of an ordered column whose tests (and domain) these are. */
export function orderedAxis(tests: readonly CellTest[]): Axis {
  const points = distinctPoints(tests);
  const keys = Float64Array.from(points, (point) => point.key);
  const isPlain = points.every((point) => hasPlainDigits(point.exact));
  const nullCell = 2 * points.length + 1;
  const cellOf = (key: number, exact: Exact | null): number =>
    exact !== null || !isPlain ? searchExact(points, key, exact) : search(keys, key);
  const at = ({ key, exact }: Point): number => cellOf(key, isPlain ? null : exact) >> 1;
  const stretch = (range: TestRange): CellRange => ({
    from: range.low === null ? 0 : 2 * at(range.low.point) + (range.low.closed ? 1 : 2),
    to: range.high === null ? nullCell - 1 : 2 * at(range.high.point) + (range.high.closed ? 1 : 0),
  });
  return {
    kind: "ordered",
    points,
    values: [],
    cellCount: nullCell + 1,
    nullCell,
    cellsOf(test) {
      if (test.kind !== "ranges") return whole(nullCell);
      const inside = joined(test.ranges.map(stretch));
      return withNull(test.not ? complement(inside, nullCell - 1) : inside, test.null && !test.not, nullCell);
    },
    cellOfNumber: cellOf,
    cellOfWord: () => nullCell,
  };
}

/** The axis of a column of words whose tests (and domain) these are; `known` come first, in their order. */
export function valuesAxis(tests: readonly CellTest[], known: readonly string[]): Axis {
  const index = new Map<string, number>();
  for (const value of known) if (!index.has(value)) index.set(value, index.size);
  for (const test of tests) {
    if (test.kind !== "values") continue;
    for (const value of test.values) if (!index.has(value)) index.set(value, index.size);
  }
  const other = index.size;
  const nullCell = other + 1;
  return {
    kind: "values",
    points: [],
    values: [...index.keys()],
    cellCount: nullCell + 1,
    nullCell,
    cellsOf(test) {
      if (test.kind !== "values") return whole(nullCell);
      const inside = joined(test.values.map((value) => ({ from: index.get(value) ?? 0, to: index.get(value) ?? 0 })));
      return withNull(test.not ? complement(inside, other) : inside, test.null !== test.not, nullCell);
    },
    cellOfNumber: () => nullCell,
    cellOfWord: (word) => index.get(word) ?? other,
  };
}

/** All cells, null included: what `-` means. */
function whole(nullCell: number): readonly CellRange[] {
  return [{ from: 0, to: nullCell }];
}

function withNull(ranges: readonly CellRange[], includesNull: boolean, nullCell: number): readonly CellRange[] {
  return includesNull ? joined([...ranges, { from: nullCell, to: nullCell }]) : ranges;
}

/** Stretches put in order, touching ones made one, empty ones left out. */
function joined(ranges: readonly CellRange[]): readonly CellRange[] {
  if (ranges.length < 2) return ranges.filter(({ from, to }) => from <= to);
  const result: { from: number; to: number }[] = [];
  for (const range of ranges.filter(({ from, to }) => from <= to).sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else result.push({ ...range });
  }
  return result;
}

/** What of the cells 0…`last` is in none of the stretches (which are in order and apart). */
function complement(ranges: readonly CellRange[], last: number): readonly CellRange[] {
  const result: CellRange[] = [];
  let from = 0;
  for (const range of ranges) {
    if (range.from > from) result.push({ from, to: range.from - 1 });
    from = range.to + 1;
  }
  if (from <= last) result.push({ from, to: last });
  return result;
}

function distinctPoints(tests: readonly CellTest[]): Point[] {
  const points: Point[] = [];
  for (const test of tests) {
    if (test.kind !== "ranges") continue;
    for (const { low, high } of test.ranges) {
      if (low) points.push(low.point);
      if (high) points.push(high.point);
    }
  }
  points.sort(comparePoints);
  return points.filter((point, at) => at === 0 || comparePoints(points[at - 1] as Point, point) !== 0);
}

/** Doubles first: rounding keeps the order, so only equal ones need their digits compared. */
function comparePoints(left: Point, right: Point): number {
  return left.key - right.key || compareExact(left.exact, right.exact);
}

/** Fifteen significant digits survive the way through a double. */
const PLAIN_UNITS_MAX = 10n ** 15n;

function hasPlainDigits(exact: Exact): boolean {
  return exact.units < PLAIN_UNITS_MAX && exact.units > -PLAIN_UNITS_MAX;
}

function search(keys: Float64Array, key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return keys[low] === key ? 2 * low + 1 : 2 * low;
}

function searchExact(points: readonly Point[], key: number, exact: Exact | null): number {
  let low = 0;
  let high = points.length;
  const value: Exact = exact ?? exactOfDouble(key);
  const compare = (point: Point): number => point.key - key || compareExact(point.exact, value);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(points[middle] as Point) < 0) low = middle + 1;
    else high = middle;
  }
  const found = points[low];
  return found && compare(found) === 0 ? 2 * low + 1 : 2 * low;
}

/** The decimal that a double's shortest text names. */
function exactOfDouble(key: number): Exact {
  return exactOf(String(key)) ?? { units: 0n, scale: 0 };
}
