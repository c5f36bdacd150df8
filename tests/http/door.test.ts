import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASSWORD, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
beforeAll(async () => {
  company = await servedCompany();
});
afterAll(() => company.close());

const MINE = { origin: "http://localhost" };

describe("the door", () => {
  test("nobody is told who is signed in, and the answer says what to do", async () => {
    const answer = await company.nobody.call("GET", "/api/session");
    expect(answer.statusCode).toBe(401);
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ code: "NOT_SIGNED_IN", status: 401, type: "/help/errors#NOT_SIGNED_IN" });
  });

  test("who signs in gets a cookie that scripts and other hosts cannot have, and a new session each time", async () => {
    const head = await company.person("head-1");
    const { login } = (await head.call("GET", "/api/session")).json();
    const sign = () => company.nobody.call("POST", "/api/session", { login, password: PASSWORD }, MINE);
    const [one, other] = [await sign(), await sign()];
    expect(one.json()).toMatchObject({ user: "head-1", isHead: true });
    const cookie = String(one.headers["set-cookie"]);
    expect(cookie).toMatch(/^__Host-ordo=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    expect(new Set([cookie, String(other.headers["set-cookie"]), head.session]).size).toBe(3);
  });

  test("a wrong password and a wrong login are one answer", async () => {
    const answers = await Promise.all(
      ["head-1", "nobody-here"].map((login) =>
        company.nobody.call("POST", "/api/session", { login, password: "wrong wrong wrong" }, MINE),
      ),
    );
    const [one, other] = answers.map((answer) => answer.json());
    expect(one).toEqual(other);
    expect(one).toMatchObject({ status: 401, code: "SIGN_IN_FAILED" });
  });

  test("a change from another page, from no page, or without the session's mark is not carried out", async () => {
    const head = await company.person("head-1");
    const leave = (headers: Readonly<Record<string, string>>) =>
      head.call("DELETE", "/api/session", undefined, headers);
    expect((await leave({ origin: "https://evil.example" })).json()).toMatchObject({ code: "ORIGIN_FOREIGN" });
    expect((await leave({ origin: "null" })).json()).toMatchObject({ code: "ORIGIN_FOREIGN" });
    expect((await leave({ "sec-fetch-site": "cross-site" })).json()).toMatchObject({ code: "ORIGIN_FOREIGN" });
    expect((await leave({ "x-csrf-token": "wrong" })).json()).toMatchObject({ code: "TOKEN_MISSING" });
    expect((await head.call("GET", "/api/session")).statusCode).toBe(200);
  });

  test("over a line without encryption nobody signs in, except on this machine", async () => {
    const body = { login: "head-1", password: PASSWORD };
    const headers = { host: "ordo.example.ru", origin: "http://ordo.example.ru" };
    expect((await company.nobody.call("POST", "/api/session", body, headers)).json()).toMatchObject({
      code: "NOT_ENCRYPTED",
    });
  });

  test("addresses that can be read in several ways reach no route of the API", async () => {
    const head = await company.person("head-1");
    for (const url of [
      "//api/session",
      "/api//session",
      "/api/session;x",
      "/api/%2e%2e/session",
      "/API/session",
      "/api/session/",
    ])
      expect((await head.call("GET", url)).headers["content-type"], url).not.toMatch(/^application\/json/);
  });

  test("what is not JSON, or too large, or has fields of its own, is refused by name", async () => {
    const post = (body: unknown) => company.nobody.call("POST", "/api/session", body, MINE);
    expect((await post(new TextEncoder().encode("{"))).json()).toMatchObject({ status: 400, code: "INPUT_INVALID" });
    expect((await post({ login: "a", password: "b", admin: true })).json().fields).toEqual({
      admin: "There is no such field.",
    });
    expect((await post({ login: 5 })).json().fields).toEqual({
      login: "Expected: string.",
      password: "This is needed.",
    });
    expect((await post({ login: "a".repeat(2_000_000), password: "b" })).json()).toMatchObject({ status: 413 });
  });
});
