import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { verifySignature } from "../../../adapters/inbound/webhook-signature.ts";
import { openPostgres } from "../../../adapters/store/postgres/open-postgres.ts";
import { openSqlite } from "../../../adapters/store/sqlite/open-sqlite.ts";
import { id, type ProcessId } from "../../../engine/base/ids.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";
import { type AlertBench, alertBench, Post } from "./alert-bench.ts";

const NOON = Date.parse("2026-11-23T09:00:00Z");
const MINUTE = 60_000;
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const DUTY = {
  duty: { to: ["ops@example.com", "+79000000001"], channels: ["email", "sms"], group: "PT5M", repeat: "PT1H" },
};
const MAIL = { duty: { to: ["ops@example.com"], channels: ["email"], group: "PT5M", repeat: "PT1H" } };

async function bench(
  alerts: unknown,
  around: Parameters<typeof alertBench>[3] = {},
): Promise<AlertBench & { readonly clock: VirtualClock; pass(ms: number): Promise<void> }> {
  const clock = new VirtualClock(NOON);
  const database = openSqlite(":memory:", clock);
  ends.push(() => database.close());
  const made = await alertBench(database, clock, alerts, around);
  return {
    ...{ ...made, clock },
    async pass(ms) {
      clock.jump(ms);
      await made.desk.look();
    },
  };
}

describe("who is told of what, and when", () => {
  test("the first of a kind is told at once, the rest of the window together at its end", async () => {
    const at = await bench(MAIL);
    await at.open("one");
    await at.desk.look();
    expect(at.email.handed).toHaveLength(1);
    for (let count = 0; count < 400; count += 1) await at.open(`more-${count}`);
    await at.pass(MINUTE);
    expect(at.email.handed).toHaveLength(1);
    await at.pass(4 * MINUTE);
    expect(at.email.handed).toHaveLength(2);
    const { subject, text } = at.email.handed[1]?.message ?? { subject: "", text: "" };
    expect(subject).toBe("Ordo: сбоев: 400 — HTTP_503");
    expect(text).toContain("Банк не отвечает");
    // Whoever reads it has a console, and no command line.
    expect(text).toContain("https://ordo.example.com/operations/incidents");
    expect(text).not.toMatch(/(?<![\w./-])ordo [a-z]/);
    expect(text.split("\n").length).toBeLessThan(12);
  });

  test("another kind does not wait for the window of the first; kinds that come together are one message", async () => {
    const at = await bench(MAIL);
    await at.open("one");
    await at.open("two", { code: "NO_WAKE_UP" });
    await at.desk.look();
    await at.open("three", { process: id<ProcessId>("mail-intake") });
    await at.pass(MINUTE);
    expect(at.email.handed.map(({ message }) => message.subject)).toEqual([
      "Ordo: сбоев: 2 — HTTP_503, NO_WAKE_UP",
      "Ordo: сбоев: 1 — HTTP_503",
    ]);
  });

  test("what nobody has seen is told again after the interval; what was seen, or is solved, is not", async () => {
    const at = await bench(MAIL);
    await at.open("one");
    await at.open("two");
    await at.desk.look();
    await at.pass(59 * MINUTE);
    expect(at.email.handed).toHaveLength(1);
    await at.pass(MINUTE);
    expect(at.email.handed[1]?.message.subject).toBe("Ordo: сбоев: 2 (повтор) — HTTP_503");
    expect(await at.desk.see("one", "admin")).toBe(true);
    expect(await at.desk.see("nothing", "admin")).toBe(false);
    await at.pass(60 * MINUTE);
    expect(at.email.handed[2]?.message.subject).toBe("Ordo: сбоев: 1 (повтор) — HTTP_503");
    await at.store.queries.settle("two");
    await at.pass(60 * MINUTE);
    await at.pass(24 * 60 * MINUTE);
    expect(at.email.handed).toHaveLength(3);
  });

  test("one that comes again under its id is another: it is told although the one before was seen", async () => {
    const at = await bench(MAIL);
    await at.open("outgoing:channel:email");
    await at.desk.look();
    await at.desk.see("outgoing:channel:email", "admin");
    await at.store.queries.settle("outgoing:channel:email");
    at.clock.jump(10 * MINUTE);
    await at.open("outgoing:channel:email");
    await at.desk.look();
    expect(at.email.handed).toHaveLength(2);
  });

  test("who has seen what is told with it", async () => {
    const at = await bench(MAIL);
    await at.open("one");
    await at.desk.see("one", "admin");
    const { rows } = await at.store.queries.incidents({}, { limit: 10 });
    expect(await at.desk.seen(rows)).toEqual(
      new Map([["one", { incident: "one", at: NOON, seenBy: "admin", seenAt: NOON }]]),
    );
    await at.desk.look();
    expect(at.email.handed).toEqual([]);
  });

  test("a rule is about its processes and severities; people and groups are told by their own addresses", async () => {
    const at = await bench({
      pressing: { to: ["head"], channels: ["email"], severities: ["high"] },
      bills: { to: ["group:queue", "ops@example.com"], channels: ["email"], processes: ["invoice-approval"] },
    });
    await at.open("one");
    await at.desk.look();
    // Nobody of the company has an address: the one that the rule itself names remains.
    expect(at.email.handed.map(({ route }) => route.address)).toEqual(["ops@example.com"]);
    await at.open("low", { code: "DOWNTIME" });
    await at.pass(10 * MINUTE);
    expect(at.email.handed).toHaveLength(1);
  });
});

describe("when a channel does not work", () => {
  const DOWN = { kind: "unknown", message: "connect ECONNREFUSED", keyed: true } as const;

  test("each goes by the next channel of the list that reaches him, and the short text fits a text message", async () => {
    const at = await bench({ ...DUTY, chat: HOOK_AFTER_MAIL });
    at.email.answer = DOWN;
    await at.open("one");
    await at.desk.look();
    expect(at.sms.handed.map(({ message }) => message.text)).toEqual(["Ordo: HTTP_503 invoice-approval"]);
    expect(at.calls).toHaveLength(1);
    expect((await at.store.queries.incidents({ code: "ALERT_NOT_SENT" }, { limit: 10 })).rows).toEqual([]);
  });

  test("where nobody is reached one incident says so, alerts nobody of itself, and goes when an alert leaves", async () => {
    const at = await bench(MAIL);
    at.email.answer = DOWN;
    await at.open("one");
    await at.desk.look();
    const open = async () => (await at.store.queries.incidents({ code: "ALERT_NOT_SENT" }, { limit: 10 })).rows;
    expect(await open()).toMatchObject([{ id: "alerts:not-sent", instance: null, resolution: "none" }]);
    for (let count = 0; count < 120; count += 1) await at.pass(MINUTE);
    // One, two, four … thirty minutes apart: a server that is away is not hammered.
    expect(at.email.handed.length).toBeLessThan(10);
    expect(await open()).toHaveLength(1);
    at.email.answer = { kind: "done", id: "1" };
    await at.pass(30 * MINUTE);
    expect(at.email.handed.at(-1)?.message.text).not.toContain("ALERT_NOT_SENT");
    expect(await open()).toEqual([]);
  });

  test("what did not leave is not sent later by the desk of messages", async () => {
    const at = await bench(MAIL);
    at.email.answer = DOWN;
    await at.open("one");
    await at.desk.look();
    expect(await at.shelf.due(at.clock.now(), 10)).toEqual([]);
    expect(await at.shelf.find("alert:duty:1:ops@example.com:email")).toMatchObject({
      kind: "alert",
      status: "refused",
    });
  });

  test("a hold does not stop alerts, a redirection takes them where everything goes", async () => {
    const held = await bench(MAIL, { mode: { kind: "hold" } });
    await held.open("one");
    await held.desk.look();
    expect(held.email.handed).toMatchObject([{ route: { address: "ops@example.com" }, meantFor: null }]);
    const redirected = await bench(MAIL, { mode: { kind: "redirect", to: "test@example.com" } });
    await redirected.open("one");
    await redirected.desk.look();
    expect(redirected.email.handed).toMatchObject([
      { route: { address: "test@example.com" }, meantFor: "ops@example.com" },
    ]);
  });
});

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const HOOK = { webhook: { url: "https://alerts.example.com/ordo", secret: SECRET } };
const HOOK_AFTER_MAIL = { to: ["a@example.com", "b@example.com"], channels: ["email", "webhook"], ...HOOK };

describe("another system", () => {
  test("is called with a signature that our own door believes, once a message", async () => {
    const at = await bench({ chat: HOOK });
    await at.open("one");
    await at.desk.look();
    const [call] = at.calls;
    if (call === undefined) throw new Error("nobody called");
    const body = new TextEncoder().encode(call.body);
    const key = Buffer.alloc(32, 7);
    expect(verifySignature({ headers: call.headers, body }, [key], at.clock.now())).toEqual({
      kind: "signed",
      id: "alert-chat-1",
    });
    expect(
      createHmac("sha256", key)
        .update(`alert-chat-1.${NOON / 1000}.${call.body}`)
        .digest("base64"),
    ).toBe(call.headers["webhook-signature"]?.slice(3));
    expect(JSON.parse(call.body)).toMatchObject({
      type: "incidents.open",
      data: { rule: "chat", kinds: [{ code: "HTTP_503", severity: "normal", count: 1, repeated: false }] },
    });
  });

  test("that does not take it is called again later, and an incident says so", async () => {
    let status = 500;
    const at = await bench({ chat: HOOK }, { status: () => status });
    await at.open("one");
    await at.desk.look();
    expect((await at.store.queries.incidents({ code: "ALERT_NOT_SENT" }, { limit: 1 })).rows).toHaveLength(1);
    status = 204;
    await at.pass(MINUTE);
    expect(at.calls).toHaveLength(2);
    expect((await at.store.queries.incidents({ code: "ALERT_NOT_SENT" }, { limit: 1 })).rows).toEqual([]);
  });

  test.each([
    ["no key", { chat: { webhook: { url: "https://alerts.example.com", secret: "letmein" } } }],
    ["no address", { chat: { webhook: { url: "alerts", secret: SECRET } } }],
    ["nobody at all", { chat: { channels: ["email"] } }],
  ])("a rule with %s does not start", async (_what, alerts) => {
    await expect(bench(alerts)).rejects.toThrow();
  });
});

const postgres = await sharedPostgres();
describe("several workers, and deaths between", () => {
  test.skipIf(postgres.skip !== undefined)(
    `two workers that look at once send each message once${postgres.skip === undefined ? "" : ` (skipped: ${postgres.skip})`}`,
    async () => {
      if (postgres.skip !== undefined) throw new Error(postgres.skip);
      const { url, drop } = await postgres.freshDatabase();
      ends.push(drop);
      const clock = new VirtualClock(NOON);
      const [email, sms] = [new Post("smtp"), new Post("sms")];
      const workers: AlertBench[] = [];
      for (let count = 0; count < 2; count += 1) {
        const database = await openPostgres({ url, poolSize: 4 }, { clock, logger: null });
        ends.push(() => database.close());
        workers.push(await alertBench(database, clock, MAIL, { email, sms }));
      }
      const [first] = workers;
      for (let round = 0; round < 5; round += 1) {
        await first?.open(`incident-${round}`);
        await Promise.all(workers.map(({ desk }) => desk.look()));
        await Promise.all(workers.map(({ desk }) => desk.look()));
        clock.jump(6 * MINUTE);
      }
      expect(email.handed.map(({ key }) => key)).toEqual(
        [1, 2, 3, 4, 5].map((one) => `alert:duty:${one}:ops@example.com:email`),
      );
    },
  );

  test("what a worker began before it died another one ends: nobody gets twice what he had", async () => {
    const clock = new VirtualClock(NOON);
    const database = openSqlite(":memory:", clock);
    ends.push(() => database.close());
    const [email, sms] = [new Post("smtp"), new Post("sms")];
    const two = { duty: { to: ["a@example.com", "b@example.com"], channels: ["email"] } };
    const dying = await alertBench(database, clock, two, { email, sms });
    await dying.open("one");
    let handed = 0;
    email.answer = async () => {
      handed += 1;
      // The second letter never ends: its worker is gone.
      return handed === 1 ? { kind: "done", id: "1" } : new Promise(() => {});
    };
    void dying.desk.look();
    while (handed < 2) await new Promise((resolve) => setImmediate(resolve));
    email.answer = { kind: "done", id: "2" };
    const next = await alertBench(database, clock, two, { email, sms });
    await next.desk.look();
    expect(email.handed).toHaveLength(2);
    clock.jump(11 * MINUTE);
    await next.desk.look();
    const ofFirst = email.handed.filter(({ route }) => route.address === "a@example.com");
    expect(ofFirst).toHaveLength(1);
    clock.jump(MINUTE);
    await next.desk.look();
    expect(email.handed).toHaveLength(2);
  });
});
