import type { Definition } from "../../engine/definition/model.ts";
import { definitionOf } from "../sample.ts";
import { STEPS } from "./minimal-writes.ts";

/** The one operation that all steps use. It is keyed, so it may be done again. */
export const OPERATION = "http.request";

/** Five durable service steps, one after the other. */
export const FIVE: Definition = definitionOf(
  `process: five
title: Five steps
start:
  - message: five
do:
${Array.from({ length: STEPS }, (_, at) => callOf(`step-${at + 1}`, String(at + 1))).join("\n")}
`,
  "five",
);

/** Sleeps until a moment, then does one step that is told the moment. */
export const SLEEPER: Definition = definitionOf(
  `process: sleeper
title: Sleep and step
input:
  due: { type: dateTime, title: When to wake, required: true }
start:
  - message: sleeper
do:
  - id: nap
    wait: { until: "\${ due }" }
${callOf("awake", '"${ due }"')}
`,
  "sleeper",
);

/** A timer and nothing else: the instance ends when it fires. */
export const ALARM: Definition = definitionOf(
  `process: alarm
title: Timer
input:
  due: { type: dateTime, title: When, required: true }
start:
  - message: alarm
do:
  - id: nap
    wait: { until: "\${ due }" }
`,
  "alarm",
);

function callOf(id: string, told: string): string {
  return `  - id: ${id}
    title: Do nothing
    call: ${OPERATION}
    with: { method: POST, url: "https://bench.example/", body: { told: ${told} } }`;
}
