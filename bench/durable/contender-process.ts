import { fork } from "node:child_process";
import { join } from "node:path";
import type { Contender, Servers, SleepRequest, Slept, Took } from "./contender.ts";
import type { Answered, Asked } from "./contender-child.ts";

const CHILD = join(import.meta.dirname, "contender-child.ts");

/** A contender in another process. What its own kind cannot do is refused when asked. */
export interface RemoteContender extends Required<Contender> {
  /** What the heap of its process holds. */
  heldBytes(): Promise<number>;
}

/** Starts a contender in a process of its own, so that no two share a heap or an event loop. */
export async function startContender(module: string, argument: string, servers: Servers): Promise<RemoteContender> {
  const child = fork(CHILD, [module, argument], {
    execArgv: ["--expose-gc", "--disable-warning=DeprecationWarning"],
    serialization: "advanced",
    // What it says of itself belongs to the log of the bench, not among its rows.
    stdio: ["ignore", 2, 2, "ipc"],
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  child.on("message", ({ id, value, error }: Answered) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
  });
  child.on("exit", (code, signal) => {
    for (const asked of waiting.values()) asked.reject(new Error(`The process ended: ${signal ?? code}`));
    waiting.clear();
  });
  let asked = 0;
  const ask = <Answer>(method: Asked["method"], ...args: readonly unknown[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const id = asked++;
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      if (child.connected) child.send({ id, method, args } satisfies Asked);
      else reject(new Error("The process has ended"));
    });
  const contender: RemoteContender = {
    start: (given) => ask("start", given),
    runInstances: (count, inFlight) => ask<Took>("runInstances", count, inFlight),
    sleepers: (request: SleepRequest) => ask<Slept>("sleepers", request),
    drainTimers: (count) => ask<Took>("drainTimers", count),
    fill: (ended, sleeping) => ask("fill", ended, sleeping),
    heldBytes: () => ask<number>("heldBytes"),
    async stop() {
      try {
        if (child.connected) await ask("stop");
      } finally {
        if (child.connected) child.disconnect();
      }
    },
  };
  try {
    await contender.start(servers);
  } catch (error) {
    child.kill();
    throw error;
  }
  return contender;
}
