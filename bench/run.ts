import { existsSync } from "node:fs";
import { decisionTables } from "./decision-tables.ts";
import { definitions } from "./definitions.ts";
import { memory } from "./memory.ts";
import { otherEngines } from "./other-engines.ts";
import { type Row, showRows } from "./row.ts";
import { startUp } from "./start-up.ts";
import { steps } from "./steps.ts";
import { thousandFiles } from "./thousand-files.ts";

/*
 * `npm run bench`: every figure measured in one run, as a ratio to something measured beside it where that makes sense.
 * A number alone says more about the machine than about the engine.
 */
if (!existsSync("dist/cli.js")) throw new Error("Build first: npm run build");
const rows: Row[] = [];
for (const part of [startUp, definitions, decisionTables, otherEngines, steps, memory, thousandFiles]) {
  process.stderr.write(`${part.name}…\n`);
  rows.push(...(await part()));
}
process.stdout.write(`${showRows(rows)}\n`);
