import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { assemble } from "../../../adapters/engine/assemble.ts";
import { readiness } from "../../../adapters/engine/readiness.ts";
import { writeCommitting } from "../../crash/company.ts";
import { configurationOf, QUIET } from "../../crash/company-engine.ts";

test("ready is who holds a lease on a database with all its tables; each part says what is wrong, by a code", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ordo-ready-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeCommitting(folder);
  const assembled = await assemble(configurationOf(folder, {}), QUIET);
  const codes = async () =>
    Object.fromEntries((await readiness(assembled)).parts.map(({ name, problem }) => [name, problem]));

  expect((await readiness(assembled)).ok).toBe(false);
  expect(await codes()).toEqual({ lease: "NO_LEASE", store: null, migrations: null, people: null });
  await assembled.engine.worker.start();
  expect(await readiness(assembled)).toMatchObject({ ok: true });

  await assembled.context.database.db.deleteFrom("migration" as never).execute();
  expect(await codes()).toMatchObject({ lease: null, migrations: "MIGRATIONS_MISSING" });
  await assembled.engine.worker.stop();
  await assembled.close();
  const { ok, parts } = await readiness(assembled);
  expect([ok, parts.find(({ name }) => name === "store")?.ok]).toEqual([false, false]);
  expect(JSON.stringify(parts)).not.toContain(folder);
});
