import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, ordo, type RunOptions } from "../support/command-line.ts";
import { companyFolder, eventually, ordoJson, removeFolder, serving } from "../support/operated-company.ts";
import { sharedPostgres } from "../support/servers/postgres.ts";
import { ROOT } from "../support/source-files.ts";

const COMPANIES = 60;
const POSTGRES = `store: { kind: postgres, url: "\${DATABASE_URL}" }\nregistry: { key: "\${REGISTRY_KEY}" }\n`;

interface Batch {
  readonly id: string;
  readonly total: number;
  readonly pending: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** A company with so many companies in its CRM, and processes that are started for each of them. */
function folderWith(settings = ""): string {
  const folder = companyFolder(settings);
  for (const process of ["company-total", "lead-distribution", "discount-defaults"])
    cpSync(join(ROOT, "processes", process), join(folder, "processes", process), { recursive: true });
  const companies = Array.from({ length: COMPANIES }, (_, at) => `  company/${at + 1}: { title: Компания ${at + 1} }`);
  const others = ["  lead/1: { title: Первая, stage: NEW }", "  lead/2: { title: Вторая, stage: JUNK }"];
  writeFileSync(join(folder, "processes/sample/records.yaml"), `records:\n${[...companies, ...others].join("\n")}\n`);
  return folder;
}

const batches = (options: RunOptions): readonly Batch[] =>
  ordoJson<{ readonly batches: readonly Batch[] }>(["start", "--batches"], options).batches;

const keysOf = (options: RunOptions): readonly string[] =>
  ordoJson<{ readonly instances: readonly { readonly subject: string }[] }>(
    ["instances", "--process", "company-total", "--limit", "1000"],
    options,
  ).instances.map(({ subject }) => subject);

/** Killed in the middle, both who starts and who runs; gone on with, each record was started exactly once. */
async function survivesKill(options: RunOptions, held: boolean): Promise<void> {
  expect(ordo(["deploy"], options)).toMatchObject({ code: 0 });
  const first = serving(["serve"], options);
  await first.until('"msg":"working"');
  const starter = serving(["start", "company-total", "--each", "company", "--rate", "3/s"], options);
  await starter.until("Ctrl-C");
  await eventually("some starts", () => (batches(options)[0]?.pending ?? COMPANIES) < COMPANIES - 1);
  await Promise.all([starter.end("SIGKILL"), ...(held ? [first.end("SIGKILL")] : [])]);
  const [broken] = batches(options);
  expect(broken?.pending).toBeGreaterThan(0);
  const next = held ? serving(["serve"], options) : first;
  await next.until('"msg":"working"');
  const resumed = ordo(["start", "--resume", broken?.id.slice(0, 6) ?? "", "--rate", "600/s"], options);
  expect(resumed).toMatchObject({
    code: 0,
    out: expect.stringContaining(`${COMPANIES} records, ${COMPANIES} started`),
  });
  expect(keysOf(options)).toHaveLength(COMPANIES);
  // An instance is called by its process's title until its record was loaded.
  await eventually("an instance for each company", () => new Set(keysOf(options)).size === COMPANIES);
  expect(keysOf(options)).toHaveLength(COMPANIES);
  expect(await next.end("SIGTERM")).toBe(0);
}

describe("starting a process for each of many records, on SQLite", () => {
  let folder = "";
  beforeAll(() => {
    folder = folderWith();
  });
  afterAll(() => removeFolder(folder));
  const run = (...argv: readonly string[]): Ended => ordo(argv, { in: folder });

  test("whoever is killed in the middle, each record is started exactly once", async () => {
    await survivesKill({ in: folder }, true);
  }, 120_000);

  test("shows first what would start and what was started before", () => {
    const preview = run("start", "lead-distribution", "--each", "lead stageKind=first", "--preview");
    expect(preview.out).toContain("1 records fit. 1 would start");
    expect(preview.out).toContain("lead/1  Первая  — would start");
    expect(run("start", "lead-distribution", "--each", "lead stageKind=first")).toMatchObject({ code: 0 });
    expect(run("start", "lead-distribution", "--each", "lead stageKind=first", "--preview").out).toContain(
      "0 would start, 0 are live already, 1 were before (once)",
    );
    const again = run("start", "lead-distribution", "--each", "lead stageKind=first");
    expect(again.out).toContain("0 started, 0 live already, 1 were before (once)");
  });

  test("says why a process cannot be started for such records", () => {
    expect(run("start", "lead-distribution", "--each", "company").talk).toContain("(EACH_NO_INPUT)");
    expect(run("start", "discount-defaults", "--each", "company").talk).toMatch(
      /EACH_SEVERAL_INPUTS\)\n.*--with target/,
    );
    expect(run("start", "--resume", "nothing").talk).toContain("(BATCH_NOT_FOUND)");
  });

  test("the other inputs are given once for all", () => {
    const given = ["--with", "target", "--set", "source=company/1"];
    const started = run("start", "discount-defaults", "--each", "company title~компания", ...given);
    expect(started.out).toContain(`${COMPANIES} records, ${COMPANIES} started`);
    expect(run("record", "company/5").out).toContain("Bravante");
  });
});

const postgres = await sharedPostgres();
describe.skipIf(postgres.skip !== undefined)(
  `starting a process for each of many records, on PostgreSQL${postgres.skip === undefined ? "" : ` (${postgres.skip})`}`,
  () => {
    test("who starts is killed in the middle, each record is started exactly once", async () => {
      if (postgres.skip !== undefined) return;
      const database = await postgres.freshDatabase();
      const folder = folderWith(POSTGRES);
      const environment = { DATABASE_URL: database.url, REGISTRY_KEY: "0123456789abcdef0123456789abcdef" };
      try {
        await survivesKill({ in: folder, environment }, false);
      } finally {
        removeFolder(folder);
        await database.drop();
      }
    }, 120_000);
  },
);
