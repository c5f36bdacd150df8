import { OpenWorkflow } from "openworkflow";
import { BackendPostgres } from "openworkflow/postgres";
import type { Contender } from "../durable/contender.ts";
import { inFlight } from "../durable/in-flight.ts";
import { sleepersOf, Wakings } from "../durable/sleepers-of.ts";

const STEPS = 5;
/** postgres.js reads it from the address; its default is 10. */
const POOL = 20;
const POLL_MS = 10;
/** Runs at once while they fall asleep and wake. */
const WORKING = 50;

/**
 * openworkflow on PostgreSQL. Its worker polls, so a run that finds the worker idle waits for the next poll, up to a
 * second: with a queue ahead of it the worker does not idle, which is how it is measured. For the same reason the end
 * is read from the database and not through its handles, which poll once a second too.
 */
export function open(): Contender {
  let wakings = new Wakings(0);
  let lastSteps = 0;
  let backend: BackendPostgres | undefined;
  let client: OpenWorkflow | undefined;
  let five: { run(): Promise<unknown> } | undefined;
  let sleeper: { run(input: { dueAt: number }): Promise<unknown> } | undefined;
  const ready = () => {
    if (!backend || !client || !five || !sleeper) throw new Error("It is not started");
    return { backend, client, five, sleeper };
  };
  return {
    async start({ postgresUrl }) {
      const url = new URL(postgresUrl);
      url.searchParams.set("max", String(POOL));
      backend = await BackendPostgres.connect(url.href);
      client = new OpenWorkflow({ backend });
      five = client.defineWorkflow({ name: "five" }, async ({ step }) => {
        for (let at = 0; at < STEPS; at += 1) await step.run({ name: `step-${at}` }, () => at);
        lastSteps += 1;
      });
      sleeper = client.defineWorkflow<{ dueAt: number }, void>({ name: "sleeper" }, async ({ input, step }) => {
        await step.sleep("until-due", `${Math.max(0, input.dueAt - Date.now())}ms`);
        wakings.woke(input.dueAt);
        await step.run({ name: "awake" }, () => null);
        wakings.done();
      });
    },
    async runInstances(count, limit) {
      const all = ready();
      const completed = async (): Promise<number> => (await all.backend.countWorkflowRuns()).completed;
      const before = await completed();
      lastSteps = 0;
      const worker = all.client.newWorker({ concurrency: limit });
      const start = performance.now();
      await worker.start();
      await inFlight(count, limit, () => all.five.run());
      while (lastSteps < count || (await completed()) < before + count) await pause(POLL_MS);
      const seconds = (performance.now() - start) / 1_000;
      await worker.stop();
      return { seconds };
    },
    async sleepers(request) {
      const all = ready();
      wakings = new Wakings(request.count);
      const worker = all.client.newWorker({ concurrency: WORKING });
      await worker.start();
      try {
        return await sleepersOf(request, wakings, { start: (_, dueAt) => all.sleeper.run({ dueAt }) });
      } finally {
        await worker.stop();
      }
    },
    async stop() {
      await backend?.stop();
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
