import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import type { ValueMap } from "../../engine/base/value.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
let requester: Caller;
let head: Caller;
let executive: Caller;
let stranger: Caller;
beforeAll(async () => {
  company = await servedCompany();
  requester = await company.person("manager-4");
  head = await company.person("head-2");
  executive = await company.person("exec-1");
  stranger = await company.person("engineer-1");
});
afterAll(() => company.close());

let count = 0;

async function started(process: string, input: ValueMap, by: string): Promise<string> {
  count += 1;
  const outcome = await company.assembled.engine.useCases.start({
    ...{ id: id<CommandId>(`start-${count}`), process: id<ProcessId>(process), input, by: id<UserId>(by) },
  });
  if (outcome.kind !== "started") throw new Error(JSON.stringify(outcome));
  await company.settle();
  return outcome.instance;
}

/** A request for a discount: the head of sales decides, and above 15 % the executive director after him. */
const BRANDS = ["Montelira", "Vaporetta"];
const COMPANIES = [7, 8, 9, 20, 21, 22, 23, 24];
async function discountOf(discount: number, of?: string): Promise<string> {
  const brand = BRANDS[count % 2] ?? "";
  const company = of ?? `company/${COMPANIES[Math.floor(count / 2) % COMPANIES.length]}`;
  return started("discount-approval", { company, brand, discount, justification: "Постоянный клиент" }, "manager-4");
}

/** His own, or one that he may claim. */
async function taskOf(who: Caller, instance: string, ...lists: readonly string[]): Promise<string> {
  const pages = (lists.length === 0 ? ["mine", "group"] : lists).map(async (list) => {
    const { rows } = (await who.call("GET", `/api/tasks?list=${list}&limit=200`)).json();
    return rows as readonly { readonly id: string; readonly instance: string }[];
  });
  const row = (await Promise.all(pages)).flat().find((one) => one.instance === instance);
  if (row === undefined) throw new Error(`${who.user} has no task of ${instance}`);
  return row.id;
}

const decide = (who: Caller, task: string, body: object, key = crypto.randomUUID()) =>
  who.call("POST", `/api/tasks/${task}/complete`, body, { "idempotency-key": key });

describe("deciding", () => {
  test("the head sees what is asked, decides, and takes it back until the next one decides", async () => {
    const instance = await discountOf(20);
    const task = await taskOf(head, instance);
    const page = (await head.call("GET", `/api/tasks/${task}`)).json();
    expect(page).toMatchObject({
      ...{ id: task, instance, process: "discount-approval", processTitle: "Согласование скидки", purpose: "seat" },
      requester: { id: "manager-4", name: "Дарья Ключева" },
      assignee: { id: "head-2" },
      isOverdue: false,
      settled: null,
      can: { complete: true, delegate: true, addApprover: true, askForInfo: true, reassign: false, recall: false },
    });
    expect(page.facts.map(({ title }: { readonly title: string }) => title)).toContain("Скидка, %");
    expect(
      page.outcomes.map(({ name, tone, needsComment }: Record<string, unknown>) => [name, tone, needsComment]),
    ).toEqual([
      ["approve", "main", false],
      ["reject", "negative", true],
      ["rework", "plain", true],
    ]);
    expect(page.seats.map(({ status, isThis }: Record<string, unknown>) => [status, isThis])).toEqual([
      ["open", true],
      ["waiting", false],
    ]);
    expect(page.why.me[0].text).toBe("You are its assignee");
    expect(JSON.stringify(page)).not.toContain("ordo complete");

    const done = await decide(head, task, { outcome: "approve" });
    expect(done.json()).toMatchObject({ task, instance, isRepeated: false, canRecall: true });
    const closed = (await head.call("GET", `/api/tasks/${task}`)).json();
    expect(closed).toMatchObject({
      settled: { by: { id: "head-2" }, outcome: "approve" },
      can: { recall: true, complete: false },
    });
    expect((await head.call("POST", `/api/tasks/${task}/recall`)).statusCode).toBe(200);

    const again = await taskOf(head, instance);
    expect(again).not.toBe(task);
    expect((await decide(head, again, { outcome: "approve" })).statusCode).toBe(200);
    const next = await taskOf(executive, instance);
    expect((await decide(executive, next, { outcome: "approve" })).json()).toMatchObject({ canRecall: false });
    const late = await head.call("POST", `/api/tasks/${again}/recall`);
    expect(late.json()).toMatchObject({ status: 409, code: "TOO_LATE" });
  });

  test("the same command again is answered as the first time and decides nothing twice", async () => {
    const instance = await discountOf(20);
    const task = await taskOf(head, instance);
    const key = crypto.randomUUID();
    const first = (await decide(head, task, { outcome: "approve" }, key)).json();
    const second = (await decide(head, task, { outcome: "approve" }, key)).json();
    expect(second).toEqual({ ...first, isRepeated: true });
    const shown = (await head.call("GET", `/api/tasks/${task}`)).json();
    expect(shown.sheet).toHaveLength(1);
  });

  test("what is missing is told at its field", async () => {
    const task = await taskOf(head, await discountOf(10));
    expect((await decide(head, task, { outcome: "reject" })).json()).toMatchObject({
      ...{ status: 422, code: "COMMENT_REQUIRED", fields: { comment: "Say why." } },
    });
    expect((await decide(head, task, { outcome: "no-such" })).json()).toMatchObject({ code: "UNKNOWN_OUTCOME" });
    expect((await decide(head, task, { outcome: "approve", form: { extra: 1 } })).json()).toMatchObject({
      ...{ status: 422, code: "FORM_INVALID", fields: { extra: expect.stringContaining("no field") } },
    });
    // His tries are in his own history alone.
    const instance = (await head.call("GET", `/api/tasks/${task}`)).json().instance;
    const told = async (by: Caller) => (await by.call("GET", `/api/instances/${instance}`)).body;
    expect(await told(head)).toContain("COMMENT_REQUIRED");
    expect(await told(requester)).not.toContain("COMMENT_REQUIRED");
  });

  test("of two who decide at once one wins; the other is told who did, what and when", async () => {
    const instance = await discountOf(20);
    const task = await taskOf(head, instance);
    const answers = await Promise.all([
      decide(head, task, { outcome: "approve" }),
      decide(head, task, { outcome: "reject", comment: "Много" }),
    ]);
    const [won, lost] = answers.sort((one, other) => one.statusCode - other.statusCode);
    expect([won?.statusCode, lost?.statusCode]).toEqual([200, 409]);
    expect(lost?.json()).toMatchObject({
      code: "TASK_NOT_OPEN",
      settled: { by: { id: "head-2", name: "Виктор Маслов" }, at: expect.stringMatching(/^2026-11-23T10:/) },
    });
    expect(lost?.json().title).toMatch(/^The task is closed already. Виктор Маслов: “.+”, 23\/11\/2026, 10:/);
    const { sheet } = (await head.call("GET", `/api/tasks/${task}`)).json();
    expect(sheet).toHaveLength(1);
  });

  test("delegating, asking, commenting and adding an approver", async () => {
    const instance = await discountOf(20);
    const task = await taskOf(head, instance);
    expect((await head.call("POST", `/api/tasks/${task}/comment`, { text: "  " })).json().fields).toEqual({
      text: "Write what you want to say.",
    });
    const sent = async (by: Caller, name: string) => {
      const { id } = (await by.call("POST", `/api/files?name=${name}`, new TextEncoder().encode(name))).json();
      return [{ id, name }];
    };
    const theirs = await sent(requester, "theirs.txt");
    const foreign = await head.call("POST", `/api/tasks/${task}/comment`, { text: "Смотрю", files: theirs });
    expect(foreign.json()).toMatchObject({ code: "FORM_INVALID", fields: { files: expect.any(String) } });
    const own = await sent(head, "own.txt");
    expect((await head.call("POST", `/api/tasks/${task}/comment`, { text: "Смотрю", files: own })).statusCode).toBe(
      200,
    );
    expect((await head.call("POST", `/api/tasks/${task}/question`, { text: "Почему 20?" })).statusCode).toBe(200);
    const question = await taskOf(requester, instance);
    expect((await requester.call("GET", `/api/tasks/${question}`)).json()).toMatchObject({
      ...{ purpose: "info", instructions: "Почему 20?", outcomes: [{ needsComment: true }] },
    });
    expect((await decide(requester, question, { outcome: "done", comment: "Опт", files: theirs })).statusCode).toBe(
      200,
    );
    expect((await head.call("POST", `/api/tasks/${task}/approver`, { user: "chief-1" })).statusCode).toBe(200);
    expect((await head.call("POST", `/api/tasks/${task}/delegate`, { to: "manager-4" })).json()).toMatchObject({
      code: "EXCLUDED",
    });
    expect((await head.call("POST", `/api/tasks/${task}/delegate`, { to: "head-1" })).statusCode).toBe(200);
    const page = (await head.call("GET", `/api/tasks/${task}`)).json();
    expect(page).toMatchObject({ assignee: { id: "head-1" }, delegatedBy: { id: "head-2" } });
    expect(page.comments.map(({ text }: { readonly text: string }) => text)).toEqual(["Смотрю", "Почему 20?", "Опт"]);
    // Beside what was said, for everybody who sees the task.
    type Said = { readonly files: readonly { readonly name: string; readonly address: string }[] };
    const files = page.comments.map((one: Said) => one.files.map(({ name }) => name));
    expect(files).toEqual([["own.txt"], [], ["theirs.txt"]]);
    expect((await requester.call("GET", page.comments[0].files[0].address)).body).toBe("own.txt");
    expect((await stranger.call("GET", page.comments[0].files[0].address)).statusCode).toBe(404);
    expect(page.seats).toHaveLength(3);
    expect((await head.call("POST", `/api/tasks/${task}/reassign`, { to: "head-1" })).json()).toMatchObject({
      code: "NOT_PERMITTED_HERE",
    });
  });
});

describe("who sees what", () => {
  test("after a return the discussion with its files, the facts and what became of each decision stay in view", async () => {
    const instance = await discountOf(20);
    const ru = { "accept-language": "ru" };
    const pageOf = async (who: Caller, task: string) =>
      (await who.call("GET", `/api/tasks/${task}`, undefined, ru)).json();
    const linesOf = ({ sheet }: { readonly sheet: readonly Record<string, unknown>[] }) =>
      sheet.map(({ purpose, standing }) => [purpose, standing]);
    const first = await taskOf(head, instance);
    const { id } = (await head.call("POST", "/api/files?name=sums.txt", new TextEncoder().encode("1 + 1"))).json();
    const files = [{ id, name: "sums.txt" }];
    await head.call("POST", `/api/tasks/${first}/comment`, { text: "См. вложение", files });
    await head.call("POST", `/api/tasks/${first}/approver`, { user: "exec-1" });
    await decide(head, first, { outcome: "rework", comment: "Много" });
    await company.settle();

    const rework = await taskOf(requester, instance);
    const told = await pageOf(requester, rework);
    const said = [{ by: { id: "head-2" }, text: "См. вложение", files: [{ name: "sums.txt" }] }];
    expect(told).toMatchObject({ purpose: "rework", instructions: "Виктор Маслов: «Много»", comments: said });
    expect(told.facts).toEqual((await pageOf(head, first)).facts);
    expect(told.facts.length).toBeGreaterThan(1);
    const statuses = told.seats.map(({ status }: { readonly status: string }) => status);
    expect(statuses).toEqual(["decided", "sentBack", "sentBack"]);
    const { places, timeline } = (await requester.call("GET", `/api/instances/${instance}`, undefined, ru)).json();
    expect(JSON.stringify(places)).toContain("ждёт, пока заявку доработают");

    await decide(requester, rework, { form: { discount: 19 } });
    await company.settle();
    for (const who of [head, executive]) {
      const task = await taskOf(who, instance);
      expect((await pageOf(who, task)).comments).toMatchObject(said);
      await decide(who, task, { outcome: "approve" });
      await company.settle();
    }
    const closed = await pageOf(head, first);
    expect(closed.comments).toMatchObject(said);
    expect(linesOf(closed)).toEqual([
      ["seat", "earlierRound"],
      ["rework", "done"],
      ["seat", "counts"],
      ["seat", "counts"],
      ["skip", "skipped"],
    ]);
    expect(closed.sheet.at(-1).decision).toMatchObject({
      word: null,
      reason: expect.stringContaining("дважды не спрашиваем"),
    });
    const sheet = (await head.call("GET", `/api/instances/${instance}/sheet`, undefined, ru)).json();
    expect(JSON.stringify(sheet.blocks.at(-1))).toContain("sums.txt");
    const story = JSON.stringify(timeline);
    expect(story).toMatch(/Виктор Маслов добавляет согласующего: \S/);
    expect(
      JSON.stringify((await head.call("GET", `/api/instances/${instance}`, undefined, ru)).json().timeline[0]),
    ).toMatch(/Скидка 20 %/);
  });

  test("a task is not there for who has nothing to do with it, nor are its commands", async () => {
    const instance = await discountOf(10);
    const task = await taskOf(head, instance);
    expect((await requester.call("GET", `/api/tasks/${task}`)).json()).toMatchObject({
      can: { complete: false, comment: true },
    });
    const calls = [
      stranger.call("GET", `/api/tasks/${task}`),
      stranger.call("GET", `/api/tasks/${task}/earlier`),
      ...["claim", "unclaim", "recall"].map((name) => stranger.call("POST", `/api/tasks/${task}/${name}`)),
      decide(stranger, task, { outcome: "approve" }),
      stranger.call("POST", `/api/tasks/${task}/comment`, { text: "x" }),
      stranger.call("POST", `/api/tasks/${task}/delegate`, { to: "engineer-1" }),
      stranger.call("POST", `/api/tasks/${task}/reassign`, { to: "engineer-1" }),
    ];
    for (const answer of await Promise.all(calls))
      expect(answer.json()).toMatchObject({ status: 404, code: "NOT_FOUND" });
    const bulk = await stranger.call("POST", "/api/tasks/complete", { tasks: [task], outcome: "approve" });
    expect(bulk.json()).toMatchObject([{ task, isDone: false, problem: { code: "NOT_FOUND" } }]);
    expect((await decide(requester, task, { outcome: "approve" })).json()).toMatchObject({
      status: 403,
      code: "EXCLUDED",
    });
  });

  test("a head sees what his people have; everybody's tasks are an operator's; the counts agree", async () => {
    const own = await discountOf(10);
    const boss = await company.person("director-1");
    const operator = await company.person("admin-1", "operator");
    await taskOf(boss, own, "team");
    await taskOf(operator, own, "all");
    expect((await stranger.call("GET", "/api/tasks?list=all")).json()).toEqual({ rows: [], next: null });
    const counts = (await operator.call("GET", "/api/tasks/counts")).json();
    const all = (await operator.call("GET", "/api/tasks?list=all&limit=200")).json();
    expect(counts).toMatchObject({ team: null, all: { tasks: all.rows.length } });
    expect((await stranger.call("GET", "/api/tasks/counts")).json()).toMatchObject({ all: null });
  });

  test("overdue tasks come first and are marked; a search finds by subject and number", async () => {
    const rows = (await head.call("GET", "/api/tasks")).json().rows as { readonly isOverdue: boolean }[];
    const marks = rows.map(({ isOverdue }) => isOverdue);
    expect(marks).toEqual([...marks].sort((one, other) => Number(other) - Number(one)));
    const instance = await discountOf(11);
    const found = (await head.call("GET", `/api/tasks?text=${encodeURIComponent("скидка 11 %")}`)).json();
    expect(found.rows.map((row: { readonly instance: string }) => row.instance)).toEqual([instance]);
  });
});

describe("many at once", () => {
  test("each is decided for itself; what goes wrong with one does not touch the others", async () => {
    const open = [await discountOf(12), await discountOf(13)];
    const tasks = await Promise.all(open.map((instance) => taskOf(head, instance)));
    const gone = await taskOf(head, await discountOf(14));
    await decide(head, gone, { outcome: "approve" });
    const order = { tasks: [...tasks, gone, "nothing~here!1"], outcome: "reject", comment: "Не сейчас" };
    const key = { "idempotency-key": crypto.randomUUID() };
    const first = (await head.call("POST", "/api/tasks/complete", order, key)).json();
    expect(
      first.map(({ isDone, problem }: Record<string, { code: string }>) => [isDone, problem?.code ?? null]),
    ).toEqual([
      [true, null],
      [true, null],
      [false, "TASK_NOT_OPEN"],
      [false, "NOT_FOUND"],
    ]);
    const again = (await head.call("POST", "/api/tasks/complete", order, key)).json();
    expect(again.slice(0, 2)).toEqual(first.slice(0, 2));
    expect((await head.call("POST", "/api/tasks/complete", { tasks: [], outcome: "approve" })).statusCode).toBe(400);
  });
});

describe("decisions", () => {
  test("mine, newest first; and those about the same company beside a task", async () => {
    const first = await discountOf(9, "company/30");
    await decide(head, await taskOf(head, first), { outcome: "reject", comment: "Рано" });
    await company.settle();
    const second = await discountOf(10, "company/30");
    const task = await taskOf(head, second);
    const earlier = (await head.call("GET", `/api/tasks/${task}/earlier`)).json();
    expect(earlier.rows).toMatchObject([{ instance: first, by: { id: "head-2" }, outcome: "reject", comment: "Рано" }]);
    const mine = (await head.call("GET", "/api/decisions?limit=1")).json();
    expect(mine).toMatchObject({
      rows: [{ instance: first, processTitle: "Согласование скидки" }],
      next: expect.any(String),
    });
    expect((await stranger.call("GET", "/api/decisions")).json()).toEqual({ rows: [], next: null });
  });
});

describe("an offered task, with a form and files", () => {
  const PDF = new TextEncoder().encode("%PDF-1.7\n%%EOF\n");

  async function sent(by: Caller, name: string): Promise<{ readonly id: string; readonly name: string }> {
    const { id, name: kept } = (await by.call("POST", `/api/files?name=${name}`, PDF)).json();
    return { id, name: kept };
  }

  test("one of two accountants claims; the other is told by whom; the file is for who sees the instance", async () => {
    const [one, other] = [await company.person("accountant-1"), await company.person("accountant-2")];
    const director = await company.person("director-1");
    const chief = await company.person("chief-1");
    const invoice = await sent(director, "invoice.pdf");
    const instance = await started(
      "invoice-approval",
      {
        ...{ kind: "товар", number: "77", supplier: "company/7", deal: "deal/201", files: [{ ...invoice }] },
        amount: { amount: "1000", currency: "RUB" },
      },
      "director-1",
    );
    await decide(chief, await taskOf(chief, instance), { outcome: "approve" });
    await company.settle();
    const task = await taskOf(one, instance, "group");
    const page = (await one.call("GET", `/api/tasks/${task}`)).json();
    expect(page.form.map(({ name, type }: Record<string, unknown>) => [name, type])).toEqual([
      ["paidOn", "date"],
      ["order", "files"],
      ["problem", "text"],
    ]);
    const file = page.files.find(({ id }: { readonly id: string }) => id === invoice.id);
    expect(file).toMatchObject({ name: "invoice.pdf", kind: "pdf" });
    expect((await one.call("GET", file.address)).rawPayload).toEqual(Buffer.from(PDF));
    expect((await stranger.call("GET", file.address)).statusCode).toBe(404);
    expect((await one.call("GET", file.address.replace(/\?.*/, ""))).statusCode).toBe(404);

    const claims = await Promise.all([one, other].map((who) => who.call("POST", `/api/tasks/${task}/claim`)));
    expect(claims.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    const [winner, loser] = claims[0]?.statusCode === 200 ? [one, other] : [other, one];
    expect((await decide(loser, task, { outcome: "paid" })).json()).toMatchObject({
      ...{ code: "ALREADY_CLAIMED", claimedBy: { id: winner.user } },
    });
    expect((await decide(winner, task, { outcome: "paid" })).json()).toMatchObject({
      ...{ code: "FORM_INVALID", fields: { paidOn: expect.any(String), order: expect.any(String) } },
    });
    // A file of somebody else, by whatever name, gets nobody to see it.
    const foreign = await sent(stranger, "secret.pdf");
    const smuggled = await decide(winner, task, {
      outcome: "paid",
      form: { paidOn: "2026-11-23", order: [{ id: foreign.id, name: "x" }] },
    });
    expect(smuggled.json()).toMatchObject({ code: "FORM_INVALID", fields: { order: "Attach the file again." } });
    const order = await sent(winner, "order.pdf");
    const paid = await decide(winner, task, { outcome: "paid", form: { paidOn: "2026-11-23", order: [order] } });
    expect(paid.statusCode).toBe(200);
  });
});
