import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskAddress } from "../../adapters/task-address.ts";
import { type CommandId, type InstanceId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { type Caller, PASSWORD, type ServedCompany, servedCompany } from "../support/served-company.ts";
import { startSmtp, type TestSmtp } from "../support/servers/smtp.ts";

const ADDRESS = "https://ordo.example.ru";
const MINE = { origin: "http://localhost" };

let company: ServedCompany;
let smtp: TestSmtp;
let administrator: Caller;
beforeAll(async () => {
  smtp = await startSmtp();
  const server = `{ host: 127.0.0.1, port: ${smtp.port}, tls: none, from: robot@zernoipar.example }`;
  company = await servedCompany(`service: { address: '${ADDRESS}' }\nchannels: { email: { smtp: ${server} } }`);
  // By her role alone: the directory calls somebody else administrator.
  administrator = await company.person("accountant-1", "administrator");
});
afterAll(async () => {
  await company?.close();
  await smtp?.close();
});

let count = 0;

/** A request for a discount that waits for the head of sales. */
async function asked(of: string): Promise<{ readonly instance: string; readonly task: string }> {
  count += 1;
  const { useCases } = company.service;
  const input = { company: of, brand: "Montelira", discount: 12, justification: "Постоянный клиент" };
  const started = await useCases.start({
    ...{ id: id<CommandId>(`asked-${count}`), process: id<ProcessId>("discount-approval"), input },
    by: id<UserId>("manager-1"),
  });
  if (started.kind !== "started") throw new Error(JSON.stringify(started));
  await company.settle();
  const [task] = (await useCases.tasks({ instance: id<InstanceId>(started.instance), limit: 1 })).rows;
  if (task === undefined) throw new Error("nobody is asked");
  return { instance: started.instance, task: taskAddress(task.id) };
}

/** A token, and what the door says to it. */
async function tokenOf(user: string): Promise<() => Promise<number>> {
  const scopes = ["people.read"];
  const of = { user: id<UserId>(user), by: id<UserId>(user), name: "выгрузка", scopes };
  const made = await company.assembled.accounts.createToken(of);
  if (made.kind !== "made") throw new Error(made.reason.en);
  const headers = { authorization: `Bearer ${made.secret}` };
  return async () => (await company.nobody.call("GET", "/api/people", undefined, headers)).statusCode;
}

const setRoles = (user: string, roles: readonly string[]) =>
  administrator.call("PUT", `/api/accounts/${user}/roles`, { roles });

/** The one-time link of the last letter. */
async function lastLink(): Promise<{ readonly to: string | undefined; readonly token: string; readonly text: string }> {
  await company.assembled.entryLetters.settled();
  const letter = smtp.letters.at(-1);
  const text = letter?.mail.text ?? "";
  return { to: letter?.to[0], text, token: /\/enter#([\w-]{43})/.exec(text)?.[1] ?? "" };
}

const enter = (token: string) => company.nobody.call("POST", "/api/entry", { token, password: `${PASSWORD}!` }, MINE);
const forgotten = (login: string) => company.nobody.call("POST", "/api/entry/letter", { login }, MINE);

describe("what ends with what it stood on", () => {
  test("a role that is taken away ends sessions and tokens; one that is given ends sessions, and tokens stay what they were", async () => {
    const engineer = await company.person("engineer-1", "analyst");
    const reaches = await tokenOf("engineer-1");
    expect([await reaches(), (await engineer.call("GET", "/api/session")).statusCode]).toEqual([200, 200]);
    expect((await setRoles("engineer-1", ["analyst", "operator"])).statusCode).toBe(200);
    expect([await reaches(), (await engineer.call("GET", "/api/session")).statusCode]).toEqual([200, 401]);
    expect((await setRoles("engineer-1", ["operator"])).statusCode).toBe(200);
    expect(await reaches()).toBe(401);
    const { rows } = (await administrator.call("GET", "/api/accounts/changes?user=engineer-1")).json();
    const told = rows.map(({ what }: { readonly what: string }) => what);
    expect(told).toEqual(["token-revoked", "roles", "roles", "token-made", "activated", "invited"]);
  });

  test("a new password by a link ends sessions and tokens; until it is chosen nothing has changed", async () => {
    const manager = await company.person("manager-5");
    const reaches = await tokenOf("manager-5");
    const reset = (await administrator.call("POST", "/api/accounts/manager-5/reset", {})).json();
    expect(reset).toMatchObject({ link: null, mailedTo: "tihiy@zernoipar.example" });
    expect([await reaches(), (await manager.call("GET", "/api/session")).statusCode]).toEqual([200, 200]);
    expect((await enter((await lastLink()).token)).statusCode).toBe(200);
    expect([await reaches(), (await manager.call("GET", "/api/session")).statusCode]).toEqual([401, 401]);
  });

  test("deactivating ends them, too", async () => {
    const manager = await company.person("manager-2");
    const reaches = await tokenOf("manager-2");
    await administrator.call("POST", "/api/accounts/manager-2/deactivate", {});
    expect([await reaches(), (await manager.call("GET", "/api/session")).statusCode]).toEqual([401, 401]);
  });
});

describe("letters by which people get in", () => {
  test("an invitation goes by mail, and its link is nowhere else; redirected, it is handed over", async () => {
    const invited = await administrator.call("POST", "/api/accounts", { user: "manager-3", roles: ["analyst"] });
    expect(invited.json()).toMatchObject({ link: null, mailedTo: "oreshin@zernoipar.example" });
    const { to, token } = await lastLink();
    expect(to).toBe("oreshin@zernoipar.example");
    expect(smtp.letters.at(-1)?.mail.subject).toBe("Вас пригласили в Ordo");
    const kept = await company.assembled.context.database.db
      .selectFrom("message" as never)
      .selectAll()
      .execute();
    expect(JSON.stringify(kept)).not.toContain(token);
    expect((await enter(token)).json()).toMatchObject({ user: "manager-3", roles: ["analyst", "person"] });
    const operator = await company.person("head-4", "operator");
    await operator.call("PUT", "/api/channels/email", { mode: "redirect:robot@zernoipar.example", reason: "проба" });
    const before = smtp.letters.length;
    const other = (await administrator.call("POST", "/api/accounts", { user: "head-3" })).json();
    expect([other.mailedTo, smtp.letters.length]).toEqual([null, before]);
    expect(other.link).toMatch(/^https:\/\/ordo\.example\.ru\/enter#/);
    await operator.call("PUT", "/api/channels/email", { mode: null });
  });

  test("who forgot his password gets a link for an hour; of who has no account the answer is the same, and nothing is sent", async () => {
    const head = await company.person("head-2");
    expect((await company.nobody.call("GET", "/api/entry")).json()).toEqual({ canAskForLetter: true });
    const { login } = (await head.call("GET", "/api/session")).json();
    const before = smtp.letters.length;
    const answers = [await forgotten(login), await forgotten("nobody@zernoipar.example"), await forgotten("manager-4")];
    for (const answer of answers) expect([answer.statusCode, answer.body]).toEqual([204, ""]);
    const { to, token, text } = await lastLink();
    expect([to, smtp.letters.length]).toEqual(["maslov@zernoipar.example", before + 1]);
    expect(text).toMatch(/действует до 23\.11\.2026 \d\d:00 \(/);
    // Asked for by a stranger, it changes nothing: the session and the password hold.
    expect((await head.call("GET", "/api/session")).statusCode).toBe(200);
    await forgotten(login);
    const later = (await lastLink()).token;
    expect((await enter(token)).statusCode).toBe(200);
    // One was used: the other is over.
    expect((await enter(later)).json()).toMatchObject({ code: "LINK_INVALID" });
    company.clock.jump(2 * 3_600_000);
    await forgotten(login);
    company.clock.jump(3_600_000);
    expect((await enter((await lastLink()).token)).json()).toMatchObject({ code: "LINK_INVALID" });
  });

  test("nobody fills a mailbox: letters to a login are few, whether there is such a login or not", async () => {
    for (const login of ["head-1", "there-is-none"]) {
      const statuses: number[] = [];
      for (let at = 0; at < 5; at++) statuses.push((await forgotten(login)).statusCode);
      expect(statuses, login).toEqual([204, 204, 204, 429, 429]);
    }
  });
});

describe("who may", () => {
  test("an operator hands a task over, never to himself, and never past four eyes", async () => {
    const operator = await company.person("head-4");
    const { task } = await asked("company/7");
    const reassign = (to: string, by = operator) => by.call("POST", `/api/tasks/${task}/reassign`, { to });
    expect((await operator.call("GET", `/api/tasks/${task}`)).json().can).toMatchObject({
      ...{ reassign: true, complete: false, claim: false, delegate: false },
    });
    expect((await reassign("head-4")).json()).toMatchObject({ status: 403, code: "NOT_ALLOWED" });
    expect((await reassign("manager-1")).json()).toMatchObject({ status: 403, code: "EXCLUDED" });
    expect((await reassign("head-1", await company.person("manager-4"))).statusCode).toBe(404);
    expect((await reassign("head-1")).statusCode).toBe(200);
    const told = (await operator.call("GET", `/api/tasks/${task}`)).json();
    expect(told.assignee).toMatchObject({ id: "head-1" });
    const body = { outcome: "approve", form: {}, comment: null };
    expect((await operator.call("POST", `/api/tasks/${task}/complete`, body)).statusCode).toBe(403);
  });

  test("absences: one's own, the head's for his people, and anybody's for whoever administers accounts", async () => {
    const enterFor = async (who: Caller, user: string, day: string) => {
      const body = { from: day, to: day, substitute: null };
      return (await who.call("POST", `/api/people/${user}/absences`, body)).statusCode;
    };
    const manager = await company.person("manager-4");
    const head = await company.person("head-1");
    expect(await enterFor(manager, "manager-4", "2026-12-21")).toBe(201);
    expect(await enterFor(head, "manager-1", "2026-12-21")).toBe(201);
    expect(await enterFor(head, "manager-4", "2026-12-22")).toBe(404);
    expect(await enterFor(administrator, "manager-4", "2026-12-23")).toBe(201);
    const all = (await administrator.call("GET", "/api/people/manager-4/absences")).json();
    const url = `/api/people/manager-4/absences/${all[0].id}`;
    expect((await head.call("DELETE", url)).statusCode).toBe(404);
    expect((await administrator.call("DELETE", url)).statusCode).toBe(204);
  });

  test("who withdraws what has changed since he looked is told so; the same command again is no change of another", async () => {
    const manager = await company.person("manager-1");
    const { instance, task } = await asked("company/8");
    const read = () => manager.call("GET", `/api/instances/${instance}`);
    const seen = String((await read()).headers["etag"]);
    await (await company.person("head-2")).call("POST", `/api/tasks/${task}/comment`, { text: "Смотрю" });
    await company.person("head-4").then((one) => one.call("POST", `/api/tasks/${task}/reassign`, { to: "head-1" }));
    const withdraw = (etag: string) =>
      manager.call("POST", `/api/instances/${instance}/withdraw`, {}, { "if-match": etag, "idempotency-key": "back" });
    expect((await withdraw(seen)).json()).toMatchObject({ status: 412, code: "CHANGED_MEANWHILE" });
    const now = String((await read()).headers["etag"]);
    expect((await withdraw(now)).statusCode).toBe(200);
    expect((await withdraw(now)).statusCode).toBe(200);
    expect((await read()).json().status).toBe("canceled");
  });
});
