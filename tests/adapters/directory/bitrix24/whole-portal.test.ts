import { expect, test } from "vitest";
import { openPortal } from "../../../../adapters/bitrix24/open-portal.ts";
import { PortalUsers } from "../../../../adapters/bitrix24/portal-users.ts";
import { openBitrix24Directory } from "../../../../adapters/directory/bitrix24/open-bitrix24-directory.ts";
import { Secret } from "../../../../adapters/secret.ts";
import { migrate } from "../../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../../adapters/store/migrations/index.ts";
import { openSqlite } from "../../../../adapters/store/sqlite/open-sqlite.ts";
import { instant } from "../../../../engine/base/instant.ts";
import { headOf, managerOf } from "../../../../engine/people/chart.ts";
import { isActive } from "../../../../engine/people/lookup.ts";
import { createFakePortal, type FakePortal } from "../../../support/bitrix24/fake-portal.ts";
import { TestClock } from "../../../support/test-clock.ts";

const NOBODY_NAMED = { departments: { head: 1, sales: 5 }, groups: {}, administrators: [], absences: null };

async function directoryOf(fake: FakePortal, clock: TestClock, webhook = fake.webhook) {
  const database = openSqlite(":memory:", clock);
  await migrate({ database, clock, logger: null }, MIGRATIONS);
  const quiet = (): void => {};
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const needs = { database, clock, logger, locale: "en", raise: async () => {}, settle: async () => {} } as const;
  const portal = await openPortal(
    { webhook: new Secret(webhook), app: null, outboundToken: null, users: {}, rate: { perSecond: 2, burst: 50 } },
    { ...needs, ids: { next: () => "id" }, metrics: { count: quiet, observe: quiet, gauge: quiet }, redis: null },
    { fetch: fake.fetch, late: () => new AbortController().signal },
  );
  return openBitrix24Directory({ ...NOBODY_NAMED, refreshMs: 300_000 }, needs, {
    portal,
    users: new PortalUsers({ boss: 1 }),
  });
}

test("over the wire, 500 people in 60 departments take 2 requests; leavers, heads and vacancies are understood", async () => {
  const clock = new TestClock(instant(Date.UTC(2026, 10, 20)));
  const fake = createFakePortal({ clock });
  for (let id = 2; id <= 500; id += 1) fake.world.addUser({ id, active: id % 7 !== 0, departments: [2 + (id % 59)] });
  for (let id = 2; id <= 60; id += 1) fake.world.addDepartment({ id, parent: 1, head: id % 2 === 0 ? 500 - id : null });
  const { port } = await directoryOf(fake, clock);
  const directory = await port.snapshot();
  expect(Object.keys(directory.users).length).toBe(500);
  expect(Object.keys(directory.departments).length).toBe(60);
  expect(fake.requests.length).toBe(2);
  expect(isActive(directory, "user-7")).toBe(false);
  expect(headOf(directory, "department-4")).toBe("user-496");
  expect(headOf(directory, "department-3")).toBeNull();
  expect(managerOf(directory, "user-60")).toBe("boss");
});

test("a webhook without the scopes is a complaint that names them", async () => {
  const clock = new TestClock(instant(Date.UTC(2026, 10, 20)));
  const fake = createFakePortal({ clock });
  await expect(directoryOf(fake, clock, fake.webhookUrl(1, ["crm"]))).rejects.toMatchObject({
    name: "Complaint",
    remedy: { en: "Give the webhook or app the scopes user and department" },
  });
});
