import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SESSION_COOKIE } from "../../adapters/http/session-cookie.ts";
import { PASSWORD, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
beforeAll(async () => {
  company = await servedCompany();
});
afterAll(() => company.close());

const MINE = { origin: "http://localhost" };

describe("one's own account", () => {
  test("sessions are told, and another one is ended; nobody ends somebody else's", async () => {
    const manager = await company.person("manager-1");
    const { login } = (await manager.call("GET", "/api/session")).json();
    const second = await company.nobody.call("POST", "/api/session", { login, password: PASSWORD }, MINE);
    const cookie = String(second.headers["set-cookie"]).split(";")[0] ?? "";
    const list = (await manager.call("GET", "/api/me/sessions")).json();
    expect(list).toHaveLength(2);
    const other = list.find((session: { isCurrent: boolean }) => !session.isCurrent);
    const stranger = await company.person("manager-2");
    expect((await stranger.call("DELETE", `/api/me/sessions/${other.id}`)).statusCode).toBe(404);
    expect((await manager.call("DELETE", `/api/me/sessions/${other.id}`)).statusCode).toBe(204);
    const gone = await company.nobody.call("GET", "/api/session", undefined, { cookie });
    expect(gone.statusCode).toBe(401);
    expect((await manager.call("GET", "/api/me/sessions")).json()).toHaveLength(1);
  });

  test("a new password needs the present one, ends the other sessions and changes this one", async () => {
    const manager = await company.person("manager-3");
    const put = (current: string, password: string) => manager.call("PUT", "/api/me/password", { current, password });
    const wrong = await put("не тот пароль", "самовар на подоконнике");
    expect(wrong.statusCode).toBe(422);
    expect(wrong.json()).toMatchObject({ code: "PASSWORD_WRONG", fields: { current: expect.any(String) } });
    const changed = await put(PASSWORD, "самовар на подоконнике");
    expect(changed.statusCode).toBe(200);
    const cookie = String(changed.headers["set-cookie"]).split(";")[0] ?? "";
    expect(cookie.startsWith(`${SESSION_COOKIE}=`)).toBe(true);
    expect((await manager.call("GET", "/api/session")).statusCode).toBe(401);
    const now = await company.nobody.call("GET", "/api/session", undefined, { cookie });
    expect(now.json()).toMatchObject({ user: "manager-3", csrf: changed.json().csrf });
  });

  test("a token's secret is shown once; it does what it was made for and nothing about the account", async () => {
    const manager = await company.person("manager-1");
    const made = await manager.call("POST", "/api/me/tokens", { name: "Отчёт", scopes: ["people.read"], days: 30 });
    expect(made.statusCode).toBe(201);
    const { secret, token } = made.json();
    const listed = (await manager.call("GET", "/api/me/tokens")).json();
    expect(listed.tokens).toEqual([token]);
    expect(JSON.stringify(listed)).not.toContain(secret);
    const bearer = { authorization: `Bearer ${secret}` };
    expect((await company.nobody.call("GET", "/api/people", undefined, bearer)).statusCode).toBe(200);
    expect((await company.nobody.call("GET", "/api/absences", undefined, bearer)).statusCode).toBe(403);
    expect((await company.nobody.call("GET", "/api/me/tokens", undefined, bearer)).statusCode).toBe(403);
    const stranger = await company.person("manager-2");
    expect((await stranger.call("DELETE", `/api/me/tokens/${token.prefix}`)).statusCode).toBe(404);
    expect((await manager.call("DELETE", `/api/me/tokens/${token.prefix}`)).statusCode).toBe(204);
    expect((await company.nobody.call("GET", "/api/people", undefined, bearer)).statusCode).toBe(401);
  });

  test("nobody gives a token what he may not do himself, nor the run of his account", async () => {
    const manager = await company.person("manager-1");
    for (const scope of ["process.deploy", "self.edit", "account.edit", "no.such"]) {
      const answer = await manager.call("POST", "/api/me/tokens", { name: "x", scopes: ["task.read", scope] });
      expect(answer.json(), scope).toMatchObject({
        code: "TOKEN_INVALID",
        status: 422,
        fields: { scopes: expect.any(String) },
      });
    }
    expect((await manager.call("GET", "/api/me/tokens")).json().scopes).not.toContain("process.deploy");
  });
});
