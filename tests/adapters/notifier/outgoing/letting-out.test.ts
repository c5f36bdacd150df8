import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openPostgres } from "../../../../adapters/store/postgres/open-postgres.ts";
import { type InstanceId, id, type ProcessId } from "../../../../engine/base/ids.ts";
import type { CalendarData } from "../../../../engine/calendar/calendar-data.ts";
import { createCalendar } from "../../../../engine/calendar/create-calendar.ts";
import { sharedPostgres } from "../../../support/servers/postgres.ts";
import { VirtualClock } from "../../../support/virtual-clock.ts";
import { type DeskBench, deskBench, FakeChannel, NEVER, NOON, parcelOf, taskParcel } from "./desk-bench.ts";

const HOUR_MS = 3_600_000;

let bench: DeskBench;
beforeEach(async () => {
  bench = await deskBench();
});
afterEach(() => bench.close());

/** The same database, clock and channel, another configuration. */
async function again(more: Parameters<typeof deskBench>[0]): Promise<void> {
  await bench.close();
  bench = await deskBench(more, { clock: bench.clock });
}

const send = (key: string, more: Parameters<typeof parcelOf>[1] = {}) => bench.desk.send(parcelOf(key, more), NEVER);
const turn = (mode: string | null, reason: string | null = null) =>
  bench.switches.switch("sms", { mode, reason, by: "admin-1", at: bench.clock.now() });

describe("a hold", () => {
  beforeEach(() => again({ modes: new Map([["sms", { kind: "hold" }]]) }));

  test("keeps messages for review; the process goes on as if they were sent", async () => {
    expect(await send("k")).toEqual({ kind: "done", route: { channel: "sms", address: "+79000000001" }, at: NOON });
    await bench.watch.look();
    expect(bench.channel.handed).toEqual([]);
    const { messages } = await bench.review.list({ statuses: ["held"] }, { limit: 10, after: null });
    expect(messages).toMatchObject([
      {
        key: "k",
        reason: "HOLD",
        address: "+79000000001",
        preview: { length: 37, segments: 1 },
        process: "lead-distribution",
      },
    ]);
  });

  test("a released message leaves once, though it is released and asked for again, and though the hold goes on", async () => {
    await send("k");
    expect(await bench.review.decide("release", { keys: ["k"] }, "admin-1")).toBe(1);
    expect(await bench.review.decide("release", { keys: ["k"] }, "admin-2")).toBe(0);
    await Promise.all([bench.watch.look(), bench.watch.look()]);
    expect(await bench.review.decide("release", { keys: ["k"] }, "admin-2")).toBe(0);
    await bench.watch.look();
    await send("k", { attempt: 2 });
    expect(bench.channel.handed).toHaveLength(1);
    expect(await bench.row("k")).toMatchObject({ status: "sent", decided_by: "admin-1" });
  });

  test("a dropped message never leaves, and asking for it again changes nothing", async () => {
    await send("k");
    expect(await bench.review.decide("drop", { keys: ["k"] }, "admin-1")).toBe(1);
    expect(await bench.review.decide("release", { keys: ["k"] }, "admin-1")).toBe(0);
    expect(await send("k", { attempt: 2 })).toMatchObject({ kind: "done" });
    await bench.watch.look();
    expect(bench.channel.handed).toEqual([]);
  });

  test("messages of one process, one channel or all are released together", async () => {
    await send("a");
    await send("b", { process: id<ProcessId>("other") });
    await send("c", { process: id<ProcessId>("other"), instance: id<InstanceId>("i-2") });
    expect(await bench.review.count("release", { process: "other" })).toBe(2);
    expect(await bench.review.decide("release", { process: "other" }, "admin-1")).toBe(2);
    expect(await bench.review.decide("drop", {}, "admin-1")).toBe(3);
    await bench.watch.look();
    expect(bench.channel.handed).toEqual([]);
  });

  test("switched on while running it stops what waits, too; who switched, when and why is kept over a restart", async () => {
    await turn("live");
    bench.channel.answers.push({ kind: "unknown", message: "421", keyed: true });
    await send("k");
    const { clock, channel } = bench;
    await turn("hold", "рассылка ушла не тем");
    clock.jump(HOUR_MS);
    await bench.watch.look();
    expect(channel.handed).toHaveLength(1);
    expect(await bench.row("k")).toMatchObject({ status: "held", reason: "HOLD" });
    const restarted = await deskBench({}, { database: bench.database, clock, channel });
    expect(await restarted.switches.all()).toEqual([
      {
        channel: "sms",
        mode: { kind: "hold" },
        configured: { kind: "live" },
        switched: { by: "admin-1", at: NOON, reason: "рассылка ушла не тем" },
      },
    ]);
    await restarted.switches.switch("sms", { mode: null, reason: null, by: "admin-1", at: clock.now() });
    expect(await restarted.switches.of("sms")).toMatchObject({ mode: { kind: "live" }, switched: null });
    await turn("hold", "рассылка ушла не тем");
    await turn("hold");
    expect(await bench.switches.of("sms")).toMatchObject({ switched: { reason: "рассылка ушла не тем" } });
  });

  test("switched off lets new messages out; those that are held stay until somebody looked", async () => {
    await send("k");
    await turn("live");
    await send("l");
    await bench.watch.look();
    expect(bench.channel.handed.map(({ key }) => key)).toEqual(["l"]);
  });
});

describe("a redirection", () => {
  test("sends everything to one address and says whom it was meant for; the process sees the address it meant", async () => {
    await turn("redirect:+79000000009");
    expect(await send("k")).toMatchObject({ kind: "done", route: { address: "+79000000001" } });
    expect(bench.channel.handed).toMatchObject([
      { route: { channel: "sms", address: "+79000000009" }, meantFor: "+79000000001" },
    ]);
    expect(await bench.row("k")).toMatchObject({ address: "+79000000001", sent_to: "+79000000009" });
  });

  test("shows in what is held before it is released", async () => {
    await turn("hold");
    await send("k");
    await turn("redirect:+79000000009");
    const { messages } = await bench.review.list({}, { limit: 10, after: null });
    expect(messages).toMatchObject([
      { sentTo: "+79000000009", preview: { text: expect.stringMatching(/^\[\+79000000001\] Ваша/) } },
    ]);
  });
});

describe("limits", () => {
  test("one bad deploy texts a hundred clients, not 5,000: the rest are held and people are told once", async () => {
    await again({ limits: { process: { sms: 100 }, channel: { sms: 500 } } });
    const starts = Array.from({ length: 5_000 }, (_, at) => at);
    const begun = performance.now();
    const workers = Array.from({ length: 16 }, async () => {
      for (let at = starts.pop(); at !== undefined; at = starts.pop())
        expect(await send(`k-${at}`, { instance: id<InstanceId>(`i-${at}`) })).toMatchObject({ kind: "done" });
    });
    await Promise.all(workers);
    expect(performance.now() - begun).toBeLessThan(60_000);
    expect(bench.channel.handed).toHaveLength(100);
    expect(await bench.review.count("release", { process: "lead-distribution" })).toBe(4_900);
    expect(bench.troubles).toMatchObject([
      {
        code: "OUTGOING_LIMIT",
        message: { en: "Process lead-distribution sends more than 100 messages an hour by sms: the rest are held" },
      },
    ]);
    expect(bench.counted.filter((one) => one.startsWith("ordo_messages_over_limit_total"))).toHaveLength(4_900);
    await bench.watch.look();
    expect(bench.channel.handed).toHaveLength(100);
    expect(await bench.review.decide("drop", { process: "lead-distribution" }, "admin-1")).toBe(4_900);
    expect(bench.troubles).toEqual([]);
  });

  test("count by the hour, and what is asked for again counts once", async () => {
    await again({ limits: { process: { sms: 2 }, channel: {} } });
    for (const key of ["a", "b", "a", "b", "c"]) await send(key);
    expect(await bench.statuses()).toEqual(["held", "sent", "sent"]);
    bench.clock.jump(HOUR_MS);
    await send("d");
    expect((await bench.row("d")).status).toBe("sent");
  });

  test("of a channel hold what several processes send together; what was not let out counts for nobody", async () => {
    await again({ limits: { process: { sms: 2 }, channel: { sms: 3 } } });
    const of = (process: string) => ({ process: id<ProcessId>(process) });
    for (const key of ["a1", "a2"]) await send(key, of("a"));
    await send("b1", of("b"));
    await send("b2", of("b"));
    expect((await bench.row("b2")).status).toBe("held");
    expect(bench.troubles.map(({ id: trouble }) => trouble.split(":").slice(0, 4))).toEqual([
      ["outgoing", "limit", "channel", "sms"],
    ]);
    const counts = await bench.shelf.database.db.selectFrom("outgoing_count").select(["scope", "count"]).execute();
    expect(counts).toContainEqual({ scope: "process:b:sms", count: 1 });
  });

  test("do not stop what a person released", async () => {
    await again({ limits: { process: { sms: 0 }, channel: {} } });
    await send("k");
    expect(await bench.statuses()).toEqual(["held"]);
    await bench.review.decide("release", { keys: ["k"] }, "admin-1");
    await bench.watch.look();
    expect(await bench.statuses()).toEqual(["sent"]);
  });
});

describe("quiet hours", () => {
  const office = createCalendar(parse(readFileSync("calendars/ru-office.yaml", "utf8")) as CalendarData, "ru-office");
  const at = (text: string): void => bench.clock.jump(Date.parse(text) - bench.clock.now());
  const opens = async (key: string) => new Date((await bench.row(key)).not_before ?? 0).toISOString();

  test("by a calendar: a message of Friday night leaves on Monday at the opening", async () => {
    await again({ quiet: { sms: { kind: "calendar", calendar: office } } });
    at("2026-11-20T18:30:00+03:00");
    expect(await send("k")).toMatchObject({ kind: "done" });
    expect(await bench.row("k")).toMatchObject({ status: "waiting", reason: "QUIET" });
    expect(await opens("k")).toBe("2026-11-23T06:00:00.000Z");
    at("2026-11-23T08:59:59+03:00");
    await bench.watch.look();
    expect(bench.channel.handed).toEqual([]);
    at("2026-11-23T09:00:00+03:00");
    await bench.watch.look();
    expect(bench.channel.handed).toHaveLength(1);
  });

  test("by the clock where the addressee lives, over midnight", async () => {
    await again({ quiet: { sms: { kind: "clock", from: 21 * 60, to: 8 * 60, zone: "Europe/Moscow" } } });
    at("2026-11-23T21:00:00+03:00");
    await send("moscow");
    await send("kaliningrad", { zone: "Europe/Kaliningrad" });
    await send("vladivostok", { zone: "Asia/Vladivostok" });
    await send("no such zone", { zone: "Nowhere/Else" });
    expect(await opens("moscow")).toBe("2026-11-24T05:00:00.000Z");
    expect((await bench.row("kaliningrad")).status).toBe("sent");
    expect(await opens("vladivostok")).toBe("2026-11-23T22:00:00.000Z");
    expect(await opens("no such zone")).toBe("2026-11-24T05:00:00.000Z");
    at("2026-11-24T07:59:00+03:00");
    await send("early");
    expect(await opens("early")).toBe("2026-11-24T05:00:00.000Z");
    at("2026-11-24T08:00:00+03:00");
    await send("day");
    expect((await bench.row("day")).status).toBe("sent");
  });

  test("urgent kinds pass; a hold still stops them", async () => {
    await again({ quiet: { sms: { kind: "calendar", calendar: office } }, urgent: ["task"] });
    at("2026-11-22T12:00:00+03:00");
    await bench.desk.send(taskParcel("task", "t-1"), NEVER);
    await send("notice");
    expect([(await bench.row("task")).status, (await bench.row("notice")).status]).toEqual(["sent", "waiting"]);
    await turn("hold");
    await bench.desk.send(taskParcel("held", "t-1"), NEVER);
    expect((await bench.row("held")).status).toBe("held");
  });

  test("what waits for them leaves at once where a person releases it, once", async () => {
    await again({ quiet: { sms: { kind: "clock", from: 0, to: 1_200, zone: "UTC" } } });
    await send("k");
    await send("l");
    expect(await bench.review.decide("release", { keys: ["k"] }, "admin-1")).toBe(1);
    expect(await bench.review.decide("release", { keys: ["k"] }, "admin-1")).toBe(0);
    await bench.watch.look();
    expect(bench.channel.handed.map(({ key }) => key)).toEqual(["k"]);
    expect(await bench.review.decide("release", {}, "admin-1")).toBe(0);
  });

  test("that were changed are looked at anew when the watch starts", async () => {
    await again({ quiet: { sms: { kind: "clock", from: 0, to: 1_200, zone: "UTC" } } });
    await send("k");
    const { database, channel } = bench;
    const clock = new VirtualClock(NOON);
    const restarted = await deskBench({}, { database, channel, clock });
    await restarted.watch.start();
    await clock.pass(6_000);
    await restarted.watch.stop();
    expect((await bench.row("k")).status).toBe("sent");
  });

  test("a released message waits for them, too; a night without them does not", async () => {
    await again({ quiet: { sms: { kind: "clock", from: 60, to: 120, zone: "UTC" } } });
    await turn("hold");
    at("2026-11-23T01:30:00Z");
    await send("k");
    await bench.review.decide("release", { keys: ["k"] }, "admin-1");
    await bench.watch.look();
    expect(await bench.row("k")).toMatchObject({ status: "waiting", not_before: Date.parse("2026-11-23T02:00:00Z") });
    at("2026-11-23T02:00:00Z");
    await bench.watch.look();
    expect((await bench.row("k")).status).toBe("sent");
  });
});

describe("deliveries", () => {
  test("are asked for once a minute until the last word, and a report is believed once", async () => {
    const asked: (readonly string[])[] = [];
    const states = ["pending", "delivered"] as const;
    const channel = Object.assign(new FakeChannel(), {
      newsOf: async (ids: readonly string[]) => {
        asked.push(ids);
        return ids.map((one) => ({ id: one, state: states[asked.length - 1] ?? "pending", reason: "7" }));
      },
    });
    await bench.close();
    bench = await deskBench({}, { channel });
    await send("k");
    await bench.watch.look();
    await bench.watch.look();
    expect(asked).toEqual([["id-1"]]);
    bench.clock.jump(60_000);
    await bench.watch.look();
    expect(await bench.row("k")).toMatchObject({ delivery: "delivered", delivery_reason: "7" });
    bench.clock.jump(60_000);
    await bench.watch.look();
    expect(asked).toHaveLength(2);
    expect(await bench.shelf.learn("sms", [{ id: "id-1", state: "undelivered", reason: null }], NOON)).toBe(0);
  });
});

describe("the watch by itself", () => {
  test("brings out what is due and stops when it is told to", async () => {
    const clock = new VirtualClock(NOON);
    await bench.close();
    bench = await deskBench({}, { clock });
    bench.channel.answers.push({ kind: "unknown", message: "421", keyed: true });
    await send("k");
    await bench.watch.start();
    await clock.pass(35_000);
    expect(bench.channel.handed).toHaveLength(2);
    await bench.watch.stop();
    await bench.watch.stop();
  });
});

const postgres = await sharedPostgres();
describe.skipIf(postgres.skip !== undefined)(
  `two desks on one PostgreSQL${postgres.skip === undefined ? "" : ` (skipped: ${postgres.skip})`}`,
  () => {
    const ends: (() => Promise<void>)[] = [];
    afterAll(async () => {
      for (const end of ends.toReversed()) await end();
    });

    test("hand over each message once, keep the limit together, and take turns at what is due", async () => {
      if (postgres.skip !== undefined) throw new Error(postgres.skip);
      const { url, drop } = await postgres.freshDatabase();
      ends.push(drop);
      const clock = new VirtualClock(NOON);
      const channel = new FakeChannel();
      const limits = { process: { sms: 150 }, channel: {} };
      const desks: DeskBench[] = [];
      for (let count = 0; count < 2; count += 1) {
        const database = await openPostgres({ url, poolSize: 4 }, { clock, logger: null });
        ends.push(() => database.close());
        desks.push(await deskBench({ limits }, { database, clock, channel }));
      }
      const keys = Array.from({ length: 200 }, (_, at) => `k-${at}`);
      const posted = await Promise.all(desks.flatMap(({ desk }) => keys.map((key) => desk.send(parcelOf(key), NEVER))));
      const handed = channel.handed.map(({ key }) => key);
      expect([handed.length, new Set(handed).size]).toEqual([150, 150]);
      expect(posted.filter(({ kind }) => kind === "refused")).toEqual([]);
      const [first] = desks;
      expect(await first?.review.decide("release", {}, "admin-1")).toBe(50);
      for (let look = 0; look < 4; look += 1) await Promise.all(desks.map(({ watch }) => watch.look()));
      expect([channel.handed.length, new Set(channel.handed.map(({ key }) => key)).size]).toEqual([200, 200]);
    });
  },
);
