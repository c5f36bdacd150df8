import { mkdtempSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Assembled, assemble } from "../../adapters/engine/assemble.ts";
import { cuttingProxy } from "../support/cutting-proxy.ts";
import { type OwnPostgres, ownPostgres } from "../support/servers/postgres.ts";
import { type OwnRedis, ownRedis } from "../support/servers/redis.ts";
import type { Available } from "../support/servers/unavailable.ts";
import { LEASE_MS, writeCompany } from "./company.ts";
import { configurationOf, deployAll, QUIET } from "./company-engine.ts";
import type { Fault, Site } from "./site.ts";
import { WorkerProcesses } from "./worker-processes.ts";

const WORKERS = 3;
/** The company begins its day without Redis for so long. Milliseconds. */
const WITHOUT_REDIS_MS = 6_000;

/** Several workers on PostgreSQL and Redis, all of it ours to kill. */
export async function postgresSite(receiver: number): Promise<Available<Site>> {
  const [postgres, redis] = await Promise.all([
    ownPostgres({ durable: true }),
    ownRedis({ appendOnly: true, down: true }),
  ]);
  if (postgres.skip !== undefined) return postgres;
  if (redis.skip !== undefined) return redis;
  const database = await postgres.freshDatabase();
  const proxy = await cuttingProxy(database.url);
  const folder = mkdtempSync(join(tmpdir(), "ordo-crash-"));
  const servers =
    'store: { kind: postgres, url: "${CRASH_DATABASE}" }\nscheduler: { kind: bullmq, url: "${CRASH_REDIS}" }\n';
  writeCompany({ folder, receiver, servers });
  const environment = { CRASH_DATABASE: proxy.url, CRASH_REDIS: redis.url };
  const configuration = configurationOf(folder, environment);
  const own = await assemble(configuration, QUIET);
  await deployAll(own.engine.useCases, configuration);
  const workers = new WorkerProcesses({ command: "worker", count: WORKERS, folder, environment });
  // Nobody starts later because Redis is away; what is to be done is done all the same.
  const begun = sleep(WITHOUT_REDIS_MS).then(() => redis.restart());
  return {
    about: `PostgreSQL (${postgres.from}, fsync on), Redis (${redis.from}${redis.remembers ? ", append-only" : ""}), ${WORKERS} workers; begun without Redis`,
    skipped: redis.remembers ? [] : ["Redis from npm remembers nothing: a kill wipes it"],
    folder,
    workers,
    faults: [...workerFaults(workers), ...redisFaults(redis, workers, begun), ...postgresFaults(postgres, proxy)],
    reach: async () => own.engine.useCases,
    open: async (): Promise<Assembled> => own,
    damage: () => [],
    end: async () => {
      await proxy.close();
      await Promise.all([postgres.end(), redis.end()]);
    },
  };
}

function workerFaults(workers: WorkerProcesses): readonly Fault[] {
  const all = Array.from({ length: WORKERS }, (_, place) => place);
  return [
    { name: "kill -9 of a worker", strike: (chance) => workers.kill(chance.pick(all)) },
    { name: "kill -9 of a worker", strike: (chance) => workers.kill(chance.pick(all)) },
    {
      name: "kill -9 of all workers",
      strike: async () => void (await Promise.all(all.map((place) => workers.kill(place)))),
    },
    {
      name: "SIGSTOP of a worker for longer than its lease",
      strike: (chance) => workers.pause(chance.pick(all), LEASE_MS * 1.5 + chance.below(4_000)),
    },
  ];
}

/** @param begun when Redis was started for the first time: there is nothing to hurt before */
function redisFaults(redis: OwnRedis, workers: WorkerProcesses, begun: Promise<void>): readonly Fault[] {
  return [
    {
      name: "kill -9 of Redis and restart",
      strike: async (chance) => {
        await begun;
        await redis.kill();
        await sleep(chance.below(4_000));
        await redis.restart();
      },
    },
    { name: "FLUSHALL", strike: () => begun.then(() => flush(redis.url)) },
    {
      name: "worker started without Redis",
      strike: async () => {
        await begun;
        await redis.kill();
        await workers.kill(0);
        await sleep(WITHOUT_REDIS_MS);
        await redis.restart();
      },
    },
  ];
}

function postgresFaults(postgres: OwnPostgres, proxy: Awaited<ReturnType<typeof cuttingProxy>>): readonly Fault[] {
  return [
    {
      name: "kill -9 of PostgreSQL and restart",
      isOutage: true,
      strike: async (chance) => {
        await postgres.kill();
        await sleep(chance.below(2_000));
        await postgres.restart();
      },
    },
    { name: "connection cut: COMMIT done, answer lost", strike: async () => proxy.loseNextAnswer() },
    { name: "connection cut: COMMIT done, answer lost", strike: async () => proxy.loseNextAnswer() },
    { name: "connection cut: COMMIT never arrived", strike: async () => proxy.loseNextRequest() },
    { name: "all connections to PostgreSQL cut", strike: async () => proxy.cutAll() },
  ];
}

function flush(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = createConnection(Number(port), hostname);
    const end = (): void => {
      socket.destroy();
      resolve();
    };
    socket.on("connect", () => socket.write("FLUSHALL\r\n"));
    for (const sign of ["data", "error", "close"]) socket.on(sign, end);
  });
}
