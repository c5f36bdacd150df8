import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalCrm, openLocalCrm } from "../../../adapters/crm/local/open-local-crm.ts";
import type { RecordTables } from "../../../adapters/crm/local/record-tables.ts";
import { openLocalDirectory } from "../../../adapters/directory/local/open-local-directory.ts";
import { pdfPrinter } from "../../../adapters/documents/pdf/pdf-printer.ts";
import { openFolderFiles } from "../../../adapters/files/folder/open-folder-files.ts";
import { createHttpClient } from "../../../adapters/http-client/create-http-client.ts";
import { timeOrderedIds } from "../../../adapters/ids/time-ordered-ids.ts";
import { letterOperations } from "../../../adapters/mail-source/letter-operations.ts";
import type { LetterTables } from "../../../adapters/mail-source/letter-tables.ts";
import { Letters } from "../../../adapters/mail-source/letters.ts";
import { type LogNotifier, openLogNotifier } from "../../../adapters/notifier/log/open-log-notifier.ts";
import type { MessageTables } from "../../../adapters/notifier/outgoing/message-tables.ts";
import { type FeedTables, OccurrenceFeed } from "../../../adapters/occurrence-feed.ts";
import { createOperations } from "../../../adapters/operations/create-operations.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { LocalScheduler } from "../../../adapters/scheduler/local/local-scheduler.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import { openDatabase, storeOn } from "../../../adapters/store/open-store.ts";
import { type CommandId, id, type ProcessId, type UserId } from "../../../engine/base/ids.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import { isoText } from "../../../engine/calendar/iso-text.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Store } from "../../../engine/ports/store.ts";
import type { Bundle } from "../../../engine/ports/versions.ts";
import { createEngine, type Engine } from "../../../engine/runtime/engine.ts";
import { NOW, ZONE } from "../../contracts/operations/bench.ts";
import { sampleCompany } from "../../simulation/company.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

/*
 * The shipped processes on the real engine, its own database and nothing else: what people do in the sample company's
 * CRM starts them, and what they do stands in it afterwards.
 */
const clock = new VirtualClock(NOW);
const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const company = sampleCompany();
const SHIPPED = new Set<string>(
  folderSource()
    .find(["processes"])
    .folders.map((folder) => basename(folder)),
);

let folder = "";
let store: Store;
let crm: LocalCrm;
let feed: OccurrenceFeed;
let letters: Letters;
let notifier: LogNotifier;
let engine: Engine;
let commands = 0;
/** Who waited for each call that went out: `crm.sum person`. */
const urgencies: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ordo-shipped-"));
  const context = await openDatabase({ kind: "sqlite", file: ":memory:" }, { clock, logger: silent });
  store = await storeOn(context);
  const { database } = context;
  const [ids, common] = [timeOrderedIds(clock), { clock, zone: ZONE, locale: "ru" } as const];
  feed = new OccurrenceFeed(withTables<FeedTables>(database));
  const { catalog } = company;
  crm = openLocalCrm({ database: withTables<RecordTables>(database), feed, catalog, ids, ...common });
  await crm.seed(company.records);
  notifier = openLogNotifier({ database: withTables<MessageTables>(database), clock, logger: silent });
  const people = openLocalDirectory("processes/sample/directory.yaml", { clock, logger: silent });
  const look = (ref: string) => crm.look(ref);
  const nowText = () => ({ $type: "date and time", value: isoText(clock.now(), ZONE) }) as const;
  letters = new Letters({ database: withTables<LetterTables>(database), feed, look, nowText });
  const mail = letterOperations({ letters, look, locale: "ru" });
  const operations = createOperations({
    ...{ crm, feed, mail, notifier, people, ...common },
    http: createHttpClient({ allow: [], zone: ZONE, locale: "en" }),
    files: openFolderFiles(folder),
    printer: pdfPrinter(),
    lists: Object.fromEntries(Object.entries(company.catalog.lists).map(([name, { values }]) => [name, values])),
    sheetOf: (instance) => engine.useCases.show(instance),
  });
  const compile = ({ digest }: Bundle) => {
    const compiled = company.compiled.get(digest);
    if (!compiled) throw new Error(`${digest} is not shipped`);
    return compiled;
  };
  const scheduler = new LocalScheduler({ clock });
  engine = createEngine({
    store,
    scheduler,
    clock,
    ids,
    logger: silent,
    operations: {
      ...operations,
      perform(call, signal) {
        urgencies.push(`${call.operation} ${call.urgency ?? "—"}`);
        return operations.perform(call, signal);
      },
    },
    people,
    random: () => 0.5,
    compile,
  });
  await deploy();
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function deploy(): Promise<void> {
  const calendars = [...new Set(company.definitions.map(({ calendar }) => calendar.id))];
  const isIn = await store.versions.deploy({
    marker: await store.versions.marker(),
    at: clock.now(),
    by: null,
    bundles: company.versions.filter(({ bundle }) => SHIPPED.has(bundle.process)),
    calendars: calendars.map((name) => ({ name, digest: "", text: "", path: "" })),
    retired: [],
  });
  expect(isIn).toBe(true);
}

function command(): CommandId {
  commands += 1;
  return id<CommandId>(`command-${commands}`);
}

const user = (name: string): UserId => id<UserId>(name);

async function start(process: string, by: string, input: ValueMap): Promise<void> {
  const started = await engine.useCases.start({ id: command(), process: id<ProcessId>(process), input, by: user(by) });
  expect(started).toMatchObject({ kind: "started" });
  await engine.runToRest();
}

/** Everybody who is asked in a process says yes, until nobody is asked any more. */
async function sayYes(process: string, form: ValueMap = {}): Promise<void> {
  for (let asked = 0; asked < 10; asked += 1) {
    const { rows } = await engine.useCases.tasks({ process: id<ProcessId>(process), limit: 1 });
    const [task] = rows;
    if (!task) return;
    const isApproval = task.purpose.startsWith("seat");
    const outcome = isApproval ? "approve" : "paid";
    const body = { kind: "complete", task: task.id, outcome, form: isApproval ? {} : form, comment: "Да" } as const;
    const answer = await engine.useCases.act({ id: command(), by: task.actors[0] ?? null, body });
    expect(answer).toMatchObject({ kind: "accepted" });
    await engine.runToRest();
  }
}

const statuses = async (process: string): Promise<readonly string[]> =>
  (await engine.useCases.instances({ process: id<ProcessId>(process) }, { limit: 100 })).rows.map(
    ({ status }) => status,
  );

describe("the sample company on the engine's own database", () => {
  test("a new lead and a letter wait for the head of the client department, who is told", async () => {
    await crm.create({ type: "lead", set: { title: "Нужна кофемашина", phone: "+79000000001" }, by: null });
    const [mailbox = ""] = Object.keys(company.catalog.mailboxes);
    await letters.receive({ messageId: "<1@x.example>", mailbox, from: "k@x.example" });
    await engine.runToRest();
    expect(await statuses("lead-distribution")).toEqual(["running"]);
    expect(await statuses("mail-intake")).toEqual(["running"]);
    expect((await notifier.messages({ to: "head-1" }, 10)).map(({ channel }) => channel)).toEqual(["portal", "portal"]);
  });

  test("an edited company moves its category and discounts into its open deals; a discount nobody agreed to goes back", async () => {
    const before = (await crm.look("company/7"))?.["discounts"];
    const set = { category: "A", discounts: { Bravante: 9 }, linked: ["company/8"] };
    await crm.edit({ ref: "company/7", set, by: user("manager-1") });
    await engine.runToRest();
    expect(await crm.look("company/7")).toMatchObject({ category: "A", discounts: before });
    expect(await crm.look("company/8")).toMatchObject({ linked: expect.arrayContaining(["company/7"]) });
    expect(await crm.look("deal/203")).toMatchObject({ category: "A" });
    expect(await statuses("discount-guard")).toEqual(["completed"]);
  });

  test("many starts at once are bulk, what a person asked for goes before, and a batch starts nothing twice", async () => {
    const order = {
      process: id<ProcessId>("company-total"),
      type: "company",
      with: null,
      input: {},
      by: user("admin-1"),
    };
    const prepared = await engine.batches.prepare(order);
    expect(prepared).toEqual({ kind: "prepared", with: "company" });
    const given = { ...order, with: "company" };
    urgencies.length = 0;
    expect(await engine.batches.foresee(given, "company/9")).toBe("start");
    const first = await engine.batches.start(given, "company/9", "b-1");
    expect(first).toMatchObject({ kind: "started" });
    expect(await engine.batches.foresee(given, "company/9")).toBe("live");
    expect(await engine.batches.start(given, "company/9", "b-1")).toEqual(first);
    expect(await engine.batches.start(given, "company/9", "b-2")).toMatchObject({ kind: "live" });
    await engine.runToRest();
    expect(urgencies).toEqual(["records.load bulk", "crm.sum bulk", "crm.update bulk"]);
    expect(await engine.batches.start(given, "company/9", "b-1")).toEqual(first);
    urgencies.length = 0;
    await start("company-total", "admin-1", { company: "company/9" });
    expect(new Set(urgencies.map((one) => one.split(" ")[1]))).toEqual(new Set(["person"]));
  });

  test("what an event has started once is not started again by a batch", async () => {
    const order = {
      process: id<ProcessId>("lead-distribution"),
      type: "lead",
      with: "lead",
      input: {},
      by: user("admin-1"),
    };
    const [started] = await crm.find("lead", { title: "Нужна кофемашина" });
    expect(await engine.batches.foresee(order, started ?? "")).toBe("before");
    expect(await engine.batches.start(order, started ?? "", "b-3")).toEqual({ kind: "before" });
    const codes = [
      { ...order, type: "company" },
      { ...order, process: id<ProcessId>("discount-defaults"), type: "company", with: null },
      { ...order, process: id<ProcessId>("discount-defaults"), type: "company", with: "target" },
      { ...order, process: id<ProcessId>("nothing") },
    ].map(async (one) => {
      const prepared = await engine.batches.prepare(one);
      return prepared.kind === "rejected" ? prepared.code : null;
    });
    expect(await Promise.all(codes)).toEqual([
      ...["EACH_NO_INPUT", "EACH_SEVERAL_INPUTS", "EACH_INPUT_MISSING", "PROCESS_NOT_FOUND"],
    ]);
  });

  test("a won deal is added to its company's total", async () => {
    await crm.edit({ ref: "deal/203", set: { stage: "WON" }, by: user("manager-1") });
    await engine.runToRest();
    expect(await crm.look("company/7")).toMatchObject({ total: [{ amount: "1560000.00", currency: "RUB" }] });
  });

  test("an agreed discount is written into the company, and is not undone", async () => {
    const discount = { company: "company/8", brand: "Vaporetta", discount: 6, justification: "Постоянный клиент" };
    await start("discount-approval", "manager-2", discount);
    await sayYes("discount-approval");
    expect(await crm.look("company/8")).toMatchObject({ discounts: { Vaporetta: 6 } });
    expect(await statuses("discount-guard")).toEqual(["completed"]);
  });

  test("an invoice is agreed to, has its approval sheet in the files and on its record, and is paid", async () => {
    const amount = { amount: "270000.00", currency: "RUB" };
    const files = [{ name: "счёт-785.pdf" }];
    const invoice = { kind: "товар", number: "785", supplier: "company/50", deal: "deal/212", amount, files };
    await start("invoice-approval", "manager-4", invoice);
    await sayYes("invoice-approval", { paidOn: { $type: "date", value: "2026-11-24" }, order: [{ name: "пп.pdf" }] });
    const [ref = ""] = await crm.find("invoice", { number: "785" });
    expect(await crm.look(ref)).toMatchObject({ stage: "PAID", paidOn: { $type: "date", value: "2026-11-24" } });
    const [note] = await crm.notes(ref);
    const sheet = note?.files[0] as { readonly id: string };
    const page = await openFolderFiles(folder).get(sheet.id);
    expect([page?.name, page?.type]).toEqual(["Лист согласования № 1.pdf", "application/pdf"]);
    expect(new TextDecoder("latin1").decode(page?.bytes.slice(0, 5))).toBe("%PDF-");
  });

  test("in all of this nothing went wrong, and no event is left over", async () => {
    expect((await engine.useCases.incidents({ limit: 10 })).rows).toEqual([]);
    expect(await feed.changes(10)).toEqual([]);
    const { rows } = await engine.useCases.instances({}, { limit: 100 });
    expect(new Set(rows.map(({ process }) => process)).size).toBe(SHIPPED.size);
  });
});
