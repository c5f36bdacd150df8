import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pdfPrinter } from "../../../adapters/documents/pdf/pdf-printer.ts";
import { openFolderFiles } from "../../../adapters/files/folder/open-folder-files.ts";
import { createHttpClient } from "../../../adapters/http-client/create-http-client.ts";
import { type LogNotifier, openLogNotifier } from "../../../adapters/notifier/log/open-log-notifier.ts";
import type { MessageTables } from "../../../adapters/notifier/outgoing/message-tables.ts";
import { createOperations, type OperationsParts } from "../../../adapters/operations/create-operations.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { openSqlite } from "../../../adapters/store/sqlite/open-sqlite.ts";
import { type InstanceId, id, type ProcessId, type TaskId } from "../../../engine/base/ids.ts";
import type { Message } from "../../../engine/instance/event.ts";
import type { Route } from "../../../engine/message/routes.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Notifier } from "../../../engine/ports/notifier.ts";
import type { Operations, Sending } from "../../../engine/ports/operations.ts";
import { callOf, NOW, ZONE } from "../../contracts/operations/bench.ts";
import { CLOCK, localCrm } from "../../contracts/operations/local-bench.ts";
import { PEOPLE, play, processes } from "../../engine/simulation/small-world.ts";

const NEVER = new AbortController().signal;
const AT = { $type: "date and time", value: "2026-11-23T09:00:00+03:00" };
const RECORDS = {
  "lead/1": { title: "Заявка", phone: "+79", contact: "contact/1", responsible: "worker-1" },
  "contact/1": { title: "Пётр", email: "p@x.example", phone: "+78" },
};

let folder = "";
let database: Database;
let crm: Awaited<ReturnType<typeof localCrm>>;
let notifier: LogNotifier;
let operations: Operations;
let logged: unknown[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ordo-operations-"));
  logged = [];
  database = openSqlite(":memory:", CLOCK);
  crm = await localCrm(database, null);
  await crm.seed({ records: RECORDS, lists: { brands: [{ value: "Jura" }] } });
  const note = (message: string, fields?: unknown): void => void logged.push({ message, fields });
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  notifier = openLogNotifier({ database: withTables<MessageTables>(database), clock: CLOCK, logger });
  operations = joined();
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

function joined(more: Partial<OperationsParts> = {}): Operations {
  return createOperations({
    crm,
    feed: crm.feed,
    mail: crm.mail,
    http: createHttpClient({ allow: [], zone: ZONE, locale: "en" }),
    notifier,
    files: openFolderFiles(folder),
    printer: pdfPrinter(),
    people: { snapshot: async () => PEOPLE },
    clock: CLOCK,
    zone: ZONE,
    locale: "ru",
    lists: { brands: [{ value: "old" }], sizes: [{ value: "S" }] },
    sheetOf: async () => null,
    ...more,
  });
}

function sending(message: Partial<Message>, key = "key-1"): Sending {
  const plain = { about: "notice", channels: [], all: false, from: null, replyTo: null, subject: null } as const;
  return {
    message: { ...plain, to: "boss-1", text: "Решение принято", facts: [], task: null, ...message },
    key,
    attempt: 1,
    process: id<ProcessId>("p"),
    instance: id<InstanceId>("i-1"),
    step: "tell",
  };
}

describe("an operation's name leads to its adapter", () => {
  test.each([
    ["crm.update", "crm", true],
    ["records.load", "crm", true],
    ["mail.move", "mail", true],
    ["http.request", "http", false],
    ["document.render", "document", true],
    ["message.send", "message", true],
    ["event.emit", "engine", true],
  ])("%s goes through the lane %s; keyed: %s", (operation, lane, keyed) => {
    expect(operations.laneOf(operation)).toBe(lane);
    expect(operations.isKeyed(operation)).toBe(keyed);
  });

  test("a letter and a record are reached, what nobody does is refused", async () => {
    const get = await operations.perform(callOf("crm.get", { record: "lead/1" }), NEVER);
    expect(get).toMatchObject({ kind: "done", output: { title: "Заявка" } });
    const move = callOf("mail.move", { letter: "<1>", folder: "Спам" });
    expect(await operations.perform(move, NEVER)).toMatchObject({ kind: "done" });
    for (const name of ["constructor", "toString.x", "sms.send", ""])
      expect(await operations.perform(callOf(name, {}), NEVER)).toMatchObject({ code: "OPERATION_UNKNOWN" });
  });

  test("an adapter that throws leaves it open whether it happened", async () => {
    const http = { isKeyed: () => false, perform: () => Promise.reject(new Error("boom")) };
    expect(await joined({ http }).perform(callOf("http.request", {}), NEVER)).toEqual({
      kind: "unknown",
      message: "boom",
      keyed: false,
    });
  });

  test("lists of the CRM replace those of the catalog", async () => {
    expect(await operations.lists()).toEqual({ brands: [{ value: "Jura" }], sizes: [{ value: "S" }] });
  });
});

describe("a message", () => {
  test("reaches a person in the portal, and the step sees how and when", async () => {
    expect(await operations.send(sending({}), NEVER)).toEqual({
      kind: "done",
      output: { status: "sent", channel: "portal", address: "boss-1", at: AT, responsible: null },
    });
  });

  test("reaches a record by its own address, else by its contact's, and tells who answers for it", async () => {
    const message = { to: "lead/1", channels: ["email", "sms"] };
    expect(await operations.send(sending(message), NEVER)).toMatchObject({
      output: { channel: "email", address: "p@x.example", responsible: "worker-1" },
    });
    expect(await operations.send(sending({ ...message, channels: ["sms"] }, "key-2"), NEVER)).toMatchObject({
      output: { address: "+79" },
    });
  });

  test("by all channels goes out once by each, however often it is repeated", async () => {
    const message = { to: "lead/1", channels: ["email", "sms"], all: true };
    for (let attempt = 0; attempt < 3; attempt += 1) await operations.send(sending(message), NEVER);
    const sent = await notifier.messages({ to: "lead/1" }, 10);
    expect(sent.map(({ channel }) => channel).sort()).toEqual(["email", "sms"]);
  });

  test("repeated under its key is the same message, by the way it went first", async () => {
    await operations.send(sending({ channels: ["email"] }), NEVER);
    expect(await operations.send(sending({ channels: ["portal"] }), NEVER)).toMatchObject({
      output: { channel: "email", address: "a@x.example" },
    });
    expect(await notifier.messages({}, 10)).toHaveLength(1);
  });

  test("to somebody whom nothing reaches is unreachable, and is sent nowhere", async () => {
    expect(await operations.send(sending({ to: "worker-2", channels: ["sms"] }), NEVER)).toMatchObject({
      output: { status: "unreachable", channel: null },
    });
    expect(await operations.send(sending({ to: "lead/404" }), NEVER)).toMatchObject({ output: { responsible: null } });
    expect(await notifier.messages({}, 10)).toEqual([]);
  });

  test("to an address that its server does not know goes by the next channel, else it is unreachable", async () => {
    const tried: string[] = [];
    const known = new Set(["sms"]);
    const send: Notifier["send"] = async ({ route, key }) => {
      tried.push(`${route.channel} ${key}`);
      return known.has(route.channel) ? { kind: "done", route, at: NOW } : { kind: "unreachable" };
    };
    const parts = { isKeyed: true, reach: (route: Route) => route, untell: async () => {}, send };
    const message = sending({ to: "lead/1", channels: ["email", "sms"] });
    expect(await joined({ notifier: parts }).send(message, NEVER)).toMatchObject({
      output: { status: "sent", channel: "sms" },
    });
    expect(tried).toEqual(["email key-1", "sms key-1/sms"]);
    known.clear();
    expect(await joined({ notifier: parts }).send(message, NEVER)).toMatchObject({
      output: { status: "unreachable", channel: null, responsible: "worker-1" },
    });
  });

  test("about a task is taken back when the task closes", async () => {
    await operations.send(sending({ task: id<TaskId>("t-1") }), NEVER);
    await operations.send(sending({ task: id<TaskId>("t-2") }, "key-2"), NEVER);
    await operations.untell("t-1");
    const sent = await notifier.messages({}, 10);
    expect(sent.map(({ task, withdrawnAt }) => [task, withdrawnAt])).toEqual([
      ["t-2", null],
      ["t-1", NOW],
    ]);
  });

  test("leaves no address and no text in the log", async () => {
    await operations.send(sending({ channels: ["email"] }), NEVER);
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toMatch(/@|Решение|boss-1/);
  });
});

describe("a document", () => {
  const PROCESS = `process: paper
title: Бумага
input:
  lead: { type: record, of: lead, title: Заявка, required: true }
start:
  - form: {}
do:
  - id: sheet
    document: approval-sheet
    attachTo: "\${lead}"
    format: pdf
`;
  const SCENARIO = "start: { input: { lead: lead/1 }, by: boss-1 }\nthen: { status: completed }";

  test("is kept once and noted once on its record, however often the step is repeated", async () => {
    const [host] = play(processes(PROCESS), SCENARIO, RECORDS).world.instances;
    const asked = host?.history.find(
      (event) => event.kind === "callRequested" && event.operation === "document.render",
    );
    if (!host || asked?.kind !== "callRequested") throw new Error("no document was asked for");
    const on = joined({ sheetOf: async () => host });
    const call = callOf("document.render", asked.input);
    const first = await on.perform(call, NEVER);
    expect(await on.perform({ ...call, attempt: 2 }, NEVER)).toEqual(first);
    expect(first).toMatchObject({ kind: "done", output: { format: "pdf", id: `file:${call.key}` } });
    const file = await openFolderFiles(folder).get(`file:${call.key}`);
    expect([file?.name, file?.type]).toEqual(["Лист согласования № 1.pdf", "application/pdf"]);
    expect(new TextDecoder("latin1").decode(file?.bytes.slice(0, 8))).toBe("%PDF-1.7");
    expect(await crm.notes("lead/1")).toMatchObject([{ files: [{ id: `file:${call.key}` }] }]);
  });

  test("of an instance or for a record that is not there is refused", async () => {
    const call = callOf("document.render", { template: "approval-sheet" });
    expect(await operations.perform(call, NEVER)).toMatchObject({ code: "INSTANCE_UNKNOWN" });
    const attached = callOf("document.render", { template: "approval-sheet", attachTo: "lead/404" });
    expect(await operations.perform(attached, NEVER)).toMatchObject({ code: "RECORD_NOT_FOUND" });
  });
});
