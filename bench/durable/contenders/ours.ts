import { type CommandId, id, type ProcessId } from "../../../engine/base/ids.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { Call } from "../../../engine/ports/operations.ts";
import type { Move } from "../../../engine/ports/store.ts";
import { type BenchEngine, type BenchEngineOptions, startBenchEngine } from "../bench-engine.ts";
import { ALARM, FIVE, SLEEPER } from "../bench-processes.ts";
import type { Contender, Servers } from "../contender.ts";
import { fillPostgres } from "../fill-postgres.ts";
import { inFlight } from "../in-flight.ts";
import { setAlarms } from "../set-alarms.ts";
import { sleepersOf, Wakings } from "../sleepers-of.ts";

/** Alarms are set at 3 000 to 15 000 a second; what is due must not be due before all is there. */
const SET_PER_SECOND_MIN = 2_000;

/** Our engine as a contender: `sqlite local`, `postgres local`, `postgres bullmq`. */
export function open(argument: string): Contender {
  const [store, scheduler] = argument.split(" ");
  return openBenchEngine({
    store: store === "postgres" ? "postgres" : "sqlite",
    scheduler: scheduler === "bullmq" ? "bullmq" : "local",
  });
}

function openBenchEngine(options: BenchEngineOptions): Contender {
  let running: BenchEngine | undefined;
  let servers: Servers | undefined;
  let wakings = new Wakings(0);
  let commands = 0;
  const ends = new Ends();
  const bench = (): BenchEngine => {
    if (running === undefined) throw new Error("It is not started");
    return running;
  };
  async function start(process: string, input: ValueMap): Promise<string> {
    const order = { id: id<CommandId>(`bench-${++commands}`), process: id<ProcessId>(process), input, by: null };
    const started = await bench().engine.useCases.start(order);
    if (started.kind !== "started") throw new Error(`It was not started: ${JSON.stringify(started)}`);
    return started.instance;
  }
  const called = ({ process, input }: Call): void => {
    if (process === SLEEPER.process) wakings.woke(Date.parse(toldIn(input)));
  };
  const ended = (instance: Move["after"]): void => {
    if (instance.process === FIVE.process) ends.tell(instance.id);
    else wakings.done();
  };
  return {
    async start(given) {
      servers = given;
      running = await startBenchEngine(options, given, { called, ended });
    },
    runInstances: (count, limit) => inFlight(count, limit, async () => ends.of(await start(FIVE.process, {}))),
    async sleepers(request) {
      wakings = new Wakings(request.count);
      return sleepersOf(request, wakings, { start: (_, dueAt) => start(SLEEPER.process, { due: momentOf(dueAt) }) });
    },
    async drainTimers(count) {
      wakings = new Wakings(count);
      const dueAt = Date.now() + 1_000 + Math.round((count / SET_PER_SECOND_MIN) * 1_000);
      await setAlarms(bench(), count, dueAt);
      if (Date.now() > dueAt) throw new Error("Setting alarms took longer than until they were due");
      await wakings.finished;
      return { seconds: (Date.now() - dueAt) / 1_000 };
    },
    async fill(ended, sleeping) {
      if (servers === undefined || options.store !== "postgres") throw new Error("Only PostgreSQL is filled");
      const ran = await start(FIVE.process, {});
      await ends.of(ran);
      const far = momentOf(Date.now() + 365 * 24 * 3_600_000);
      await fillPostgres(servers.postgresUrl, { like: ran, count: ended });
      await fillPostgres(servers.postgresUrl, { like: await start(ALARM.process, { due: far }), count: sleeping });
    },
    stop: async () => running?.close(),
  };
}

function momentOf(ms: number): ValueMap[string] {
  return { $type: "date and time", value: new Date(ms).toISOString() };
}

/** What the step was told: the moment its sleeper was to wake. */
function toldIn(input: ValueMap): string {
  const { body } = input as { readonly body?: { readonly told?: { readonly value?: string } } };
  return body?.told?.value ?? "";
}

/** Who waits for the end of an instance, which may come before he asks. */
class Ends {
  readonly #waiting = new Map<string, () => void>();
  readonly #early = new Set<string>();

  tell(instance: string): void {
    const resolve = this.#waiting.get(instance);
    if (resolve === undefined) this.#early.add(instance);
    else this.#waiting.delete(instance);
    resolve?.();
  }

  of(instance: string): Promise<void> {
    if (this.#early.delete(instance)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(instance, resolve));
  }
}
