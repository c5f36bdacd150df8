import type { Contender } from "../contender.ts";

/** How our engine is put together for a measurement; the argument of `open` is `<store> <scheduler>`. */
export interface BenchEngineOptions {
  readonly store: "sqlite" | "postgres";
  readonly scheduler: "local" | "bullmq";
}

/** Our engine as a contender: `sqlite local`, `postgres local`, `postgres bullmq`. */
export function open(argument: string): Contender {
  const [store, scheduler] = argument.split(" ");
  return openBenchEngine({
    store: store === "postgres" ? "postgres" : "sqlite",
    scheduler: scheduler === "bullmq" ? "bullmq" : "local",
  });
}

function openBenchEngine({ store, scheduler }: BenchEngineOptions): Contender {
  throw new Error(`The engine on ${store} with the ${scheduler} scheduler cannot be measured yet`);
}
