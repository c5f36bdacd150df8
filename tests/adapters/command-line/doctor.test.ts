import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../adapters/clock/system-clock.ts";
import { doctor } from "../../../adapters/command-line/doctor.ts";
import { checkVersions } from "../../../adapters/doctor/check-machine.ts";
import { thisHolder } from "../../../adapters/host/holder.ts";
import { tryLock } from "../../../adapters/host/lock-file.ts";
import { openStore } from "../../../adapters/store/open-store.ts";
import { folderWith } from "../../support/command-line.ts";
import { ROOT } from "../../support/source-files.ts";
import { recordedTerminal } from "./recorded-terminal.ts";

interface Report {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly check: string;
    readonly status: string;
    readonly message: string;
    readonly remedy: string | null;
  }[];
  readonly problems: readonly { readonly code: string }[];
}

async function report(folder: string, environment: Readonly<Record<string, string>> = {}) {
  const terminal = recordedTerminal();
  const code = await doctor({ json: true, folder, environment }, terminal);
  const { ok, checks, problems } = JSON.parse(terminal.printed.join("\n")) as Report;
  return { code, ok, problems, of: (check: string) => checks.find((one) => one.check === check), checks };
}

const PEOPLE = readFileSync(join(ROOT, "processes/sample/directory.yaml"), "utf8");

describe("ordo doctor", () => {
  test("finds a fresh folder fit to start, and creates nothing in it", async () => {
    const folder = folderWith({ "ordo.yaml": "directory: directory.yaml\n", "directory.yaml": PEOPLE });
    const { code, ok, of, checks } = await report(folder);
    expect([code, ok]).toEqual([0, true]);
    expect(of("store")?.status).toBe("skipped");
    expect(of("directory")?.status).toBe("ok");
    expect(of("registry-key")?.status).toBe("ok");
    expect(readdirSync(folder).sort()).toEqual(["directory.yaml", "ordo.yaml"]);
    expect(checks.filter(({ status, remedy }) => status !== "ok" && status !== "skipped" && !remedy)).toEqual([]);
  });

  test("tells store, schema, workers and who holds the file", async () => {
    const folder = folderWith({ "ordo.yaml": "store: { kind: sqlite, file: ordo.db }\n" });
    const file = join(folder, "ordo.db");
    await (await openStore({ kind: "sqlite", file }, { clock: systemClock() })).close();
    const lock = tryLock(file, thisHolder({ version: "1.2.3", command: "ordo serve", now: 0 }));
    const { of } = await report(folder);
    lock?.release();
    expect([of("store")?.status, of("migrations")?.status, of("workers")?.status]).toEqual(["ok", "ok", "warning"]);
    expect(of("lock-holder")?.message).toContain(`ordo serve, pid ${process.pid}`);
  });

  test("with a mistake in ordo.yaml says so first, and ends with 1", async () => {
    const folder = folderWith({ "ordo.yaml": "sheduler: local\n" });
    const { code, ok, of, problems } = await report(folder);
    expect([code, ok, of("configuration")?.status, problems[0]?.code]).toEqual([1, false, "problem", "unknown-key"]);
  });

  test("names servers that cannot be reached, with a remedy and without their passwords", {
    timeout: 40_000,
  }, async () => {
    const folder = folderWith({
      "ordo.yaml":
        'store: { kind: postgres, url: "${DATABASE_URL}" }\nscheduler: { kind: bullmq, url: "${REDIS_URL}" }\n',
    });
    const { code, of, checks } = await report(folder, {
      DATABASE_URL: "postgres://ordo:canary-1@127.0.0.1:9/ordo",
      REDIS_URL: "redis://:canary-2@127.0.0.1:9/0",
    });
    expect([code, of("store")?.status, of("redis")?.status]).toEqual([1, "problem", "problem"]);
    expect(of("redis")?.remedy).toContain("redis-cli ping");
    expect(JSON.stringify(checks)).not.toMatch(/canary/);
  });

  test("finds users that the directory does not have, and keys that are too short", async () => {
    const folder = folderWith({
      "ordo.yaml":
        'directory: directory.yaml\nusers: { root: nobody-at-all }\nregistry: { key: "${ORDO_REGISTRY_KEY}" }\n',
      "directory.yaml": PEOPLE,
    });
    const { code, of } = await report(folder, { ORDO_REGISTRY_KEY: "short" });
    expect([code, of("users")?.status, of("registry-key")?.status]).toEqual([1, "problem", "problem"]);
  });

  test("compares versions as numbers", () => {
    const status = (node: string) => checkVersions({ node, sqlite: "3.53.4" })[0]?.status;
    expect(["24.21.0", "24.9.9", "25.0.0", "24.21.1", "22.30.0"].map(status)).toEqual([
      "ok",
      "problem",
      "ok",
      "ok",
      "problem",
    ]);
  });

  test("speaks to people in lines with a remedy under each", async () => {
    const folder = folderWith({ "ordo.yaml": "locale: ru\n" });
    const terminal = recordedTerminal();
    await doctor({ folder, environment: {} }, terminal);
    expect(terminal.printed.join("\n")).toMatch(/^✓ Node\.js /);
    expect(terminal.printed.join("\n")).toMatch(/\n! .*\n {4}\S/);
  });
});
