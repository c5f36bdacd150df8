import { afterEach, describe, expect, test } from "vitest";
import { loadConfiguration } from "../../../adapters/configuration/load-configuration.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { folderWith } from "../../support/command-line.ts";
import { type InboundBench, NOW, OLD_SECRET, openBench, SECRET, signedHeaders } from "./inbound-bench.ts";

let bench: InboundBench | null = null;

afterEach(async () => {
  await bench?.close();
  bench = null;
});

const PAYMENTS = { "payment-received": { secret: "${SECRET}", key: "orderId" } };

async function opened(messages: Readonly<Record<string, unknown>> = PAYMENTS): Promise<InboundBench> {
  bench = await openBench({ messages });
  return bench;
}

async function post(
  { url }: InboundBench,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = signedHeaders(body),
  name = "payment-received",
): Promise<number> {
  const answer = await fetch(`${url}/messages/${name}`, { method: "POST", body, headers });
  const said = await answer.text();
  // Whoever is refused is not told why.
  if (answer.status !== 200) expect(said).toBe("");
  return answer.status;
}

const BODY = JSON.stringify({ orderId: "A-17", amount: 1500.5, payer: { name: "ООО «Ромашка»" } });

describe("a webhook", () => {
  test("becomes a message with its key and fields, before it is answered", async () => {
    const at = await opened();
    expect(await post(at, BODY)).toBe(200);
    expect(await at.taken()).toEqual([
      {
        kind: "message",
        id: "webhook:payment-received:msg_1",
        name: "payment-received",
        key: "A-17",
        actor: null,
        event: {
          at: { $type: "date and time", value: expect.stringMatching(/^2025-12-01T12:06:40/) },
          key: "A-17",
          orderId: "A-17",
          amount: 1500.5,
          payer: { name: "ООО «Ромашка»" },
          name: "payment-received",
        },
      },
    ]);
  });

  test("that comes twice is answered 200 both times and happens once", async () => {
    const at = await opened();
    const headers = signedHeaders(BODY);
    expect([await post(at, BODY, headers), await post(at, BODY, headers)]).toEqual([200, 200]);
    const later = signedHeaders(BODY, { at: NOW / 1000 + 200 });
    at.clock.set(NOW + 200_000);
    expect(await post(at, BODY, later)).toBe(200);
    expect(await at.taken()).toHaveLength(1);
  });

  test("is not believed once any part of it was changed", async () => {
    const at = await opened();
    const sound = signedHeaders(BODY);
    const statuses = [
      await post(at, BODY.replace("A-17", "A-18"), sound),
      await post(at, `${BODY} `, sound),
      await post(at, BODY, { ...sound, "webhook-id": "msg_2" }),
      await post(at, BODY, { ...sound, "webhook-timestamp": String(NOW / 1000 + 1) }),
      await post(at, BODY, { ...sound, "webhook-signature": `${sound["webhook-signature"]}=` }),
      await post(at, BODY, { ...sound, "webhook-signature": "" }),
      await post(at, BODY, signedHeaders(BODY, { secret: OLD_SECRET })),
      await post(at, BODY, { "content-type": "application/json" }),
    ];
    expect(statuses).toEqual(statuses.map(() => 401));
    expect(await at.taken()).toEqual([]);
    expect(new Set(at.said.map(({ fields }) => fields["reason"]).filter(Boolean))).toEqual(
      new Set(["forged", "incomplete"]),
    );
    expect(JSON.stringify(at.said)).not.toContain(SECRET.slice(8, 24));
  });

  test("older or newer than five minutes is not believed, whatever was seen before", async () => {
    const at = await opened();
    const status = async (seconds: number): Promise<number> =>
      post(at, BODY, signedHeaders(BODY, { id: `msg_${seconds}`, at: NOW / 1000 + seconds }));
    expect([await status(-301), await status(301), await status(-300), await status(300)]).toEqual([
      401, 401, 200, 200,
    ]);
  });

  test("of a message with two keys may be signed by either, or by both", async () => {
    const at = await opened({ "payment-received": { secret: ["${SECRET}", "${OLD_SECRET}"] } });
    const both = signedHeaders(BODY, { id: "msg_c" });
    const old = signedHeaders(BODY, { id: "msg_c", secret: OLD_SECRET });
    const statuses = [
      await post(at, BODY, signedHeaders(BODY, { id: "msg_a" })),
      await post(at, BODY, signedHeaders(BODY, { id: "msg_b", secret: OLD_SECRET })),
      await post(at, BODY, {
        ...both,
        "webhook-signature": `v1,x ${old["webhook-signature"]} ${both["webhook-signature"]}`,
      }),
    ];
    expect(statuses).toEqual([200, 200, 200]);
    expect(await at.taken()).toHaveLength(3);
  });

  test("of another message's key is not believed: keys belong to their message", async () => {
    const at = await opened({ ...PAYMENTS, refund: { secret: "${OLD_SECRET}" } });
    expect(await post(at, BODY, signedHeaders(BODY), "refund")).toBe(401);
    expect(await post(at, BODY, signedHeaders(BODY, { secret: OLD_SECRET }), "refund")).toBe(200);
  });

  test("for which nothing is configured meets no endpoint", async () => {
    const at = await opened();
    for (const name of ["", "refund", "payment-received/", "Payment-Received", "payment-received.json", "__proto__"])
      expect([name, await post(at, BODY, signedHeaders(BODY), name)]).toEqual([name, 404]);
  });
});

describe("a body", () => {
  test("must say that it is JSON", async () => {
    const at = await opened();
    const types = [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/jsonx",
    ];
    for (const type of types) expect([type, await post(at, BODY, signedHeaders(BODY, { type }))]).toEqual([type, 415]);
    const fine = ["application/json; charset=utf-8", "APPLICATION/JSON", "application/cloudevents+json"];
    for (const [index, type] of fine.entries())
      expect(await post(at, BODY, signedHeaders(BODY, { type, id: `msg_${index}` }))).toBe(200);
  });

  test("must be one object of UTF-8, not too deep and without names that do harm", async () => {
    const at = await opened();
    const deep = `${'{"a":'.repeat(40)}1${"}".repeat(40)}`;
    const bodies: (string | Uint8Array<ArrayBuffer>)[] = [
      ...["[]", '"text"', "1", "null", "{", "", "{'a':1}", deep, `{"a":${"[".repeat(100_000)}`],
      ...['{"__proto__":{"admin":true}}', '{"a":{"constructor":{"prototype":{}}}}', '{"\\u005f_proto__":1}'],
      ...['{"$__proto__":{}}', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ];
    for (const body of bodies) expect(await post(at, body)).toBe(400);
    expect(Reflect.get({}, "admin")).toBeUndefined();
    expect(await at.taken()).toEqual([]);
  });

  test("gives its fields exactly: large numbers keep their digits, values of the engine's own cannot be forged", async () => {
    const at = await opened();
    const body =
      '{"orderId":12345678901234567890,"sum":0.1,"big":1e400,"who":{"$type":"user","value":"admin-1"},"at":1,"key":2,"name":3,"deep":"}{][\\""}';
    expect(await post(at, body)).toBe(200);
    const [message] = await at.taken();
    expect(message).toMatchObject({
      key: "12345678901234567890",
      event: {
        ...{ orderId: "12345678901234567890", sum: 0.1, big: "1e400", who: { type: "user", value: "admin-1" } },
        ...{ key: "12345678901234567890", name: "payment-received", deep: '}{]["' },
      },
    });
  });

  test("gives the fields that are asked for, from where they stand", async () => {
    const at = await opened({
      shipped: {
        secret: "${SECRET}",
        key: "data.order.id",
        fields: { number: "data.number", name: "data.name", gone: "x.y" },
      },
    });
    const body = JSON.stringify({ data: { order: { id: 7 }, number: "N-1", name: "parcel", other: 1 } });
    expect(await post(at, body, signedHeaders(body), "shipped")).toBe(200);
    const [message] = await at.taken();
    expect(message).toMatchObject({ key: "7", event: { number: "N-1", gone: null, name: "shipped" } });
    expect(message?.kind === "message" ? Object.keys(message.event).sort() : []).toEqual([
      "at",
      "gone",
      "key",
      "name",
      "number",
    ]);
  });

  test("without the key that joins it to a process is refused", async () => {
    const at = await opened();
    for (const body of [
      "{}",
      '{"orderId":null}',
      '{"orderId":""}',
      '{"orderId":{"a":1}}',
      '{"orderId":[1]}',
      '{"orderId":true}',
    ])
      expect([body, await post(at, body)]).toEqual([body, 422]);
    const long = JSON.stringify({ orderId: "x".repeat(501) });
    expect(await post(at, long)).toBe(422);
  });

  test("of 10 MB is refused before it is read", async () => {
    const at = await opened();
    const body = new Uint8Array(10 * 1024 * 1024).fill(0x20);
    const status = await post(at, body).catch((error: unknown) => (error instanceof TypeError ? 413 : 0));
    expect(status).toBe(413);
    expect(at.counted).toEqual([
      "ordo_inbound_requests_total /messages/:name 413".replace(":name", "payment-received"),
    ]);
  });
});

describe("a secret", () => {
  test("that is missing or is none makes no endpoint: nothing opens", async () => {
    for (const secret of ["", "${EMPTY}", "whsec_", "hunter2", ["${SECRET}", "whsec_short"], []])
      await expect(openBench({ messages: { paid: { secret } } })).rejects.toMatchObject({
        exitCode: 3,
        says: { en: expect.stringContaining("inbound.messages.paid.secret") },
      });
  });

  test("that the environment does not hold is a problem of the configuration, and so is one in the file", () => {
    const configured = (secret: string, environment = {}) => {
      const text = `inbound: { port: 8480, messages: { paid: { secret: ${secret}, key: a.b } } }\n`;
      return loadConfiguration(folderSource(), environment, folderWith({ "ordo.yaml": text }));
    };
    expect(configured('"${PAY}"').problems.map(({ code }) => code)).toEqual(["config-secret-missing"]);
    expect(configured('"${PAY}"').configuration).toBeNull();
    expect(configured('["${PAY}", "${OTHER}"]', { PAY: SECRET }).configuration).toBeNull();
    expect(configured(SECRET).problems.map(({ code }) => code)).toEqual(["config-secret"]);
    expect(configured("''").configuration).toBeNull();
    expect(configured('"${PAY}"', { PAY: SECRET }).problems).toEqual([]);
  });
});
