import { describe, expect, test } from "vitest";
import type { Field } from "../../../engine/base/field.ts";
import type { Catalog } from "../../../engine/definition/catalog.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import { RecordBook } from "../../../engine/simulation/record-book.ts";

const PLAIN: Omit<Field, "name" | "type"> = {
  title: "",
  required: false,
  hidden: false,
  help: null,
  of: null,
  from: null,
  values: null,
  include: [],
  currency: null,
  min: null,
  max: null,
  default: undefined,
};
const field = (name: string, type: Field["type"], more: Partial<Field> = {}): Field => ({
  ...PLAIN,
  name,
  type,
  ...more,
});

const CATALOG: Catalog = {
  records: {
    deal: {
      title: "Сделка",
      fields: {
        title: field("title", "text"),
        stage: field("stage", "choice"),
        pipeline: field("pipeline", "text"),
        company: field("company", "record", { of: ["company"] }),
        amount: field("amount", "money"),
        paidOn: field("paidOn", "date"),
        discounts: field("discounts", "map"),
        linked: field("linked", "records", { of: ["company"] }),
        totals: field("totals", "list", { of: ["money"] }),
      },
      stages: {},
      pipelines: {
        equipment: { title: "", stages: { NEW: { title: "", kind: "first" }, WON: { title: "", kind: "won" } } },
        service: { title: "", stages: { ASKED: { title: "", kind: "first" }, WON: { title: "", kind: "lost" } } },
      },
    },
    company: {
      title: "Компания",
      fields: { title: field("title", "text"), deal: field("deal", "record", { of: ["deal"] }) },
      stages: {},
      pipelines: {},
    },
  },
  lists: {},
  registries: {},
  mailboxes: {},
};

const book = (records: Record<string, Record<string, never>> | Record<string, object> = {}) =>
  new RecordBook({ records: records as never, lists: {} }, CATALOG);

describe("a snapshot", () => {
  test("has every field of the catalogue, null where nothing stands, and empty lists", () => {
    const deal = book({ "deal/1": { title: "Машина", paidOn: "2026-09-15" } }).snapshot("deal/1");
    expect(deal).toMatchObject({
      id: "1",
      type: "deal",
      ref: "deal/1",
      title: "Машина",
      company: null,
      linked: [],
      stageKind: null,
    });
    expect(deal?.["paidOn"]).toEqual({ $type: "date", value: "2026-09-15" });
  });

  test("takes the kind of its stage from its own pipeline", () => {
    const own = book({
      "deal/1": { pipeline: "service", stage: "WON" },
      "deal/2": { pipeline: "equipment", stage: "WON" },
    });
    expect(own.snapshot("deal/1")?.stageKind).toBe("lost");
    expect(own.snapshot("deal/2")?.stageKind).toBe("won");
  });

  test("without a catalogue has the fields that any record of its type has", () => {
    const bare = new RecordBook(
      { records: { "lead/1": { stage: "NEW" }, "lead/2": { phone: "+7" } }, lists: {} },
      null,
    );
    expect(bare.snapshot("lead/1")).toMatchObject({ stage: "NEW", phone: null, stageKind: "first" });
  });

  test("nests the records that include names, and leaves the others as references", () => {
    const own = book({ "deal/1": { company: "company/7" }, "company/7": { title: "Причал", deal: "deal/1" } });
    expect(own.load("deal/1", ["company"])?.["company"]).toMatchObject({
      ref: "company/7",
      title: "Причал",
      deal: "deal/1",
    });
    expect(own.load("deal/1", ["company.deal"])?.["company"]).toMatchObject({ deal: { ref: "deal/1" } });
  });
});

describe("a write", () => {
  test("writes nothing and raises no event where nothing differs", () => {
    const own = book({
      "deal/1": { amount: { amount: "640000.00", currency: "RUB" }, linked: ["company/1", "company/2"] },
    });
    expect(own.update("deal/1", { amount: { amount: "640000", currency: "RUB" } })).toBeNull();
    expect(own.update("deal/1", { linked: ["company/2", "company/1"] })).toBeNull();
  });

  test("compares totals per currency whatever their order", () => {
    const totals = [
      { amount: "1.00", currency: "RUB" },
      { amount: "2.00", currency: "EUR" },
    ];
    expect(book({ "deal/1": { totals } }).update("deal/1", { totals: totals.toReversed() })).toBeNull();
  });

  test("tells another amount in the last digit from the same one", () => {
    const own = book({ "deal/1": { amount: { amount: "0.1", currency: "RUB" } } });
    expect(own.update("deal/1", { amount: { amount: "0.10000000000000000001", currency: "RUB" } })?.changed).toEqual([
      "amount",
    ]);
  });

  test("writes a map key by key, and null takes a key away", () => {
    const own = book({ "deal/1": { discounts: { Bravante: 5, Cremolux: 7 } } });
    const change = own.update("deal/1", { discounts: { Bravante: 9, Cremolux: null } });
    expect(change?.record["discounts"]).toEqual({ Bravante: 9 });
    expect(change?.previous["discounts"]).toEqual({ Bravante: 5, Cremolux: 7 });
  });

  test("keeps a linked record as its reference", () => {
    const own = book({ "deal/1": {}, "company/7": {} });
    own.update("deal/1", { company: own.snapshot("company/7") });
    expect(own.snapshot("deal/1")?.["company"]).toBe("company/7");
  });

  test.each([
    [{ color: "red" }, "FIELD_UNKNOWN"],
    [{ stageKind: "won" }, "FIELD_UNKNOWN"],
    [{ stage: "NOWHERE" }, "STAGE_UNKNOWN"],
  ])("of %j is refused with %s", (set, code) => {
    const own = book({ "deal/1": {} });
    expect(() => own.update("deal/1", set)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test("of a record that is not there is refused", () => {
    expect(() => book().update("deal/1", {})).toThrow(RecordRefusal);
  });
});

describe("a new record", () => {
  test("gets the next number of its type and stands in the first stage", () => {
    const change = book({ "deal/210": {}, "deal/x": {} }).create("deal", { title: "Зал", pipeline: "service" });
    expect(change).toMatchObject({ ref: "deal/211", record: { stage: "ASKED", stageKind: "first" } });
  });

  test("had every field empty before, and all filled ones changed", () => {
    const change = book().create("deal", { title: "Зал", pipeline: "equipment", stage: "WON" });
    expect(change.previous).toMatchObject({ title: null, stage: null, linked: [], stageKind: null });
    expect(change.changed).toEqual(["title", "stage", "pipeline"]);
  });

  test("that is there already is refused", () => {
    expect(() => book({ "deal/1": {} }).create("deal", {}, "deal/1")).toThrow(
      expect.objectContaining({ code: "RECORD_EXISTS" }) as Error,
    );
  });
});

test("a deleted record is told as it last was", () => {
  const own = book({ "deal/1": { title: "Машина", pipeline: "equipment", stage: "WON" } });
  expect(own.delete("deal/1")).toMatchObject({
    change: "deleted",
    record: { title: "Машина", stageKind: "won" },
    changed: [],
  });
  expect(own.snapshot("deal/1")).toBeNull();
});
