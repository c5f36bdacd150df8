import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import type { Bitrix24Config } from "../../../adapters/bitrix24/config.ts";
import type { PortalAnswer, PortalParams, PortalValue } from "../../../adapters/bitrix24/portal.ts";
import { Secret } from "../../../adapters/secret.ts";
import { openDatabase, storeOn } from "../../../adapters/store/open-store.ts";
import { instant } from "../../../engine/base/instant.ts";
import { whereBeside } from "../../support/beside.ts";
import { CASES_FOLDER, type DocumentedCase, documentedCases } from "../../support/bitrix24/documented-case.ts";
import type { Fields } from "../../support/bitrix24/fake-answer.ts";
import { TestClock } from "../../support/test-clock.ts";
import { type Bench, benchOf, how, json, START, WEBHOOK } from "./portal-bench.ts";

/*
 * The client against the official documentation, both ways: for the method and the parameters of each example it sends
 * what the example sends, and makes of the example's answer what it means. Where it does otherwise stands in the tests.
 */
const CASES = existsSync(CASES_FOLDER) ? documentedCases() : [];
const write = how({ effect: "write" });

function byId(id: string): DocumentedCase {
  const found = CASES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no case ${id}`);
  return found;
}

/** What the client is told when the portal answers so. */
function meaningOf({ http_status: status, response }: DocumentedCase): PortalAnswer {
  if (response === null || status === null) throw new Error("the documentation shows no answer");
  const { error, error_description: says, result, total = null, next = null } = response as Fields;
  if (error === undefined) return { kind: "done", result, total: total as null, next: next as null };
  const inner = typeof error === "object" && error !== null ? (error as { code: string; message: string }) : null;
  return { kind: "refused", code: inner?.code ?? String(error), status, says: inner?.message ?? String(says) };
}

function answerOf({ http_status, response }: DocumentedCase): Response {
  return json(response ?? { result: true }, http_status ?? 200);
}

/** The app of the documentation's installation, its tokens stored as the client stores them. */
async function withApp(answer: Parameters<typeof benchOf>[0], use: (bench: Bench) => Promise<void>): Promise<void> {
  const clock = new TestClock(instant(START));
  const context = await openDatabase({ kind: "sqlite", file: ":memory:" }, { clock });
  const store = await storeOn(context);
  const { client_id, client_secret } = byId("oauth.token.refresh").request ?? {};
  const config: Partial<Bitrix24Config> = { webhook: null, app: appConfig(String(client_id), String(client_secret)) };
  try {
    const bench = await benchOf(answer, { config, clock, needs: { database: context.database } });
    const [route] = bench.portal.routes;
    const body = bytes(byId("event.in.ONAPPINSTALL").raw_body);
    const installed = await route?.handle({ method: "POST", rest: "", query: {}, headers: {}, body });
    expect(installed?.status).toBe(200);
    await use(bench);
  } finally {
    await store.close();
  }
}

function appConfig(clientId: string, clientSecret: string): NonNullable<Bitrix24Config["app"]> {
  const applicationToken = authOf(byId("event.in.ONAPPINSTALL")).application_token;
  return { clientId, clientSecret: new Secret(clientSecret), applicationToken: new Secret(String(applicationToken)) };
}

function authOf(one: DocumentedCase): Fields {
  return (one.request?.auth ?? {}) as Fields;
}

function bytes(text = ""): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The parameters as portals take them: examples are JSON. */
function paramsOf(one: DocumentedCase): PortalParams {
  return (one.request ?? {}) as PortalParams;
}

whereBeside(CASES_FOLDER, "the client sends what the documentation sends, and understands what it answers", () => {
  const calls = CASES.filter(
    ({ transport, id }) => ["webhook", "oauth"].includes(transport) && !id.startsWith("batch."),
  );

  test.each(calls.map((one) => [one.id, one] as const))("%s", async (_, one) => {
    const path = one.url_path ?? "";
    // The example of a batch of REST 3.0 shows the request of a single call.
    const method = path.slice(path.lastIndexOf("/") + 1);
    const version = path.startsWith("/rest/api/") ? 3 : 2;
    const play = async ({ portal, seen }: Bench, origin: string, secrets: Fields): Promise<void> => {
      const answer = await portal.call(method, paramsOf(one), { ...write, version });
      expect(seen).toHaveLength(1);
      expect(seen[0]).toMatchObject({ method: one.http_method, params: { ...paramsOf(one), ...secrets } });
      expect(Object.keys(seen[0]?.params ?? {})).toEqual([...Object.keys(paramsOf(one)), ...Object.keys(secrets)]);
      expect(seen[0]?.url).toBe(`${origin}${path.replace("{user_id}", "7").replace("{webhook_code}", "s3cr3tc0de")}`);
      expect(seen[0]?.headers.get("content-type")).toBe("application/json");
      if (one.response !== null) expect(answer).toEqual(meaningOf(one));
    };
    if (one.transport === "webhook") return await play(await benchOf(() => answerOf(one)), new URL(WEBHOOK).origin, {});
    const { access_token: auth } = authOf(byId("event.in.ONAPPINSTALL"));
    await withApp(
      () => answerOf(one),
      (bench) => play(bench, "https://some-domain.bitrix24.com", { auth }),
    );
  });
});

whereBeside(CASES_FOLDER, "batches of the client are those of the documentation under names of its own", () => {
  const current = { method: "user.current", params: {} };

  /** A query of an example as parameters. */
  function commandsOf(one: DocumentedCase): readonly { readonly method: string; readonly params: PortalParams }[] {
    return Object.values(one.request?.cmd as Record<string, string>).map((command) => {
      const [method = "", query = ""] = command.split("?");
      const params: Record<string, PortalValue> = Object.fromEntries(new URLSearchParams(query));
      return { method, params };
    });
  }

  /** The example's answer with the client's names: `c0`, `c1` in the order of the commands. */
  function renamed(one: DocumentedCase): Response {
    const names = Object.keys(one.request?.cmd as Fields);
    const text = names.reduce((sum, name, at) => sum.replaceAll(`"${name}"`, `"c${at}"`), JSON.stringify(one.response));
    return new Response(text, { status: one.http_status ?? 200 });
  }

  test("batch.independent.request-only", async () => {
    const one = byId("batch.independent.request-only");
    const { portal, seen } = await benchOf(() => json({ result: { result: { c0: 1, c1: 2, c2: 3 } } }));
    expect(await portal.batch(commandsOf(one), how())).toMatchObject([{ result: 1 }, { result: 2 }, { result: 3 }]);
    const { halt, cmd } = one.request ?? {};
    expect(seen[0]?.url).toBe(`${WEBHOOK}batch`);
    expect(seen[0]?.params).toMatchObject({ halt });
    expect(Object.values(seen[0]?.params.cmd as Fields)).toEqual(Object.values(cmd as Fields));
  });

  test("batch.linked: references between commands are refused before anything is sent, its answer is understood", async () => {
    const one = byId("batch.linked");
    const { portal, seen } = await benchOf(() => renamed(one));
    const answers = await portal.batch(commandsOf(one), { ...how(), halt: true });
    expect(answers[1]).toMatchObject({ kind: "refused", code: "BATCH_CANNOT_CARRY" });
    expect(Object.values(seen[0]?.params.cmd as Fields)).toEqual(["user.current"]);
    const [user, departments] = await portal.batch([current, { method: "department.get", params: { ID: 1 } }], how());
    expect(user).toMatchObject({ kind: "done", result: { ID: "1", UF_DEPARTMENT: [1] }, total: null });
    expect(departments).toMatchObject({ kind: "done", result: [{ ID: "1", NAME: "DEMO" }], total: 1 });
  });

  test("batch.error-halt0", async () => {
    const { portal } = await benchOf(() => renamed(byId("batch.error-halt0")));
    const refused = { kind: "refused", code: "insufficient_scope", says: "" };
    expect(await portal.batch([current, current], how())).toMatchObject([refused, refused]);
  });

  test("batch.error-halt1", async () => {
    const { portal } = await benchOf(() => renamed(byId("batch.error-halt1")));
    const [first, second] = await portal.batch([current, current], { ...how(), halt: true });
    expect(first).toMatchObject({ kind: "refused", code: "insufficient_scope" });
    expect(second).toMatchObject({ kind: "unknown", sent: false, code: "BATCH_HALTED" });
  });
});

whereBeside(CASES_FOLDER, "system errors of the documentation mean what they say", () => {
  const unknown = (code: string, sent: boolean): Fields => ({ kind: "unknown", code, sent });
  /** What is no refusal: it passes, or nobody knows what was done. */
  const PASSING: Readonly<Record<string, Fields>> = {
    QUERY_LIMIT_EXCEEDED: unknown("PORTAL_BUSY", false),
    OPERATION_TIME_LIMIT: unknown("PORTAL_METHOD_BLOCKED", false),
    OVERLOAD_LIMIT: unknown("PORTAL_OVERLOADED", false),
    INTERNAL_SERVER_ERROR: unknown("PORTAL_FAILED", true),
    ERROR_UNEXPECTED_ANSWER: unknown("PORTAL_FAILED", true),
    // Of a webhook, whose time is over: nobody can renew it.
    expired_token: unknown("PORTAL_TOKEN_REFUSED", false),
  };
  const errors = CASES.filter(({ kind }) => kind === "system-error");

  test.each(errors.map((one) => [one.id, one] as const))("%s", async (id, one) => {
    const { portal, seen } = await benchOf(() => answerOf(one));
    const answer = await portal.call("crm.item.add", { entityTypeId: 1, fields: {} }, write);
    expect(answer).toMatchObject(PASSING[id.replace("system-error.", "")] ?? meaningOf(one));
    // Only what certainly was not executed is sent again.
    expect(seen.length).toBe(id.endsWith("QUERY_LIMIT_EXCEEDED") ? 6 : 1);
  });
});

whereBeside(CASES_FOLDER, "tokens and events of the documentation", () => {
  test("oauth.token.refresh: the form goes in the body of a POST, and the new pair is used at once", async () => {
    const one = byId("oauth.token.refresh");
    const expired = byId("system-error.expired_token");
    const { refresh_token: installed } = authOf(byId("event.in.ONAPPINSTALL"));
    const answers = (url: string, count: number): Response =>
      url.includes("/oauth/token/") ? answerOf(one) : count === 1 ? answerOf(expired) : json({ result: true });
    await withApp(
      ({ url }, count) => answers(url, count),
      async ({ portal, seen }) => {
        expect(await portal.call("user.admin", {}, how())).toMatchObject({ kind: "done", result: true });
        expect(seen.map(({ url }) => url)).toEqual([
          "https://some-domain.bitrix24.com/rest/user.admin",
          one.url_path,
          "https://portal.bitrix24.com/rest/user.admin",
        ]);
        // The example asks with GET; a form keeps the secrets out of the logs on the way.
        expect(seen[1]).toMatchObject({ method: "POST", params: { ...one.request, refresh_token: installed } });
        expect(seen[2]?.params).toEqual({ auth: one.response?.access_token });
      },
    );
  });

  const inbound = CASES.filter(({ kind }) => kind === "inbound-event");

  test.each(inbound.map((one) => [one.id, one] as const))("%s", async (_, one) => {
    const auth = authOf(one);
    const outboundToken = new Secret(String(auth.application_token));
    const { portal } = await benchOf(() => new Error("nobody is asked"), { config: { outboundToken } });
    const event = await portal.readEvent({ body: bytes(one.raw_body) });
    const { event: name = "", data = {}, ts } = one.request ?? {};
    expect(event).toMatchObject({ name, memberId: auth.member_id, sentAt: Number(ts) * 1_000 });
    expect(event?.token?.reveal() ?? null).toBe(auth.access_token ?? null);
    // Leaves are texts on the wire, whatever the example's JSON shows.
    const texts = JSON.parse(JSON.stringify(data), (_key, value: unknown) =>
      typeof value === "number" ? String(value) : value,
    );
    expect(event?.data).toEqual(texts);
    const { portal: other } = await benchOf(() => new Error("nobody is asked"), {
      config: { outboundToken: new Secret("x") },
    });
    expect(await other.readEvent({ body: bytes(one.raw_body) })).toBeNull();
  });

  test("every case is replayed", () => {
    const kinds = new Set(["webhook", "oauth", "inbound-form", "oauth-server", "any"]);
    expect(CASES.filter(({ transport }) => !kinds.has(transport))).toEqual([]);
    expect(CASES.length).toBeGreaterThanOrEqual(130);
  });
});
