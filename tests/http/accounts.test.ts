import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandId, type InstanceId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { type Caller, PASSWORD, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
let administrator: Caller;
beforeAll(async () => {
  company = await servedCompany();
  administrator = await company.person("admin-1", "administrator");
});
afterAll(() => company.close());

const MINE = { origin: "http://localhost" };

describe("accounts", () => {
  test("only administrators see and change them", async () => {
    const operator = await company.person("engineer-1", "operator");
    for (const url of ["/api/accounts", "/api/accounts/changes", "/api/accounts/tokens", "/api/accounts/invitable"])
      expect((await operator.call("GET", url)).statusCode, url).toBe(403);
    expect((await operator.call("POST", "/api/accounts", { user: "head-1" })).statusCode).toBe(403);
    expect((await operator.call("POST", "/api/accounts/admin-1/deactivate", {})).statusCode).toBe(403);
    expect((await administrator.call("GET", "/api/accounts")).json().rows.length).toBe(2);
  });

  test("an invitation is a link that opens once; its person enters with the roles given", async () => {
    const { rows } = (await administrator.call("GET", "/api/accounts/invitable")).json();
    const found = rows.find((one: { readonly person: { readonly id: string } }) => one.person.id === "manager-4");
    expect(found.person.name).toBe("Дарья Ключева");
    const invited = await administrator.call("POST", "/api/accounts", { user: "manager-4", roles: ["analyst"] });
    expect(invited.json().account).toMatchObject({ status: "invited", roles: ["analyst", "person"] });
    const token = String(invited.json().link).split("#")[1];
    const enter = () => company.nobody.call("POST", "/api/entry", { token, password: PASSWORD }, MINE);
    expect((await enter()).json()).toMatchObject({ user: "manager-4", roles: ["analyst", "person"] });
    expect((await enter()).json()).toMatchObject({ code: "LINK_INVALID" });
    expect((await administrator.call("POST", "/api/accounts", { user: "manager-4" })).json()).toMatchObject({
      code: "ACCOUNT_ACTIVE",
    });
    expect((await administrator.call("POST", "/api/accounts", { user: "nobody-9" })).json()).toMatchObject({
      ...{ code: "PERSON_UNKNOWN", status: 422 },
    });
    const reset = await administrator.call("POST", "/api/accounts/manager-4/reset", {});
    expect(reset.json().link).toMatch(/\/enter#/);
    const changes = (await administrator.call("GET", "/api/accounts/changes?user=manager-4")).json().rows;
    expect(changes.map(({ what }: { readonly what: string }) => what)).toEqual(["reset", "activated", "invited"]);
    expect(changes[0].by).toMatchObject({ id: "admin-1" });
  });

  test("roles and login change; a taken login is said at its field", async () => {
    const put = (what: string, body: object) => administrator.call("PUT", `/api/accounts/manager-4/${what}`, body);
    expect((await put("roles", { roles: ["operator"] })).json().roles).toEqual(["operator", "person"]);
    expect((await put("login", { login: "darya" })).json().login).toBe("darya");
    const taken = (await administrator.call("GET", "/api/accounts")).json().rows[0].login;
    const other = (await administrator.call("GET", "/api/accounts"))
      .json()
      .rows.find((one: { readonly login: string }) => one.login !== taken && one.login !== "darya");
    const answer = await put("login", { login: other.login });
    expect(answer.json()).toMatchObject({ code: "LOGIN_TAKEN", status: 422 });
    expect(answer.json().fields).toHaveProperty("login");
  });

  test("the last administrator keeps his role and his account", async () => {
    const answers = [
      await administrator.call("PUT", "/api/accounts/admin-1/roles", { roles: [] }),
      await administrator.call("POST", "/api/accounts/admin-1/deactivate", {}),
    ];
    for (const answer of answers) expect(answer.json()).toMatchObject({ code: "LAST_ADMINISTRATOR", status: 409 });
  });

  test("a leaver's open tasks move as the preview said, his session ends, history stays", async () => {
    const head = await company.person("head-2");
    const started = await company.assembled.engine.useCases.start({
      ...{ id: id<CommandId>("start-1"), process: id<ProcessId>("discount-approval"), by: id<UserId>("manager-4") },
      input: { company: "company/8", brand: "Montelira", discount: 12, justification: "Постоянный клиент" },
    });
    if (started.kind !== "started") throw new Error(JSON.stringify(started));
    await company.settle();
    const { tasks } = (await administrator.call("GET", "/api/accounts/head-2/leaving")).json();
    expect(tasks).toHaveLength(1);
    expect(tasks[0]).toMatchObject({ kind: "moves" });
    const left = await administrator.call("POST", "/api/accounts/head-2/deactivate", {});
    expect(left.json()).toMatchObject({ status: "deactivated", isInDirectory: false });
    expect((await head.call("GET", "/api/session")).statusCode).toBe(401);
    const instance = id<InstanceId>(started.instance);
    const [row] = (await company.assembled.engine.useCases.tasks({ instance, limit: 1 })).rows;
    expect(row?.assignee).toBe(tasks[0].to.id);
    expect((await administrator.call("GET", "/api/accounts/nobody-9/leaving")).statusCode).toBe(404);
    const back = await administrator.call("POST", "/api/accounts/head-2/reactivate", {});
    expect(back.json()).toMatchObject({ status: "active", isInDirectory: true });
  });

  test("tokens of others are seen without their secrets, and revoked", async () => {
    const made = await company.assembled.accounts.createToken({
      ...{ user: id<UserId>("manager-4"), by: id<UserId>("manager-4"), name: "выгрузка", scopes: ["task.read"] },
    });
    if (made.kind !== "made") throw new Error("no token");
    const listed = await administrator.call("GET", "/api/accounts/tokens");
    expect(listed.json().rows).toMatchObject([{ name: "выгрузка", person: { id: "manager-4" } }]);
    expect(listed.body).not.toContain(made.secret);
    const revoke = () => administrator.call("DELETE", `/api/accounts/tokens/${made.token.prefix}`);
    expect((await revoke()).statusCode).toBe(204);
    expect((await revoke()).statusCode).toBe(404);
  });
});
