import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type DeskBench,
  deskBench,
  FakeChannel,
  LATER,
  LOST,
  NEVER,
  NOON,
  parcelOf,
  taskParcel,
} from "./desk-bench.ts";

const WORDS = { ru: "слова", en: "words" };

let bench: DeskBench;
beforeEach(async () => {
  bench = await deskBench();
});
afterEach(() => bench.close());

const send = (key: string, attempt = 1) => bench.desk.send(parcelOf(key, { attempt }), NEVER);

describe("one message, one key", () => {
  test("it goes out once, however often it is asked for, and is remembered as it went", async () => {
    const first = await send("k");
    bench.clock.jump(1_000);
    expect(await send("k", 2)).toEqual(first);
    expect(first).toEqual({ kind: "done", route: { channel: "sms", address: "+79000000001" }, at: NOON });
    expect(bench.channel.handed).toHaveLength(1);
    expect(await bench.row("k")).toMatchObject({
      status: "sent",
      sent_at: NOON,
      provider_id: "id-1",
      delivery: "pending",
    });
  });

  test("two senders of one message at the same moment hand it over once", async () => {
    const posted = await Promise.all([send("k"), send("k"), send("k")]);
    expect(bench.channel.handed).toHaveLength(1);
    expect(posted.map(({ kind }) => kind)).toContain("done");
  });

  test("it is kept as being sent before its channel is called", async () => {
    let seen = "";
    bench.channel.answers.push(async () => {
      seen = (await bench.row("k")).status;
      return { kind: "done", id: null };
    });
    await send("k");
    expect(seen).toBe("sending");
  });

  test("no text, address or person stands in the log", async () => {
    bench.channel.answers.push(LOST);
    await send("k");
    await send("l");
    expect(bench.logged).toHaveLength(2);
    expect(JSON.stringify(bench.logged)).not.toMatch(/\+79|заявка|lead\/1|broke/);
  });

  test("a shelf that cannot be reached leaves the answer open, not the message twice", async () => {
    await bench.close();
    expect(await send("k")).toMatchObject({ kind: "unknown", keyed: true });
    expect(bench.channel.handed).toEqual([]);
    bench = await deskBench();
  });
});

describe("when the worker dies between keeping and sending", () => {
  const retrying = async (): Promise<void> => {
    const { channel, clock } = bench;
    await bench.close();
    bench = await deskBench({ uncertain: { sms: "retry" } }, { channel, clock });
  };

  /** The channel is called, and nobody lives to write what it answered. */
  const dieSending = async (attempt = 1): Promise<void> => {
    bench.channel.answers.push(() => new Promise(() => {}));
    void send("k", attempt);
    while (bench.channel.handed.length === 0) await new Promise((resolve) => setImmediate(resolve));
  };

  test("the same attempt is never sent twice: it is uncertain", async () => {
    await dieSending();
    expect(await send("k")).toMatchObject({ kind: "unknown", keyed: false });
    expect(await send("k")).toMatchObject({ kind: "unknown", keyed: false });
    expect(bench.channel.handed).toHaveLength(1);
    expect(await bench.row("k")).toMatchObject({ status: "uncertain", reason: "INTERRUPTED" });
  });

  test("a later attempt, which the engine asks for on purpose, is sent where `uncertain: retry` says so", async () => {
    await retrying();
    await dieSending();
    await send("k");
    expect(await send("k", 2)).toMatchObject({ kind: "done" });
    expect(bench.channel.handed).toHaveLength(2);
    expect(await send("k", 2)).toMatchObject({ kind: "done" });
    expect(bench.channel.handed).toHaveLength(2);
  });

  test("what an older attempt learns too late changes nothing", async () => {
    await retrying();
    let answer: (delivered: { kind: "done"; id: string }) => void = () => {};
    bench.channel.answers.push(() => new Promise((resolve) => (answer = resolve)));
    const late = send("k");
    while (bench.channel.handed.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await send("k", 2);
    answer({ kind: "done", id: "old" });
    await late;
    expect(await bench.row("k")).toMatchObject({ provider_id: "id-2", tries: 2, attempt: 2 });
  });

  test("where the other side knows the key it is simply repeated", async () => {
    bench.channel.isKeyed = true;
    await dieSending();
    expect(await send("k")).toMatchObject({ kind: "done" });
    expect(bench.channel.handed).toHaveLength(2);
  });

  test("the watch finds what nobody asks for again: uncertain, or repeated where that is safe", async () => {
    await dieSending();
    bench.clock.jump(170_000);
    await bench.watch.look();
    expect(await bench.row("k")).toMatchObject({ status: "sending" });
    bench.clock.jump(20_000);
    await bench.watch.look();
    expect(await bench.row("k")).toMatchObject({ status: "uncertain" });
    expect(bench.channel.handed).toHaveLength(1);
  });

  test("a person decides instead of another attempt, is told at once, and has decided when he did", async () => {
    bench.channel.answers.push(LOST);
    expect(await send("k")).toMatchObject({ kind: "unknown", keyed: false });
    expect(bench.troubles).toMatchObject([
      { code: "MESSAGE_UNCERTAIN", remedy: { ru: expect.stringContaining("drop k") } },
    ]);
    expect(await send("k", 2)).toMatchObject({ kind: "unknown", keyed: false });
    expect(bench.channel.handed).toHaveLength(1);
    expect(bench.troubles).toMatchObject([{ code: "MESSAGE_UNCERTAIN" }]);
    expect(await bench.review.decide("release", { keys: ["k"] }, "admin-1")).toBe(1);
    expect(bench.troubles).toEqual([]);
    expect(await send("k", 3)).toMatchObject({ kind: "done" });
    await bench.watch.look();
    expect(bench.channel.handed).toHaveLength(2);
  });
});

describe("what the channel answers", () => {
  test("no: the step is told, and a later retry asks anew", async () => {
    bench.channel.answers.push({ kind: "refused", code: "SMS_202", message: "wrong number" });
    expect(await send("k")).toEqual({ kind: "refused", code: "SMS_202", message: "wrong number" });
    expect(await bench.row("k")).toMatchObject({ status: "refused", reason: "SMS_202", accepted: 0 });
    expect(await send("k")).toMatchObject({ kind: "done" });
    expect(bench.troubles).toEqual([]);
  });

  test("later: the desk takes it over and repeats it with growing pauses until it goes", async () => {
    bench.channel.answers.push(LATER, LATER);
    expect(await send("k")).toMatchObject({ kind: "done" });
    expect(await bench.row("k")).toMatchObject({ status: "waiting", accepted: 1, not_before: NOON + 30_000 });
    bench.clock.jump(29_000);
    await bench.watch.look();
    expect(bench.channel.handed).toHaveLength(1);
    bench.clock.jump(1_000);
    await bench.watch.look();
    expect(await bench.row("k")).toMatchObject({ status: "waiting", not_before: NOON + 90_000 });
    bench.clock.jump(60_000);
    await bench.watch.look();
    expect(await bench.row("k")).toMatchObject({ status: "sent", tries: 3 });
    expect(await send("k", 2)).toMatchObject({ kind: "done" });
    expect(bench.channel.handed).toHaveLength(3);
  });

  test("later for ever: after `tryFor` people are told, once an hour and reason", async () => {
    const trouble = { code: "SMS_BALANCE", message: { ru: "Нет денег", en: "No money" }, remedy: { ru: "…", en: "…" } };
    for (const key of ["k", "l"]) {
      bench.channel.answers.push({ kind: "unknown", message: "no money", keyed: true, trouble });
      await send(key);
    }
    expect(bench.troubles).toMatchObject([
      { id: "outgoing:channel:sms", code: "SMS_BALANCE", message: { en: "No money" } },
    ]);
    bench.clock.jump(3_600_000);
    bench.channel.answers.push(LATER, LATER);
    await bench.watch.look();
    expect(await bench.statuses()).toEqual(["refused", "refused"]);
    expect(bench.troubles.map(({ code }) => code)).toEqual(["SMS_BALANCE", "MESSAGE_NOT_SENT"]);
    expect(await bench.review.decide("release", { keys: ["k"] }, "admin-1")).toBe(1);
    await bench.watch.look();
    expect(await bench.row("k")).toMatchObject({ status: "sent", decided_by: "admin-1" });
  });

  test("later for a quarter of an hour: people are told while the desk goes on trying", async () => {
    bench.channel.answers.push(...Array.from({ length: 6 }, () => LATER));
    await send("k");
    for (let minute = 0; minute < 16; minute += 1) {
      expect(bench.troubles).toEqual([]);
      bench.clock.jump(60_000);
      await bench.watch.look();
    }
    expect(bench.troubles).toMatchObject([{ code: "MESSAGE_DELAYED" }]);
    bench.clock.jump(960_000);
    await bench.watch.look();
    expect((await bench.row("k")).status).toBe("sent");
  });

  test("perhaps, of a message that is the desk's own: people are asked, it is not repeated", async () => {
    bench.channel.answers.push(LATER, LOST);
    await send("k");
    bench.clock.jump(30_000);
    await bench.watch.look();
    bench.clock.jump(600_000);
    await bench.watch.look();
    expect(bench.channel.handed).toHaveLength(2);
    expect(bench.troubles).toMatchObject([
      { code: "MESSAGE_UNCERTAIN", remedy: { en: expect.stringContaining("release k") } },
    ]);
  });

  test("nothing, but an exception: it is uncertain", async () => {
    bench.channel.answers.push(() => Promise.reject(new Error("boom")));
    expect(await send("k")).toEqual({ kind: "unknown", message: "boom", keyed: false });
  });
});

describe("doubt", () => {
  const NO = { kind: "refused", code: "SMTP_550", message: "550 no such user" } as const;
  const ODD = { ...LOST, message: "answered 200", odd: { code: "SMS_GATEWAY_ODD", message: WORDS, remedy: WORDS } };

  test("stays though the repetition was refused", async () => {
    bench.channel.answers.push(LOST, NO);
    await send("k");
    await bench.review.decide("release", { keys: ["k"] }, "admin-1");
    await bench.watch.look();
    expect(await bench.row("k")).toMatchObject({
      ...{ status: "uncertain", reason: "REFUSED_AGAIN", detail: "SMTP_550, 550 no such user" },
    });
    expect(bench.troubles).toMatchObject([{ code: "MESSAGE_UNCERTAIN" }]);
    await bench.review.decide("drop", { keys: ["k"] }, "admin-1");
    expect(bench.troubles).toEqual([]);
  });

  test("stays over a server that said later, too", async () => {
    const { channel, clock } = bench;
    await bench.close();
    bench = await deskBench({ uncertain: { sms: "retry" } }, { channel, clock });
    bench.channel.answers.push(LOST, LATER, NO);
    await send("k");
    await send("k", 2);
    bench.clock.jump(600_000);
    await bench.watch.look();
    expect(await bench.row("k")).toMatchObject({ status: "uncertain", reason: "REFUSED_AGAIN" });
  });

  test("ends where the answer comes late", async () => {
    let answer: (delivered: { kind: "done"; id: string }) => void = () => {};
    bench.channel.answers.push(() => new Promise((resolve) => (answer = resolve)));
    const late = send("k");
    while (bench.channel.handed.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await send("k", 2);
    expect(bench.troubles).toMatchObject([{ code: "MESSAGE_UNCERTAIN" }]);
    answer({ kind: "done", id: "7" });
    await late;
    expect(await bench.row("k")).toMatchObject({ status: "sent", provider_id: "7" });
    expect(bench.troubles).toEqual([]);
  });

  test("of three messages in a row whose answer was none: the channel is held until people let it go", async () => {
    bench.channel.answers.push(ODD, LOST, ODD, ODD, ODD);
    for (const key of ["a", "b", "c", "d", "e", "f", "g"]) {
      bench.clock.jump(1_000);
      await send(key);
    }
    expect(bench.channel.handed.map(({ key }) => key)).toEqual(["a", "b", "c", "d", "e"]);
    expect((await bench.row("g")).reason).toBe("HOLD");
    const odd = bench.troubles.filter(({ code }) => code === "SMS_GATEWAY_ODD");
    expect(odd).toMatchObject([{ remedy: { en: expect.stringContaining("ordo outgoing sms live") } }]);
    expect(await bench.switches.of("sms")).toMatchObject({ switched: { by: null, reason: "SMS_GATEWAY_ODD" } });
    bench.clock.jump(1_000);
    await bench.switches.switch("sms", { mode: "live", reason: null, by: "admin-1", at: bench.clock.now() });
    bench.channel.answers.push(ODD);
    await send("h");
    expect((await bench.switches.of("sms")).mode).toEqual({ kind: "live" });
    await send("i");
    expect(bench.troubles.filter(({ code }) => code === "SMS_GATEWAY_ODD")).toEqual([]);
  });
});

describe("what is over", () => {
  test("a channel that works again has no incident left, nor one that was raised before a restart", async () => {
    const trouble = (code: string) => ({ ...LATER, trouble: { code, message: WORDS, remedy: WORDS } });
    bench.channel.answers.push(trouble("SMS_401"), trouble("SMS_402"));
    await send("a");
    await send("b");
    expect(bench.troubles.map(({ code }) => code)).toEqual(["SMS_402"]);
    const restarted = await deskBench({}, bench);
    await restarted.desk.send(parcelOf("c"), NEVER);
    expect(bench.troubles).toEqual([]);
  });
});

describe("an address that will not do", () => {
  const NOBODY = { kind: "refused", code: "SMTP_550", message: "550 5.1.1 no such user", unreachable: true } as const;

  test("reaches nobody, and a mended one is gone to when it is asked for again", async () => {
    bench.channel.answers.push(NOBODY);
    expect(await send("k")).toEqual({ kind: "unreachable" });
    expect(bench.troubles).toEqual([]);
    const mended = { channel: "sms", address: "+79000000002" };
    expect(await bench.desk.send(parcelOf("k", { attempt: 2, route: mended }), NEVER)).toMatchObject({ route: mended });
    expect(await bench.row("k")).toMatchObject({ status: "sent", address: "+79000000002" });
  });
});

describe("what the channel refuses by itself", () => {
  test("is refused when it is taken in, though the channel is on hold, and counts against no limit", async () => {
    const channel = Object.assign(new FakeChannel(), {
      refusal: () => ({ kind: "refused", code: "SMS_TOO_LONG", message: "3 SMS" }) as const,
    });
    await bench.close();
    bench = await deskBench({ modes: new Map([["sms", { kind: "hold" }]]) }, { channel });
    expect(await send("k")).toMatchObject({ kind: "refused", code: "SMS_TOO_LONG" });
    expect(await bench.row("k")).toMatchObject({ status: "refused", reason: "SMS_TOO_LONG", detail: "3 SMS" });
    expect(await bench.shelf.database.db.selectFrom("outgoing_count").selectAll().execute()).toEqual([]);
  });
});

describe("a task that closes", () => {
  test("takes its messages back: those that did not leave never do", async () => {
    await bench.switches.switch("sms", { mode: "hold", reason: "проба", by: "admin-1", at: bench.clock.now() });
    await bench.desk.send(taskParcel("k", "t-1"), NEVER);
    await bench.switches.switch("sms", { mode: "live", reason: null, by: "admin-1", at: bench.clock.now() });
    await bench.desk.send(taskParcel("l", "t-1"), NEVER);
    await bench.desk.untell("t-1");
    expect(await bench.row("k")).toMatchObject({ status: "dropped", reason: "TASK_CLOSED", withdrawn_at: NOON });
    expect(await bench.row("l")).toMatchObject({ status: "sent", withdrawn_at: NOON });
    expect(bench.channel.withdrawn).toEqual(["t-1"]);
    expect(await bench.review.decide("release", { keys: ["k"] }, "admin-1")).toBe(0);
  });

  test("while its message is being handed over: a server that says later gets it no second time", async () => {
    let answer: (delivered: typeof LATER) => void = () => {};
    bench.channel.answers.push(() => new Promise((resolve) => (answer = resolve)));
    const sent = bench.desk.send(taskParcel("k", "t-1"), NEVER);
    while (bench.channel.handed.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await bench.desk.untell("t-1");
    answer(LATER);
    await sent;
    bench.clock.jump(3_600_000);
    await bench.watch.look();
    expect(bench.channel.handed).toHaveLength(1);
    expect(await bench.row("k")).toMatchObject({ status: "dropped", reason: "TASK_CLOSED" });
    expect(await bench.desk.send(taskParcel("k", "t-1"), NEVER)).toMatchObject({ kind: "done" });
    expect(bench.channel.handed).toHaveLength(1);
  });

  test("after its message was given up: a person who releases it brings nothing out", async () => {
    bench.channel.answers.push({ kind: "refused", code: "SMS_202", message: "wrong number" });
    await bench.desk.send(taskParcel("k", "t-1"), NEVER);
    await bench.desk.untell("t-1");
    await bench.review.decide("release", { keys: ["k"] }, "admin-1");
    await bench.watch.look();
    expect(bench.channel.handed).toHaveLength(1);
    expect(await bench.row("k")).toMatchObject({ status: "dropped", reason: "TASK_CLOSED" });
  });
});
