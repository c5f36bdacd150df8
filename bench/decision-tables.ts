import type { Field, FieldType } from "../engine/base/field.ts";
import { analyzeTable } from "../engine/decision/analyze-table.ts";
import { compileTable } from "../engine/decision/compile-table.ts";
import { feelOf } from "../engine/decision/feel-of.ts";
import { cellAt, type TableSource } from "../engine/decision/table-source.ts";
import type { EvaluationContext } from "../engine/expression/expression.ts";
import { median, ratePerSecond, timed } from "./measure.ts";
import type { Row } from "./row.ts";

const ROUNDS = 11;
const RATE_MS = 100;

/** Compiling, evaluating and analyzing decision tables of 10 and of 1,000 rules with four inputs. */
export function decisionTables(): readonly Row[] {
  const small = sourceOf(10);
  const large = sourceOf(1_000);
  const compileMs = median(Array.from({ length: ROUNDS }, () => timed(() => compiled(large))));
  const table = compiled(large);
  const analyzeMs = median(Array.from({ length: ROUNDS }, () => timed(() => analyzeTable(table))));
  const [ofTen, ofThousand] = [evaluations(small), evaluations(large)];
  const rounds = Array.from({ length: ROUNDS }, () => [ofTen(), ofThousand()] as const);
  const [ten, thousand] = [median(rounds.map(([rate]) => rate)), median(rounds.map(([, rate]) => rate))];
  const ms = (what: string, value: number, limit: number): Row => ({
    what,
    measured: `${value.toFixed(0)} ms`,
    ratio: "",
    target: `≤ ${limit} ms`,
    holds: value <= limit,
  });
  const rate = (what: string, value: number, least: number): Row => ({
    what,
    measured: `${Math.round(value).toLocaleString("en").replaceAll(",", " ")} /s`,
    ratio: `${(value / ten).toFixed(2)} × 10 rules`,
    target: `≥ ${least.toLocaleString("en").replaceAll(",", " ")} /s`,
    holds: value >= least,
  });
  return [
    ms("compile a table of 1,000 rules", compileMs, 100),
    ms("analyze a table of 1,000 rules and 4 inputs", analyzeMs, 1_000),
    rate("evaluate 10 rules", ten, 300_000),
    rate("evaluate 1,000 rules", thousand, 100_000),
  ];
}

/** Measures the rate of one table; to be called in turn with others. */
function evaluations(source: TableSource): () => number {
  const table = compiled(source);
  const bands = source.rules.length / 10;
  const contexts = Array.from({ length: 64 }, (_, at) => contextOf(((at * 137) % bands) * 1_000 + 500));
  let at = 0;
  const batch = () => {
    for (let call = 0; call < 100; call++) table.evaluate(contexts[at++ & 63] as EvaluationContext);
  };
  return () => ratePerSecond(batch, RATE_MS) * 100;
}

export function compiled(source: TableSource) {
  const { table, problems } = compileTable(source, { feel: feelOf({}), domainOf: () => null });
  if (!table) throw new Error(JSON.stringify(problems));
  return table;
}

/** Bands of amounts × five kinds × urgent or not, two dates: every input is tested, nothing overlaps, nothing is left out. */
export function sourceOf(ruleCount: number): TableSource {
  const kinds = ["a", "b", "c", "d", "e"];
  const bands = ruleCount / 10;
  const place = { start: 0, end: 1 };
  const rules = Array.from({ length: ruleCount }, (_, rule) => {
    const band = Math.floor(rule / 10);
    const low = band === 0 ? "" : `[${band * 1_000}..`;
    const amount =
      bands === 1
        ? "-"
        : band === 0
          ? "< 1000"
          : band === bands - 1
            ? `>= ${band * 1_000}`
            : `${low}${(band + 1) * 1_000})`;
    const when = { amount, kind: kinds[rule % 5] ?? "", urgent: rule % 10 < 5 ? "true" : "false", day: "-" };
    return {
      when: Object.fromEntries(Object.entries(when).map(([name, text]) => [name, cellAt(text, 0)])),
      then: { out: cellAt(String(rule), 0) },
      place,
    };
  });
  const input = (name: string, type: FieldType, domain: readonly string[] | null) => ({
    field: fieldOf(name, type),
    expression: null,
    domain: domain?.map((text) => cellAt(text, 0)) ?? null,
    place,
  });
  return {
    id: "bench",
    hitPolicy: null,
    inputs: [
      input("amount", "money", null),
      input("kind", "choice", kinds),
      input("urgent", "boolean", null),
      input("day", "date", null),
    ],
    outputs: [{ field: fieldOf("out", "number"), values: null, default: null, place }],
    rules,
  };
}

export function contextOf(amount: number): EvaluationContext {
  const variables: Readonly<Record<string, unknown>> = {
    amount: { amount: amount.toFixed(2), currency: "RUB" },
    kind: "c",
    urgent: true,
    day: { $type: "date", value: "2026-11-25" },
  };
  return {
    variable: (name: string) => variables[name],
    now: 0,
    calendar: {},
    people: { users: {}, departments: {}, groups: {}, administrators: [] },
    list: () => undefined,
  } as unknown as EvaluationContext;
}

function fieldOf(name: string, type: FieldType): Field {
  return {
    name,
    type,
    title: name,
    required: false,
    hidden: false,
    help: null,
    of: null,
    from: null,
    values: null,
    include: [],
    currency: type === "money" ? "RUB" : null,
    min: null,
    max: null,
    default: undefined,
  };
}
