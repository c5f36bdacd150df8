import { decide } from "../engine/instance/decide.ts";
import type { Instance } from "../engine/instance/state.ts";
import type { Row } from "./row.ts";
import { definitionOf, FACTS, startOf } from "./sample.ts";

const COUNT = 10_000;

/** Instances that wait for a person, kept as the engine's own state; and the same as JSON, which a store would keep. */
export function memory(): readonly Row[] {
  const definition = definitionOf(`process: bench
title: Память
input:
  who: { type: text, title: Кто, required: true }
  n:   { type: number, title: Число, required: true }
start:
  - message: go
do:
  - id: count
    set: { total: "\${ n + 1 }", name: "Заявка \${ who }" }
  - id: ask
    userTask: Посмотрите
    assignee: head-1
    facts: [who, total]
    escalation:
      - { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }
`);
  const before = used();
  const instances: Instance[] = [];
  for (let number = 1; number <= COUNT; number += 1) {
    const answer = decide(definition, null, startOf(number, { who: `Клиент ${number}`, n: number }), FACTS);
    if (answer.kind !== "accepted" || answer.instance.endedAt !== null)
      throw new Error("The bench's own process does not wait");
    instances.push(answer.instance);
  }
  const bytes = used() - before;
  const json = instances.reduce((sum, instance) => sum + JSON.stringify(instance).length, 0);
  return [
    {
      what: `${COUNT.toLocaleString("en")} waiting instances in memory`,
      measured: `${(bytes / 1e6).toFixed(0)} MB`,
      ratio: `${Math.round(bytes / COUNT)} bytes each`,
      target: "",
      holds: null,
    },
    {
      what: "the same as JSON",
      measured: `${(json / 1e6).toFixed(0)} MB`,
      ratio: `${Math.round(json / COUNT)} characters each`,
      target: "",
      holds: null,
    },
  ];
}

/** Bytes of the heap in use. Run with `--expose-gc`, else what is dead counts too. */
function used(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
