import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { decisionTables } from "./decision-tables.ts";
import { definitions } from "./definitions.ts";
import { durable as measureDurable } from "./durable/durable.ts";
import { memory } from "./memory.ts";
import { otherEngines } from "./other-engines.ts";
import { type Row, showRows } from "./row.ts";
import { firstView } from "./service/first-view.ts";
import { inboxLoad } from "./service/inbox-load.ts";
import { startUp } from "./start-up.ts";
import { steps } from "./steps.ts";
import { thousandFiles } from "./thousand-files.ts";

/*
 * `npm run bench`: every figure measured in one run, as a ratio to something measured beside it where that makes sense.
 * A number alone says more about the machine than about the engine.
 *
 * `-- --only steps,durable` measures those parts; `--quick` measures durable execution in few short rounds, for trying;
 * `--peers` measures of it only the others and the minimal loops.
 */
const { values: asked } = parseArgs({
  options: { only: { type: "string" }, quick: { type: "boolean" }, peers: { type: "boolean" } },
});
const durable = (): Promise<readonly Row[]> =>
  measureDurable({ quick: asked.quick ?? false, peersOnly: asked.peers ?? false });
const PARTS = {
  startUp,
  definitions,
  decisionTables,
  otherEngines,
  steps,
  memory,
  thousandFiles,
  durable,
  inboxLoad,
  firstView,
};
const wanted = asked.only?.split(",") ?? (asked.peers ? ["durable"] : Object.keys(PARTS));
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) throw new Error(`No part ${unknown.join(", ")}; there are ${Object.keys(PARTS).join(", ")}`);
if (!existsSync("dist/cli.js")) throw new Error("Build first: npm run build");

const rows: Row[] = [];
for (const [name, part] of Object.entries(PARTS)) {
  if (!wanted.includes(name)) continue;
  process.stderr.write(`${name}…\n`);
  rows.push(...(await part()));
}
process.stdout.write(`${showRows(rows)}\n`);
