import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { assemble } from "../../adapters/engine/assemble.ts";
import { holdHost } from "../../adapters/host/open-host.ts";
import { id as brand, type CommandId, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { configurationOf, deployAll, QUIET } from "./company-engine.ts";

/*
 * A process that commits until it is killed: `node committing.ts <folder> <life>`. Each start that the engine acknowledged
 * is one line on standard output, written before the next is asked for; the worker does what follows from them meanwhile.
 */
const [folder = "", life = ""] = process.argv.slice(2);
/** Starts asked for at the same time: they share transactions. */
const AT_ONCE = 8;

const configuration = configurationOf(folder, {});
const assembled = await assembledAlone();
await deployAll(assembled.engine.useCases, configuration);
await assembled.engine.worker.start();
// Node would do it at the end, which comes by force here.
flushCompileCache();
await Promise.all(Array.from({ length: AT_ONCE }, (_, hand) => commit(hand)));

/** With the lock, as `ordo serve` does. */
async function assembledAlone() {
  const made = assemble(configuration, QUIET);
  await holdHost({
    database: join(folder, "ordo.db"),
    version: "test",
    command: "committing",
    open: async () => ({ handlers: {}, close: async () => (await made).close() }),
  });
  return made;
}

async function commit(hand: number): Promise<never> {
  for (let count = 0; ; count++) {
    const id = brand<CommandId>(`${life}-${hand}-${count}`);
    const order = { id, process: brand<ProcessId>("commit"), input: { life }, by: brand<UserId>("clerk-1") };
    const outcome = await assembled.engine.useCases.start(order);
    if (outcome.kind !== "started") throw new Error(JSON.stringify(outcome));
    process.stdout.write(`${outcome.instance}\n`);
  }
}
