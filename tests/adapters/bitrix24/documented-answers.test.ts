import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import type { PortalParams } from "../../../adapters/bitrix24/portal.ts";
import { readPortalEvent } from "../../../adapters/bitrix24/portal-event.ts";
import { tokensOf } from "../../../adapters/bitrix24/token-exchange.ts";
import { Secret } from "../../../adapters/secret.ts";
import { whereBeside } from "../../support/beside.ts";
import { CASES_FOLDER, type DocumentedCase, documentedCases } from "../../support/bitrix24/documented-case.ts";
import { benchOf, how, json, START } from "./portal-bench.ts";

/* What the official documentation shows as sent and answered, through our client. */
const CASES = existsSync(CASES_FOLDER) ? documentedCases() : [];
const named = (...kinds: readonly DocumentedCase["kind"][]) =>
  CASES.filter(({ kind }) => kinds.includes(kind)).map((one) => [one.id, one] as const);

/** Errors that are no refusals: what is known of them. */
const PASSING: Readonly<Record<string, { readonly code: string; readonly sent: boolean }>> = {
  QUERY_LIMIT_EXCEEDED: { code: "PORTAL_BUSY", sent: false },
  OPERATION_TIME_LIMIT: { code: "PORTAL_METHOD_BLOCKED", sent: false },
  OVERLOAD_LIMIT: { code: "PORTAL_OVERLOADED", sent: false },
  INTERNAL_SERVER_ERROR: { code: "PORTAL_FAILED", sent: true },
  ERROR_UNEXPECTED_ANSWER: { code: "PORTAL_FAILED", sent: true },
  // A webhook has no token that could be too old.
  expired_token: { code: "PORTAL_TOKEN_REFUSED", sent: false },
};

whereBeside(CASES_FOLDER, "what the documentation shows, through the client", () => {
  test("there are such cases", () => {
    expect(CASES.length).toBeGreaterThan(100);
  });

  test.each(named("success"))("%s is understood", async (_, { method, request, response }) => {
    const { portal, seen } = await benchOf(() => json(response));
    const version = request !== null && "v3" in request ? 3 : 2;
    const answer = await portal.call(method, (request ?? {}) as PortalParams, how({ version }));
    expect(answer).toMatchObject({ kind: "done", result: response?.["result"] });
    expect(seen[0]?.params).toEqual(request ?? {});
  });

  test.each(named("error", "system-error"))(
    "%s keeps its code",
    async (_, { method, http_status: status, response }) => {
      const { portal } = await benchOf(() => json(response, status ?? 400));
      const answer = await portal.call(method, {}, how({ effect: "write" }));
      const error = response?.["error"];
      const code = typeof error === "object" && error !== null && "code" in error ? error.code : error;
      const passing = PASSING[String(code)];
      const meant = passing === undefined ? { kind: "refused", code: String(code) } : { kind: "unknown", ...passing };
      expect(answer).toMatchObject(meant);
    },
  );

  test.each(named("batch-error"))("%s: every command has its own error", async (_, { response }) => {
    const result = (response?.["result"] ?? {}) as { readonly result_error?: Record<string, unknown> };
    const errors = result.result_error ?? {};
    const renamed = Object.fromEntries(Object.entries(errors).map(([, error], place) => [`c${place}`, error]));
    const { portal } = await benchOf(() => json({ result: { ...result, result_error: renamed } }));
    const calls = Object.keys(errors).map(() => ({ method: "user.current", params: {} }));
    const answers = await portal.batch(calls, how());
    expect(answers).toEqual(calls.map(() => expect.objectContaining({ kind: "refused", code: "insufficient_scope" })));
  });

  test.each(named("inbound-event"))("%s is read, and believed by its token", async (_, { request, raw_body: body }) => {
    const auth = (request?.["auth"] ?? {}) as Readonly<Record<string, string>>;
    const token = auth["application_token"] ?? "";
    const read = await readPortalEvent(
      { body: new TextEncoder().encode(body ?? "") },
      { applicationTokens: async () => [new Secret(token)], memberId: async () => auth["member_id"] ?? null },
    );
    expect(read).toMatchObject({ name: String(request?.["event"] ?? "").toUpperCase(), memberId: auth["member_id"] });
    expect(read?.data).toEqual(JSON.parse(JSON.stringify(request?.["data"] ?? {}), asText));
    expect(read?.token?.reveal()).toBe(auth["access_token"]);
  });

  test.each(named("oauth"))("%s: the new pair", (_, { response }) => {
    const tokens = tokensOf(response ?? {}, START, { authServer: "", application: null });
    expect(tokens).toMatchObject({
      access: response?.["access_token"],
      refresh: response?.["refresh_token"],
      expiresAt: START + 3_600_000,
      portal: "https://portal.bitrix24.com",
      authServer: "https://oauth.bitrix.info",
      memberId: response?.["member_id"],
      userNumber: 67,
    });
  });
});

/** Leaves of a form are text, and PHP's lists are maps. */
function asText(_: string, value: unknown): unknown {
  if (Array.isArray(value)) return { ...value };
  return typeof value === "object" && value !== null ? value : String(value);
}
