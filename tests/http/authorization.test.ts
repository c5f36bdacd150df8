import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES, type Role } from "../../adapters/accounts/role.ts";
import type { ApiRoute } from "../../adapters/http/api-route.ts";
import { checkRoutes } from "../../adapters/http/check-routes.ts";
import { grantOf, PERMISSIONS, type Permission } from "../../adapters/http/permissions.ts";
import { ROUTES } from "../../adapters/http/routes/index.ts";
import { id, type UserId } from "../../engine/base/ids.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";
import { type Objects, objectsOf } from "./others-objects.ts";

/*
 * Every route × every role × own and other's object, as the router has them: a route that is added is in the matrix, and
 * one whose address names a thing that the matrix does not know fails it.
 */
let company: ServedCompany;
let objects: Objects;
const callers = new Map<Role, Caller>();

/** Who has nothing to do with anything that is going on, one for each role. */
const STRANGERS: Readonly<Record<Role, string>> = {
  person: "accountant-1",
  analyst: "manager-3",
  operator: "accountant-2",
  administrator: "admin-1",
};

beforeAll(async () => {
  company = await servedCompany();
  objects = await objectsOf(company);
  for (const role of ROLES) callers.set(role, await company.person(STRANGERS[role], role));
});
afterAll(() => company.close());

const named = (route: ApiRoute): string => `${route.method} ${route.path}`;
const isGuarded = ({ permission }: ApiRoute): boolean => permission !== "public";
const GUARDED = ROUTES.filter(isGuarded);

function addressOf(route: ApiRoute): string {
  const path = route.path.replace(/\*$/, objects["*"] ?? "x").replace(/:(\w+)/g, (_, name: string) => {
    const object = objects[name];
    if (object === undefined) throw new Error(`${named(route)}: what is :${name}? Tell tests/http/others-objects.ts`);
    return object;
  });
  return path;
}

const bodyOf = (route: ApiRoute): unknown => (route.method === "GET" || route.method === "DELETE" ? undefined : {});

describe("the matrix of who may call what", () => {
  test("the declarations are sound, and one without a permission, or without what is one's own, is not served", () => {
    expect(checkRoutes(ROUTES)).toEqual([]);
    const [route] = GUARDED;
    if (route === undefined) throw new Error("no routes");
    const { own: _, ...bare } = { ...route, permission: "task.read" as const };
    expect(checkRoutes([bare])).toHaveLength(1);
    expect(checkRoutes([{ ...bare, permission: "no.such" as Permission, own: "filtered" }])).toHaveLength(1);
    expect(checkRoutes([route, route])).toHaveLength(1);
  });

  test("whoever is not signed in reaches nothing but what is public", async () => {
    for (const route of GUARDED) {
      const answer = await company.nobody.call(route.method, addressOf(route), bodyOf(route));
      expect(answer.statusCode, named(route)).toBe(401);
    }
  });

  test.each(ROLES)("%s: what the table does not grant is refused", async (role) => {
    const caller = callers.get(role);
    for (const route of GUARDED) {
      if (route.permission === "signed-in" || route.permission === "public") continue;
      if (grantOf(route.permission, [role]) !== null) continue;
      const answer = await caller?.call(route.method, addressOf(route), bodyOf(route));
      expect(answer?.statusCode, named(route)).toBe(403);
      expect(answer?.json(), named(route)).toMatchObject({ code: "NOT_PERMITTED" });
    }
  });

  test.each(ROLES)("%s: with another's object nothing is done where only one's own is granted", async (role) => {
    const caller = callers.get(role);
    for (const route of GUARDED) {
      if (typeof route.own !== "function" || route.permission === "signed-in" || route.permission === "public")
        continue;
      if (grantOf(route.permission, [role]) !== "own") continue;
      const answer = await caller?.call(route.method, addressOf(route), bodyOf(route));
      // Whose role shows him everybody's things sees it, and may still do nothing with it; what an administrator of the
      // directory may do with a task is the engine's own law (four eyes hold for him too).
      if (role === "person") expect(answer?.statusCode, named(route)).toBe(404);
      else if (role !== "administrator") expect([400, 403, 404, 409, 422], named(route)).toContain(answer?.statusCode);
    }
  });

  test("a session alone changes nothing: a call without its mark, or from another page, is refused before it is read", async () => {
    const caller = callers.get("administrator");
    for (const route of GUARDED.filter(({ method }) => method !== "GET")) {
      const unmarked = await caller?.call(route.method, addressOf(route), bodyOf(route), { "x-csrf-token": "" });
      expect(unmarked?.json(), named(route)).toMatchObject({ status: 403, code: "TOKEN_MISSING" });
      const foreign = await caller?.call(route.method, addressOf(route), bodyOf(route), {
        origin: "https://evil.example",
      });
      expect(foreign?.json(), named(route)).toMatchObject({ status: 403, code: "ORIGIN_FOREIGN" });
    }
  });

  test("a token does what its scopes name, and nothing else, whatever the roles of its owner", async () => {
    const made = await company.assembled.accounts.createToken({
      user: id<UserId>("admin-1"),
      name: "narrow",
      scopes: ["people.read"],
      by: id<UserId>("admin-1"),
    });
    if (made.kind === "rejected") throw new Error(made.reason.en);
    for (const route of GUARDED) {
      if (route.permission === "people.read" || !(route.permission in PERMISSIONS)) continue;
      const answer = await company.nobody.call(route.method, addressOf(route), bodyOf(route), {
        authorization: `Bearer ${made.secret}`,
      });
      expect(answer.statusCode, named(route)).toBe(403);
    }
  });

  test("a token in a cookie, a session in the header, and half a token open nothing", async () => {
    const session = callers.get("administrator")?.session ?? "";
    const tries = [
      { authorization: `Bearer ${session}` },
      { authorization: session },
      { authorization: "Bearer ordo_x_y" },
    ];
    for (const headers of tries)
      expect((await company.nobody.call("GET", "/api/session", undefined, headers)).statusCode).toBe(401);
  });
});
