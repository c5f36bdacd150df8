import { isWholeAxis, type Region, type Space, wholeRegion } from "./analysis-space.ts";
import type { CellRange } from "./axis.ts";
import { type Effort, findUncovered } from "./cover-search.ts";

/** Gaps reported for one table: whoever has more needs a row that takes the rest, not a longer list. */
export const GAPS_MAX = 20;

/**
 * The parts of the space that no rule takes, each made as large as it goes (so that the fewest inputs have to be
 * named), in the order of the columns. A rule whose test must be computed counts as taking all it might take: what is
 * reported is a gap for sure.
 */
export function findGaps(space: Space, effort: Effort): readonly Region[] {
  const whole = wholeRegion(space);
  const covers: Region[] = [...space.rules];
  const gaps: Region[] = [];
  while (gaps.length < GAPS_MAX) {
    const box = findUncovered(whole, covers, effort);
    if (!box) break;
    const gap = widened(space, box, covers);
    gaps.push(gap);
    covers.push(gap);
  }
  return gaps.sort(compareCorners);
}

/** The box grown over free cells: first to whole columns, then along what is left. */
function widened(space: Space, box: readonly CellRange[], covers: readonly Region[]): Region {
  const region: (readonly CellRange[])[] = box.map((range) => [range]);
  const axes = region.map((_, axis) => axis).reverse();
  for (const axis of axes) {
    const free = freeCells(space, region, { axis, covers });
    if (isWholeAxis(space, axis, free)) region[axis] = free;
  }
  for (const axis of axes) {
    const free = freeCells(space, region, { axis, covers });
    region[axis] = space.columns[axis]?.axis.kind === "ordered" ? aroundOf(free, region[axis] ?? []) : free;
  }
  return region;
}

/** The cells of one axis where the region, moved along it, meets no cover. */
function freeCells(
  space: Space,
  region: Region,
  { axis, covers }: { readonly axis: number; readonly covers: readonly Region[] },
): readonly CellRange[] {
  const isTaken = new Uint8Array(space.live[axis]?.length ?? 0);
  for (const cover of covers) {
    if (!meetsBeside(cover, region, axis)) continue;
    for (const { from, to } of cover[axis] as readonly CellRange[]) isTaken.fill(1, from, to + 1);
  }
  const free: { from: number; to: number }[] = [];
  isTaken.forEach((taken, cell) => {
    const last = free.at(-1);
    if (taken) return;
    if (last && last.to === cell - 1) last.to = cell;
    else free.push({ from: cell, to: cell });
  });
  return free;
}

function meetsBeside(cover: Region, region: Region, but: number): boolean {
  return region.every(
    (ranges, axis) =>
      axis === but || ranges.some((a) => (cover[axis] ?? []).some((b) => a.from <= b.to && b.from <= a.to)),
  );
}

/** The free stretch that holds the box. */
function aroundOf(free: readonly CellRange[], box: readonly CellRange[]): readonly CellRange[] {
  const from = box[0]?.from ?? 0;
  return free.filter((range) => range.from <= from && from <= range.to);
}

function compareCorners(left: Region, right: Region): number {
  for (let axis = 0; axis < left.length; axis++) {
    const difference = (left[axis]?.[0]?.from ?? 0) - (right[axis]?.[0]?.from ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
