import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { systemClock } from "../../adapters/clock/system-clock.ts";
import { timeOrderedIds } from "../../adapters/ids/time-ordered-ids.ts";
import { BullmqScheduler } from "../../adapters/scheduler/bullmq/bullmq-scheduler.ts";
import { LocalScheduler } from "../../adapters/scheduler/local/local-scheduler.ts";
import { openStore } from "../../adapters/store/open-store.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Call, Operations } from "../../engine/ports/operations.ts";
import type { Scheduler } from "../../engine/ports/scheduler.ts";
import type { Move, Store } from "../../engine/ports/store.ts";
import { createEngine, type Engine } from "../../engine/runtime/engine.ts";
import { FACTS } from "../sample.ts";
import { ALARM, FIVE, SLEEPER } from "./bench-processes.ts";
import type { Servers } from "./contender.ts";

/** How our engine is put together for a measurement. */
export interface BenchEngineOptions {
  readonly store: "sqlite" | "postgres";
  readonly scheduler: "local" | "bullmq";
}

/** What the bench watches. */
export interface Watchers {
  /** An operation is performed (and does nothing). */
  readonly called: (call: Call) => void;
  /** The move that ends an instance is durable. */
  readonly ended: (instance: Move["after"]) => void;
}

/** Our engine as a product would put it together, with operations that do nothing. */
export interface BenchEngine {
  readonly engine: Engine;
  readonly store: Store;
  readonly scheduler: Scheduler;
  readonly operations: Operations;
  readonly clock: Clock;
  close(): Promise<void>;
}

const DEFINITIONS: readonly Definition[] = [FIVE, SLEEPER, ALARM];
const CALENDAR_NAME = FIVE.calendar.id;

/** Opens store and scheduler, deploys the bench's processes and starts the worker. */
export async function startBenchEngine(
  options: BenchEngineOptions,
  servers: Servers,
  watchers: Watchers,
): Promise<BenchEngine> {
  const clock = systemClock();
  const store = await openBenchStore(options, servers, clock);
  const scheduler =
    options.scheduler === "local"
      ? new LocalScheduler({ clock })
      : new BullmqScheduler({ url: servers.redisUrl, clock, logger: LOGGER, prefix: `ordo-${randomUUID()}` });
  const operations = operationsOf(watchers);
  const engine = createEngine({
    store: watched(store, watchers),
    scheduler,
    clock,
    ids: timeOrderedIds(clock),
    logger: LOGGER,
    operations,
    people: { snapshot: async () => FACTS.people },
    random: Math.random,
    compile: ({ digest }) => compiledOf(digest),
  });
  await deploy(store, clock);
  await engine.worker.start();
  return {
    ...{ engine, store, scheduler, operations, clock },
    async close() {
      await engine.worker.stop();
      await store.close();
    },
  };
}

/** A bench that fails must not do so in silence. */
const LOGGER: Logger = {
  debug() {},
  info() {},
  warn: complain,
  error: complain,
};

function complain(message: string, fields?: object): void {
  process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`);
}

function openBenchStore({ store }: BenchEngineOptions, { postgresUrl, folder }: Servers, clock: Clock): Promise<Store> {
  const config =
    store === "sqlite"
      ? ({ kind: "sqlite", file: join(folder, "ordo.sqlite") } as const)
      : ({ kind: "postgres", url: postgresUrl } as const);
  return openStore(config, { clock, logger: LOGGER });
}

/** The store, telling which instances have ended once that is durable. */
function watched(store: Store, { ended }: Watchers): Store {
  const { instances } = store;
  return {
    ...store,
    instances: {
      ...instances,
      async commit(moves) {
        const results = await instances.commit(moves);
        for (const [at, { after }] of moves.entries())
          if (after.endedAt !== null && results[at]?.kind === "committed") ended(after);
        return results;
      },
    },
  };
}

function operationsOf({ called }: Watchers): Operations {
  return {
    laneOf: () => "http",
    isKeyed: () => true,
    async perform(call) {
      called(call);
      return { kind: "done", output: { status: 200 } };
    },
    send: async () => ({ kind: "done", output: null }),
    untell: async () => {},
    lists: async () => ({}),
    look: async () => null,
    find: async () => [],
    changes: async () => [],
    acknowledge: async () => {},
    onChange: () => {},
    close: async () => {},
  };
}

function compiledOf(digest: string): ReturnType<Parameters<typeof createEngine>[0]["compile"]> {
  const definition = DEFINITIONS.find((one) => one.digest === digest);
  if (definition === undefined) throw new Error(`${digest} is not the bench's`);
  return { definition, catalog: null, departments: {} };
}

async function deploy({ versions }: Store, clock: Clock): Promise<void> {
  const bundles = DEFINITIONS.map(({ process, digest, title }) => ({
    title,
    bundle: {
      ...{ process, digest, files: [], catalog: null, calendar: CALENDAR_NAME, neighbors: [] },
      main: { path: `${process}/process.yaml`, text: "" },
    },
  }));
  const calendars = [{ name: CALENDAR_NAME, digest: "", text: "", path: "" }];
  await versions.deploy({
    marker: await versions.marker(),
    at: clock.now(),
    by: null,
    bundles,
    calendars,
    retired: [],
  });
}
