import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ordo, type RunOptions } from "../support/command-line.ts";
import { companyFolder, ordoJson, removeFolder, serving } from "../support/operated-company.ts";

let folder = "";
let options: RunOptions = {};
beforeAll(() => {
  folder = companyFolder();
  options = { in: folder, environment: { ORDO_LANG: "ru" } };
});
afterAll(() => removeFolder(folder));

/** The port of `companyFolder` is chosen by the system. */
const LINK = /^\/enter#[\w-]{43}$/m;

describe("ordo account", () => {
  test("nobody has one at first, and the doctor says so", () => {
    expect(ordo(["account"], options)).toMatchObject({ code: 0, out: expect.stringContaining("Учётных записей нет") });
    expect(ordo(["doctor"], options).out).toContain("! Нет ни одного администратора");
  });

  test("people are invited by a link that is printed once; it is data, the rest is talk", () => {
    const { code, out, talk } = ordo(
      ["account", "invite", "Северова", "--role", "analyst", "--role", "operator"],
      options,
    );
    expect([code, out.trim()]).toEqual([0, expect.stringMatching(LINK)]);
    expect(talk).toContain(
      "Анна Северова (head-1): логин severova@zernoipar.example, роли analyst, operator, приглашён",
    );
    const token = out.trim().split("#")[1] ?? "?";
    expect(ordo(["account", "list"], options).out).not.toContain(token);
    expect(ordoJson(["account"], options)).toEqual({
      accounts: [
        {
          ...{ user: "head-1", login: "severova@zernoipar.example", roles: ["analyst", "operator", "person"] },
          ...{ status: "invited", createdAt: expect.any(String), createdBy: "admin-1", lastSignInAt: null },
        },
      ],
    });
  });

  test("roles, login, closing and opening, each with a word about it", () => {
    expect(ordoJson(["account", "roles", "head-1", "--role", "administrator"], options)).toMatchObject({
      ...{ changed: true, account: { user: "head-1", roles: ["administrator", "person"] } },
    });
    expect(ordo(["account", "login", "head-1", "--login", "anna"], options).out).toContain("логин anna");
    expect(ordo(["account", "deactivate", "anna"], options).out).toContain("отключена");
    expect(ordo(["account", "reset", "head-1"], options)).toMatchObject({
      code: 1,
      talk: expect.stringContaining("ordo account reactivate head-1"),
    });
    expect(ordo(["account", "reactivate", "head-1"], options).out).toContain("приглашён");
    expect(ordo(["account", "reset", "head-1"], options).out).toMatch(LINK);
  });

  test("a token is shown once, listed without its secret, and revoked by its prefix", () => {
    const make = ["account", "token", "head-1", "--name", "выгрузка", "--scope", "registry.read", "--for", "P90D"];
    const { secret, token } = ordoJson<{ readonly secret: string; readonly token: { readonly prefix: string } }>(
      make,
      options,
    );
    expect(secret.startsWith(`ordo_${token.prefix}_`)).toBe(true);
    const listed = ordo(["account", "tokens", "head-1"], options).out;
    expect(listed).toContain(token.prefix);
    expect(listed).not.toContain(secret.split("_")[2]);
    expect(ordo(["account", "revoke", token.prefix], options)).toMatchObject({ code: 0 });
    expect(ordo(["account", "revoke", token.prefix], options)).toMatchObject({ code: 1 });
    expect(ordoJson(["account", "tokens"], options)).toEqual({ tokens: [] });
  });

  test("what is missing or mistyped is said, and nothing is done", () => {
    for (const [argv, says] of [
      [["invite"], "не хватает <сотрудник>"],
      [["invite", "head-9"], "head-9"],
      [["roles", "head-1"], "не хватает --role"],
      [["token", "head-1", "--name", "x"], "не хватает --scope"],
      [["token", "head-1", "--name", "x", "--scope", "*", "--for", "скоро"], "не длительность"],
      [["fire", "head-1"], "Подходят: list, invite"],
    ] as const)
      expect(ordo(["account", ...argv], options)).toMatchObject({ code: 2, talk: expect.stringContaining(says) });
    const strange = ordo(["account", "token", "head-1", "--name", "x", "--scope", "nosuch"], options);
    expect(strange).toMatchObject({ code: 1, talk: expect.stringMatching(/Таких прав нет: nosuch.*task\.read/su) });
    const boss = ordo(["account", "invite", "head-2", "--role", "boss"], options);
    expect(boss).toMatchObject({ code: 1, talk: expect.stringContaining("Нет роли «boss»") });
    expect(ordoJson<{ readonly accounts: readonly unknown[] }>(["account"], options).accounts).toHaveLength(1);
  });

  test("ordo serve prints the way in for the first administrator, and takes orders about accounts meanwhile", async () => {
    // Who is invited as one counts while his link holds.
    expect(ordo(["account", "roles", "head-1", "--role", "analyst"], options).code).toBe(0);
    const serve = serving(["serve"], options);
    await serve.until("Администратора ещё нет");
    expect(serve.said()).toMatch(/http:\/\/localhost:\d+\/enter#[\w-]{43}/);
    expect(ordo(["account", "invite", "admin-1", "--role", "administrator"], options).out).toMatch(LINK);
    expect(await serve.end("SIGTERM")).toBe(0);
    const again = serving(["serve"], options);
    await again.until('"msg":"working"');
    expect(await again.end("SIGTERM")).toBe(0);
    expect(again.said()).not.toContain("enter#");
  });
});
