import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandId, type InstanceId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
let operator: Caller;
let analyst: Caller;
let person: Caller;
beforeAll(async () => {
  company = await servedCompany();
  operator = await company.person("engineer-1", "operator");
  analyst = await company.person("manager-1", "analyst");
  person = await company.person("manager-4");
});
afterAll(() => company.close());

let count = 0;

/** A request for a discount that waits for the requester's manager. */
async function discount(of: number): Promise<string> {
  count += 1;
  const outcome = await company.assembled.engine.useCases.start({
    id: id<CommandId>(`start-${count}`),
    process: id<ProcessId>("discount-approval"),
    input: { company: `company/${of}`, brand: "Montelira", discount: 3, justification: "Постоянный клиент" },
    by: id<UserId>("manager-4"),
  });
  if (outcome.kind !== "started") throw new Error(JSON.stringify(outcome));
  await company.settle();
  return outcome.instance;
}

/** One whose record was deleted while people decided: its next call is refused. */
async function failed(of: number): Promise<{ readonly instance: string; readonly incident: string }> {
  const instance = await discount(of);
  const { useCases } = company.assembled.engine;
  const [task] = (await useCases.tasks({ instance: id<InstanceId>(instance), limit: 1 })).rows;
  if (task === undefined) throw new Error("nobody is asked");
  await company.assembled.outside.editing?.delete({ ref: `company/${of}`, by: id<UserId>("admin-1") });
  const body = { kind: "complete", task: task.id, outcome: "approve", form: {}, comment: null } as const;
  const outcome = await useCases.act({ id: id<CommandId>(`approve-${instance}`), by: task.assignee, body });
  expect(outcome.kind).toBe("accepted");
  await company.settle();
  const { rows } = (await operator.call("GET", `/api/incidents?instance=${instance}`)).json();
  expect(rows).toHaveLength(1);
  return { instance, incident: rows[0].id };
}

const bulk = (action: string, body: object, who = operator, key = crypto.randomUUID()) =>
  who.call("POST", `/api/operations/${action}`, body, { "idempotency-key": key });

describe("who may", () => {
  test("a person sees nothing of operations, an analyst looks and changes nothing", async () => {
    const reads = ["instances", "steps", "timers", "outbox", "workers", "samples"].map(
      (one) => `/api/operations/${one}`,
    );
    for (const url of [...reads, "/api/incidents"]) {
      expect((await person.call("GET", url)).statusCode, url).toBe(403);
      expect((await analyst.call("GET", url)).statusCode, url).toBe(200);
    }
    for (const url of ["/api/outgoing", "/api/channels"]) {
      expect((await person.call("GET", url)).statusCode, url).toBe(403);
      expect((await analyst.call("GET", url)).statusCode, url).toBe(403);
      expect((await operator.call("GET", url)).statusCode, url).toBe(200);
    }
    const instances = [await discount(7)];
    for (const who of [person, analyst]) {
      expect((await bulk("suspend/preview", { instances }, who)).statusCode).toBe(403);
      expect((await bulk("suspend", { instances, digest: "x", reason: "y" }, who)).statusCode).toBe(403);
      expect((await who.call("POST", "/api/incidents/seen", { incident: "x" })).statusCode).toBe(403);
      expect((await who.call("POST", "/api/events", { name: "site.x" })).statusCode).toBe(403);
    }
  });
});

describe("looking", () => {
  test("a list says where each stands; one instance is told in words, with why and its data", async () => {
    const instance = await discount(8);
    const { rows } = (await operator.call("GET", "/api/operations/instances?text=Montelira&status=live")).json();
    const row = rows.find((one: { readonly id: string }) => one.id === instance);
    expect(row).toMatchObject({
      ...{ process: "discount-approval", title: "Согласование скидки", status: "running", isCurrent: true, version: 1 },
      ...{ requester: { id: "manager-4" }, incidents: 0, places: [{ step: "approval", title: "Approval" }] },
    });
    const page = (await operator.call("GET", `/api/operations/instances/${instance}`)).json();
    expect(page.timeline[0]).toMatchObject({ tone: "start" });
    expect(page.why.places[0]).toMatchObject({ step: "approval" });
    expect(page.why.places[0].unblocks.length).toBeGreaterThan(0);
    expect(page.variables.find((one: { readonly name: string }) => one.name === "discount")).toMatchObject({
      ...{ title: "Скидка, %", kind: "input", value: 3 },
    });
    expect(page.tasks).toHaveLength(1);
    const { process, number } = row;
    const byName = await operator.call("GET", `/api/operations/instances/${process}~${number}`);
    expect(byName.json().row.id).toBe(instance);
    expect((await operator.call("GET", "/api/operations/instances/nothing~1")).statusCode).toBe(404);
    const history = (await operator.call("GET", `/api/operations/instances/${instance}/history`)).json();
    expect(history.rows[0]).toMatchObject({ sequence: 1, kind: "instanceStarted", actor: "manager-4" });
    const svg = await operator.call("GET", `/api/instances/${instance}/diagram.svg`);
    expect(svg.headers["content-type"]).toMatch(/^image\/svg\+xml/);
    expect(svg.body).toMatch(/current/);
  });

  test("what waits where, which timers ring when, and who works", async () => {
    const instance = await discount(9);
    const steps = (await operator.call("GET", "/api/operations/steps?process=discount-approval")).json().rows;
    expect(steps.find((one: { readonly step: string }) => one.step === "approval").instances).toBeGreaterThan(0);
    const timers = (await operator.call("GET", `/api/operations/timers?instance=${instance}`)).json().rows;
    expect(timers.length).toBeGreaterThan(0);
    expect(timers[0]).toMatchObject({ instance, isLate: false, paused: false });
    company.clock.jump(60_000);
    await company.assembled.samples.take(company.clock.now());
    const { rows } = (await operator.call("GET", "/api/operations/samples?hours=1")).json();
    expect(rows.at(-1)).toMatchObject({ incidents: 0 });
    expect(rows.at(-1).tasks).toBeGreaterThan(0);
    const workers = (await operator.call("GET", "/api/operations/workers")).json();
    expect(workers.parts.find((one: { readonly name: string }) => one.name === "store")).toMatchObject({ ok: true });
  });
});

describe("many at once", () => {
  test("a preview says whom it reaches and whom it refuses; the order touches exactly those", async () => {
    const [one, other] = [await discount(20), await discount(21)];
    const seen = (await bulk("suspend/preview", { instances: [one, other] })).json();
    expect(seen).toMatchObject({ refused: 0, isMore: false });
    expect([...seen.goes].sort()).toEqual([one, other].sort());
    const order = { instances: seen.goes, digest: seen.digest, reason: "проверка договора" };
    expect((await bulk("suspend", { ...order, reason: " " })).json()).toMatchObject({ code: "COMMENT_REQUIRED" });
    const key = crypto.randomUUID();
    expect((await bulk("suspend", order, operator, key)).json()).toMatchObject({ done: 2, refused: 0 });
    // Whoever got no answer asks again: nothing is done twice, nothing is called stale.
    expect((await bulk("suspend", order, operator, key)).json()).toMatchObject({ done: 2, refused: 0 });
    const { history } = (await company.assembled.engine.useCases.show(one)) ?? { history: [] };
    const suspended = history.filter(({ kind }) => kind === "instanceSuspended");
    expect(suspended).toMatchObject([{ actor: "engineer-1", by: "engineer-1", reason: "проверка договора" }]);
    const again = (await bulk("suspend/preview", { instances: [one] })).json();
    expect(again.rows[0]).toMatchObject({ verdict: "refused" });
    expect(again.rows[0].reason).toMatch(/suspended/);
    const resumed = (await bulk("resume/preview", { filter: { status: "suspended" } })).json();
    expect(resumed.goes).toHaveLength(2);
    expect((await bulk("resume", { instances: resumed.goes, digest: resumed.digest })).json()).toMatchObject({
      done: 2,
    });
  });

  test("where something moved since the preview nothing is done, and the answer shows how it stands now", async () => {
    const [one, other] = [await discount(22), await discount(23)];
    const seen = (await bulk("cancel/preview", { instances: [one, other] })).json();
    const alone = (await bulk("suspend/preview", { instances: [other] })).json();
    await bulk("suspend", { instances: alone.goes, digest: alone.digest, reason: "пауза" });
    const order = { instances: seen.goes, digest: seen.digest, reason: "дубли" };
    const answer = await bulk("cancel", order);
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: "PREVIEW_STALE" });
    const shown = await company.assembled.engine.useCases.show(one);
    expect(shown?.row.status).toBe("running");
    const { preview } = answer.json();
    const now = await bulk("cancel", { instances: preview.goes, digest: preview.digest, reason: "дубли" });
    expect(now.json()).toMatchObject({ done: 2, refused: 0 });
    expect((await company.assembled.engine.useCases.show(one))?.row.status).toBe("canceled");
  });

  test("those on the version in force are not migrated; nothing chosen is not everything", async () => {
    const instance = await discount(24);
    const seen = (await bulk("migrate/preview", { instances: [instance] })).json();
    expect(seen).toMatchObject({ goes: [], refused: 1 });
    expect((await bulk("cancel/preview", {})).statusCode).toBe(400);
    expect((await bulk("cancel/preview", { filter: {} })).statusCode).toBe(400);
  });
});

describe("incidents", () => {
  test("say what is wrong and what to do; somebody looks after one, and the next is not told of it", async () => {
    const { incident } = await failed(30);
    const { rows } = (await analyst.call("GET", "/api/incidents?unseen=true&severity=normal")).json();
    expect(rows[0]).toMatchObject({
      id: incident,
      severity: "normal",
      resolution: "retry",
      seen: null,
      step: "current",
    });
    expect(rows[0].remedy).not.toBe("");
    expect((await operator.call("POST", "/api/incidents/seen", { incident })).statusCode).toBe(204);
    expect((await analyst.call("GET", "/api/incidents?unseen=true")).json().rows).toEqual([]);
    const [row] = (await analyst.call("GET", "/api/incidents")).json().rows;
    expect(row.seen.by).toMatchObject({ id: "engineer-1" });
    expect((await operator.call("POST", "/api/incidents/settle", { incident })).json()).toMatchObject({
      code: "INCIDENT_NOT_FOUND",
    });
  });

  test("a retry goes on once the cause is gone; the same order again does nothing twice", async () => {
    const { instance, incident } = await failed(31);
    const still = (await analyst.call("GET", "/api/incidents"))
      .json()
      .rows.find((one: { id: string }) => one.id === incident);
    expect(still).toMatchObject({ mayEdit: true });
    await company.assembled.outside.editing?.undelete({ ref: "company/31", by: id<UserId>("admin-1") });
    const key = { "idempotency-key": "retry-31" };
    expect((await operator.call("POST", "/api/incidents/retry", { incident }, key)).statusCode).toBe(200);
    expect((await operator.call("POST", "/api/incidents/retry", { incident }, key)).statusCode).toBe(200);
    await company.settle();
    expect((await company.assembled.engine.useCases.show(instance))?.row.status).toBe("completed");
  });

  test("the failed call is given something else, with a reason that stays in the history", async () => {
    const { instance, incident } = await failed(50);
    const address = `/api/incidents/input?incident=${encodeURIComponent(incident)}`;
    const { input, operation } = (await operator.call("GET", address)).json();
    expect({ input, operation }).toEqual({ input: { record: "company/50" }, operation: "crm.get" });
    const retry = (body: object) => operator.call("POST", "/api/incidents/retry", { incident, ...body });
    expect((await retry({ input: { record: "company/51" } })).json().fields).toHaveProperty("reason");
    expect((await retry({ input: { other: 1 }, reason: "x" })).json().fields).toHaveProperty("other");
    const done = await retry({ input: { record: "company/51" }, reason: "карточки объединили" });
    expect(done.statusCode).toBe(200);
    await company.settle();
    const shown = await company.assembled.engine.useCases.show(instance);
    const edited = shown?.history.filter((event) => event.kind === "callRequested" && event.edited === true);
    expect(edited).toMatchObject([{ input: { record: "company/51" }, actor: "engineer-1" }]);
    const { timeline } = (await operator.call("GET", `/api/operations/instances/${instance}`)).json();
    expect(JSON.stringify(timeline)).toContain("карточки объединили");
  });
});

describe("from outside and to the outside", () => {
  test("an event with its own id is taken in once; what the engine tells itself nobody else may tell", async () => {
    const send = (body: object) => operator.call("POST", "/api/events", body);
    const event = { id: "order-1", name: "site.order-paid", fields: { order: 5 } };
    expect((await send(event)).json()).toEqual({ id: "order-1", isNew: true });
    expect((await send(event)).json()).toEqual({ id: "order-1", isNew: false });
    expect((await send({ ...event, name: "crm.lead.created" })).statusCode).toBe(400);
    expect((await send({ ...event, fields: { actor: "admin-1" } })).json().fields).toHaveProperty(["fields.actor"]);
    const message = await operator.call("POST", "/api/messages/paid", { id: "m-1", key: "5" });
    expect(message.json()).toEqual({ id: "m-1", isNew: true });
  });

  test("a channel is held and let go by name; a decision about messages names which", async () => {
    const { rows } = (await operator.call("GET", "/api/channels")).json();
    const { channel, mode } = rows[0];
    const put = (body: object) => operator.call("PUT", `/api/channels/${channel}`, body);
    expect((await put({ mode: "hold", reason: "рассылка" })).json().rows[0]).toMatchObject({
      ...{ channel, mode: "hold", configured: mode },
      switched: { by: { id: "engineer-1" }, reason: "рассылка" },
    });
    expect((await put({ mode: "nonsense" })).statusCode).toBe(422);
    await discount(10);
    const held = (await operator.call("GET", "/api/outgoing?status=held")).json().rows;
    expect(held.length).toBeGreaterThan(0);
    const keys = held.map((one: { readonly key: string }) => one.key);
    expect((await operator.call("POST", "/api/outgoing/release", {})).statusCode).toBe(400);
    expect((await operator.call("POST", "/api/outgoing/release/preview", { keys })).json().count).toBe(keys.length);
    expect((await operator.call("POST", "/api/outgoing/drop", { keys })).json()).toEqual({ count: keys.length });
    expect((await operator.call("POST", "/api/outgoing/drop", { keys })).json()).toEqual({ count: 0 });
    await put({ mode: null });
  });
});
