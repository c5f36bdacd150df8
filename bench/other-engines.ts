import { ZenEngine } from "@gorules/zen-engine";
import { evaluate as feelin } from "feelin";
import { isCellList, isTextCell, type TableSource } from "../engine/decision/table-source.ts";
import type { EvaluationContext } from "../engine/expression/expression.ts";
import { compileExpression } from "../engine/expression/index.ts";
import { compiled, contextOf, sourceOf } from "./decision-tables.ts";
import { median } from "./measure.ts";
import type { Row } from "./row.ts";

const ROUNDS = 9;
/** How long each contender runs in each round. */
const ROUND_MS = 150;

/** Expressions beside `feelin` and plain JavaScript, tables beside GoRules: in turn, round by round, medians. */
export async function otherEngines(): Promise<readonly Row[]> {
  return [...(await expressions()), await tables(10), await tables(1_000)];
}

const CONDITION = 'amount > 100000 and role = "manager"';

async function expressions(): Promise<readonly Row[]> {
  const inputs = Array.from({ length: 64 }, (_, at) => ({
    amount: 99_990 + at,
    role: at % 3 === 0 ? "head" : "manager",
  }));
  const contexts = inputs.map((input) => expressionContext(input));
  const { expression } = compileExpression(CONDITION, {
    types: { amount: { kind: "number" }, role: { kind: "text" } },
  });
  if (!expression) throw new Error(CONDITION);
  const byHand = (input: { readonly amount: number; readonly role: string }): boolean =>
    input.amount > 100_000 && input.role === "manager";
  // What comes out is counted, so that no contender's work can be left out as useless.
  let held = 0;
  const count = (value: unknown): void => {
    if (value === true) held += 1;
  };
  const [ours = 0, plain = 0, theirs = 0] = await rates([
    cycle(2_000, (at) => count(expression.evaluate(contexts[at & 63] as EvaluationContext))),
    cycle(20_000, (at) => count(byHand(inputs[at & 63] as (typeof inputs)[0]))),
    cycle(100, (at) => count(feelin(CONDITION, inputs[at & 63]).value)),
  ]);
  if (held === 0) throw new Error("nothing held");
  return [
    {
      what: "compiled evaluation of a condition",
      measured: perSecond(ours),
      ratio: `${(ours / theirs).toFixed(0)} × feelin (${perSecond(theirs)})`,
      target: "≥ 30 ×",
      holds: ours >= 30 * theirs,
    },
    {
      what: "the same beside hand-written JavaScript",
      measured: perSecond(ours),
      ratio: `${(plain / ours).toFixed(1)} × slower (${perSecond(plain)})`,
      target: "≤ 8 ×",
      holds: plain <= 8 * ours,
    },
  ];
}

async function tables(ruleCount: number): Promise<Row> {
  const source = sourceOf(ruleCount);
  const bands = ruleCount / 10;
  const amounts = Array.from({ length: 64 }, (_, at) => ((at * 137) % bands) * 1_000 + 500);
  const contexts = amounts.map(contextOf);
  const inputs = amounts.map((amount) => ({ amount, kind: "c", urgent: true, day: "2026-11-25" }));
  const table = compiled(source);
  const zen = new ZenEngine().createDecision(Buffer.from(JSON.stringify(zenTable(source))));
  await agree({ table, contexts, inputs, zen });
  const [ours = 0, alone = 0, batch = 0] = await rates([
    cycle(200, (at) => void table.evaluate(contexts[at & 63] as EvaluationContext)),
    { count: 20, work: () => inTurn(20, (at) => zen.evaluate(inputs[at & 63])) },
    { count: 64, work: () => Promise.all(inputs.map((input) => zen.evaluate(input))) },
  ]);
  // Their evaluations are promises: awaited one by one or 64 at once, whichever is faster.
  const theirs = Math.max(alone, batch);
  return {
    what: `evaluate ${ruleCount.toLocaleString("en")} rules beside GoRules`,
    measured: perSecond(ours),
    ratio: `${(ours / theirs).toFixed(1)} × zen-engine (${perSecond(theirs)})`,
    target: "> 1 ×",
    holds: ours > theirs,
  };
}

interface Contenders {
  readonly table: ReturnType<typeof compiled>;
  readonly contexts: readonly EvaluationContext[];
  readonly inputs: readonly object[];
  readonly zen: { evaluate(input: object): Promise<{ readonly result: unknown }> };
}

/** A race is only fair where both come to the same end. */
async function agree({ table, contexts, inputs, zen }: Contenders): Promise<void> {
  for (const [at, input] of inputs.entries()) {
    const ours = table.evaluate(contexts[at] as EvaluationContext).outputs;
    const { result } = await zen.evaluate(input);
    if (JSON.stringify(ours) !== JSON.stringify(result))
      throw new Error(`${JSON.stringify(ours)} here, ${JSON.stringify(result)} there`);
  }
}

/** The same table in GoRules' own format. */
function zenTable(source: TableSource): object {
  const inputs = source.inputs.map(({ field: { name } }) => ({ id: name, name, field: name }));
  const outputs = source.outputs.map(({ field: { name } }) => ({ id: `out-${name}`, name, field: name }));
  const rules = source.rules.map((rule, at) => {
    const cells = source.inputs.map(({ field: { name, type } }): [string, string] => {
      const cell = rule.when[name];
      const text = cell === undefined || isCellList(cell) || cell.text === "-" ? "" : cell.text;
      return [name, type === "choice" && text !== "" ? JSON.stringify(text) : text];
    });
    const results = source.outputs.map(({ field: { name } }): [string, string] => {
      const cell = rule.then[name];
      return [`out-${name}`, cell !== undefined && isTextCell(cell) ? cell.text : ""];
    });
    return { _id: `rule-${at}`, ...Object.fromEntries([...cells, ...results]) };
  });
  const node = (id: string, type: string, content?: object) => ({
    id,
    name: id,
    type,
    position: { x: 0, y: 0 },
    ...(content ? { content } : {}),
  });
  return {
    nodes: [
      node("in", "inputNode"),
      node("table", "decisionTableNode", { hitPolicy: "first", inputs, outputs, rules }),
      node("out", "outputNode"),
    ],
    edges: [
      { id: "e1", type: "edge", sourceId: "in", targetId: "table" },
      { id: "e2", type: "edge", sourceId: "table", targetId: "out" },
    ],
  };
}

interface Contender {
  /** Evaluations in one go of the work. */
  readonly count: number;
  readonly work: () => unknown;
}

/** `count` calls in one go, numbered on. */
function cycle(count: number, call: (at: number) => void): Contender {
  let at = 0;
  return {
    count,
    work: () => {
      for (let left = count; left > 0; left -= 1) call(at++);
    },
  };
}

async function inTurn(count: number, call: (at: number) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < count; at += 1) await call(at);
}

/** Evaluations per second of each: in turn, so that a slow moment of the machine meets all; the first round warms up. */
async function rates(contenders: readonly Contender[]): Promise<readonly number[]> {
  const found = contenders.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const rate = await rateOf(contender);
      if (round > 0) found[index]?.push(rate);
    }
  }
  return found.map(median);
}

async function rateOf({ count, work }: Contender): Promise<number> {
  const start = process.hrtime.bigint();
  let [calls, elapsedMs] = [0, 0];
  while (elapsedMs < ROUND_MS) {
    const done = work();
    if (done instanceof Promise) await done;
    calls += count;
    elapsedMs = Number(process.hrtime.bigint() - start) / 1e6;
  }
  return (calls * 1_000) / elapsedMs;
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString("en").replaceAll(",", " ")} /s`;
}

function expressionContext(variables: Readonly<Record<string, string | number>>): EvaluationContext {
  return { ...contextOf(0), variable: (name: string) => variables[name] };
}
