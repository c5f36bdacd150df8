import type { Region } from "./analysis-space.ts";
import type { CellRange } from "./axis.ts";

/**
 * Boxes looked at in one search. Ordinary tables need a few for each rule; only rules laid crosswise on many columns
 * need more, and then the analysis says that it gave up instead of taking minutes.
 */
export const BOXES_MAX = 300_000;

/** What a search may still spend, shared by the searches of one analysis. */
export interface Effort {
  boxes: number;
}

/** A box: one stretch on each axis. */
type Box = readonly CellRange[];

/**
 * A box inside `within` that no cover touches, or null where the covers leave nothing free (also where the effort is
 * spent: `effort.boxes` is then below zero).
 *
 * Divide and conquer over the space (as in Overmars and Yap's measure of a union of boxes): a box that one cover holds
 * is done, a box that none touches is found, any other is cut at the middle bound of the covers that cross it. The
 * product of the axes is never enumerated.
 */
export function findUncovered(within: Region, covers: readonly Region[], effort: Effort): Box | null {
  if (within.some((ranges) => ranges.length === 0)) return null;
  const hull = within.map((ranges) => ({ from: (ranges[0] as CellRange).from, to: (ranges.at(-1) as CellRange).to }));
  return searchBox({ box: hull, within }, covers, effort);
}

/** A box to look at; `within` is null once the box lies inside the region. */
interface Part {
  readonly box: Box;
  readonly within: Region | null;
}

function searchBox({ box, within }: Part, covers: readonly Region[], effort: Effort): Box | null {
  if (--effort.boxes < 0) return null;
  const inside = within === null ? "holds" : relation(within, box);
  if (inside === "apart") return null;
  const crossing: Region[] = [];
  for (const cover of covers) {
    const how = relation(cover, box);
    if (how === "holds") return null;
    if (how === "crosses") crossing.push(cover);
  }
  const rest = inside === "holds" ? null : within;
  if (crossing.length === 0 && rest === null) return box;
  const { axis, at } = cutOf(box, rest === null ? crossing : [...crossing, rest]);
  const range = box[axis] as CellRange;
  const low = box.with(axis, { from: range.from, to: at - 1 });
  const high = box.with(axis, { from: at, to: range.to });
  return (
    searchBox({ box: low, within: rest }, crossing, effort) ?? searchBox({ box: high, within: rest }, crossing, effort)
  );
}

function relation(cover: Region, box: Box): "apart" | "crosses" | "holds" {
  let holds = true;
  for (let axis = 0; axis < box.length; axis++) {
    const { from, to } = box[axis] as CellRange;
    let touches = false;
    let contains = false;
    for (const range of cover[axis] as readonly CellRange[]) {
      if (range.from > to || range.to < from) continue;
      touches = true;
      if (range.from <= from && range.to >= to) contains = true;
    }
    if (!touches) return "apart";
    if (!contains) holds = false;
  }
  return holds ? "holds" : "crosses";
}

/** The axis with the most bounds inside the box, and the middle one of them. */
function cutOf(box: Box, crossing: readonly Region[]): { readonly axis: number; readonly at: number } {
  let best: number[] = [];
  let bestAxis = 0;
  for (let axis = 0; axis < box.length; axis++) {
    const { from, to } = box[axis] as CellRange;
    if (from === to) continue;
    const bounds: number[] = [];
    for (const cover of crossing) {
      for (const range of cover[axis] as readonly CellRange[]) {
        if (range.from > from && range.from <= to) bounds.push(range.from);
        if (range.to >= from && range.to < to) bounds.push(range.to + 1);
      }
    }
    if (bounds.length > best.length) {
      best = bounds;
      bestAxis = axis;
    }
  }
  best.sort((a, b) => a - b);
  return { axis: bestAxis, at: best[best.length >> 1] as number };
}
