import { parentPort } from "node:worker_threads";
import { doWork } from "./do-work.ts";
import type { WorkOrder } from "./work-order.ts";

/*
 * The thread in which processes are checked, played and drawn: one order in, one answer out. It has nothing to lose: who
 * started it ends it when an order takes too long or too much.
 */
parentPort?.on("message", async (order: WorkOrder) => {
  parentPort?.postMessage(await doWork(order));
});
