import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assemble } from "../../../adapters/engine/assemble.ts";
import { instant } from "../../../engine/base/instant.ts";
import { plainEvent } from "../../../engine/runtime/occurrence.ts";
import { writeCommitting } from "../../crash/company.ts";
import { configurationOf, QUIET } from "../../crash/company-engine.ts";

const LONG_MS = 600_000;

test("where one process writes, a new worker has at once what its dead predecessor held, whatever its lease says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ordo-take-over-"));
  writeCommitting(folder);
  const { engine, store, clock, close } = await assemble(configurationOf(folder, {}), QUIET);
  const now = clock.now();
  const dead = { id: "dead", name: "dead", version: "1", now, expiresAt: instant(now + LONG_MS) };
  const fence = await store.workers.enter(dead);
  const at = { $type: "date and time", value: "2026-11-23T12:00:00Z" } as const;
  const occurrence = plainEvent("nobody.cares", {}, { id: "one", at, actor: null, cause: null });
  await store.outbox.accept([{ occurrence, at: now }]);
  expect(await store.outbox.lease(fence, { now, limit: 10 })).toHaveLength(1);

  await engine.worker.start();
  await engine.worker.drainOutbox();
  expect(await store.outbox.nextDue()).toBeNull();
  expect((await store.queries.counts(now)).outbox).toEqual({});
  expect((await store.workers.list()).find(({ id }) => id === "dead")).not.toMatchObject({ endedAt: null });
  expect(await store.workers.heartbeat(fence, now, instant(now + LONG_MS))).toBe(false);

  await engine.worker.stop();
  await close();
  rmSync(folder, { recursive: true });
});
