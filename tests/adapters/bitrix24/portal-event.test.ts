import { describe, expect, test } from "vitest";
import { type EventTrust, readPortalEvent } from "../../../adapters/bitrix24/portal-event.ts";
import { Secret } from "../../../adapters/secret.ts";

const TOKEN = "51856fefc120afa4b628cc82d3935cce";
const MEMBER = "d897063e1ce7c5eb9f04b9751eef5915";
const trust = (tokens: readonly string[] = [TOKEN], member: string | null = MEMBER): EventTrust => ({
  applicationTokens: async () => tokens.map((token) => new Secret(token)),
  memberId: async () => member,
});

function event(auth: Readonly<Record<string, string>> = {}) {
  const whole = { access_token: "s6p6", member_id: MEMBER, application_token: TOKEN, ...auth };
  const fields = Object.entries(whole).map(([name, value]) => `auth[${name}]=${value}`);
  const text = ["event=OnCrmDealUpdate", "data[FIELDS][ID]=7405", "ts=1766047124", ...fields].join("&");
  return { body: new TextEncoder().encode(text) };
}

test("an event with the right token is believed", async () => {
  const read = await readPortalEvent(event(), trust());
  expect(read).toMatchObject({
    name: "ONCRMDEALUPDATE",
    data: { FIELDS: { ID: "7405" } },
    sentAt: 1_766_047_124_000,
    memberId: MEMBER,
  });
  expect(read?.token?.reveal()).toBe("s6p6");
  expect(JSON.stringify(read)).not.toContain("s6p6");
});

test("either of two tokens will do, and a portal not known yet is not compared", async () => {
  expect(await readPortalEvent(event(), trust(["another", TOKEN], null))).not.toBeNull();
});

test("what a robot or an outbound webhook sends has no access token", async () => {
  expect((await readPortalEvent(event({ access_token: "" }), trust()))?.token).toBeNull();
});

describe("not believed", () => {
  test.each<readonly [string, Readonly<Record<string, string>>, EventTrust]>([
    ["the wrong token", { application_token: "x".repeat(32) }, trust()],
    ["a beginning of the token", { application_token: TOKEN.slice(0, 8) }, trust()],
    ["an empty token", { application_token: "" }, trust([""])],
    ["no token known here", {}, trust([])],
    ["another portal", { member_id: "a223c6b3710f85df22e9377d6c4f7553" }, trust()],
  ])("%s", async (_, auth, trusting) => {
    expect(await readPortalEvent(event(auth), trusting)).toBeNull();
  });

  test("a body that is no form", async () => {
    const body = new TextEncoder().encode(`{"auth":{"application_token":"${TOKEN}"}}`);
    expect(await readPortalEvent({ body }, trust())).toBeNull();
  });
});
