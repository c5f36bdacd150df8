import type { Axis, CellRange } from "./axis.ts";
import { compareExact, unitsAt } from "./exact.ts";
import type { Column, ColumnKind, TableModel } from "./table-model.ts";

/**
 * The table as a space for the analysis: one axis a column, each cut into the cells that can really come in. Cells
 * are numbered anew without those outside the declared domain, between two neighboring kopecks or days, "another
 * word" of a closed list, and null where the value is never null.
 */
export interface Space {
  readonly columns: readonly Column[];
  /** Cells of each axis, by the column's own numbering. */
  readonly live: readonly (readonly number[])[];
  readonly rules: readonly Region[];
  /** Rules with a test that only an evaluation can answer: where they stand they may hold, or may not. */
  readonly unsure: readonly boolean[];
}

/** A part of the space: on each axis some stretches of cells, in order and apart; empty where one axis has none. */
export type Region = readonly (readonly CellRange[])[];

/** The space of a table. */
export function spaceOf(model: TableModel): Space {
  const live = model.columns.map(liveCells);
  const places = model.columns.map((column, axis) => renumbering(column.axis, live[axis] ?? []));
  const rules = model.rules.map((_, rule) =>
    model.columns.map((column, axis) =>
      renumbered(column.cells[rule] ?? [], places[axis] as Int32Array, forbiddenCell(column)),
    ),
  );
  const unsure = model.rules.map((_, rule) => model.columns.some((column) => column.tests[rule]?.kind === "computed"));
  return { columns: model.columns, live, rules, unsure };
}

/** The whole space as one region. */
export function wholeRegion(space: Space): Region {
  return space.live.map((cells) => (cells.length === 0 ? [] : [{ from: 0, to: cells.length - 1 }]));
}

/** Does the region hold every cell of that axis? */
export function isWholeAxis(space: Space, axis: number, ranges: readonly CellRange[]): boolean {
  const first = ranges[0];
  return ranges.length === 1 && first?.from === 0 && first.to === (space.live[axis]?.length ?? 0) - 1;
}

/** What two regions have in common, or null. */
export function intersection(left: Region, right: Region): Region | null {
  const common: (readonly CellRange[])[] = [];
  for (let axis = 0; axis < left.length; axis++) {
    const ranges = commonRanges(left[axis] ?? [], right[axis] ?? []);
    if (ranges.length === 0) return null;
    common.push(ranges);
  }
  return common;
}

/** Is there a cell that both regions hold? As {@link intersection}, without making it. */
export function meet(left: Region, right: Region): boolean {
  for (let axis = 0; axis < left.length; axis++) {
    if (!rangesMeet(left[axis] as readonly CellRange[], right[axis] as readonly CellRange[])) return false;
  }
  return true;
}

function rangesMeet(left: readonly CellRange[], right: readonly CellRange[]): boolean {
  for (const a of left) for (const b of right) if (a.from <= b.to && b.from <= a.to) return true;
  return false;
}

function commonRanges(left: readonly CellRange[], right: readonly CellRange[]): readonly CellRange[] {
  const result: CellRange[] = [];
  for (const a of left) {
    for (const b of right) {
      const from = Math.max(a.from, b.from);
      const to = Math.min(a.to, b.to);
      if (from <= to) result.push({ from, to });
    }
  }
  return result.length > 1 ? result.sort((a, b) => a.from - b.from) : result;
}

/** Does the first region lie inside the second? */
export function isInside(inner: Region, outer: Region): boolean {
  return inner.every((ranges, axis) =>
    ranges.every((a) => (outer[axis] ?? []).some((b) => b.from <= a.from && a.to <= b.to)),
  );
}

/** Is there no cell in it? */
export function isEmptyRegion(region: Region): boolean {
  return region.some((ranges) => ranges.length === 0);
}

function liveCells(column: Column): readonly number[] {
  const { axis } = column;
  const cells: number[] = [];
  for (const { from, to } of column.domainCells) {
    for (let cell = from; cell <= to; cell++) if (cell !== axis.nullCell && canBe(column, cell)) cells.push(cell);
  }
  if (column.nullable && column.kind !== "computed") cells.push(axis.nullCell);
  return cells;
}

function canBe(column: Column, cell: number): boolean {
  const { axis } = column;
  if (axis.kind === "values") return cell < axis.values.length || column.isOpen;
  const scale = SCALES[column.kind];
  if (scale === undefined) return true;
  const point = axis.points[(cell - 1) / 2];
  if (cell % 2 === 1) return point !== undefined && point.exact.scale <= scale;
  const low = axis.points[cell / 2 - 1];
  const high = axis.points[cell / 2];
  if (!low || !high) return true;
  const next = unitsAt(low.exact, scale) + 1n;
  return compareExact({ units: next, scale }, high.exact) < 0;
}

/** Digits after the point that values of the column have: kopecks, whole days; numbers are dense. */
export const SCALES: Readonly<Partial<Record<ColumnKind, number>>> = { money: 2, date: 0 };

/** On a column that refuses null no rule takes it, `-` included. */
function forbiddenCell(column: Column): number | null {
  return column.refusesNull ? column.axis.nullCell : null;
}

/** Own cell number → how many cells of the space lie before it; one more entry for the end. */
function renumbering(axis: Axis, live: readonly number[]): Int32Array {
  const before = new Int32Array(axis.cellCount + 1);
  for (const cell of live) before[cell + 1] = 1;
  for (let cell = 0; cell < axis.cellCount; cell++)
    before[cell + 1] = (before[cell] as number) + (before[cell + 1] as number);
  return before;
}

/** The stretches in the space's numbers: what lies side by side there becomes one. */
function renumbered(ranges: readonly CellRange[], before: Int32Array, forbidden: number | null): readonly CellRange[] {
  const result: { from: number; to: number }[] = [];
  for (const range of ranges) {
    const end = range.to === forbidden ? range.to : range.to + 1;
    const from = before[range.from] as number;
    const to = (before[end] as number) - 1;
    const last = result.at(-1);
    if (from > to) continue;
    if (last && from === last.to + 1) last.to = to;
    else result.push({ from, to });
  }
  return result;
}

/** Equal keys: the same cells on this axis. */
export function rangesKey(ranges: readonly CellRange[]): string {
  return ranges.map(({ from, to }) => `${from}-${to}`).join(",");
}
