import { describe, expect, test } from "vitest";
import type { StoreConfig } from "../../adapters/store/open-store.ts";
import { sharedPostgres } from "../support/servers/postgres.ts";
import { type CompanyCrm, companyAtWork } from "./company-at-work.ts";
import { localCompany } from "./local-company.ts";
import { BEGINNING, workingWeek } from "./nine-processes.ts";
import { portalCompany } from "./portal-company.ts";
import { type WhatIsLeft, whatIsLeft } from "./what-is-left.ts";

/*
 * The nine shipped processes through one working week, wherever records and histories are kept: afterwards registries,
 * messages and records are the same.
 */
const postgres = await sharedPostgres();
const reason = postgres.skip === undefined ? "" : ` (skipped: ${postgres.skip})`;
const SQLITE = { kind: "sqlite", file: ":memory:" } as const;

async function week(crm: CompanyCrm, config: StoreConfig): Promise<WhatIsLeft> {
  const at = await companyAtWork(crm, config, BEGINNING);
  try {
    await at.settle();
    await workingWeek(at);
    return await whatIsLeft(at);
  } finally {
    await at.close();
  }
}

let first: Promise<WhatIsLeft> | null = null;
const onSqlite = (): Promise<WhatIsLeft> => {
  first ??= week(localCompany(), SQLITE);
  return first;
};

/** Time enough on a machine that is busy with other things. */
const TIME_MS = 300_000;

describe("the nine processes end to end", { timeout: TIME_MS }, () => {
  test("on our own records and SQLite: every process ran, and nothing went wrong", async () => {
    const left = await onSqlite();
    expect(left.incidents).toEqual([]);
    const processes = new Set(left.instances.map((one) => one.split(" ")[0]));
    expect([...processes].sort()).toEqual([
      ...["category-sync", "company-total", "discount-approval", "discount-defaults", "discount-guard"],
      ...["holding-links", "invoice-approval", "lead-distribution", "mail-intake"],
    ]);
    expect(left.instances.filter((one) => one.includes(" running "))).toEqual([]);
  });

  test.skipIf(postgres.skip !== undefined)(`on PostgreSQL it comes to the same${reason}`, async () => {
    if (postgres.skip !== undefined) return;
    const { url, drop } = await postgres.freshDatabase();
    try {
      expect(await week(localCompany(), { kind: "postgres", url, poolSize: 4 })).toEqual(await onSqlite());
    } finally {
      await drop();
    }
  });

  test("in a Bitrix24 portal it comes to the same", async () => {
    expect(await week(await portalCompany(BEGINNING), SQLITE)).toEqual(await onSqlite());
  });

  test("and with a third of the portal's events lost, some doubled and out of order, too", async () => {
    const delivery = { lost: 0.33, doubled: 0.2, reordered: 0.3 };
    expect(await week(await portalCompany(BEGINNING, delivery), SQLITE)).toEqual(await onSqlite());
  });

  test("and with every tenth answer lost after the work was done, or before", async () => {
    const after = { "dropped-after": 0.03, "html-502-after": 0.02, "html-504-after": 0.02, "error-after": 0.01 };
    const before = { "dropped-before": 0.01, reset: 0.01, "error-before": 0.01 };
    const crm = await portalCompany(BEGINNING, {}, { ...after, ...before });
    expect(await week(crm, SQLITE)).toEqual(await onSqlite());
    expect(crm.fake.faults.happened.length).toBeGreaterThan(20);
  });

  test.skipIf(postgres.skip !== undefined)(`and on PostgreSQL too${reason}`, async () => {
    if (postgres.skip !== undefined) return;
    const { url, drop } = await postgres.freshDatabase();
    try {
      const left = await week(await portalCompany(BEGINNING), { kind: "postgres", url, poolSize: 4 });
      expect(left).toEqual(await onSqlite());
    } finally {
      await drop();
    }
  });
});
