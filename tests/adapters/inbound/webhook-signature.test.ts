import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyBytes, verifySignature } from "../../../adapters/inbound/webhook-signature.ts";
import { instant } from "../../../engine/base/instant.ts";

const NOW = instant(1_764_580_000_000);
const SECONDS = NOW / 1000;

/**
 * The specification's words, done plainly: sign `id.timestamp.body` with the decoded secret; a signature fits where it
 * equals one of the list word for word; the time may be five minutes off.
 */
const reference = {
  sign(secret: string, id: string, timestamp: number, body: string): string {
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    return `v1,${createHmac("sha256", key)
      .update(Buffer.from(`${id}.${timestamp}.${body}`))
      .digest("base64")}`;
  },
  verify(secrets: readonly string[], of: Call, now: number): boolean {
    if (Math.abs(Math.floor(now / 1000) - of.timestamp) > 5 * 60) return false;
    const good = secrets.map((secret) => this.sign(secret, of.id, of.timestamp, of.body));
    return of.signatures.split(" ").some((one) => good.includes(one));
  },
};

interface Call {
  readonly id: string;
  readonly timestamp: number;
  readonly body: string;
  readonly signatures: string;
}

function ours(secrets: readonly string[], { id, timestamp, body, signatures }: Call, now = NOW): boolean {
  const keys = secrets.flatMap((secret) => keyBytes(secret) ?? []);
  const headers = { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signatures };
  return verifySignature({ headers, body: new TextEncoder().encode(body) }, keys, now).kind === "signed";
}

const secret = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((bytes) => `whsec_${Buffer.from(bytes).toString("base64")}`);
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
const body = fc.oneof(fc.json(), fc.string({ unit: "binary" }));

test("what the specification's own algorithm signs is believed, and nothing else that is like it", () => {
  fc.assert(
    fc.property(
      fc.record({
        secrets: fc.array(secret, { minLength: 1, maxLength: 3 }),
        signer: fc.nat(3),
        id,
        body,
        shift: fc.integer({ min: -400, max: 400 }),
        noise: fc.array(fc.constantFrom("v1,AAAA", "v1a,AAAA", "v2,x", "", "v1"), { maxLength: 4 }),
        tamper: fc.constantFrom("nothing", "id", "timestamp", "body", "signature", "version"),
      }),
      ({ secrets, signer, noise, tamper, shift, ...of }) => {
        const timestamp = SECONDS + shift;
        const from = secrets[signer] ?? "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        const signed = reference.sign(from, of.id, timestamp, of.body);
        const call: Call = { ...of, timestamp, signatures: [...noise, signed].join(" ") };
        const sent: Call = {
          ...call,
          ...(tamper === "id" ? { id: `${call.id}x` } : {}),
          ...(tamper === "timestamp" ? { timestamp: timestamp + 1 } : {}),
          ...(tamper === "body" ? { body: `${call.body} ` } : {}),
          ...(tamper === "signature"
            ? { signatures: signed.replace(/.(?==*$)/, (one) => (one === "A" ? "Q" : "A")) }
            : {}),
          ...(tamper === "version" ? { signatures: signed.replace("v1,", "v1a,") } : {}),
        };
        expect(ours(secrets, sent)).toBe(reference.verify(secrets, sent, NOW));
      },
    ),
    { numRuns: 500 },
  );
});

describe("a call", () => {
  const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const CALL = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
  const SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  test("of the published example is believed at its time", () => {
    expect(ours([SECRET], { ...CALL, signatures: SIGNATURE }, instant(CALL.timestamp * 1000))).toBe(true);
  });

  test("five minutes old or new is the last that is believed", () => {
    const at = (seconds: number): boolean =>
      ours([SECRET], { ...CALL, signatures: SIGNATURE }, instant((CALL.timestamp + seconds) * 1000));
    expect([-301, -300, 0, 300, 301].map(at)).toEqual([false, true, true, true, false]);
  });

  test("is not believed with an id or a time that could be read in two ways", () => {
    const signed = (name: string, timestamp: string): string => {
      const headers = {
        "webhook-id": name,
        "webhook-timestamp": timestamp,
        "webhook-signature": `v1,${createHmac("sha256", keyBytes(SECRET) ?? "")
          .update(`${name}.${timestamp}.{}`)
          .digest("base64")}`,
      };
      const body = new TextEncoder().encode("{}");
      const verdict = verifySignature({ headers, body }, [keyBytes(SECRET) ?? new Uint8Array()], NOW);
      return verdict.kind === "signed" ? "signed" : verdict.reason;
    };
    const now = String(SECONDS);
    expect(signed("msg_1", now)).toBe("signed");
    for (const name of ["", "a.b", "a b", "a\nb", "ид", "x".repeat(201)]) expect(signed(name, now)).toBe("incomplete");
    for (const time of ["", "0", `0${now}`, `${now}.0`, ` ${now}`, `+${now}`, `${now}e0`, "1e9", "0x10", `-${now}`])
      expect(signed("msg_1", time)).toBe("incomplete");
  });

  test("without keys is never believed", () => {
    expect(ours([], { ...CALL, signatures: SIGNATURE }, instant(CALL.timestamp * 1000))).toBe(false);
    const empty = `v1,${createHmac("sha256", "").update(`${CALL.id}.${CALL.timestamp}.${CALL.body}`).digest("base64")}`;
    expect(ours([], { ...CALL, signatures: empty }, instant(CALL.timestamp * 1000))).toBe(false);
  });
});

test("a key is whsec_ and 24 to 64 bytes of base64", () => {
  const of = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 7).toString("base64")}`;
  expect([23, 24, 32, 64, 65].map((bytes) => keyBytes(of(bytes))?.length ?? null)).toEqual([null, 24, 32, 64, null]);
  for (const text of [
    "",
    "whsec_",
    "secret",
    of(32).slice(6),
    `whsec_${"я".repeat(40)}`,
    `${of(32)} x`,
    `WHSEC_${of(32).slice(6)}`,
  ])
    expect(keyBytes(text)).toBeNull();
  expect(keyBytes(`${of(32)}\n`)?.length).toBe(32);
});
