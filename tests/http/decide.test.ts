import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskLinks } from "../../adapters/engine/task-links.ts";
import { taskAt } from "../../adapters/task-address.ts";
import { type CommandId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import type { Value } from "../../engine/base/value.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
let head: Caller;
beforeAll(async () => {
  company = await servedCompany("service: { address: 'https://ordo.example.ru' }");
  head = await company.person("head-2");
});
afterAll(() => company.close());

const COMPANIES = [7, 8, 9, 20, 21, 22, 23, 24, 30, 31];
let count = 0;

/** A request for a discount waits for the head of sales. */
async function asked(files: readonly Value[] = []): Promise<{ readonly task: string; readonly link: string }> {
  const company_ = `company/${COMPANIES[count % COMPANIES.length]}`;
  count += 1;
  const { useCases } = company.assembled.engine;
  const input = {
    company: company_,
    brand: "Bravante",
    discount: 10,
    justification: '<script>alert("1")</script>',
    files,
  };
  const started = await useCases.start({
    ...{ id: id<CommandId>(`start-${count}`), process: id<ProcessId>("discount-approval"), input },
    by: id<UserId>("manager-4"),
  });
  if (started.kind !== "started") throw new Error(JSON.stringify(started));
  await company.settle();
  const { rows } = (await head.call("GET", "/api/tasks?limit=200")).json();
  const task = rows.find((row: { readonly instance: string }) => row.instance === started.instance).id;
  const { context } = company.assembled;
  const links = taskLinks(company.service.configuration.root, { database: context.database, clock: company.clock });
  const link = (await links?.decide(taskAt(task), "head-2")) ?? "";
  expect(link).toMatch(/^https:\/\/ordo\.example\.ru\/decide\/[\w-]{43}$/);
  return { task, link: link.slice("https://ordo.example.ru".length) };
}

const page = (link: string, headers: Readonly<Record<string, string>> = {}) =>
  company.nobody.call("GET", link, undefined, headers);

const markIn = (html: string): string => /name="mark" value="([^"]+)"/.exec(html)?.[1] ?? "";

/** What the form of a person has: he ticked that it is he. */
function send(link: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
  const body = new TextEncoder().encode(new URLSearchParams({ mine: "yes", ...form }).toString());
  const sent = { "content-type": "application/x-www-form-urlencoded", origin: "http://localhost", ...headers };
  return company.nobody.call("POST", link, body, sent);
}

async function isOpen(task: string): Promise<boolean> {
  return (await head.call("GET", `/api/tasks/${task}`)).json().settled === null;
}

describe("the page behind a letter's link", () => {
  test("shows what is asked and changes nothing, however often and by whomever it is opened", async () => {
    const { task, link } = await asked();
    const robots = ["Mozilla/5.0 SafeLinks", "facebookexternalhit/1.1"];
    for (const agent of robots) await page(link, { "user-agent": agent });
    const head_ = await company.server.inject({ method: "HEAD", url: link });
    expect(head_.statusCode).toBe(200);
    const answer = await page(link);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow",
    });
    expect(answer.headers["content-security-policy"]).toContain("script-src 'self'");
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(answer.body).toContain("Согласование скидки");
    expect(answer.body).toContain(
      '<button type="submit" name="outcome" value="approve" class="main">Согласовать</button>',
    );
    expect(answer.body).not.toContain("<script");
    expect(answer.body).toContain("&lt;script&gt;");
    expect(await isOpen(task)).toBe(true);
  });

  test("shows the task's files while it is open, and no others; says how a decision is taken back", async () => {
    const { files } = company.service;
    const bytes = new TextEncoder().encode("%PDF-1.4 price list");
    const put = (name: string) => files.put(`of-${name}`, { name: `${name}.pdf`, type: "application/pdf", bytes });
    const [named, other] = [await put("named"), await put("other")];
    const { link } = await asked([{ id: named, name: "named.pdf" }]);
    const { body } = await page(link);
    expect(body).toContain(">named.pdf</a>");
    expect(body).toContain("Take the decision back");
    const address = /href="(\/decide\/[^"]+\/files\/[^"]+)"/.exec(body)?.[1] ?? "";
    const file = await page(address);
    expect(file.statusCode).toBe(200);
    expect(file.headers).toMatchObject({ "content-type": "application/pdf", "referrer-policy": "no-referrer" });
    const foreign = `${link}/files/${Buffer.from(other).toString("base64url")}`;
    expect((await page(foreign)).statusCode).toBe(404);
    await send(link, { mark: markIn(body), outcome: "approve" });
    expect((await page(address)).statusCode).toBe(404);
    // He was the last to decide: there is no way back any more, and none is promised.
    const { body: after } = await page(link);
    expect(after).toContain("Open in the console");
    expect(after).not.toContain("Take the decision back");
  });

  test("speaks the reader's language", async () => {
    const { link } = await asked();
    expect((await page(link, { "accept-language": "ru" })).body).toContain("Кто согласует");
    expect((await page(link, { "accept-language": "en" })).body).toContain("Who approves");
  });

  test("a form that was shown decides once; sent twice it is the same decision", async () => {
    const { task, link } = await asked();
    const mark = markIn((await page(link)).body);
    const form = { mark, outcome: "approve", comment: "Согласен" };
    const first = await send(link, form);
    expect([first.statusCode, first.headers["location"]]).toEqual([303, link]);
    expect((await send(link, form)).statusCode).toBe(303);
    const shown = (await head.call("GET", `/api/tasks/${task}`)).json();
    expect(shown.sheet).toMatchObject([
      { decision: { by: { id: "head-2" }, outcome: "approve", comment: "Согласен" } },
    ]);
    const after = await page(link);
    expect(after.body).toContain("Your decision is recorded");
    expect(after.body).not.toContain("<form");
  });

  test("what is missing is told beside its field, and what was typed stays", async () => {
    const { task, link } = await asked();
    const mark = markIn((await page(link)).body);
    const answer = await send(link, { mark, outcome: "reject", comment: "   " });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('<p class="error" id="wrong-comment">Say why.</p>');
    expect(await isOpen(task)).toBe(true);
    const unsaid = await send(link, { mark, outcome: "approve", comment: "Согласен", mine: "" });
    expect(unsaid.statusCode).toBe(422);
    expect(unsaid.body).toContain('<p class="error" id="wrong-mine">Tick that it is you who decides.</p>');
    expect(unsaid.body).toContain("Согласен</textarea>");
    expect(unsaid.body).toMatch(/name="mine" value="yes" required aria-invalid="true"[^>]*> It is I who decide: \S/);
    expect(await isOpen(task)).toBe(true);
    const next = markIn(answer.body);
    expect(next).not.toBe(mark);
    expect((await send(link, { mark: next, outcome: "reject", comment: "Много" })).statusCode).toBe(303);
  });

  test("no form of another link, of no link, or from another site decides", async () => {
    const one = await asked();
    const other = await asked();
    const mark = markIn((await page(one.link)).body);
    const approve = { outcome: "approve", comment: "" };
    expect((await send(other.link, { ...approve, mark })).statusCode).toBe(403);
    expect((await send(one.link, approve)).statusCode).toBe(403);
    expect((await send(one.link, { ...approve, mark: `${mark}x` })).statusCode).toBe(403);
    for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }])
      expect((await send(one.link, { ...approve, mark }, headers)).statusCode).toBe(403);
    expect((await send(one.link, {})).statusCode).toBe(403);
    expect([await isOpen(one.task), await isOpen(other.task)]).toEqual([true, true]);
    // A browser that hides where a page of ours was says at least that it is the same site.
    const hidden = { origin: "null", "sec-fetch-site": "same-origin" };
    expect((await send(one.link, { ...approve, mark }, hidden)).statusCode).toBe(303);
  });

  test("a task that somebody else closed: that it is over, and nothing about it", async () => {
    const { task, link } = await asked();
    const mark = markIn((await page(link)).body);
    expect((await head.call("POST", `/api/tasks/${task}/delegate`, { to: "head-1" })).statusCode).toBe(200);
    const delegate = await company.person("head-1");
    const body = { outcome: "reject", comment: "Секрет" };
    expect((await delegate.call("POST", `/api/tasks/${task}/complete`, body)).statusCode).toBe(200);
    const answer = await page(link);
    expect(answer.body).toContain("It has been decided already.");
    for (const secret of ["Секрет", "Bravante", "Северова"]) expect(answer.body).not.toContain(secret);
    const late = await send(link, { mark, outcome: "approve", comment: "" });
    expect(late.body).toContain("It has been decided already.");
  });

  test("a link that is out of date, made up, or of a closed account opens nothing", async () => {
    const { link } = await asked();
    for (const wrong of ["/decide/x", `/decide/${"A".repeat(43)}`]) {
      const answer = await page(wrong);
      expect([answer.statusCode, answer.body.includes("The link does not hold")]).toEqual([404, true]);
      expect((await send(wrong, { outcome: "approve" })).statusCode).toBe(404);
    }
    company.clock.jump(31 * 86_400_000);
    expect((await page(link)).statusCode).toBe(404);
  });
});
