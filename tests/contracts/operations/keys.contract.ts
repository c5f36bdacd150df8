import { expect, test } from "vitest";
import { isOwnMessageId, ownMessageId } from "../../../adapters/sent-letters.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { exampleCatalog } from "../../support/example-company.ts";
import { callOf } from "./bench.ts";
import { localCrm, type OpenDatabase } from "./local-bench.ts";

const NEVER = new AbortController().signal;
const RECORDS = { "company/1": { title: "Ромашка", category: "A" } };

/** Done twice is done once; what was committed is told, whatever happens after. */
export function keysContract(openDatabase: OpenDatabase): void {
  const law = (
    title: string,
    check: (crm: Awaited<ReturnType<typeof localCrm>>, database: Database) => Promise<void>,
  ): void =>
    test(title, async () => {
      const database = await openDatabase();
      try {
        const crm = await localCrm(database, exampleCatalog());
        await crm.seed({ records: RECORDS, lists: { brands: [{ value: "Jura" }] } });
        await check(crm, database);
      } finally {
        await database.close();
      }
    });

  law("a write done again under its key does nothing and gives what it gave", async (crm) => {
    const create = callOf("crm.create", { of: "lead", set: { title: "Новая" } });
    const first = await crm.perform(create, NEVER);
    await crm.edit({ ref: "lead/1", set: { title: "Другая" }, by: null });
    expect(await crm.perform({ ...create, attempt: 2 }, NEVER)).toEqual(first);
    expect(await crm.find("lead", {})).toEqual(["lead/1"]);
    expect(await crm.feed.changes(10)).toHaveLength(2);
  });

  law("an update repeated late does not write over what came after it", async (crm) => {
    const update = callOf("crm.update", { record: "company/1", set: { category: "B" } });
    await crm.perform(update, NEVER);
    await crm.edit({ ref: "company/1", set: { category: "C" }, by: null });
    await crm.perform(update, NEVER);
    expect(await crm.look("company/1")).toMatchObject({ category: "C" });
  });

  law("a note under one key is one note", async (crm) => {
    const note = callOf("crm.note", { record: "company/1", text: "звонили", files: [] });
    await crm.perform(note, NEVER);
    await crm.perform(note, NEVER);
    await crm.note({ ref: "company/1", note: { text: "ещё раз", files: [] }, by: null });
    expect((await crm.notes("company/1")).map(({ text }) => text)).toEqual(["звонили", "ещё раз"]);
  });

  law("the same write at the same time from several workers is one write", async (crm) => {
    const create = callOf("crm.create", { of: "lead", set: { title: "Новая" } });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => crm.perform(create, NEVER)));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(await crm.find("lead", {})).toEqual(["lead/1"]);
    expect(await crm.feed.changes(10)).toHaveLength(1);
  });

  law("records created at the same time get numbers of their own", async (crm) => {
    const calls = Array.from({ length: 12 }, (_, at) =>
      callOf("crm.create", { of: "lead", set: { title: `№ ${at}` } }),
    );
    await Promise.all(calls.map((call) => crm.perform(call, NEVER)));
    expect([...(await crm.find("lead", {}))].sort()).toEqual(calls.map((_, at) => `lead/${at + 1}`).sort());
  });

  law("writes to different fields of one record at the same time all stand", async (crm) => {
    const keys = ["Jura", "Nivona", "Melitta", "Saeco", "Bosch", "Krups"];
    const sets = keys.map((brand) => ({ discounts: { [brand]: 5 } }));
    await Promise.all(sets.map((set) => crm.perform(callOf("crm.update", { record: "company/1", set }), NEVER)));
    const company = await crm.look("company/1");
    expect(Object.keys(company?.["discounts"] ?? {}).sort()).toEqual([...keys].sort());
    expect(new Set((await crm.feed.changes(100)).map((change) => change.id)).size).toBe(keys.length);
  });

  law("a refused write leaves no key: tried again, it is refused again or done", async (crm) => {
    const update = callOf("crm.update", { record: "lead/1", set: { title: "x" } });
    expect(await crm.perform(update, NEVER)).toMatchObject({ kind: "refused", code: "RECORD_NOT_FOUND" });
    await crm.create({ type: "lead", set: { title: "y" }, by: null });
    expect(await crm.perform(update, NEVER)).toMatchObject({ kind: "done", output: { title: "x" } });
  });

  law("an event of a step names the step, one of a person the person", async (crm) => {
    await crm.perform(callOf("crm.update", { record: "company/1", set: { category: "B" } }), NEVER);
    await crm.edit({ ref: "company/1", set: { category: "C" }, by: id<UserId>("head-1") });
    const cause = { process: "lead-distribution", instance: "i-1", step: "assign" };
    expect(await crm.feed.changes(10)).toMatchObject([
      { name: "crm.company.updated", record: "company/1", actor: null, event: { cause, actor: null } },
      { name: "crm.company.updated", record: "company/1", actor: "head-1", event: { cause: null, actor: "head-1" } },
    ]);
  });

  law(
    "an event is told until it is acknowledged, after a restart too, in the order of the writes",
    async (crm, database) => {
      for (const category of ["B", "C", "A"]) await crm.edit({ ref: "company/1", set: { category }, by: null });
      const told = await crm.feed.changes(10);
      await crm.feed.acknowledge([told[0]?.id ?? ""]);
      const again = await localCrm(database, exampleCatalog());
      expect(await again.feed.changes(10)).toEqual(told.slice(1));
      expect((await again.feed.changes(1)).map(({ id: event }) => event)).toEqual([told[1]?.id]);
    },
  );

  law("whoever listens hears of a write", async (crm) => {
    let heard = 0;
    crm.feed.onRing(() => {
      heard += 1;
    });
    await crm.perform(callOf("crm.update", { record: "company/1", set: { category: "B" } }), NEVER);
    expect(heard).toBe(1);
  });

  law("sample data are put in once: what is there, or was, stays", async (crm) => {
    await crm.edit({ ref: "company/1", set: { title: "Другая" }, by: null });
    await crm.create({ type: "lead", ref: "lead/7", set: { title: "x" }, by: null });
    await crm.delete({ ref: "lead/7", by: null });
    const added = await crm.seed({
      records: { ...RECORDS, "lead/7": { title: "x" }, "lead/8": { title: "y" } },
      lists: { brands: [], colors: [{ value: "red" }] },
    });
    expect(added).toBe(1);
    expect(await crm.look("company/1")).toMatchObject({ title: "Другая" });
    expect(await crm.find("lead", {})).toEqual(["lead/8"]);
    expect(await crm.lists()).toEqual({ brands: [{ value: "Jura" }], colors: [{ value: "red" }] });
  });

  law("a deleted record can be made again, and its events go on counting", async (crm) => {
    await crm.delete({ ref: "company/1", by: null });
    await crm.create({ type: "company", ref: "company/1", set: { title: "Снова", category: "A" }, by: null });
    expect(await crm.find("company", { category: "A" })).toEqual(["company/1"]);
    const told = await crm.feed.changes(10);
    expect(told.map((one) => one.id)).toEqual(["crm:company/1@2", "crm:company/1@3"]);
    await expect(crm.create({ type: "company", ref: "company/1", set: {}, by: null })).rejects.toMatchObject({
      code: "RECORD_EXISTS",
    });
  });

  law("a letter is taken in once; an answer to it belongs to the record it was linked to", async (crm) => {
    await crm.letters.receive({ messageId: "<1>", subject: "Вопрос" });
    expect(await crm.letters.receive({ messageId: "<1>", subject: "Вопрос" })).toBeNull();
    await crm.mail.perform(callOf("mail.link", { letter: "<1>", record: "company/1" }), NEVER);
    await crm.mail.perform(callOf("mail.move", { letter: { messageId: "<1>" }, folder: "Готово" }), NEVER);
    await crm.letters.receive({ messageId: "<2>", inReplyTo: "<1>" });
    expect((await crm.letters.get("<1>"))?.folder).toBe("Готово");
    expect(await crm.feed.changes(10)).toMatchObject([
      { id: "mail:<1>", name: "mail.received", event: { letter: { subject: "Вопрос", record: null } } },
      { id: "mail:<2>", name: "mail.received", event: { letter: { record: { ref: "company/1", title: "Ромашка" } } } },
    ]);
  });

  law("an answer to a letter of ours belongs to its record, also where only the thread names it", async (crm) => {
    const [ours, toColleague] = ["k-1", "k-2"].map((key) => ownMessageId(key, "firm.example"));
    await crm.sent.note({ id: String(ours), record: "company/1", at: 1 });
    await crm.sent.note({ id: String(toColleague), record: null, at: 1 });
    await crm.letters.receive({ messageId: "<1>", inReplyTo: String(ours) });
    await crm.letters.receive({ messageId: "<2>", inReplyTo: "<elsewhere>" }, async () => {}, {
      thread: ["<nowhere>", "<1>"],
    });
    await crm.letters.receive({ messageId: "<3>", inReplyTo: String(toColleague) });
    expect((await crm.feed.changes(10)).map((one) => one.kind === "event" && one.event)).toMatchObject([
      { letter: { messageId: "<1>", record: { ref: "company/1" } } },
      { letter: { messageId: "<2>", record: { ref: "company/1" } } },
      { letter: { messageId: "<3>", record: null } },
    ]);
    expect([ours, "<1>", "<ordo.x@firm.example>"].map((id) => isOwnMessageId(String(id)))).toEqual([
      true,
      false,
      false,
    ]);
  });
}
