import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withTables } from "../../../adapters/sql-database.ts";
import type { BatchTables } from "../../../adapters/start-each/batch-tables.ts";
import { StartBatches } from "../../../adapters/start-each/start-batches.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { migrate } from "../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../adapters/store/migrations/index.ts";
import { openSqlite } from "../../../adapters/store/sqlite/open-sqlite.ts";
import { id, type ProcessId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import { TestClock } from "../../support/test-clock.ts";

const DAY_MS = 86_400_000;
const WANTED = { process: id<ProcessId>("p"), type: "lead", filter: {}, with: null, input: {}, by: null };

let clock: TestClock;
let database: Database;
let batches: StartBatches;
let statements: string[];

beforeEach(async () => {
  clock = new TestClock(instant(1_700_000_000_000));
  database = await openSqlite(":memory:", clock);
  await migrate({ database, clock, logger: null }, MIGRATIONS);
  statements = [];
  const tables = withTables<BatchTables>(database);
  const db = tables.db.withPlugin({
    transformQuery: ({ node }) => {
      statements.push(`${node.kind}${"groupBy" in node && node.groupBy !== undefined ? " counting" : ""}`);
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  batches = new StartBatches({
    database: { ...tables, db },
    crm: { find: async () => Array.from({ length: 7 }, (_, at) => `lead/${at + 1}`), look: async () => null },
    desk: {
      prepare: async () => ({ kind: "prepared", with: "lead" }),
      foresee: async () => "start",
      start: async (_order, ref) =>
        ref === "lead/2"
          ? {
              kind: "rejected",
              code: "NOT_ALLOWED",
              reason: { ru: "", en: "" },
              remedy: { ru: "", en: "" },
              fields: {},
            }
          : { kind: "before" },
    },
    ...{ clock, keptMs: 90 * DAY_MS },
  });
});
afterEach(() => database.close());

describe("a batch of starts", () => {
  test("a step says what is left without counting the whole batch", async () => {
    await batches.open(WANTED, { id: "b1", perMinute: null });
    statements.length = 0;
    expect(await batches.step("b1", 3)).toEqual({ kind: "step", id: "b1", pending: 4 });
    expect(await batches.step("b1", 3)).toEqual({ kind: "step", id: "b1", pending: 1 });
    expect(await batches.step("b1", 3)).toEqual({ kind: "step", id: "b1", pending: 0 });
    expect(statements.filter((one) => one.endsWith("counting"))).toEqual([]);
    expect(await batches.look("b1")).toMatchObject({
      ...{ total: 7, pending: 0, endedAt: clock.now(), counts: { before: 6, rejected: 1 } },
      refused: [{ ref: "lead/2", code: "NOT_ALLOWED" }],
    });
  });

  test("is forgotten when the engine no longer knows what it started", async () => {
    const idsOf = async () => (await batches.list()).map((batch) => batch.id).sort();
    await batches.open(WANTED, { id: "ended", perMinute: null });
    await batches.step("ended", 10);
    await batches.open(WANTED, { id: "broken", perMinute: null });
    clock.set(clock.now() + 89 * DAY_MS);
    await batches.open(WANTED, { id: "later", perMinute: null });
    expect(await idsOf()).toEqual(["broken", "ended", "later"]);
    clock.set(clock.now() + 2 * DAY_MS);
    await batches.open(WANTED, { id: "new", perMinute: null });
    expect(await idsOf()).toEqual(["later", "new"]);
    const items = await withTables<BatchTables>(database).db.selectFrom("start_batch_item").select("batch").execute();
    expect(items).toHaveLength(14);
  });
});
