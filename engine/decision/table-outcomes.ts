import type { Value } from "../base/value.ts";
import { intersection, isEmptyRegion, isWholeAxis, type Region, type Space, spaceOf } from "./analysis-space.ts";
import type { CellRange } from "./axis.ts";
import { findUncovered } from "./cover-search.ts";
import { DecisionError } from "./decision-error.ts";
import { locate } from "./locate.ts";
import { compareRanks, rankVector } from "./priority.ts";
import { sayCell, valueInCell } from "./region-text.ts";
import type { TableModel } from "./table-model.ts";
import type { Says } from "./table-source.ts";

/** Boxes that the search for one rule's own part may look at; a table that needs more is not followed any further. */
const BOXES_MAX = 5_000;

/** A rule that may decide, and the smallest inputs for which it does. */
export interface TableOutcome {
  /** From 0; null where the defaults decide. */
  readonly rule: number | null;
  /** The inputs that matter, in words: `сумма = 1 000 000,01`. Those given are not repeated. */
  readonly says: readonly Says[];
  /** By column: the smallest value; undefined where it does not matter, or is given. */
  readonly least: readonly (Value | undefined)[];
  /** By column: a value at the upper end of the same stretch. */
  readonly greatest: readonly (Value | undefined)[];
}

/** What a table can come to. */
export interface TableOutcomes {
  readonly outcomes: readonly TableOutcome[];
  /** True where what was given fits no rule at all, whatever the other inputs are. */
  readonly isRuled: boolean;
}

/** A table ready to be asked many times. */
export interface TableSpace {
  readonly model: TableModel;
  readonly space: Space;
}

/** Cuts a table into cells, once for all questions. */
export function tableSpace(model: TableModel): TableSpace {
  return { model, space: spaceOf(model) };
}

/**
 * Every rule that may decide when some inputs are known and the others may be anything, each with its smallest example.
 * `given` holds a value by column; undefined: it may be anything. Rules whose tests only an evaluation can answer are
 * left out: nothing is claimed about them.
 */
export function tableOutcomes({ model, space }: TableSpace, given: readonly (Value | undefined)[]): TableOutcomes {
  const within = regionOf({ model, space }, given);
  if (within === null) return { outcomes: defaults(model), isRuled: hasDefaults(model) };
  const outcomes: TableOutcome[] = [];
  let isRuled = hasDefaults(model);
  space.rules.forEach((region, rule) => {
    const mine = intersection(region, within);
    if (!mine || isEmptyRegion(mine)) return;
    isRuled = true;
    const part = space.unsure[rule] === true ? null : ownPart({ model, space }, rule, mine);
    if (part) outcomes.push(outcomeAt(space, { rule, part, given }));
  });
  return { outcomes: isRuled && outcomes.length === 0 ? defaults(model) : outcomes, isRuled };
}

function hasDefaults(model: TableModel): boolean {
  return model.outputs.every((output) => output.default !== null);
}

function defaults(model: TableModel): readonly TableOutcome[] {
  return hasDefaults(model) ? [{ rule: null, says: [], least: [], greatest: [] }] : [];
}

/** The part of the space that is left; null where what is given lies outside of it. */
function regionOf({ model, space }: TableSpace, given: readonly (Value | undefined)[]): Region | null {
  const region: (readonly CellRange[])[] = [];
  for (const [axis, column] of space.columns.entries()) {
    const live = space.live[axis] ?? [];
    const value = given[axis];
    if (value === undefined || column.kind === "computed") {
      region.push(live.length === 0 ? [] : [{ from: 0, to: live.length - 1 }]);
      continue;
    }
    const cell = cellOf(() => locate(column, value, model.id));
    const at = cell === null ? -1 : live.indexOf(cell);
    if (at < 0) return null;
    region.push([{ from: at, to: at }]);
  }
  return region;
}

/** Null where the table refuses such a value. */
function cellOf(look: () => number): number | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof DecisionError) return null;
    throw error;
  }
}

/** Where the rule decides although others match: a region, or null where it never does (or it cannot be told). */
function ownPart({ model, space }: TableSpace, rule: number, mine: Region): Region | null {
  if (model.hitPolicy !== "first" && model.hitPolicy !== "priority") return mine;
  const rank = rankVector(model, rule) ?? [];
  const before = space.rules.filter((_, other) =>
    model.hitPolicy === "first" ? other < rule : compareRanks(rankVector(model, other) ?? [], rank) < 0,
  );
  const box = findUncovered(mine, before, { boxes: BOXES_MAX });
  return box === null ? null : box.map((range) => [range]);
}

function outcomeAt(
  space: Space,
  at: { readonly rule: number; readonly part: Region; readonly given: readonly (Value | undefined)[] },
): TableOutcome {
  const says: Says[] = [];
  const least: (Value | undefined)[] = [];
  const greatest: (Value | undefined)[] = [];
  for (const [axis, column] of space.columns.entries()) {
    const ranges = at.part[axis] ?? [];
    const low = space.live[axis]?.[ranges[0]?.from ?? -1];
    const high = space.live[axis]?.[ranges.at(-1)?.to ?? -1];
    const matters = at.given[axis] === undefined && !isWholeAxis(space, axis, ranges);
    if (!matters || low === undefined || high === undefined || column.kind === "computed") {
      least.push(undefined);
      greatest.push(undefined);
      continue;
    }
    says.push(sayCell(column, low));
    least.push(valueInCell(column, low));
    greatest.push(valueInCell(column, high));
  }
  return { rule: at.rule, says, least, greatest };
}
