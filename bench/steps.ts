import { decide } from "../engine/instance/decide.ts";
import { evolve } from "../engine/instance/evolve.ts";
import type { Instance } from "../engine/instance/state.ts";
import { ratePerSecond } from "./measure.ts";
import type { Row } from "./row.ts";
import { definitionOf, FACTS, startOf } from "./sample.ts";

const STEPS = 20;
const TARGET = 200_000;

/** A row of automatic steps: `decide` + `evolve` from the start to the end, and folding the history again. */
export function steps(): readonly Row[] {
  const definition = definitionOf(`process: bench
title: Шаги
input: { n: { type: number, title: Число, required: true } }
start:
  - message: go
do:
${Array.from({ length: STEPS }, (_, at) => `  - id: step-${at}\n    set: { total: "\${ n + ${at} }" }`).join("\n")}
`);
  const start = startOf(1, { n: 1 });
  const answer = decide(definition, null, start, FACTS);
  if (answer.kind !== "accepted" || answer.instance.status !== "completed")
    throw new Error("The bench's own process does not run to its end");
  const { events } = answer;
  const decided = ratePerSecond(() => decide(definition, null, start, FACTS), 2_000) * STEPS;
  const replayed = ratePerSecond(() => events.reduce<Instance | null>(evolve, null), 1_000) * STEPS;
  return [row("decide + evolve, simple steps", decided, TARGET), row("evolve alone (replay), steps", replayed, null)];
}

function row(what: string, rate: number, target: number | null): Row {
  return {
    what,
    measured: `${Math.round(rate).toLocaleString("en").replaceAll(",", " ")} /s`,
    ratio: "",
    target: target === null ? "" : `≥ ${target.toLocaleString("en").replaceAll(",", " ")} /s`,
    holds: target === null ? null : rate >= target,
  };
}
