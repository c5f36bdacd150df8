import { parseArgs } from "node:util";
import { memoryUnder, shownRun } from "./service/memory-load.ts";

/*
 * `npm run bench:memory`: an hour's mixed load on the served company, compressed into ten minutes, for each store. Fails
 * where the heap grows. `-- --minutes 2` for trying, `--store postgres` for one of them.
 */
const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" }, store: { type: "string" } } });

let isFlat = true;
for (const store of ["sqlite", "postgres"] as const) {
  if (values.store !== undefined && values.store !== store) continue;
  const run = await memoryUnder(store, Number(values.minutes));
  if (run === null) process.stdout.write(`${store}: none here\n`);
  else process.stdout.write(`${shownRun(run)}\n\n`);
  isFlat &&= run?.isFlat ?? true;
}
process.exitCode = isFlat ? 0 : 1;
