import fc from "fast-check";
import type { Value } from "../../../engine/base/value.ts";
import { rub, type TableFixture } from "./table-fixture.ts";

/**
 * Random small tables with a second, plain reading of their cells beside the text: what the tests compare the engine
 * with. Each axis comes with sample values: every bound, and values between, below and above them.
 */
export interface RandomTable {
  readonly fixture: TableFixture;
  readonly axes: readonly RandomAxis[];
  /** Rule → input → does the cell hold for that sample? */
  readonly holds: readonly (readonly ((sample: Sample) => boolean)[])[];
  /** Rule → value of the output. */
  readonly results: readonly number[];
}

export interface RandomAxis {
  readonly name: string;
  readonly samples: readonly Sample[];
}

/** A value and what it is to a plain reading: a number on ordered axes, a word, or null. */
export interface Sample {
  readonly value: Value;
  readonly plain: number | string | null;
}

interface RandomCell {
  readonly text: string;
  holds(sample: Sample): boolean;
}

const DAYS = ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03"];
const WORDS = ["товар", "услуги", "прочее"];

/** Bounds of ordered axes are whole numbers from 0 to 4: few, so that rules meet often. */
const BOUND = fc.integer({ min: 0, max: 4 });

type AxisKind = "number" | "money" | "date" | "open" | "closed" | "boolean";

export function randomTable(hitPolicies: readonly string[]): fc.Arbitrary<RandomTable> {
  const kinds = fc.array(fc.constantFrom<AxisKind>("number", "money", "date", "open", "closed", "boolean"), {
    minLength: 1,
    maxLength: 3,
  });
  return kinds.chain((axes) =>
    fc
      .record({
        hitPolicy: fc.constantFrom(...hitPolicies),
        nullable: fc.array(fc.boolean(), { minLength: axes.length, maxLength: axes.length }),
        rules: fc.array(fc.record({ cells: fc.tuple(...axes.map(cellOf)), result: fc.integer({ min: 1, max: 3 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
      })
      .map(({ hitPolicy, nullable, rules }) => assemble(axes, { hitPolicy, nullable, rules })),
  );
}

function assemble(
  kinds: readonly AxisKind[],
  made: {
    readonly hitPolicy: string;
    readonly nullable: readonly boolean[];
    readonly rules: readonly { readonly cells: readonly RandomCell[]; readonly result: number }[];
  },
): RandomTable {
  const inputs = kinds.map((kind, at) => ({
    name: `in${at}`,
    type: kind === "open" || kind === "closed" ? ("text" as const) : kind,
    ...(kind === "money" ? { currency: "RUB" } : {}),
    ...(kind === "closed" ? { domain: WORDS } : {}),
    nullable: made.nullable[at] ?? false,
  }));
  const outputs = [
    {
      name: "out",
      type: "number" as const,
      ...(made.hitPolicy === "priority" || made.hitPolicy === "output order" ? { values: [2, 1, 3] } : {}),
    },
  ];
  const lines = made.rules.map(({ cells, result }) => `| ${cells.map(({ text }) => text).join(" | ")} | ${result} |`);
  const grid = [`| ${inputs.map(({ name }) => name).join(" | ")} | out |`, ...lines].join("\n");
  return {
    fixture: { hitPolicy: made.hitPolicy, inputs, outputs, grid },
    axes: kinds.map((kind, at) => ({ name: `in${at}`, samples: samplesOf(kind, made.nullable[at] ?? false) })),
    holds: made.rules.map(({ cells }) => cells.map((cell) => cell.holds)),
    results: made.rules.map(({ result }) => result),
  };
}

function samplesOf(kind: AxisKind, isNullable: boolean): readonly Sample[] {
  const nothing: Sample[] = isNullable ? [{ value: null, plain: null }] : [];
  switch (kind) {
    case "number":
      return [...steps(-1, 5, 0.5).map((plain) => ({ value: plain, plain })), ...nothing];
    case "money":
      return [...steps(-1, 5, 0.5).map((plain) => ({ value: rub(plain.toFixed(2)), plain })), ...nothing];
    case "date":
      return [
        ...["2026-02-26", ...DAYS, "2026-03-04"].map((value, at) => ({
          value: { $type: "date" as const, value },
          plain: at - 1,
        })),
        ...nothing,
      ];
    case "boolean":
      return [...[true, false].map((value) => ({ value, plain: String(value) })), ...nothing];
    case "open":
      return [...[...WORDS, "иное"].map((value) => ({ value, plain: value })), ...nothing];
    case "closed":
      return [...WORDS.map((value) => ({ value, plain: value })), ...nothing];
  }
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, at) => from + at * by);
}

function cellOf(kind: AxisKind): fc.Arbitrary<RandomCell> {
  const any: RandomCell = { text: "-", holds: () => true };
  if (kind === "boolean") return fc.oneof(fc.constant(any), words(["true", "false"]));
  if (kind === "open" || kind === "closed") return fc.oneof(fc.constant(any), words(WORDS));
  const point = (bound: number): string => (kind === "date" ? (DAYS[bound] ?? "") : String(bound));
  return fc.oneof(fc.constant(any), ordered(point), ordered(point));
}

function words(all: readonly string[]): fc.Arbitrary<RandomCell> {
  return fc
    .record({ named: fc.subarray([...all, "null"], { minLength: 1, maxLength: 2 }), not: fc.boolean() })
    .map(({ named, not }) => ({
      text: not ? `not(${named.join(", ")})` : named.join(", "),
      holds: ({ plain }) => named.includes(String(plain)) !== not,
    }));
}

function ordered(point: (bound: number) => string): fc.Arbitrary<RandomCell> {
  const comparison = fc
    .record({ op: fc.constantFrom("<", "<=", ">", ">=", ""), bound: BOUND })
    .map(({ op, bound }) => ({
      text: `${op} ${point(bound)}`.trim(),
      holds: ({ plain }: Sample) => typeof plain === "number" && compares(op, plain, bound),
    }));
  const interval = fc
    .record({ low: BOUND, width: fc.integer({ min: 1, max: 3 }), open: fc.boolean(), shut: fc.boolean() })
    .map(({ low, width, open, shut }) => {
      const to = Math.min(4, low + width);
      const from = Math.min(low, to - 1);
      return {
        text: `${open ? "(" : "["}${point(from)}..${point(to)}${shut ? ")" : "]"}`,
        holds: ({ plain }: Sample) =>
          typeof plain === "number" && (open ? plain > from : plain >= from) && (shut ? plain < to : plain <= to),
      };
    });
  const nothing: RandomCell = { text: "null", holds: ({ plain }) => plain === null };
  const either = fc.tuple(comparison, interval).map(([a, b]) => ({
    text: `${a.text}, ${b.text}`,
    holds: (sample: Sample) => a.holds(sample) || b.holds(sample),
  }));
  return fc.oneof(
    { arbitrary: comparison, weight: 4 },
    { arbitrary: interval, weight: 4 },
    { arbitrary: either, weight: 1 },
    { arbitrary: fc.constant(nothing), weight: 1 },
  );
}

function compares(op: string, value: number, bound: number): boolean {
  switch (op) {
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    default:
      return value === bound;
  }
}

/** All combinations of samples. */
export function pointsOf(axes: readonly RandomAxis[]): readonly (readonly Sample[])[] {
  let points: (readonly Sample[])[] = [[]];
  for (const { samples } of axes) points = points.flatMap((point) => samples.map((sample) => [...point, sample]));
  return points;
}

/** The rules (from 0) that hold at a point by the plain reading. */
export function matchesAt(table: RandomTable, point: readonly Sample[]): number[] {
  return table.holds.flatMap((cells, rule) => (cells.every((holds, at) => holds(point[at] as Sample)) ? [rule] : []));
}

/** Must null at this point be an incident: only order is tested on that input, and no cell names null? */
export function refusesNull(table: RandomTable, point: readonly Sample[]): boolean {
  const grid = (table.fixture.grid ?? "")
    .split("\n")
    .slice(1)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return point.some((sample, at) => {
    const type = table.fixture.inputs[at]?.type;
    const texts = grid.map((row) => row[at] ?? "");
    const isOrdered = type === "number" || type === "money" || type === "date";
    return (
      sample.plain === null && isOrdered && texts.some((text) => text !== "-") && !texts.some((text) => text === "null")
    );
  });
}

/** The point as variables. */
export function variablesAt(table: RandomTable, point: readonly Sample[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(table.axes.map(({ name }, at) => [name, point[at]?.value ?? null]));
}
