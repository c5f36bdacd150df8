import { expect } from "vitest";
import type { ValueMap } from "../../engine/base/value.ts";
import type { CompanyAtWork } from "./company-at-work.ts";

/** Friday, ten in the morning in Moscow. */
export const BEGINNING = Date.parse("2026-11-20T10:00:00+03:00");

const LETTER = {
  mailbox: "sales",
  from: "zakaz@belyy-prichal.example",
  to: ["sales@zernoipar.example"],
  subject: "Нужна кофемашина",
  text: "Здравствуйте! Пришлите предложение.",
};

/**
 * A working week of the sample company in which every shipped process has its say: letters, leads that are handled and
 * that are ignored, companies and deals that people edit, a discount, an invoice. Nothing in it knows where the records
 * are kept.
 */
export async function workingWeek(at: CompanyAtWork): Promise<void> {
  await letters(at);
  await leads(at);
  await companies(at);
  await deals(at);
  await discount(at);
  await invoice(at);
}

/** A letter becomes a lead, another is spam, an automatic one starts nothing, a reply joins its lead. */
async function letters(at: CompanyAtWork): Promise<void> {
  const { letters } = at.outside;
  await letters.receive({ ...LETTER, messageId: "<1@client.example>" });
  await letters.receive({ ...LETTER, messageId: "<2@spam.example>", mailbox: "info", subject: "Выиграйте приз" });
  await letters.receive({ ...LETTER, messageId: "<3@auto.example>", automatic: true });
  await at.settle();
  const [asked] = (await at.engine.useCases.tasks({ about: "", limit: 100 })).rows;
  expect(asked).toBeUndefined();
  const sort = await at.task("mail-intake", "sort", "manager-4");
  await at.complete(sort, "manager-4", "lead", { title: "Кофемашина для причала", phone: "+79110000109" });
  await at.complete(await at.task("mail-intake", "sort", "head-1"), "head-1", "spam");
  expect((await letters.get("<2@spam.example>"))?.folder).toBe("spam");
  await letters.receive({ ...LETTER, messageId: "<4@client.example>", inReplyTo: "<1@client.example>" });
  await at.settle();
}

/** One lead is handed over and moved on; another is ignored until the executive director takes it. */
async function leads(at: CompanyAtWork): Promise<void> {
  const [made = ""] = await at.outside.crm.find("lead", { title: "Кофемашина для причала" });
  await at.complete(await taskAbout(at, "assign", made, "head-1"), "head-1", "done", { manager: "manager-1" });
  expect((await at.look(made))["responsible"]).toBe("manager-1");
  await at.screen.edit(made, { stage: "IN_PROGRESS" }, "manager-1");
  await at.settle();
  const phoned = await at.screen.create(
    "lead",
    { title: "Звонок: ремонт", phone: "+79110000110", source: "phone" },
    "secretary",
  );
  await at.settle();
  // Friday to Tuesday: a working day for the head, another for the executive director.
  await at.pass(4 * 24);
  await at.complete(await taskAbout(at, "assign", phoned, "exec-1"), "exec-1", "done", { manager: "manager-2" });
  await at.screen.edit(phoned, { stage: "IN_PROGRESS" }, "manager-2");
  await at.settle();
}

/** People edit a company: what may stay stays, what may not goes back, holdings see each other. */
async function companies(at: CompanyAtWork): Promise<void> {
  const { screen } = at;
  await screen.edit("company/7", { category: "A", discounts: { Bravante: 9 } }, "manager-1");
  await at.settle();
  expect(await at.look("company/7")).toMatchObject({ category: "A", discounts: { Bravante: 5 } });
  expect(await at.look("deal/203")).toMatchObject({ category: "A" });
  await screen.edit("company/7", { discounts: { Cremolux: 8 } }, "admin-1");
  await at.settle();
  expect(await at.look("company/7")).toMatchObject({ discounts: { Bravante: 5, Cremolux: 8 } });
  expect(await at.look("deal/203")).toMatchObject({ discounts: { Cremolux: 8 } });
  await screen.edit("company/30", { linked: ["company/31", "company/10"] }, "manager-5");
  await at.settle();
  expect(await at.look("company/10")).toMatchObject({ linked: expect.arrayContaining(["company/30", "company/31"]) });
  await screen.edit("company/20", { linked: ["company/21", "company/22"] }, "manager-4");
  await at.settle();
  expect(await at.look("company/23")).toMatchObject({ linked: ["company/24"] });
  expect(await at.look("company/22")).toMatchObject({ linked: expect.not.arrayContaining(["company/24"]) });
  const made = await screen.create("company", { title: "Новая кофейня", responsible: "manager-2" }, "manager-2");
  await at.settle();
  expect(await at.look(made)).toMatchObject({ discounts: { Bravante: 5, Vaporetta: 3 } });
}

/** Deals are made, won, moved to another company and deleted: totals follow. */
async function deals(at: CompanyAtWork): Promise<void> {
  const { screen } = at;
  const set = { title: "Машина в холл", pipeline: "equipment", company: "company/9", responsible: "manager-4" };
  const made = await screen.create("deal", { ...set, amount: rubles("100000.50") }, "manager-4");
  await at.settle();
  expect(await at.look(made)).toMatchObject({ category: "A", discounts: { Montelira: 12 } });
  await screen.edit(made, { stage: "WON" }, "manager-4");
  await at.settle();
  expect(await total(at, "company/9")).toEqual([
    { amount: "12000.00", currency: "EUR" },
    { amount: "740000.50", currency: "RUB" },
  ]);
  await screen.edit(made, { company: "company/10" }, "manager-4");
  await at.settle();
  expect(await total(at, "company/9")).toEqual([
    { amount: "12000.00", currency: "EUR" },
    { amount: "640000.00", currency: "RUB" },
  ]);
  expect(await total(at, "company/10")).toEqual([{ amount: "100000.50", currency: "RUB" }]);
  await screen.remove("deal/207", "manager-4");
  await at.settle();
  expect(await total(at, "company/9")).toEqual([{ amount: "640000.00", currency: "RUB" }]);
}

async function discount(at: CompanyAtWork): Promise<void> {
  const input = { company: "company/8", brand: "Vaporetta", discount: 16, justification: "Постоянный клиент" };
  await at.start("discount-approval", "manager-2", input);
  await at.complete(await at.task("discount-approval", "approval", "head-2"), "head-2", "approve");
  await at.complete(await at.task("discount-approval", "approval", "exec-1"), "exec-1", "approve");
  expect(await at.look("company/8")).toMatchObject({ discounts: { Vaporetta: 16, Montelira: 15 } });
}

async function invoice(at: CompanyAtWork): Promise<void> {
  const files = [{ name: "счёт-785.pdf", id: await at.outsideFile("счёт-785.pdf", "%PDF-1.4 счёт") }];
  const input = {
    kind: "товар",
    number: "785",
    supplier: "company/50",
    deal: "deal/212",
    amount: rubles("270000.00"),
    files,
  };
  await at.start("invoice-approval", "manager-4", input);
  await at.complete(await at.task("invoice-approval", "approval", "head-2"), "head-2", "approve");
  const order = [{ name: "пп.pdf", id: await at.outsideFile("пп.pdf", "%PDF-1.4 платёж") }];
  const paid = { paidOn: { $type: "date", value: "2026-11-26" }, order };
  await at.complete(await at.task("invoice-approval", "payment", "accountant-1"), "accountant-1", "paid", paid);
  const [ref = ""] = await at.outside.crm.find("invoice", { number: "785" });
  expect(await at.look(ref)).toMatchObject({ stage: "PAID", paidOn: { $type: "date", value: "2026-11-26" } });
}

const rubles = (amount: string): ValueMap => ({ amount, currency: "RUB" });

/** Per currency, in alphabetical order. */
async function total(at: CompanyAtWork, company: string): Promise<unknown> {
  return (await at.look(company))["total"];
}

async function taskAbout(at: CompanyAtWork, step: string, about: string, by: string) {
  const { rows } = await at.engine.useCases.tasks({ about, limit: 10 });
  const found = rows.find((row) => row.step === step && row.actors.some((actor) => actor === by));
  if (found === undefined) throw new Error(`${by} has no task ${step} about ${about}`);
  return found;
}
