/** Durable service steps of each instance, the same for every contender. */
export const STEPS = 5;

let made = 0;
const START = Date.now().toString(16).padStart(12, "0");

/** Rising with time, as an engine's own ids: rows of live instances share pages. */
export function instanceId(): string {
  made += 1;
  return `${START}-${made.toString(16).padStart(12, "0")}`;
}

/** The call that a step of an instance asks for. */
export function callOf(id: string, step: number): string {
  return `${id}/call/step-${step}#1`;
}

/** A snapshot of about 300 bytes. */
export function stateOf(id: string, revision: number): string {
  const variables = { client: "company/4711", amount: 120_000 + revision, currency: "EUR", urgent: false };
  const open = [{ activation: `${id}/step-${revision}#1`, kind: "call", visit: 1, scope: "root" }];
  return JSON.stringify({ id, revision, process: "bench", version: 1, status: "running", variables, open, note });
}

/** The events of one step: a call's outcome, the step's end, the next step's start and its call. */
export function eventsOf(id: string, revision: number): string {
  const activation = `${id}/step-${revision}#1`;
  return JSON.stringify([
    { kind: "callDone", at: 1_763_900_000_000, activation, output: { ok: true } },
    { kind: "stepEnded", at: 1_763_900_000_000, activation },
    { kind: "callRequested", at: 1_763_900_000_000, activation, operation: "bench.step" },
  ]);
}

const note = "what the process remembers besides";
