import { afterEach, expect, test } from "vitest";
import type { Row } from "../../../../adapters/bitrix24/portal.ts";
import type { PortalPeopleTables } from "../../../../adapters/directory/bitrix24/people-tables.ts";
import { readPortalPeople } from "../../../../adapters/directory/bitrix24/read-portal-people.ts";
import { withTables } from "../../../../adapters/sql-database.ts";
import { membersOf, nameOf, personOf } from "../../../../engine/people/lookup.ts";
import { COMPANY, type Company } from "../../../contracts/directory/company.ts";
import { PeoplePortal } from "../../../contracts/directory/people-portal.ts";
import { openPortalBench, type PortalBench, REFRESH_MS } from "../../../contracts/directory/portal-directory-bench.ts";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function opened(...of: Parameters<typeof openPortalBench>): Promise<PortalBench> {
  const bench = await openPortalBench(...of);
  ends.push(() => bench.close());
  return bench;
}

const employees = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ ID: String(index + 1), ACTIVE: index % 10 !== 9, NAME: `N${index + 1}`, UF_DEPARTMENT: [1 + (index % 60)] },
  }));
const units = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({ ID: String(index + 1), NAME: `D${index + 1}` }));
const reading = { urgency: "bulk", signal: new AbortController().signal } as const;

test("500 people in 60 departments are read in 2 requests, each person once", async () => {
  const portal = new PeoplePortal();
  Object.assign(portal, { users: employees(500), departments: units(60) });
  const read = await readPortalPeople(portal, reading);
  expect(read.kind === "people" && read.people.users.length).toBe(500);
  expect(read.kind === "people" && read.people.users.filter(({ active }) => active).length).toBe(450);
  expect(read.kind === "people" && read.people.departments.length).toBe(60);
  expect(portal.requests).toBe(2);
});

test("a portal that does not count is read page after page: 500 people in 10 requests", async () => {
  const portal = new PeoplePortal();
  Object.assign(portal, { users: employees(500), departments: units(60), counts: false });
  const read = await readPortalPeople(portal, reading);
  expect(read.kind === "people" && new Set(read.people.users.map(({ number }) => number)).size).toBe(500);
  expect(portal.requests).toBe(10);
});

test("somebody removed while the pages are read hides nobody: the list is read again", async () => {
  const portal = new PeoplePortal();
  Object.assign(portal, { users: employees(120), departments: units(1) });
  portal.beforeRequest = () => {
    if (portal.requests === 2) portal.users = portal.users.slice(1);
  };
  const read = await readPortalPeople(portal, reading);
  expect(read.kind === "people" && read.people.users.map(({ number }) => number)).toEqual(
    Array.from({ length: 119 }, (_, index) => index + 2),
  );
  expect(portal.requests).toBe(4);
});

test("a list that changes each time it is read is not believed", async () => {
  const portal = new PeoplePortal();
  Object.assign(portal, { users: employees(200), departments: units(1) });
  portal.beforeRequest = () => {
    if (portal.requests % 2 === 0) portal.users = portal.users.slice(1);
  };
  expect(await readPortalPeople(portal, reading)).toEqual({ kind: "unsteady" });
});

test("numbers as text, empty lists as false or as maps, and missing keys are understood", async () => {
  const portal = new PeoplePortal();
  portal.users = [
    {
      ID: 7,
      ACTIVE: "Y",
      NAME: " Anna ",
      LAST_NAME: "",
      UF_DEPARTMENT: { "0": "3", "1": 4 },
      TIME_ZONE: "Nowhere/None",
    },
    { ID: "8", ACTIVE: false, UF_DEPARTMENT: false, LAST_ACTIVITY_DATE: {} },
    { NAME: "without a number" },
  ];
  portal.departments = [{ ID: "3", NAME: "Sales", UF_HEAD: "0", PARENT: "" }];
  portal.counts = false;
  const read = await readPortalPeople(portal, reading);
  const nothing = { position: null, email: null, phone: null, timeZone: null };
  expect(read).toEqual({
    kind: "people",
    people: {
      users: [
        { ...nothing, number: 7, name: "Anna", departments: [3, 4], active: true },
        { ...nothing, number: 8, name: null, departments: [], active: false },
      ],
      departments: [{ number: 3, title: "Sales", head: null, parent: null }],
    },
  });
});

test("people whom the configuration does not name are user-<number> in department-<number>", async () => {
  const { people, portal, clock } = await opened(COMPANY);
  portal.users = [...portal.users, { ID: "41", ACTIVE: true, NAME: "Nina", UF_DEPARTMENT: [88] }];
  portal.departments = [...portal.departments, { ID: "88", NAME: "Archive", PARENT: "1", UF_HEAD: "2" }];
  await clock.pass(REFRESH_MS);
  const directory = await people.snapshot();
  expect(personOf(directory, "user-41")).toMatchObject({ name: "Nina", department: "department-88", locale: "en" });
  expect(directory.departments["department-88"]).toMatchObject({ head: "head", parent: "company" });
});

test("a group of departments has all their people, those of a second department too", async () => {
  const groups = { floor: { title: "Floor", departments: [2, 3], members: ["director"] } };
  const { people, portal, clock } = await opened(COMPANY, { groups });
  portal.users = portal.users.map((row) => (row["ID"] === "1" ? row : { ...row, UF_DEPARTMENT: [1, 3] }));
  await clock.pass(REFRESH_MS);
  expect(membersOf(await people.snapshot(), "floor")).toEqual(["director", "head", "seller", "keeper"]);
});

test("asking for people asks the portal nothing", async () => {
  const { people, portal } = await opened(COMPANY);
  const before = portal.requests;
  for (let time = 0; time < 1_000; time += 1) await people.snapshot();
  expect(portal.requests).toBe(before);
});

test("a start without the portal has the people of the last reading, and says so", async () => {
  const bench = await opened(COMPANY);
  bench.portal.failing = {
    kind: "unknown",
    code: "PORTAL_UNREACHABLE",
    sent: false,
    message: "no connection",
    retryAfterMs: null,
  };
  await bench.clock.pass(2 * 3_600_000);
  const again = await bench.open();
  ends.unshift(() => again.close());
  expect(nameOf(await again.people.snapshot(), "seller")).toBe("Igor Ladov");
  const said = bench.log.filter(({ level }) => level === "warn").at(-1);
  expect(said).toMatchObject({
    message: "the portal does not tell who works there, the people before stay",
    fields: { code: "PORTAL_UNREACHABLE", ageMs: 2 * 3_600_000 },
  });
  expect(JSON.stringify(bench.log)).not.toContain("Ladov");
});

test("a first start without the portal is a complaint with a remedy, in both languages", async () => {
  const { portal, database, open } = await opened(COMPANY);
  portal.failing = { kind: "refused", code: "insufficient_scope", status: 403, says: "" };
  await withTables<PortalPeopleTables>(database).db.deleteFrom("bitrix24_people").execute();
  await expect(open()).rejects.toMatchObject({
    name: "Complaint",
    exitCode: 3,
    remedy: { en: "Give the webhook or app the scopes user and department" },
  });
});

test("of two workers one asks the portal, the other takes what it read", async () => {
  const { portal, clock, open, people } = await opened(COMPANY);
  const other = await open();
  ends.unshift(() => other.close());
  const before = portal.requests;
  portal.users = portal.users.map((row) => (row["ID"] === "3" ? { ...row, LAST_NAME: "Novy" } : row));
  await clock.pass(REFRESH_MS);
  expect(portal.requests - before).toBe(1);
  expect(nameOf(await people.snapshot(), "seller")).toBe("Igor Novy");
  expect(nameOf(await other.people.snapshot(), "seller")).toBe("Igor Novy");
});

test("who is no longer shown has left, and keeps his name", async () => {
  const { people, portal, clock } = await opened(COMPANY);
  portal.users = portal.users.filter((row) => row["ID"] !== "4");
  await clock.pass(REFRESH_MS);
  expect(personOf(await people.snapshot(), "keeper")).toMatchObject({ name: "Pavel Oreshin", active: false });
});

test("a portal that suddenly shows hardly anybody is not believed: people stay, and there is one incident", async () => {
  const many: Company = {
    ...COMPANY,
    users: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`p${index}`, { name: `Person ${index}` }])),
  };
  const { people, portal, clock, troubles } = await opened(many);
  portal.users = portal.users.slice(0, 5);
  await clock.pass(3 * REFRESH_MS);
  const directory = await people.snapshot();
  expect(Object.values(directory.users).filter(({ active }) => active).length).toBe(40);
  expect(new Set(troubles.map(({ id }) => id)).size).toBe(1);
  expect(troubles[0]).toMatchObject({ code: "PEOPLE_VANISHED", adapter: "directory/bitrix24" });
});

test("a portal that says nothing for a day is an incident", async () => {
  const { portal, clock, troubles } = await opened(COMPANY);
  portal.failing = { kind: "refused", code: "NO_AUTH_FOUND", status: 401, says: "" };
  await clock.pass(86_400_000);
  expect(troubles).toEqual([]);
  await clock.pass(REFRESH_MS);
  expect(troubles[0]?.code).toBe("NO_AUTH_FOUND");
  expect(troubles[0]?.message.ru).toContain("остаются прочитанные 2026-11-20");
});

test("administrators are the configured ones and those whom the token of an event showed lately", async () => {
  const { people, clock, database } = await opened(COMPANY);
  const monthAgo = clock.now() - 31 * 86_400_000;
  await withTables<PortalPeopleTables>(database)
    .db.insertInto("bitrix24_admin")
    .values([
      { user_number: 2, seen_at: clock.now() },
      { user_number: 3, seen_at: monthAgo },
    ])
    .execute();
  await clock.pass(REFRESH_MS);
  expect((await people.snapshot()).administrators).toEqual(["director", "head"]);
});

test("ids that the portal does not show are told once, and a substitute who is nobody stands in for nobody", async () => {
  const users = {
    ...COMPANY.users,
    seller: { name: "Igor Ladov", absent: [{ from: "2026-12-01", to: "2026-12-02", substitute: "ghost" }] },
  };
  const { people, log } = await opened({ ...COMPANY, users, administrators: ["root"] });
  await people.snapshot();
  await people.snapshot();
  const told = log.filter(({ message }) => message.includes("shows nobody"));
  expect(told.map(({ fields }) => fields)).toEqual([{ ids: "ghost, root" }]);
});
