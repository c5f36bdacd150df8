import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startSmsGateway, type TestSmsGateway } from "../../../support/servers/sms-gateway.ts";
import { NEVER } from "../outgoing/desk-bench.ts";
import { DESCRIBED, KEY, REPORTS, smsChannel, smsOf } from "./sms-bench.ts";

let gateway: TestSmsGateway;
beforeEach(async () => {
  gateway = await startSmsGateway(KEY);
});
afterEach(() => gateway.close());

const smsRu = (more: object = {}) => smsChannel({ "sms-ru": { key: "${KEY}", url: gateway.url, ...more } });
const smsc = (more: object = {}) => smsChannel({ smsc: { key: "${KEY}", url: gateway.url, ...more } });
const described = (more: object = {}) => smsChannel({ gateway: { ...DESCRIBED(gateway.url), ...more } });

describe.each([
  ["SMS.RU", smsRu, { id: "1000", phone: "79000000001" }],
  ["SMSC.ru", smsc, { id: "1385271105/79000000001", phone: "79000000001" }],
  ["a described gateway", described, { id: "1000", phone: "+79000000001" }],
])("%s", (_name, open, { id, phone }) => {
  test("takes a message and says how it calls it", async () => {
    const sent = await open().deliver(smsOf("k"), NEVER);
    expect(sent).toMatchObject({ kind: "done", id: expect.stringMatching(/^\d+(\/79000000001)?$/) });
    if (!id.includes("/")) expect(sent).toEqual({ kind: "done", id });
    expect(gateway.taken).toMatchObject([{ phone, text: "Ваша заявка принята в работу. Номер 1" }]);
  });

  test("with a wrong key: nothing leaves until people have seen to it; no secret is told", async () => {
    const channel = open();
    await gateway.close();
    gateway = await startSmsGateway("another");
    const other = open();
    const told = await other.deliver(smsOf("k"), NEVER);
    expect(told).toMatchObject({
      kind: "unknown",
      keyed: true,
      trouble: { code: expect.stringMatching(/^SMS_(200|2|401)$/) },
    });
    const gone = await channel.deliver(smsOf("k"), NEVER);
    expect(gone).toMatchObject({ kind: "unknown", keyed: true });
    expect(JSON.stringify([told, gone])).not.toContain("canary");
  });

  test.each([
    ["busy", { kind: "unknown", keyed: true, retryAfterMs: 7_000 }],
    ["forbidden", { kind: "unknown", keyed: true, trouble: { code: "SMS_HTTP_403" } }],
    [{ code: 8 }, { kind: "refused", code: "SMS_8" }],
  ] as const)("says %j", async (fault, expected) => {
    gateway.faults.push(fault);
    expect(await open().deliver(smsOf("k"), NEVER)).toMatchObject(expected);
  });

  test.each(["dropAfter", "dropBefore", "badGateway", "page"] as const)(
    "whose answer is lost (%s): safe to repeat only where it knows the message",
    async (fault) => {
      const channel = open();
      gateway.faults.push(fault);
      expect(await channel.deliver(smsOf("k"), NEVER)).toMatchObject({ kind: "unknown", keyed: channel.isKeyed });
    },
  );

  test("refuses by itself what would cost too much, and what is no number", async () => {
    const long = smsOf("k", { message: { text: "я".repeat(403) } });
    expect(await open({ segments: 6 }).deliver(long, NEVER)).toMatchObject({ kind: "refused", code: "SMS_TOO_LONG" });
    const nowhere = smsOf("k", { route: { channel: "sms", address: "12" } });
    expect(await open().deliver(nowhere, NEVER)).toMatchObject({ kind: "refused", code: "ADDRESS_INVALID" });
    expect(gateway.requests).toEqual([]);
  });

  test("before its time is up, and while it holds the message", async () => {
    const channel = open();
    expect(await channel.deliver(smsOf("k"), AbortSignal.abort())).toMatchObject({ kind: "unknown", keyed: true });
    expect(gateway.taken).toEqual([]);
    gateway.faults.push("silence");
    const stop = new AbortController();
    const sent = channel.deliver(smsOf("k"), stop.signal);
    while (gateway.taken.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(await sent).toMatchObject({ kind: "unknown", keyed: channel.isKeyed });
  });

  test("tells what became of messages, asked or not", async () => {
    const channel = open({ reports: "${REPORTS}", ...(open === described ? { reports: DESCRIBED("").reports } : {}) });
    const sent = await channel.deliver(smsOf("k"), NEVER);
    if (sent.kind !== "done" || sent.id === null) throw new Error("not sent");
    expect(await channel.newsOf?.([sent.id], NEVER)).toMatchObject([{ id: sent.id, state: "pending" }]);
    gateway.states.set(sent.id.split("/")[0] ?? "", open === smsRu ? "103" : open === smsc ? "1" : "delivered");
    expect(await channel.newsOf?.([sent.id], NEVER)).toMatchObject([{ id: sent.id, state: "delivered" }]);
    expect(channel.tracks).toBe(true);
  });
});

describe("a lost answer", () => {
  test("of a gateway that knows our id as the message: repeated, it is one message", async () => {
    const channel = described();
    gateway.faults.push("dropAfter");
    await channel.deliver(smsOf("k"), NEVER);
    expect(await channel.deliver(smsOf("k", { tries: 2 }), NEVER)).toEqual({ kind: "done", id: "1000" });
    expect(gateway.taken).toHaveLength(1);
  });

  test("of a gateway that can be asked by our id: it is asked before anything is sent again", async () => {
    const channel = smsc();
    gateway.faults.push("dropAfter");
    await channel.deliver(smsOf("k"), NEVER);
    const again = await channel.deliver(smsOf("k", { tries: 2 }), NEVER);
    expect(again).toEqual({ kind: "done", id: `${gateway.taken[0]?.clientId}/79000000001` });
    expect(gateway.taken).toHaveLength(1);
    gateway.faults.push("dropBefore");
    await channel.deliver(smsOf("l"), NEVER);
    expect(await channel.deliver(smsOf("l", { tries: 2 }), NEVER)).toMatchObject({ kind: "done" });
    expect(gateway.taken).toHaveLength(2);
  });

  test("of one that only refuses the same text within a minute: of a repeated message that means it had it", async () => {
    gateway.faults.push({ code: 231 }, { code: 231 });
    expect(await smsRu().deliver(smsOf("k"), NEVER)).toMatchObject({ kind: "refused", code: "SMS_231" });
    expect(await smsRu().deliver(smsOf("k", { tries: 2 }), NEVER)).toEqual({ kind: "done", id: null });
  });

  test("our ids are the same for the same key, and tell nothing of it", async () => {
    for (const [key, tries] of [
      ["i-1/tell", 1],
      ["i-1/tell", 1],
      ["i-2/tell", 1],
    ] as const)
      await described().deliver(smsOf(key, { tries }), NEVER);
    const ids = gateway.requests.map(({ fields }) => fields["ref"] ?? "");
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
    expect(ids[0]).toMatch(/^[0-9a-f]{40}$/);
    await smsc().deliver(smsOf("i-1/tell"), NEVER);
    const number = Number(gateway.requests.at(-1)?.fields["id"]);
    expect(number > 0 && number < 2 ** 31).toBe(true);
  });
});

describe("no money", () => {
  test("is an incident for people, not a message lost", async () => {
    gateway.faults.push({ code: 201 });
    expect(await smsRu().deliver(smsOf("k"), NEVER)).toMatchObject({
      ...{ kind: "unknown", keyed: true },
      trouble: { code: "SMS_201", message: { ru: expect.stringContaining("Не хватает средств") } },
    });
  });
});

describe("delivery reports", () => {
  const request = (rest: string, body: string) => ({
    ...{ method: "POST", rest, query: {}, headers: {}, body: new TextEncoder().encode(body) },
  });

  test("without a secret there is no address for them", () => {
    for (const channel of [smsRu(), smsc(), described({ reportsSecret: "" })]) expect(channel.reports).toBeNull();
  });

  test("a wrong secret is answered as if there were nothing", () => {
    const { reports } = smsRu({ reports: "${REPORTS}" });
    expect(reports?.path).toBe("/sms/sms-ru/reports/*");
    for (const rest of ["", "canary", `${REPORTS}x`, `x${REPORTS}`])
      expect(reports?.read(request(rest, ""))).toBeNull();
  });

  test("of SMS.RU: several at once, only those of messages", () => {
    const data = [
      "sms_status\n000-1\n103\n1700000000",
      "sms_status\n000-2\n105\n1700000000",
      "callcheck_status\n7\n401",
    ];
    const body = new URLSearchParams(data.map((line, at) => [`data[${at}]`, line])).toString();
    expect(smsRu({ reports: "${REPORTS}" }).reports?.read(request(REPORTS, body))).toEqual({
      news: [
        { id: "000-1", state: "delivered", reason: "103" },
        { id: "000-2", state: "undelivered", reason: "105" },
      ],
      answer: { status: 200, body: "100", type: "text/plain; charset=utf-8" },
    });
  });

  test("of SMSC.ru and of a described gateway", () => {
    const form = "id=77&phone=79000000001&status=20&time=1&err=1";
    expect(smsc({ reports: "${REPORTS}" }).reports?.read(request(REPORTS, form))?.news).toEqual([
      { id: "77/79000000001", state: "undelivered", reason: "20" },
    ]);
    const json = JSON.stringify({ items: [{ id: "a", state: "delivered" }, { id: "b", state: "lost?" }, null, 7] });
    const { reports } = described();
    expect(reports?.read(request(REPORTS, json))?.news).toEqual([{ id: "a", state: "delivered", reason: "delivered" }]);
    for (const broken of ["", "{", "null", "[]", '{"items":{"id":{}}}'])
      expect(reports?.read(request(REPORTS, broken))?.news).toEqual([]);
  });
});

test("a refusal is said in the language of the installation", async () => {
  const sent = smsChannel({ gateway: DESCRIBED(gateway.url) }, "ru").deliver(
    smsOf("k", { message: { text: "ы".repeat(2_000) } }),
    NEVER,
  );
  expect(await sent).toMatchObject({ code: "SMS_TOO_LONG", message: expect.stringMatching(/^текст займёт \d+ SMS/) });
});

describe("a description", () => {
  const send = DESCRIBED("https://sms.example.com").send;
  test.each([
    ["a name that stands for nothing", { send: { ...send, json: { to: "{telefon}", text: "{text}" } } }, "{telefon}"],
    ["a name that is not written as one", { send: { ...send, json: { to: "{ phone }" } } }, "{ phone }"],
    ["a name in letters of another alphabet", { send: { ...send, json: { to: "{телефон}" } } }, "{телефон}"],
    ["a secret by another name", { secrets: { tok: "${TOKEN}" } }, "{token}"],
    ["a secret without a value", { secrets: { token: "" } }, "token"],
    ["a secret that is called as what is known", { secrets: { token: "${TOKEN}", text: "x" } }, "text"],
    ["a sender that nobody named", { send: { ...send, json: { sender: "{from}" } } }, "from"],
    ["an address that is none", { send: { ...send, url: "sms.example.com/send" } }, "sms.example.com/send"],
    ["no address", { send: { ...send, url: "" } }, "url"],
    [
      "a status asked for by what is not known then",
      { status: { url: "https://sms.example.com/{phone}", at: "s" } },
      "{phone}",
    ],
  ])("with %s is an error before anything leaves", (_, more, named) => {
    expect(() => described(more)).toThrow(named);
  });

  test("with an address that is none of a ready-made gateway, too", () => {
    expect(() => smsRu({ url: "sms.ru" })).toThrow("sms.ru");
  });
});

describe("an answer that is none of the gateway's own", () => {
  test.each(["page", "badGateway"] as const)("(%s) is said to be odd", async (fault) => {
    gateway.faults.push(fault);
    expect(await smsRu().deliver(smsOf("k"), NEVER)).toMatchObject({ odd: { code: "SMS_GATEWAY_ODD" }, keyed: false });
  });

  test("an id that is looked for in a wrong place, too", async () => {
    const { accepted: _, ...plain } = DESCRIBED(gateway.url);
    const channel = smsChannel({ gateway: { ...plain, id: "data.nummer", knowsId: undefined } });
    expect(await channel.deliver(smsOf("k"), NEVER)).toMatchObject({ odd: { code: "SMS_GATEWAY_ODD" }, keyed: false });
  });
});

describe("a number that will not do", () => {
  test.each([
    ["SMS.RU", smsRu, 202],
    ["SMSC.ru", smsc, 7],
    ["a described gateway", () => described({ errors: { at: "error.code", unreachable: [12] } }), 12],
  ])("reaches nobody (%s); another refusal is ours", async (_, open, code) => {
    gateway.faults.push({ code }, { code: 6 });
    expect(await open().deliver(smsOf("k"), NEVER)).toMatchObject({ code: `SMS_${code}`, unreachable: true });
    expect(await open().deliver(smsOf("l"), NEVER)).toMatchObject({ code: "SMS_6", unreachable: false });
  });

  test("what is too long is known before it leaves", () => {
    const long = smsOf("k", { message: { text: "я".repeat(403) } });
    expect(smsRu().refusal?.(long)).toMatchObject({ code: "SMS_TOO_LONG" });
    expect(smsRu().refusal?.(smsOf("k"))).toBeNull();
  });
});
