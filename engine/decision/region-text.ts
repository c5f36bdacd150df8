import type { Value, ValueMap } from "../base/value.ts";
import { isWholeAxis, type Region, SCALES, type Space } from "./analysis-space.ts";
import type { CellRange } from "./axis.ts";
import type { Point } from "./cell-test.ts";
import { isoOfDayNumber } from "./day-number.ts";
import { joinSays, nameOf, sayEquals, valueAt } from "./describe.ts";
import { compareExact, type Exact, textOfExact, unitsAt } from "./exact.ts";
import { literalCellOf } from "./literal-cell.ts";
import type { Column } from "./table-model.ts";
import type { Says } from "./table-source.ts";

/** One set of inputs, as small as it goes: only the inputs that matter, each at its least value. */
export interface CounterExample {
  readonly says: Says;
  /** Input name → value, of the inputs that matter. "Another word" is shown as `…`. */
  readonly inputs: ValueMap;
}

/** The least point of a region. */
export function counterExample(space: Space, region: Region): CounterExample {
  const parts: Says[] = [];
  const inputs: Record<string, Value> = {};
  region.forEach((ranges, axis) => {
    const column = space.columns[axis];
    const cell = space.live[axis]?.[ranges[0]?.from ?? 0];
    if (!column || cell === undefined || isWholeAxis(space, axis, ranges)) return;
    parts.push(sayCell(column, cell));
    inputs[column.input.name] = valueInCell(column, cell);
  });
  return { says: joinSays(parts), inputs };
}

/** `сумма = 100 000,01`, `тип = другое значение`. */
export function sayCell(column: Column, cell: number): Says {
  if (isAnother(column, cell))
    return { ru: `${nameOf(column)} = другое значение`, en: `${nameOf(column)} = any other value` };
  return sayEquals(column, valueInCell(column, cell));
}

/** How another value than those named is shown among inputs. */
export const ANOTHER = "…";

/** A value in the cell (the column's own number), the one that people would name first. */
export function valueInCell(column: Column, cell: number): Value {
  const { axis, kind } = column;
  if (cell === axis.nullCell) return null;
  if (axis.kind === "ordered") return valueAt(column, exactInCell(column, cell));
  const word = axis.values[cell] ?? ANOTHER;
  return kind === "truth" ? word === "true" : word;
}

function isAnother(column: Column, cell: number): boolean {
  return column.axis.kind === "values" && cell === column.axis.values.length;
}

/** The point itself, or the roundest value near the lower end of an open stretch. */
function exactInCell(column: Column, cell: number): Exact {
  const { points } = column.axis;
  if (cell % 2 === 1) return (points[(cell - 1) / 2] as Point).exact;
  const low = points[cell / 2 - 1]?.exact;
  const high = points[cell / 2]?.exact;
  const scale = SCALES[column.kind];
  if (!low) return high ? below(high, scale ?? 0) : { units: 0n, scale: 0 };
  if (scale !== undefined) return { units: unitsAt(low, scale) + 1n, scale };
  for (let digits = 0; digits <= Math.max(low.scale, high?.scale ?? 0); digits++) {
    const next = { units: unitsAt(low, digits) + 1n, scale: digits };
    if (!high || compareExact(next, high) < 0) return next;
  }
  return {
    units: unitsAt(low, Math.max(low.scale, high?.scale ?? 0) + 1) + 1n,
    scale: Math.max(low.scale, high?.scale ?? 0) + 1,
  };
}

function below(high: Exact, scale: number): Exact {
  const units = unitsAt(high, scale);
  return compareExact({ units, scale }, high) < 0 ? { units, scale } : { units: units - 1n, scale };
}

/** The inputs that matter, as cells to write: `тип счёта: услуги; сумма: > 1 000 000`. */
export function sayRegion(space: Space, region: Region): string {
  const parts: string[] = [];
  region.forEach((ranges, axis) => {
    const column = space.columns[axis];
    if (column && !isWholeAxis(space, axis, ranges))
      parts.push(`${nameOf(column)}: ${cellTextOf(space, axis, ranges)}`);
  });
  return parts.join("; ");
}

/** Stretches of an axis as the text of a cell that means them. */
export function cellTextOf(space: Space, axis: number, ranges: readonly CellRange[]): string {
  const column = space.columns[axis];
  const live = space.live[axis] ?? [];
  if (!column || isWholeAxis(space, axis, ranges)) return "-";
  if (column.axis.kind === "values") return wordsText(column, live, ranges);
  const nullAt = live.at(-1) === column.axis.nullCell ? live.length - 1 : -1;
  const lastValue = nullAt < 0 ? live.length - 1 : nullAt - 1;
  const texts: string[] = [];
  for (const { from, to } of ranges) {
    const last = Math.min(to, lastValue);
    if (from <= last)
      texts.push(stretchText(column, live, { from, to: last, isFirst: from === 0, isLast: last === lastValue }));
    if (to === nullAt) texts.push("null");
  }
  return texts.join(", ");
}

function stretchText(
  column: Column,
  live: readonly number[],
  stretch: { readonly from: number; readonly to: number; readonly isFirst: boolean; readonly isLast: boolean },
): string {
  const first = live[stretch.from] ?? 0;
  const last = live[stretch.to] ?? 0;
  const isPoint = first === last && first % 2 === 1;
  const text = (cell: number) => pointText(column, column.axis.points[cell] as Point);
  if (isPoint) return text((first - 1) / 2);
  const low =
    stretch.isFirst || first === 0 ? null : first % 2 === 1 ? `[${text((first - 1) / 2)}` : `(${text(first / 2 - 1)}`;
  const high =
    stretch.isLast || last === column.axis.nullCell - 1
      ? null
      : last % 2 === 1
        ? `${text((last - 1) / 2)}]`
        : `${text(last / 2)})`;
  // Every value and yet not the whole axis: what is left out is null.
  if (low === null && high === null) return "not(null)";
  if (low === null && high !== null) return `${high.endsWith("]") ? "<=" : "<"} ${high.slice(0, -1)}`;
  if (low !== null && high === null) return `${low.startsWith("[") ? ">=" : ">"} ${low.slice(1)}`;
  return `${low}..${high}`;
}

/** A point as it is written in a cell: `1 000 000`, `7.5`, `2026-11-25`. */
function pointText(column: Column, point: Point): string {
  const text = textOfExact(point.exact);
  if (column.kind === "date") return isoOfDayNumber(Number(text));
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, " ");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function wordsText(column: Column, live: readonly number[], ranges: readonly CellRange[]): string {
  const cells = ranges.flatMap(({ from, to }) => live.slice(from, to + 1));
  const word = (cell: number) =>
    cell === column.axis.nullCell ? "null" : literalCellOf(column.axis.values[cell] ?? "");
  const another = column.axis.values.length;
  if (!cells.includes(another)) return cells.map(word).join(", ");
  const missing = live.filter((cell) => !cells.includes(cell));
  return `not(${missing.map(word).join(", ")})`;
}
