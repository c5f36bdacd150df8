import { describe, expect, test } from "vitest";
import type { RecordTables } from "../../../adapters/crm/local/record-tables.ts";
import { indexWordless } from "../../../adapters/crm/local/record-words.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { id, type UserId } from "../../../engine/base/ids.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import { exampleCatalog } from "../../support/example-company.ts";
import { callOf } from "./bench.ts";
import { localCrm, type OpenDatabase } from "./local-bench.ts";

const NEVER = new AbortController().signal;
const MARIA = id<UserId>("manager-1");
const OLEG = id<UserId>("manager-2");
const RECORDS: Readonly<Record<string, ValueMap>> = {
  "lead/101": { title: "Кофемашина для офиса", phone: "+7 (911) 000-01-01", stage: "NEW" },
  "lead/102": { title: "Ремонт: тёплый зал", phone: "8 911 000-01-02", stage: "WORK" },
  "lead/103": { title: "Пишут с zakaz@belyy-prichal.example", phone: "9110000103", stage: "NEW" },
  "company/7": { title: "Белый причал", category: "A", discounts: { Jura: 5, Nivona: 3 } },
};

type LocalCrm = Awaited<ReturnType<typeof localCrm>>;

/** What people do with records of the engine's own database. */
export function editingContract(openDatabase: OpenDatabase): void {
  const law = (title: string, check: (crm: LocalCrm, database: Database) => Promise<void>): void =>
    test(title, async () => {
      const database = await openDatabase();
      try {
        const crm = await localCrm(database, exampleCatalog());
        await crm.seed({ records: RECORDS, lists: {} });
        await check(crm, database);
      } finally {
        await database.close();
      }
    });
  const found = async (crm: LocalCrm, find: string, type = "lead"): Promise<readonly string[]> =>
    (await crm.page({ type, find, limit: 10, after: null })).records.map(({ record }) => record.ref);

  describe("one box finds a record", () => {
    const FINDS: readonly (readonly [string, readonly string[]])[] = [
      ["101", ["lead/101"]],
      ["№ 102", ["lead/102"]],
      ["lead/103", ["lead/103"]],
      ["+79110000101", ["lead/101"]],
      ["8 (911) 000 01 01", ["lead/101"]],
      ["911-000-01-02", ["lead/102"]],
      ["0000103", ["lead/103"]],
      ["8 911 000", ["lead/103", "lead/102", "lead/101"]],
      ["zakaz@belyy", ["lead/103"]],
      ["prichal.example", ["lead/103"]],
      ["ТЕПЛЫЙ", ["lead/102"]],
      ["офис кофе", ["lead/101"]],
      ["кофе чай", []],
      ["…", []],
    ];
    for (const [text, refs] of FINDS)
      law(`by ${text}`, async (crm) => {
        expect(await found(crm, text)).toEqual(refs);
      });
  });

  law("a search follows every write, and finds what an older version kept", async (crm, database) => {
    await crm.edit({ ref: "lead/101", set: { title: "Кофемолка" }, by: MARIA });
    expect(await found(crm, "кофемашина")).toEqual([]);
    expect(await found(crm, "кофемол")).toEqual(["lead/101"]);
    await crm.delete({ ref: "lead/101", by: MARIA });
    expect(await found(crm, "кофемол")).toEqual([]);
    await crm.undelete({ ref: "lead/101", by: MARIA });
    expect(await found(crm, "кофемол")).toEqual(["lead/101"]);
    const tables = withTables<RecordTables>(database);
    await tables.db.deleteFrom("record_word").execute();
    await tables.db.updateTable("record").set({ words: 0 }).execute();
    expect(await found(crm, "101")).toEqual([]);
    await indexWordless(tables);
    expect(await found(crm, "101")).toEqual(["lead/101"]);
  });

  law("pages go through all records once, with a filter and without", async (crm) => {
    const walk = async (filter: ValueMap): Promise<readonly string[]> => {
      const refs: string[] = [];
      for (let after: string | null = null; ; ) {
        const { records, next }: Awaited<ReturnType<LocalCrm["page"]>> = await crm.page({
          ...{ type: "lead", filter, limit: 1, after },
        });
        refs.push(...records.map(({ record }) => record.ref));
        if (next === null) return refs;
        after = next;
      }
    };
    expect(await walk({})).toEqual(["lead/101", "lead/102", "lead/103"]);
    expect(await walk({ stage: "NEW" })).toEqual(["lead/101", "lead/103"]);
    expect(await walk({ title: { contains: "ЗАЛ" } })).toEqual(["lead/102"]);
  });

  law("an edit of what somebody else changed meanwhile is refused, with what and by whom", async (crm) => {
    const read = await crm.read("lead/101");
    const expected = read?.revision ?? 0;
    await crm.edit({ ref: "lead/101", set: { stage: "WORK" }, by: OLEG });
    const cause = { record: "lead/101", set: { responsible: "head-1" } };
    await crm.perform(callOf("crm.update", cause), NEVER);
    const late = crm.edit({ ref: "lead/101", set: { title: "Моё" }, by: MARIA, expected });
    await expect(late).rejects.toMatchObject({
      code: "RECORD_CHANGED",
      says: {
        ru: "lead/101 изменили после того, как вы её прочитали: stage NEW → WORK (manager-2); responsible — → head-1 (lead-distribution)",
      },
    });
    await expect(crm.delete({ ref: "lead/101", by: MARIA, expected })).rejects.toMatchObject({
      code: "RECORD_CHANGED",
    });
    const again = (await crm.read("lead/101"))?.revision ?? 0;
    expect(await crm.edit({ ref: "lead/101", set: { title: "Моё" }, by: MARIA, expected: again })).toMatchObject({
      changed: ["title"],
    });
  });

  law("of two edits of one revision at once exactly one is written", async (crm) => {
    const expected = (await crm.read("lead/101"))?.revision ?? 0;
    const edits = ["один", "два", "три", "четыре"].map((title) =>
      crm.edit({ ref: "lead/101", set: { title }, by: MARIA, expected }),
    );
    const outcomes = await Promise.allSettled(edits);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await crm.feed.changes(10)).toHaveLength(1);
  });

  law("the history says who changed what, and what a deletion and its undoing were", async (crm) => {
    await crm.edit({ ref: "company/7", set: { discounts: { Jura: 7 }, category: "B" }, by: OLEG });
    await crm.delete({ ref: "company/7", by: MARIA });
    expect(await crm.read("company/7")).toBeNull();
    await crm.undelete({ ref: "company/7", by: MARIA });
    await expect(crm.undelete({ ref: "company/7", by: MARIA })).rejects.toMatchObject({ code: "RECORD_EXISTS" });
    expect(await crm.history("company/7")).toMatchObject([
      {
        ...{ revision: 2, by: "manager-2", change: "updated" },
        before: { category: "A", discounts: { Jura: 5, Nivona: 3 } },
        after: { category: "B", discounts: { Jura: 7, Nivona: 3 } },
      },
      { revision: 3, by: "manager-1", change: "deleted", after: {} },
      { revision: 4, by: "manager-1", change: "created", after: { title: "Белый причал" } },
    ]);
    const told = (await crm.feed.changes(10)).map((one) => (one.kind === "event" ? one.name : one.kind));
    expect(told).toEqual(["crm.company.updated", "crm.company.deleted", "crm.company.created"]);
  });

  law("of a record that is written for ever the last writes are kept", async (crm) => {
    for (let at = 0; at < 560; at += 1) await crm.edit({ ref: "lead/101", set: { score: at }, by: null });
    const kept = await crm.history("lead/101");
    expect(kept.length).toBeLessThanOrEqual(550);
    expect(kept.at(-1)).toMatchObject({ after: { score: 559 } });
  });

  law("an import says of each row what it comes to; the same again changes nothing", async (crm) => {
    const row = (line: number, type: string, ref: string | null, set: ValueMap) => ({ line, type, ref, set });
    const rows = [
      row(2, "lead", "lead/101", { title: "Кофемашина для офиса", score: 5 }),
      row(3, "lead", "lead/500", { title: "Из файла" }),
      row(4, "lead", null, { title: "По телефону", phone: "8 911 000-01-02" }),
      row(5, "company", "company/7", { discounts: { Jura: 5 } }),
      row(6, "lead", "lead/103", { score: "много" }),
      row(7, "lead", null, { title: "Без ключа" }),
    ];
    const order = { rows, key: "phone", silent: false, by: MARIA };
    const outcomes = async (dry: boolean) => (await crm.import({ ...order, dry })).map(({ outcome }) => outcome);
    const expected = ["changed", "new", "changed", "changed", "wrong", "wrong"];
    expect(await outcomes(true)).toEqual(expected);
    expect(await crm.feed.changes(10)).toEqual([]);
    expect(await outcomes(false)).toEqual(expected);
    expect(await crm.feed.changes(10)).toHaveLength(4);
    expect(await outcomes(false)).toEqual(["same", "same", "same", "same", "wrong", "wrong"]);
    expect(await crm.look("company/7")).toMatchObject({ discounts: { Jura: 5 } });
    expect(await crm.look("lead/102")).toMatchObject({ title: "По телефону" });
    expect((await crm.import({ ...order, dry: true }))[4]).toMatchObject({ code: "FIELD_INVALID", field: "score" });
    expect(await crm.history("lead/500")).toMatchObject([{ by: "manager-1", cause: { import: true } }]);
  });

  law("a trial refuses what the writing would: a reference that is none", async (crm) => {
    const rows = ["lead/1 000", "deal/7", "lead"].map((ref, line) => ({
      line,
      type: "lead",
      ref,
      set: { title: "x" },
    }));
    const order = { rows, key: null, silent: false, by: MARIA };
    const codes = async (dry: boolean) =>
      (await crm.import({ ...order, dry })).map((row) => (row.outcome === "wrong" ? row.code : row.outcome));
    expect(await codes(true)).toEqual(["RECORD_NOT_FOUND", "RECORD_NOT_FOUND", "RECORD_NOT_FOUND"]);
    expect(await codes(false)).toEqual(await codes(true));
  });

  law("a key finds phones and addresses however they are written", async (crm) => {
    await crm.edit({ ref: "lead/103", set: { title: "Zakaz@Belyy-Prichal.example" }, by: MARIA });
    const outcomes = async (key: string, value: string) => {
      const rows = [{ line: 1, type: "lead", ref: null, set: { title: "Из файла", [key]: value } }];
      return (await crm.import({ rows, key, dry: true, silent: true, by: MARIA })).map((row) =>
        row.outcome === "wrong" ? row.code : [row.outcome, row.ref],
      );
    };
    for (const phone of ["+79110000101", "8 (911) 000-01-01", "9110000101"])
      expect(await outcomes("phone", phone)).toEqual([["changed", "lead/101"]]);
    expect(await outcomes("phone", "000-01-01")).toEqual([["new", null]]);
    expect(await outcomes("title", "zakaz@belyy-prichal.EXAMPLE")).toEqual([["changed", "lead/103"]]);
    await crm.create({ type: "lead", set: { title: "Ещё", phone: "89110000101" }, by: MARIA });
    expect(await outcomes("phone", "+7 911 000 01 01")).toEqual(["IMPORT_KEY_AMBIGUOUS"]);
  });

  law("a silent import is told to nobody, and a number given by a file is not given again", async (crm) => {
    const rows = [{ line: 1, type: "lead", ref: "lead/900", set: { title: "Тихо" } }];
    await crm.import({ rows, key: null, dry: false, silent: true, by: MARIA });
    expect(await crm.feed.changes(10)).toEqual([]);
    expect(await crm.create({ type: "lead", set: { title: "Следующая" }, by: MARIA })).toMatchObject({
      ref: "lead/901",
    });
  });

  law("a reference list is changed row by row, held to its columns, and says who changed it", async (crm) => {
    const change = (rows: readonly ValueMap[], more = {}) =>
      crm.changeList({ name: "brands", rows, by: MARIA, ...more });
    expect(await change([{ value: "Delmoka", discount: 6 }, { value: "Jura" }])).toMatchObject({
      added: 1,
      changed: 1,
    });
    expect((await crm.allLists())["brands"]).toEqual([
      { value: "Delmoka", discount: 6 },
      { value: "Nordbrew", discount: 8 },
      { value: "Jura" },
    ]);
    expect(await change([{ value: "Jura" }])).toMatchObject({ added: 0, changed: 0, removed: 0 });
    expect(await change([], { remove: ["Nordbrew"] })).toMatchObject({ removed: 1 });
    expect(await change([{ value: "Jura" }], { only: true })).toMatchObject({ removed: 1, rows: [{ value: "Jura" }] });
    await expect(change([{ value: "X", discount: "семь" }])).rejects.toMatchObject({ code: "FIELD_INVALID" });
    await expect(change([{ value: "X", color: "red" }])).rejects.toMatchObject({ code: "FIELD_UNKNOWN" });
    await expect(change([{ discount: 1 }])).rejects.toMatchObject({ code: "FIELD_REQUIRED" });
    await expect(change([], { remove: ["Нет"] })).rejects.toMatchObject({ code: "LIST_ROW_UNKNOWN" });
    await expect(crm.changeList({ name: "brandz", rows: [], by: MARIA })).rejects.toMatchObject({
      code: "LIST_UNKNOWN",
    });
    expect((await crm.history("list/brands")).map(({ by }) => by)).toEqual(["manager-1", "manager-1", "manager-1"]);
    expect(await crm.feed.changes(10)).toEqual([]);
  });

  law("changes of one list at the same time all stay, each with its history", async (crm) => {
    const brands = ["A", "B", "C", "D", "E", "F"];
    await Promise.all(brands.map((value) => crm.changeList({ name: "brands", rows: [{ value }], by: MARIA })));
    const rows = (await crm.allLists())["brands"] ?? [];
    expect(rows.map(({ value }) => value).sort()).toEqual([...brands, "Delmoka", "Nordbrew"].sort());
    const past = await crm.history("list/brands");
    expect(past.map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(past.flatMap(({ after }) => Object.keys(after)).sort()).toEqual(brands);
  });

  law("an edit while records are indexed for the search leaves no old words", async (crm, database) => {
    const tables = withTables<RecordTables>(database);
    await tables.db.deleteFrom("record_word").execute();
    await tables.db.updateTable("record").set({ words: 0 }).execute();
    const edited: Promise<unknown>[] = [];
    await indexWordless({
      ...tables,
      transaction: (work) =>
        tables.transaction((session) =>
          work({
            run: async (query) => {
              const result = await session.run(query);
              if (edited.length === 0) {
                edited.push(crm.edit({ ref: "lead/101", set: { title: "Другое" }, by: MARIA }));
                // The edit gets as far as it can: to the lock, or through.
                if (database.kind === "postgres") for (let at = 0; at < 20; at += 1) await crm.read("lead/101");
              }
              return result;
            },
          }),
        ),
    });
    await Promise.all(edited);
    expect(await found(crm, "кофемашина")).toEqual([]);
    expect(await found(crm, "другое")).toEqual(["lead/101"]);
  });
}
