import { dirname, resolve } from "node:path";
import type { Environment } from "../../engine/definition/config-variable.ts";
import type { Document } from "../../engine/definition/node.ts";
import { plainOf } from "../../engine/definition/value-of-node.ts";
import { readHttp } from "../http-client/config.ts";
import { Secret } from "../secret.ts";
import { Section } from "../section.ts";
import type {
  Configuration,
  RegistryConfiguration,
  RetentionConfiguration,
  SchedulerConfiguration,
  StoreConfiguration,
  WorkerConfiguration,
} from "./configuration.ts";

/**
 * A sound `ordo.yaml` (no errors of `checkShape` and `checkConfig`) as configuration. Without a document: the defaults.
 *
 * @param document null: there is no `ordo.yaml`
 * @param environment where `${NAME}` is looked up; what it lacks is empty
 */
export function readConfiguration(document: Document | null, environment: Environment): Configuration {
  const root = new Section(document === null ? {} : plainOf(document.root), {
    environment,
    folder: document === null ? "." : dirname(document.path),
  });
  const [metrics, log, limits] = ["metrics", "log", "limits"].map((name) => root.section(name)) as [
    Section,
    Section,
    Section,
  ];
  return {
    file: document?.path ?? null,
    root,
    locale: root.text("locale") === "en" ? "en" : "ru",
    catalog: root.path("catalog"),
    directory: root.path("directory"),
    records: root.path("records"),
    calendars: root.path("calendars"),
    processes: root.paths("processes") ?? [root.pathOf("processes")],
    users: root.texts("users"),
    store: storeOf(root),
    scheduler: schedulerOf(root),
    worker: workerOf(root.section("worker")),
    files: resolve(root.path("files") ?? root.pathOf("files")),
    http: readHttp(root.section("http")),
    metrics: root.has("metrics")
      ? { host: metrics.text("host") ?? LOCALHOST, port: metrics.number("port") ?? 9464 }
      : null,
    registry: registryOf(root.section("registry")),
    retention: retentionOf(root.section("retention")),
    log: { level: levelOf(root.text("log") ?? log.text("level")), file: resolved(log.path("file")) },
    limits: {
      valueBytes: (limits.number("valueKb") ?? 256) * 1024,
      historyEvents: limits.number("historyEvents") ?? 20_000,
    },
  };
}

const LOCALHOST = "127.0.0.1";
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

function storeOf(root: Section): StoreConfiguration {
  const store = root.section("store");
  if (store.text("kind") === "postgres")
    return { kind: "postgres", url: new Secret(store.text("url") ?? ""), pool: store.number("pool") ?? 10 };
  return { kind: "sqlite", file: resolve(store.path("file") ?? root.pathOf("ordo.db")) };
}

function schedulerOf(root: Section): SchedulerConfiguration {
  const scheduler = root.section("scheduler");
  if ((root.text("scheduler") ?? scheduler.text("kind")) !== "bullmq") return { kind: "local" };
  const rates = scheduler.section("rates");
  return {
    kind: "bullmq",
    url: new Secret(scheduler.text("url") ?? ""),
    prefix: scheduler.text("prefix") ?? "ordo",
    rates: Object.fromEntries(
      rates.names().map((lane) => {
        const rate = rates.section(lane);
        return [lane, { count: rate.number("count") ?? 1, perMs: rate.ms("per") ?? SECOND_MS }];
      }),
    ),
  };
}

function workerOf(worker: Section): WorkerConfiguration {
  return {
    name: worker.text("name"),
    concurrency: worker.number("concurrency") ?? 16,
    leaseMs: worker.ms("lease") ?? 30 * SECOND_MS,
    stopWithinMs: worker.ms("stopWithin") ?? 30 * SECOND_MS,
  };
}

function registryOf(registry: Section): RegistryConfiguration {
  const key = registry.text("key");
  return {
    key: key === null ? null : new Secret(key),
    keyFile: resolved(registry.path("keyFile")),
    seals: resolved(registry.path("seals")),
  };
}

function retentionOf(retention: Section): RetentionConfiguration {
  const processes = retention.section("processes");
  return {
    processes: Object.fromEntries(
      processes.names().map((name) => {
        const of = processes.section(name);
        return [name, { endedMs: of.ms("ended"), removedMs: of.ms("removed") }];
      }),
    ),
    endedMs: retention.ms("ended") ?? 90 * DAY_MS,
    inboxMs: retention.ms("inbox") ?? 90 * DAY_MS,
    messagesMs: retention.ms("messages") ?? 14 * DAY_MS,
  };
}

function levelOf(text: string | null): Configuration["log"]["level"] {
  return text === "debug" || text === "warn" || text === "error" ? text : "info";
}

function resolved(path: string | null): string | null {
  return path === null ? null : resolve(path);
}
