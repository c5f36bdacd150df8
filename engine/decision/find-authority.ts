import type { Value } from "../base/value.ts";
import type { Region, Space } from "./analysis-space.ts";
import type { CellRange } from "./axis.ts";
import { nameOf, sayValue } from "./describe.ts";
import { shareBeside } from "./find-redundant.ts";
import type { Finding } from "./finding.ts";
import { compareRanks, rankVector } from "./priority.ts";
import { valueInCell } from "./region-text.ts";
import type { OutputColumn, PersonShape, TableModel } from "./table-model.ts";

/** Findings for one table. */
const FALLS_MAX = 20;
/** Pairs of rules looked at closely, and cells of each: a warning is not worth more. */
const PAIRS_MAX = 500;
const CELLS_MAX = 64;

/**
 * Where a larger number goes to fewer or lower people than a smaller one does, all else equal: the slip behind "over
 * 100 000 the responsible manager, up to a million the head". Who is higher is known from the words alone
 * ({@link PersonShape}); groups and named users are compared by their count.
 */
export function findFallingAuthority(model: TableModel, space: Space): readonly Finding[] {
  if (!["unique", "any", "priority", "first"].includes(model.hitPolicy)) return [];
  const findings: Finding[] = [];
  const seen = { pairs: 0 };
  for (const output of model.outputs) {
    if (output.output.field.type !== "principals") continue;
    space.columns.forEach((column, axis) => {
      if (column.kind !== "money" && column.kind !== "number") return;
      findings.push(...fallsAlong({ model, space, output, axis, seen }));
    });
  }
  return findings.slice(0, FALLS_MAX);
}

interface Look {
  readonly model: TableModel;
  readonly space: Space;
  readonly output: OutputColumn;
  readonly axis: number;
  readonly seen: { pairs: number };
}

/** What one rule says about people and where it ends on the axis. */
interface Level {
  readonly rule: number;
  /** Its largest cell, null left aside: nothing is larger than null. */
  readonly end: number;
  /** The highest of its people; null where only the directory knows. */
  readonly highest: number | null;
  readonly count: number;
}

function fallsAlong(look: Look): Finding[] {
  const findings: Finding[] = [];
  const levels = levelsOf(look);
  for (const low of levels) {
    for (const high of levels) {
      if (high.end <= low.end || !isLower(high, low) || look.seen.pairs >= PAIRS_MAX) continue;
      const fall = fallBetween(look, low.rule, high.rule);
      if (!fall) continue;
      findings.push(fall);
      break;
    }
    if (findings.length >= FALLS_MAX) break;
  }
  return findings;
}

/** The rules whose people are known, by where they begin on the axis. */
function levelsOf({ space, output, axis }: Look): readonly Level[] {
  const begin = (rule: number): number => space.rules[rule]?.[axis]?.[0]?.from ?? -1;
  const levels = output.entries.flatMap(({ people }, rule): Level[] => {
    const end = lastValueCell(space, axis, rule);
    if (!people || end === null) return [];
    return [{ rule, end, highest: highestOf(people), count: new Set(people.map(({ key }) => key)).size }];
  });
  return levels.sort((a, b) => begin(a.rule) - begin(b.rule) || a.rule - b.rule);
}

function lastValueCell(space: Space, axis: number, rule: number): number | null {
  const isNull = (cell: number): boolean => space.live[axis]?.[cell] === space.columns[axis]?.axis.nullCell;
  for (const { from, to } of (space.rules[rule]?.[axis] ?? []).toReversed()) {
    if (!isNull(to)) return to;
    if (from < to) return to - 1;
  }
  return null;
}

/** Is the first less than the second: lower for sure, or fewer and not higher for sure? */
function isLower(first: Level, second: Level): boolean {
  if (first.highest !== null && second.highest !== null && first.highest !== second.highest) {
    return first.highest < second.highest;
  }
  return first.count < second.count;
}

function highestOf(people: readonly PersonShape[]): number | null {
  let best = 0;
  for (const { rank } of people) {
    if (rank === null) return null;
    best = Math.max(best, rank);
  }
  return best;
}

/** The largest number that the first rule decides and the next one that the second does, with all else the same. */
function fallBetween(look: Look, low: number, high: number): Finding | null {
  const { model, space, axis } = look;
  look.seen.pairs += 1;
  const beside = shareBeside(space.rules[low] as Region, space.rules[high] as Region, axis);
  if (!beside) return null;
  const point = beside.map((ranges) => (ranges[0] as CellRange).from);
  const from = cellsIn(space, axis, low)
    .slice(-CELLS_MAX)
    .findLast((cell) => winner(model, space, point.with(axis, cell)) === low);
  if (from === undefined) return null;
  const to = cellsIn(space, axis, high)
    .filter((cell) => cell > from)
    .slice(0, CELLS_MAX)
    .find((cell) => winner(model, space, point.with(axis, cell)) === high);
  return to === undefined ? null : fall(look, { low, high, from, to, point });
}

/** The cells of a rule on the axis, null left out: nothing is larger than null. */
function cellsIn(space: Space, axis: number, rule: number): number[] {
  const nullCell = space.columns[axis]?.axis.nullCell;
  return ((space.rules[rule] as Region)[axis] ?? [])
    .flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at))
    .filter((cell) => space.live[axis]?.[cell] !== nullCell);
}

/** The rule that decides at a point of the space; null where none, several, or a computed test would. */
function winner(model: TableModel, space: Space, point: readonly number[]): number | null {
  const matching: number[] = [];
  for (let rule = 0; rule < space.rules.length; rule++) {
    if (!holds(space.rules[rule] as Region, point)) continue;
    if (space.unsure[rule]) return null;
    matching.push(rule);
  }
  const first = matching[0];
  if (first === undefined) return null;
  if (model.hitPolicy === "unique") return matching.length === 1 ? first : null;
  if (model.hitPolicy !== "priority") return first;
  return matching.reduce((best, rule) =>
    compareRanks(rankVector(model, rule) ?? [], rankVector(model, best) ?? []) < 0 ? rule : best,
  );
}

function holds(region: Region, point: readonly number[]): boolean {
  return region.every((ranges, axis) => {
    const cell = point[axis] ?? 0;
    return ranges.some(({ from, to }) => from <= cell && cell <= to);
  });
}

function fall(
  { model, space, output, axis }: Look,
  found: {
    readonly low: number;
    readonly high: number;
    readonly from: number;
    readonly to: number;
    readonly point: readonly number[];
  },
): Finding {
  const column = space.columns[axis] as Space["columns"][number];
  const value = (cell: number): Value => valueInCell(column, space.live[axis]?.[cell] ?? 0);
  const [less, more] = [sayValue(column, value(found.from)), sayValue(column, value(found.to))];
  const [before, after] = [output.entries[found.low]?.text ?? "", output.entries[found.high]?.text ?? ""];
  const place = model.rules[found.high] ?? model.place;
  const name = nameOf(column);
  const rules = [found.low + 1, found.high + 1];
  return {
    code: "table-authority-falls",
    severity: "warning",
    start: place.start,
    end: place.end,
    rules,
    message: {
      ru: `Чем больше «${name}», тем ниже решающий: правила ${Math.min(...rules)} и ${Math.max(...rules)}`,
      en: `The larger "${name}", the lower who decides: rules ${Math.min(...rules)} and ${Math.max(...rules)}`,
    },
    remedy: {
      ru: `${less.ru} → ${before}, а ${more.ru} → ${after}; проверьте, так ли задумано`,
      en: `${less.en} → ${before}, but ${more.en} → ${after}; see whether this is meant`,
    },
    example: { [column.input.name]: value(found.to) },
  };
}
