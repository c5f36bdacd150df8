import { DBOS } from "@dbos-inc/dbos-sdk";
import type { Contender } from "../durable/contender.ts";
import { inFlight } from "../durable/in-flight.ts";
import { sleepersOf, Wakings } from "../durable/sleepers-of.ts";

/** Of 8, 20 and 50 connections 20 was the best or next to it with 50 in flight on two cores. */
const POOL = 20;
const STEPS = 5;

/** DBOS Transact, started directly (not through its queues, which add a poll). */
export function open(): Contender {
  let wakings = new Wakings(0);
  const five = DBOS.registerWorkflow(
    async () => {
      for (let step = 0; step < STEPS; step += 1) await DBOS.runStep(async () => step, { name: `step-${step}` });
    },
    { name: "five" },
  );
  const sleeper = DBOS.registerWorkflow(
    async (dueAt: number) => {
      await DBOS.sleep(Math.max(0, dueAt - Date.now()));
      wakings.woke(dueAt);
      await DBOS.runStep(async () => null, { name: "awake" });
    },
    { name: "sleeper" },
  );
  return {
    async start({ postgresUrl }) {
      DBOS.setConfig({
        name: "bench",
        systemDatabaseUrl: postgresUrl,
        systemDatabasePoolSize: POOL,
        logLevel: "error",
      });
      await DBOS.launch();
    },
    runInstances: (count, limit) => inFlight(count, limit, async () => (await DBOS.startWorkflow(five)()).getResult()),
    async sleepers(request) {
      wakings = new Wakings(request.count);
      return sleepersOf(request, wakings, {
        start: async (_, dueAt) => {
          const handle = await DBOS.startWorkflow(sleeper)(dueAt);
          handle.getResult().then(
            () => wakings.done(),
            () => {},
          );
        },
      });
    },
    stop: () => DBOS.shutdown(),
  };
}
