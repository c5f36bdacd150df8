import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Region, type Space, spaceOf } from "../../../engine/decision/analysis-space.ts";
import { analyzeTable } from "../../../engine/decision/analyze-table.ts";
import { DecisionError } from "../../../engine/decision/decision-error.ts";
import { findGaps, GAPS_MAX } from "../../../engine/decision/find-gaps.ts";
import { locate } from "../../../engine/decision/locate.ts";
import type { CompiledTable } from "../../../engine/decision/table-model.ts";
import {
  matchesAt,
  pointsOf,
  type RandomTable,
  randomTable,
  refusesNull,
  type Sample,
  variablesAt,
} from "./random-table.ts";
import { contextOf, tableFor } from "./table-fixture.ts";

/** Random tables for each law. 100,000 before a release: `ORDO_TABLES=100000 npx vitest run tests/engine/decision`. */
const TABLES = Number(process.env["ORDO_TABLES"] ?? 2_000);
const OPTIONS = { numRuns: TABLES, seed: 20_261_123 };

const ORDER = [2, 1, 3];

describe("a random table against a plain reading of its cells", () => {
  test("evaluates to what the hit policy says of the rules that hold", { timeout: 600_000 }, () => {
    const policies = [
      "unique",
      "any",
      "first",
      "priority",
      "rule order",
      "output order",
      "collect",
      "collect sum",
      "collect min",
      "collect max",
      "collect count",
    ];
    fc.assert(
      fc.property(randomTable(policies), (random) => {
        const table = tableFor(random.fixture);
        for (const point of sampled(random)) expect(outcomeOf(table, random, point)).toEqual(expectedAt(random, point));
      }),
      OPTIONS,
    );
  });

  test("has a gap exactly where no rule holds", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(randomTable(["unique", "first"]), (random) => {
        const table = tableFor(random.fixture);
        const space = spaceOf(table.model);
        const gaps = findGaps(space, { boxes: 100_000 });
        for (const point of pointsOf(random.axes)) {
          const isFree = matchesAt(random, point).length === 0 || refusesNull(random, point);
          const isReported = gaps.some((gap) => isIn(space, gap, point));
          if (isReported !== isFree && (isReported || gaps.length < GAPS_MAX))
            expect.fail(`at ${JSON.stringify(point)}`);
        }
      }),
      OPTIONS,
    );
  });

  test("shows for each gap an example in which the inputs left out do not matter", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(randomTable(["unique"]), (random) => {
        for (const { code, example } of analyzeTable(tableFor(random.fixture))) {
          if (code !== "table-gap") continue;
          for (const point of pointsOf(random.axes)) {
            const agrees = random.axes.every(
              ({ name }, at) => !(name in example) || sameValue(point[at] as Sample, example[name]),
            );
            if (agrees) expect(matchesAt(random, point).length === 0 || refusesNull(random, point)).toBe(true);
          }
        }
      }),
      OPTIONS,
    );
  });

  test("has an overlap exactly for the pairs of rules that hold together", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(randomTable(["unique", "any"]), (random) => {
        const together = new Set<string>();
        for (const point of pointsOf(random.axes)) {
          if (refusesNull(random, point)) continue;
          const rules = matchesAt(random, point);
          for (const a of rules)
            for (const b of rules) if (a < b && conflicts(random, a, b)) together.add(`${a + 1}-${b + 1}`);
        }
        const found = analyzeTable(tableFor(random.fixture))
          .filter(
            ({ code, severity }) =>
              code === "table-overlap" || (code === "table-rule-duplicate" && severity === "error"),
          )
          .map(({ rules }) => rules.join("-"));
        expect(found.sort()).toEqual([...together].sort());
      }),
      OPTIONS,
    );
  });

  test("has a dead rule exactly where a rule never decides", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(randomTable(["first", "priority"]), (random) => {
        const alive = new Set<number>();
        for (const point of pointsOf(random.axes)) {
          const winner = refusesNull(random, point) ? undefined : ranked(random, matchesAt(random, point))[0];
          if (winner !== undefined) alive.add(winner + 1);
        }
        const never = random.results.map((_, rule) => rule + 1).filter((rule) => !alive.has(rule));
        const found = analyzeTable(tableFor(random.fixture)).filter(
          ({ code }) => code === "table-rule-dead" || code === "table-rule-duplicate",
        );
        expect([...new Set(found.map(({ rules }) => rules.at(-1) ?? 0))].sort()).toEqual(never.sort());
      }),
      OPTIONS,
    );
  });
  test("says of mergeable rules a cell that means the same", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(randomTable(["unique", "any"]), (random) => {
        for (const { code, rules, remedy } of analyzeTable(tableFor(random.fixture))) {
          if (code !== "table-rules-mergeable") continue;
          const merged = tableFor({ ...random.fixture, grid: mergedGrid(random, rules, remedy.ru) });
          const before = tableFor(random.fixture);
          for (const point of sampled(random)) {
            const [one, other] = [before, merged].map((table) => valueOrError(table, random, point));
            expect(other).toEqual(one);
          }
        }
      }),
      OPTIONS,
    );
  });

  test("has a subsumed rule exactly where a wider one of the same value holds", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(randomTable(["any"]), (random) => {
        const findings = analyzeTable(tableFor(random.fixture)).filter(({ code }) => code === "table-rule-subsumed");
        for (const { rules } of findings) {
          const [wide = 0, narrow = 0] = rules;
          for (const point of pointsOf(random.axes)) {
            if (refusesNull(random, point)) continue;
            const matching = matchesAt(random, point);
            if (matching.includes(narrow - 1)) expect(matching).toContain(wide - 1);
          }
          expect(random.results[wide - 1]).toBe(random.results[narrow - 1]);
        }
      }),
      OPTIONS,
    );
  });
});

/** The table as the remedy tells: one rule instead of several, its cell as written there. */
function mergedGrid(random: RandomTable, rules: readonly number[], remedy: string): string {
  const [, title = "", cell = ""] = /«(.*?)»: (.*)$/.exec(remedy) ?? [];
  const [heading = "", ...lines] = (random.fixture.grid ?? "").split("\n");
  const at = random.fixture.inputs.findIndex(({ name }) => name === title) + 1;
  const kept = (lines[(rules[0] ?? 1) - 1] ?? "").split("|").with(at, ` ${cell} `).join("|");
  return [heading, kept, ...lines.filter((_, rule) => !rules.includes(rule + 1))].join("\n");
}

function valueOrError(table: CompiledTable, random: RandomTable, point: readonly Sample[]): unknown {
  const outcome = outcomeOf(table, random, point);
  return "error" in outcome ? "error" : outcome.out;
}

/** Every point of a small table, an even choice of them of a large one. */
function sampled(random: RandomTable): readonly (readonly Sample[])[] {
  const points = pointsOf(random.axes);
  const step = Math.ceil(points.length / 60);
  return points.filter((_, at) => at % step === 0);
}

function conflicts(random: RandomTable, a: number, b: number): boolean {
  return random.fixture.hitPolicy === "unique" || random.results[a] !== random.results[b];
}

function isIn(space: Space, region: Region, point: readonly Sample[]): boolean {
  return region.every((ranges, axis) => {
    const column = space.columns[axis];
    const sample = point[axis];
    if (!column || !sample) return false;
    const own = sample.value === null ? column.axis.nullCell : locate(column, sample.value, "table");
    const cell = (space.live[axis] ?? []).indexOf(own);
    return ranges.some(({ from, to }) => from <= cell && cell <= to);
  });
}

function sameValue(sample: Sample, value: unknown): boolean {
  return JSON.stringify(sample.value) === JSON.stringify(value) || (value === "…" && sample.value === "иное");
}

type Outcome = { readonly error: string } | { readonly matched: readonly number[]; readonly out: unknown };

function outcomeOf(table: CompiledTable, random: RandomTable, point: readonly Sample[]): Outcome {
  try {
    const { matched, outputs } = table.evaluate(contextOf(variablesAt(random, point)));
    return { matched, out: outputs["out"] };
  } catch (error) {
    if (error instanceof DecisionError) return { error: error.code };
    throw error;
  }
}

function ranked(random: RandomTable, rules: readonly number[]): readonly number[] {
  if (random.fixture.hitPolicy !== "priority" && random.fixture.hitPolicy !== "output order") return rules;
  const rank = (rule: number) => ORDER.indexOf(random.results[rule] ?? 0);
  return [...rules].sort((a, b) => rank(a) - rank(b) || a - b);
}

function expectedAt(random: RandomTable, point: readonly Sample[]): Outcome {
  if (refusesNull(random, point)) return { error: "DECISION_NULL_INPUT" };
  const policy = random.fixture.hitPolicy ?? "unique";
  const rules = ranked(random, matchesAt(random, point));
  const values = rules.map((rule) => random.results[rule] ?? 0);
  const matched = rules.map((rule) => rule + 1);
  const all = {
    "collect sum": values.reduce((a, b) => a + b, 0),
    "collect min": Math.min(...values),
    "collect max": Math.max(...values),
    "collect count": values.length,
  };
  if (policy === "collect") return { matched, out: values };
  if (policy === "collect sum" || policy === "collect count") return { matched, out: all[policy] };
  if (rules.length === 0) return { error: "DECISION_NO_RULE" };
  if (policy === "collect min" || policy === "collect max") return { matched, out: all[policy] };
  if (policy === "rule order" || policy === "output order") return { matched, out: values };
  if (policy === "unique" && rules.length > 1) return { error: "DECISION_SEVERAL_RULES" };
  if (policy === "any" && new Set(values).size > 1) return { error: "DECISION_RULES_DISAGREE" };
  return policy === "any" ? { matched, out: values[0] } : { matched: matched.slice(0, 1), out: values[0] };
}
