import { join, resolve } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Complaint } from "../../../adapters/complaint.ts";
import type { Configuration } from "../../../adapters/configuration/configuration.ts";
import { loadConfiguration } from "../../../adapters/configuration/load-configuration.ts";
import { requireConfiguration } from "../../../adapters/configuration/require-configuration.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { folderWith } from "../../support/command-line.ts";

const WHOLE = `
catalog: catalog.yaml
directory: people/directory.yaml
processes: [processes, more]
calendars: calendars
locale: en
users: { anna: head-1 }
store: { kind: postgres, url: "\${DATABASE_URL}", pool: 20 }
scheduler:
  kind: bullmq
  url: redis://:\${REDIS_PASSWORD}@queue.example.com
  prefix: shop
  rates: { crm: { count: 2, per: PT1S } }
worker: { name: "\${NODE_NAME}", concurrency: 4, lease: { minutes: 1 }, stopWithin: PT1M }
files: /srv/ordo/files
http: { allow: [api.example.com, "*.partner.example"], privateAddresses: true }
metrics: { port: 9464 }
registry: { key: "\${ORDO_REGISTRY_KEY}", seals: seals }
retention: { ended: P1Y, inbox: { days: 60 } }
log: { level: warn, file: ordo.log }
limits: { valueKb: 64 }
`;
const SECRETS = {
  DATABASE_URL: "postgres://ordo:canary-1@db.example.com/ordo",
  REDIS_PASSWORD: "canary-2",
  ORDO_REGISTRY_KEY: "canary-3",
  NODE_NAME: "server-1",
};

function loaded(files: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}) {
  const folder = folderWith(files);
  return { folder, ...loadConfiguration(folderSource(), environment, folder) };
}

const AROUND = { "catalog.yaml": "", "people/directory.yaml": "", "processes/x": "", "more/x": "", "calendars/x": "" };

describe("the configuration", () => {
  test("without an ordo.yaml is a SQLite file and one process here", () => {
    const { configuration, problems } = loaded({ "other.yaml": "" });
    expect(problems).toEqual([]);
    expect(configuration).toMatchObject<Partial<Configuration>>({
      file: null,
      store: { kind: "sqlite", file: resolve("ordo.db") },
      scheduler: { kind: "local" },
      metrics: null,
      locale: "ru",
      worker: { name: null, concurrency: 16, leaseMs: 30_000, stopWithinMs: 30_000 },
    });
  });

  test("keeps the database beside ordo.yaml where it does not say otherwise", () => {
    const { configuration, folder } = loaded({ "ordo.yaml": "locale: ru\n" });
    expect(configuration?.store).toEqual({ kind: "sqlite", file: join(folder, "ordo.db") });
    expect(configuration?.files).toBe(join(folder, "files"));
  });

  test("has every key of the file, secrets filled in from the environment", () => {
    const { configuration, folder, problems } = loaded({ ...AROUND, "ordo.yaml": WHOLE }, SECRETS);
    expect(problems).toEqual([]);
    expect(configuration).toMatchObject({
      locale: "en",
      processes: [join(folder, "processes"), join(folder, "more")],
      users: { anna: "head-1" },
      store: { kind: "postgres", pool: 20 },
      scheduler: { kind: "bullmq", prefix: "shop", rates: { crm: { count: 2, perMs: 1_000 } } },
      worker: { name: "server-1", concurrency: 4, leaseMs: 60_000, stopWithinMs: 60_000 },
      files: "/srv/ordo/files",
      http: { allow: ["api.example.com", "*.partner.example"], privateAddresses: true },
      metrics: { host: "127.0.0.1", port: 9464 },
      registry: { keyFile: null, seals: join(folder, "seals") },
      retention: { endedMs: 365 * 86_400_000, inboxMs: 60 * 86_400_000, messagesMs: 14 * 86_400_000 },
      log: { level: "warn", file: join(folder, "ordo.log") },
      limits: { valueBytes: 65_536, historyEvents: 20_000 },
    });
    const scheduler = configuration?.scheduler;
    expect(scheduler?.kind === "bullmq" ? scheduler.url.reveal() : null).toBe("redis://:canary-2@queue.example.com");
  });

  test("shows no secret, however it is printed", () => {
    const { configuration } = loaded({ ...AROUND, "ordo.yaml": WHOLE }, SECRETS);
    expect(JSON.stringify(configuration) + inspect(configuration, { depth: 9, showHidden: true })).not.toMatch(
      /canary-/,
    );
  });

  test("names a file that is not there, at its place", () => {
    const { configuration, problems } = loaded({
      "ordo.yaml": "directory: directory.yml\nprocesses: ordo.yaml\n",
    });
    expect(configuration).toBeNull();
    expect(problems.map(({ code, place, message }) => [code, place.line, message.en])).toEqual([
      ["config-path", 1, "There is no such file: directory.yml"],
      ["config-path", 2, "This is a file, not a folder: ordo.yaml"],
    ]);
  });

  test("with a mistake ends a command with exit code 3, the caret message and a remedy", () => {
    const folder = folderWith({ "ordo.yaml": 'store: { kind: postgres, url: "${DATABASE_URL}" }\n' });
    let error: unknown = null;
    try {
      requireConfiguration(folderSource(), {}, { folder, color: false, warn: () => {} });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(Complaint);
    const { says, remedy, exitCode } = error as Complaint;
    expect(exitCode).toBe(3);
    expect(says.ru).toContain("Переменная окружения DATABASE_URL не задана");
    expect(says.en).toContain("^^^^^^^^^^^^^^^");
    expect(remedy.en).toContain("ordo doctor");
  });

  test("with a warning starts, and says it", () => {
    const folder = folderWith({ "ordo.yaml": "scheduler: { kind: bullmq, url: redis://localhost }\n" });
    const said: string[] = [];
    requireConfiguration(folderSource(), {}, { folder, color: false, warn: (text) => void said.push(text("ru")) });
    expect(said.join()).toContain("config-scheduler-alone");
  });
});
