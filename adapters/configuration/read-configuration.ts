import { dirname, join, resolve } from "node:path";
import { type Duration, parseDuration } from "../../engine/base/duration.ts";
import { wallMs } from "../../engine/definition/check-config.ts";
import { type Environment, withVariables } from "../../engine/definition/config-variable.ts";
import type { Document } from "../../engine/definition/node.ts";
import { plainOf } from "../../engine/definition/value-of-node.ts";
import { Secret } from "../secret.ts";
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
  const { http, metrics, log, limits } = root.sections();
  return {
    file: document?.path ?? null,
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
    http: {
      allow: http.list("allow"),
      privateAddresses: http.truth("privateAddresses"),
    },
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
  return {
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

/** Where texts get their variables from and paths are counted from. */
interface Around {
  readonly environment: Environment;
  readonly folder: string;
}

/** A map of the file, read by name: what is not there, or is something else, is null. */
class Section {
  readonly #data: Readonly<Record<string, unknown>>;
  readonly #around: Around;

  constructor(data: unknown, around: Around) {
    this.#data = isMap(data) ? data : {};
    this.#around = around;
  }

  names(): readonly string[] {
    return Object.keys(this.#data);
  }

  has(name: string): boolean {
    return isMap(this.#data[name]);
  }

  section(name: string): Section {
    return new Section(this.#data[name], this.#around);
  }

  /** Several sections by name at once. */
  sections(): Readonly<Record<"http" | "metrics" | "log" | "limits", Section>> {
    return {
      http: this.section("http"),
      metrics: this.section("metrics"),
      log: this.section("log"),
      limits: this.section("limits"),
    };
  }

  text(name: string): string | null {
    const value = this.#data[name];
    return typeof value === "string" ? this.#filled(value) : null;
  }

  number(name: string): number | null {
    const value = this.#data[name];
    return typeof value === "number" ? value : null;
  }

  truth(name: string): boolean {
    return this.#data[name] === true;
  }

  list(name: string): readonly string[] {
    const value = this.#data[name];
    return Array.isArray(value) ? value.flatMap((one) => (typeof one === "string" ? [this.#filled(one)] : [])) : [];
  }

  texts(name: string): Readonly<Record<string, string>> {
    const section = this.section(name);
    return Object.fromEntries(section.names().flatMap((key) => [[key, section.text(key) ?? ""]]));
  }

  ms(name: string): number | null {
    const value = this.#data[name];
    if (value === undefined) return null;
    const duration = parseDuration(value);
    return "kind" in duration && duration.kind === "wall" ? wallMs(duration satisfies Duration) : null;
  }

  /** Counted from the folder of `ordo.yaml`. */
  path(name: string): string | null {
    const text = this.text(name);
    return text === null ? null : this.pathOf(text);
  }

  /** One path or several. */
  paths(name: string): readonly string[] | null {
    const one = this.path(name);
    if (one !== null) return [one];
    const several = this.list(name);
    return several.length === 0 ? null : several.map((path) => this.pathOf(path));
  }

  pathOf(path: string): string {
    const { folder } = this.#around;
    return (isRooted(path) ? path : join(folder, path)).replaceAll("\\", "/");
  }

  #filled(text: string): string {
    return withVariables(text, this.#around.environment) ?? "";
  }
}

function isRooted(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
