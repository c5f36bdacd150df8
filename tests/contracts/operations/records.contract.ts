import { expect, test } from "vitest";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import { exampleCatalog } from "../../support/example-company.ts";
import type { Bench, OpenBench } from "./bench.ts";

const RUB = (amount: string): ValueMap => ({ amount, currency: "RUB" });

const RECORDS: Readonly<Record<string, ValueMap>> = {
  "lead/9": { title: "Кофемашина", stage: "NEW", responsible: "manager-1", company: "company/7" },
  "company/7": { title: "Ромашка", category: "A", discounts: { Jura: 10, Nivona: 5 }, linked: ["company/8"] },
  "company/8": { title: "Лютик", category: "B", linked: ["company/7", "company/9"] },
  "company/9": { title: "Василёк", linked: [] },
  "deal/1": { title: "один", company: "company/7", stage: "WON", amount: RUB("0.10") },
  "deal/2": { title: "два", company: "company/7", stage: "WON", amount: RUB("0.2") },
  "deal/3": { title: "три", company: "company/8", stage: "NEW", amount: RUB("99") },
  "deal/4": { title: "Четыре", company: "company/7", stage: "NEW" },
};

/**
 * What every keeper of records does alike (language §4).
 *
 * @param apart laws that this one cannot keep, each with its reason
 */
export function recordsContract(open: OpenBench, apart: Readonly<Record<string, string>> = {}): void {
  const law = (
    title: string,
    check: (bench: Bench) => Promise<void>,
    catalog: Catalog | null = exampleCatalog(),
  ): void => {
    const reason = apart[title];
    test.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (not here: ${reason})`, async () => {
      const bench = await open({ records: RECORDS, lists: {} }, catalog);
      try {
        await check(bench);
      } finally {
        await bench.close();
      }
    });
  };
  const output = async (bench: Bench, operation: string, input: ValueMap): Promise<unknown> => {
    const outcome = await bench.perform(operation, input);
    return outcome.kind === "done" ? outcome.output : outcome;
  };
  const found = async (bench: Bench, filter: ValueMap, more: ValueMap = {}): Promise<readonly string[]> =>
    ((await output(bench, "crm.find", { of: "deal", filter, ...more })) as { items: { ref: string }[] }).items.map(
      ({ ref }) => ref,
    );

  law(
    "a new record gets the number after the highest, stands in the first stage, and is told with nothing before",
    async (bench) => {
      expect(await output(bench, "crm.create", { of: "lead", set: { title: "Новая", score: 3 } })).toMatchObject({
        ref: "lead/10",
        stage: "NEW",
        stageKind: "first",
        company: null,
      });
      const [change] = await bench.told();
      expect(change).toMatchObject({
        name: "crm.lead.created",
        previous: { title: null, stage: null, stageKind: null },
      });
      expect([...(change?.changed ?? [])].sort()).toEqual(["score", "stage", "title"]);
    },
  );

  law("the number of a deleted record is not given again", async (bench) => {
    await bench.remove("lead/9");
    expect(await output(bench, "crm.create", { of: "lead", set: { title: "Новая" } })).toMatchObject({
      ref: "lead/10",
    });
  });

  law("an update writes what differs, tells what changed, and says what the record is now", async (bench) => {
    const set = { title: "Кофемашина", stage: "WORK" };
    expect(await output(bench, "crm.update", { record: "lead/9", set })).toMatchObject({ stageKind: "open" });
    expect(await bench.told()).toMatchObject([
      { changed: ["stage"], previous: { stage: "NEW", stageKind: "first" }, record: { stage: "WORK" } },
    ]);
  });

  law("an update that changes nothing tells nothing", async (bench) => {
    const set = { linked: ["company/9", "company/7"], title: "Лютик" };
    expect(await output(bench, "crm.update", { record: "company/8", set })).toMatchObject({ title: "Лютик" });
    expect(await bench.told()).toEqual([]);
  });

  law("a map is written key by key, null takes a key away", async (bench) => {
    const set = { discounts: { Jura: null, Melitta: 3 } };
    expect(await output(bench, "crm.update", { record: "company/7", set })).toMatchObject({
      discounts: { Nivona: 5, Melitta: 3 },
    });
  });

  law("what cannot be written is refused by its name, and nothing is told", async (bench) => {
    const codes = [
      await bench.perform("crm.update", { record: "lead/9", set: { nonsense: 1 } }),
      await bench.perform("crm.update", { record: "lead/9", set: { ref: "lead/1" } }),
      await bench.perform("crm.update", { record: "lead/9", set: { stage: "SOLD" } }),
      await bench.perform("crm.update", { record: "lead/404", set: { title: "x" } }),
      await bench.perform("crm.create", { of: "lead", set: { stage: "SOLD" } }),
      await bench.perform("crm.note", { record: "lead/404", text: "x" }),
      await bench.perform("crm.get", { record: "lead/404" }),
      await bench.perform("crm.get", { record: 5 }),
      await bench.perform("crm.dance", {}),
    ].map((outcome) => (outcome.kind === "refused" ? outcome.code : outcome.kind));
    expect(codes).toEqual([
      ...["FIELD_UNKNOWN", "FIELD_UNKNOWN", "STAGE_UNKNOWN", "RECORD_NOT_FOUND", "STAGE_UNKNOWN"],
      ...["RECORD_NOT_FOUND", "RECORD_NOT_FOUND", "RECORD_NOT_FOUND", "OPERATION_UNKNOWN"],
    ]);
    expect(await bench.told()).toEqual([]);
  });

  law(
    "a filter finds by equality, by choices, by order, by parts of texts and by nothing being there",
    async (bench) => {
      expect(await found(bench, { company: "company/7" })).toEqual(["deal/1", "deal/2", "deal/4"]);
      expect(await found(bench, { company: "company/7", stageKind: "won" })).toEqual(["deal/1", "deal/2"]);
      expect(await found(bench, { stage: { in: ["NEW", "SOLD"] } })).toEqual(["deal/3", "deal/4"]);
      expect(await found(bench, { stage: { in: [] } })).toEqual([]);
      expect(await found(bench, { title: { not: ["один", "два"] } })).toEqual(["deal/3", "deal/4"]);
      expect(await found(bench, { amount: { above: RUB("0.1") } })).toEqual(["deal/2", "deal/3"]);
      expect(await found(bench, { title: { contains: "ЧЕТ" } })).toEqual(["deal/4"]);
      expect(await found(bench, { amount: { empty: true } })).toEqual(["deal/4"]);
      expect(await found(bench, { id: "3" })).toEqual(["deal/3"]);
      expect(await found(bench, { ref: "deal/2" })).toEqual(["deal/2"]);
      expect(await found(bench, { company: { ref: "company/8", id: "8", type: "company" } })).toEqual(["deal/3"]);
      expect(await found(bench, { nowhere: "x" })).toEqual([]);
    },
  );

  law("a filter on a list is met by one of its elements", async (bench) => {
    const answer = await output(bench, "crm.find", { of: "company", filter: { linked: "company/9" } });
    expect(answer).toMatchObject({ count: 1, items: [{ ref: "company/8" }] });
  });

  law("what was found after a change is what stands there now", async (bench) => {
    await bench.perform("crm.update", { record: "deal/3", set: { company: "company/7" } });
    await bench.remove("deal/1");
    expect(await found(bench, { company: "company/7" })).toEqual(["deal/2", "deal/3", "deal/4"]);
    expect(await found(bench, { company: "company/8" })).toEqual([]);
  });

  law("order and limit hold after the filter, the count before them; select leaves out other fields", async (bench) => {
    const input = { of: "deal", filter: {}, order: [{ amount: "descending" }], limit: 2, select: ["title"] };
    expect(await output(bench, "crm.find", input)).toEqual({
      items: [
        { id: "3", type: "deal", ref: "deal/3", title: "три", stageKind: "first" },
        { id: "2", type: "deal", ref: "deal/2", title: "два", stageKind: "won" },
      ],
      count: 4,
    });
  });

  law("a sum is exact, one amount per currency", async (bench) => {
    const input = { of: "deal", filter: { company: "company/7" }, field: "amount" };
    expect(await output(bench, "crm.sum", input)).toEqual({ totals: [RUB("0.30")], count: 3 });
    expect(await bench.perform("crm.sum", { of: "deal", field: "title" })).toMatchObject({ code: "NOT_MONEY" });
  });

  law(
    "reach follows a link both ways round a ring, nearest first, and stops at what it must not enter",
    async (bench) => {
      const by = { from: "company/7", by: "linked" };
      expect(await output(bench, "crm.reach", by)).toEqual({ refs: ["company/7", "company/8", "company/9"] });
      expect(await output(bench, "crm.reach", { ...by, without: ["company/8"] })).toEqual({ refs: ["company/7"] });
      expect(await output(bench, "crm.reach", { ...by, from: [] })).toEqual({ refs: [] });
    },
  );

  law("records are loaded with what they link to; what is not there is null", async (bench) => {
    const inputs = {
      lead: { ref: "lead/9", include: ["company", "company.linked"] },
      deals: { refs: ["deal/1", "deal/404", "deal/2"] },
      gone: { ref: "lead/404", include: [] },
    };
    expect(await output(bench, "records.load", { inputs })).toMatchObject({
      lead: {
        ref: "lead/9",
        company: { ref: "company/7", linked: [{ ref: "company/8", linked: ["company/7", "company/9"] }] },
      },
      deals: [{ ref: "deal/1" }, { ref: "deal/2" }],
      gone: null,
    });
  });

  law("a deleted record is loaded only for what its deletion started", async (bench) => {
    await bench.remove("lead/9");
    expect(await bench.told()).toMatchObject([
      { name: "crm.lead.deleted", record: { title: "Кофемашина" }, changed: [] },
    ]);
    const input = { inputs: { lead: { ref: "lead/9", include: ["company"] } } };
    expect(await bench.perform("records.load", input)).toMatchObject({ output: { lead: null } });
    expect(await bench.perform("records.load", input, { ofDeleted: true })).toMatchObject({
      output: { lead: { ref: "lead/9", company: { title: "Ромашка" } } },
    });
    expect(await output(bench, "crm.look", { record: "lead/9" })).toBeNull();
  });

  law("a letter is moved and linked by its id; what names no letter or no record is refused", async (bench) => {
    const letter = { messageId: "<1@x.example>", subject: "Счёт" };
    expect(await output(bench, "mail.move", { letter, folder: "Спам" })).toEqual({ folder: "Спам" });
    expect(await output(bench, "mail.link", { letter: "<1@x.example>", record: "lead/9" })).toEqual({
      record: "lead/9",
    });
    expect(await bench.perform("mail.link", { letter, record: "lead/404" })).toMatchObject({
      code: "RECORD_NOT_FOUND",
    });
    expect(await bench.perform("mail.move", { letter: 5, folder: "x" })).toMatchObject({ code: "LETTER_NOT_FOUND" });
  });

  law(
    "without a catalog every record of a type has the fields that any of them has, and any field may be written",
    async (bench) => {
      await bench.perform("crm.update", { record: "deal/4", set: { color: "red", stage: "PAID" } });
      expect(await output(bench, "crm.get", { record: "deal/1" })).toMatchObject({ color: null, stageKind: "won" });
      expect(await output(bench, "crm.get", { record: "deal/4" })).toMatchObject({ color: "red", stageKind: "won" });
    },
    null,
  );
}
