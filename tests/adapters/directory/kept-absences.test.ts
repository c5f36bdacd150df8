import { afterEach, describe, expect, test } from "vitest";
import type { Database } from "../../../adapters/store/database.ts";
import { openPostgres } from "../../../adapters/store/postgres/open-postgres.ts";
import { openSqlite } from "../../../adapters/store/sqlite/open-sqlite.ts";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";
import { FIRM, type PeopleBench, peopleBench } from "./people-bench.ts";

/** A Tuesday, noon in Moscow. */
const NOON = Date.parse("2026-12-01T09:00:00Z");
const postgres = await sharedPostgres();
const reason = postgres.skip === undefined ? "" : ` (skipped: ${postgres.skip})`;
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const week = { person: "ivan", from: "2026-12-07", to: "2026-12-11", substitute: "vera" };

/** Two servers on one database; on SQLite two views of one process. */
async function twoServers(
  kind: "sqlite" | "postgres",
  clock: VirtualClock,
): Promise<readonly [PeopleBench, PeopleBench]> {
  if (kind === "sqlite") {
    const database = openSqlite(":memory:", clock);
    ends.push(() => database.close());
    return [await peopleBench(database, clock), await peopleBench(database, clock)];
  }
  if (postgres.skip !== undefined) throw new Error(postgres.skip);
  const { url, drop } = await postgres.freshDatabase();
  ends.push(drop);
  const databases: Database[] = [];
  for (let count = 0; count < 2; count += 1) {
    const database = await openPostgres({ url, poolSize: 4 }, { clock, logger: null });
    ends.push(() => database.close());
    databases.push(database);
  }
  const [one, other] = databases;
  if (one === undefined || other === undefined) throw new Error("no databases");
  return [await peopleBench(one, clock), await peopleBench(other, clock)];
}

describe.each(["sqlite", "postgres"] as const)("absences that people enter, on %s", (kind) => {
  const law = test.skipIf(kind === "postgres" && postgres.skip !== undefined);

  law(`without any the directory is the very same object${kind === "postgres" ? reason : ""}`, async () => {
    const [{ people }] = await twoServers(kind, new VirtualClock(NOON));
    expect(await people.snapshot()).toBe(FIRM);
  });

  law("one that is entered counts here at once and on another server after a second", async () => {
    const clock = new VirtualClock(NOON);
    const [here, there] = await twoServers(kind, clock);
    await there.people.snapshot();
    expect(await here.desk.enter(week, "ivan")).toMatchObject({ kind: "entered", absence: { enteredBy: "ivan" } });
    const { users } = await here.people.snapshot();
    expect(users["ivan"]?.absent).toEqual([{ from: "2026-12-07", to: "2026-12-11", substitute: "vera" }]);
    expect((await there.people.snapshot()).users["ivan"]?.absent).toEqual([]);
    clock.jump(1_000);
    expect((await there.people.snapshot()).users["ivan"]?.absent).toHaveLength(1);
  });

  law("the snapshot is frozen and the same object until something changes", async () => {
    const clock = new VirtualClock(NOON);
    const [{ people, desk, base }] = await twoServers(kind, clock);
    await desk.enter(week, "ivan");
    const first = await people.snapshot();
    clock.jump(60_000);
    expect(await people.snapshot()).toBe(first);
    expect([Object.isFrozen(first), Object.isFrozen(first.users["ivan"]?.absent)]).toEqual([true, true]);
    expect(Object.keys(first.users)).toEqual(Object.keys(FIRM.users));
    base.directory = { ...FIRM };
    expect(await people.snapshot()).not.toBe(first);
  });

  law("what is taken back counts no more, and its history says who entered and who removed it", async () => {
    const clock = new VirtualClock(NOON);
    const [{ people, desk }] = await twoServers(kind, clock);
    const entered = await desk.enter(week, "head", "a-1");
    clock.jump(5_000);
    expect(entered.kind).toBe("entered");
    expect(await desk.remove("a-1", "ivan")).toMatchObject({ kind: "removed", absence: { removedBy: "ivan" } });
    expect((await people.snapshot()).users["ivan"]?.absent).toEqual([]);
    expect(await desk.list()).toEqual([]);
    const [kept] = await desk.list({ all: true });
    expect(kept?.entered).toMatchObject({
      ...{ enteredBy: "head", enteredAt: NOON, removedBy: "ivan", removedAt: NOON + 5_000 },
    });
  });

  law("the same request twice is one absence; two for the same days at once leave one", async () => {
    const [here, there] = await twoServers(kind, new VirtualClock(NOON));
    await here.desk.enter(week, "ivan", "a-1");
    expect(await there.desk.enter(week, "ivan", "a-1")).toMatchObject({ kind: "entered", absence: { id: "a-1" } });
    const hers = { ...week, person: "vera", substitute: null };
    const both = await Promise.all([here.desk.enter(hers, "vera", "b-1"), there.desk.enter(hers, "head", "b-2")]);
    expect(both.map((one) => (one.kind === "rejected" ? one.code : one.kind)).sort()).toEqual([
      "ABSENCE_OVERLAP",
      "entered",
    ]);
    expect(await here.desk.list({ person: "vera" })).toHaveLength(1);
  });

  law("a leaver is inactive and no administrator, until he comes back", async () => {
    const clock = new VirtualClock(NOON);
    const [{ people, ledger }] = await twoServers(kind, clock);
    const admin = id<UserId>("admin");
    await ledger.leave("ivan", admin, clock.now());
    await ledger.leave("ivan", admin, clock.now());
    await ledger.leave("admin", null, clock.now());
    people.forget();
    const gone = await people.snapshot();
    expect([gone.users["ivan"]?.active, gone.users["vera"]?.active, gone.administrators]).toEqual([false, true, []]);
    expect((await ledger.leavers(true)).map(({ person }) => person)).toEqual(["admin", "ivan"]);
    await ledger.settle("ivan", clock.now());
    expect((await ledger.leavers(true)).map(({ person }) => person)).toEqual(["admin"]);
    expect(await ledger.comeBack("ivan", admin, clock.now())).toBe(true);
    expect(await ledger.comeBack("ivan", admin, clock.now())).toBe(false);
    people.forget();
    expect((await people.snapshot()).users["ivan"]?.active).toBe(true);
    await ledger.leave("ivan", admin, clock.now());
    expect((await ledger.leavers(true)).map(({ person }) => person)).toEqual(["admin", "ivan"]);
  });
});

describe("taking back", () => {
  const bench = async (clock: VirtualClock): Promise<PeopleBench> => (await twoServers("sqlite", clock))[0];

  test("one that is over, one nobody entered here, and another's are refused with the reason", async () => {
    const clock = new VirtualClock(NOON);
    const { desk } = await bench(clock);
    await desk.enter(week, "ivan", "a-1");
    expect(await desk.remove("a-2", "ivan")).toMatchObject({ code: "ABSENCE_UNKNOWN" });
    expect(await desk.remove("a-1", "vera")).toMatchObject({ code: "ABSENCE_NOT_YOURS" });
    clock.jump(12 * 86_400_000);
    expect(await desk.remove("a-1", "ivan")).toMatchObject({ code: "ABSENCE_OVER" });
  });

  test("a refusal names the field that is meant", async () => {
    const { desk } = await bench(new VirtualClock(NOON));
    const answer = await desk.enter({ ...week, substitute: "ivan" }, "ivan");
    expect(answer).toMatchObject({ kind: "rejected", code: "SUBSTITUTE_SELF", fields: { substitute: {} } });
  });
});

test("a database that cannot be asked leaves the people before; where there never were any, nobody is guessed", async () => {
  const clock = new VirtualClock(NOON);
  const database = openSqlite(":memory:", clock);
  const { people, desk, logged } = await peopleBench(database, clock);
  await desk.enter(week, "ivan");
  const before = await people.snapshot();
  await database.close();
  clock.jump(1_000);
  expect(await people.snapshot()).toBe(before);
  expect(logged).toEqual(["absences could not be read, those before stay"]);

  const fresh = openSqlite(":memory:", clock);
  const other = await peopleBench(fresh, clock);
  await fresh.close();
  await expect(other.people.snapshot()).rejects.toThrow();
});
