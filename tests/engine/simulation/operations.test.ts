import { describe, expect, test } from "vitest";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { RecordChange } from "../../../engine/record/record-change.ts";
import { LetterBox } from "../../../engine/simulation/letter-box.ts";
import { type Desk, operate } from "../../../engine/simulation/operations.ts";
import { RecordBook } from "../../../engine/simulation/record-book.ts";

function desk(
  records: Readonly<Record<string, ValueMap>>,
  rows: readonly ValueMap[] = [],
): Desk & { changes: RecordChange[] } {
  const changes: RecordChange[] = [];
  return {
    book: new RecordBook({ records, lists: {} }, null),
    letters: new LetterBox(),
    registry: new Map([["changes", rows]]),
    changed: (change) => void changes.push(change),
    changes,
  };
}

function output(name: string, input: ValueMap, on: Desk): unknown {
  const outcome = operate(name, input, on);
  return outcome.kind === "done" ? outcome.output : outcome;
}

const DEALS = {
  "deal/1": { company: "company/7", stage: "WON", amount: { amount: "0.10", currency: "RUB" } },
  "deal/2": { company: "company/7", stage: "WON", amount: { amount: "0.2", currency: "RUB" } },
  "deal/3": { company: "company/7", stage: "WON", amount: { amount: "12", currency: "EUR" } },
  "deal/4": { company: "company/7", stage: "NEW", amount: { amount: "99", currency: "RUB" } },
  "deal/5": { company: "company/8", stage: "WON", amount: null },
};

describe("crm.sum", () => {
  test("adds exact decimals per currency", () => {
    const filter = { company: "company/7", stageKind: "won" };
    expect(output("crm.sum", { of: "deal", filter, field: "amount" }, desk(DEALS))).toEqual({
      totals: [
        { amount: "12", currency: "EUR" },
        { amount: "0.30", currency: "RUB" },
      ],
      count: 3,
    });
  });

  test("of nothing has no totals", () => {
    expect(output("crm.sum", { of: "deal", filter: { company: "company/9" }, field: "amount" }, desk(DEALS))).toEqual({
      totals: [],
      count: 0,
    });
  });
});

describe("crm.find", () => {
  const find = (filter: ValueMap, more: ValueMap = {}) =>
    (
      output("crm.find", { of: "deal", filter, ...more }, desk(DEALS)) as { items: { ref: string }[]; count: number }
    ).items.map((item) => item.ref);

  test.each([
    [{ stageKind: { in: ["first", "open"] } }, ["deal/4"]],
    [{ stageKind: { not: "won" } }, ["deal/4"]],
    [{ amount: { above: { amount: "0.1", currency: "RUB" } } }, ["deal/2", "deal/4"]],
    [
      { amount: { atLeast: { amount: "0.1", currency: "RUB" }, below: { amount: "99", currency: "RUB" } } },
      ["deal/1", "deal/2"],
    ],
    [{ amount: { empty: true } }, ["deal/5"]],
    [{ amount: null }, ["deal/5"]],
    [{ company: { contains: "COMPANY/8" } }, ["deal/5"]],
    [{ company: { id: "7", type: "company", ref: "company/7", title: "снимок" }, stage: "NEW" }, ["deal/4"]],
  ])("with the filter %j finds %j", (filter, refs) => {
    expect(find(filter as ValueMap)).toEqual(refs);
  });

  test("orders, limits, and counts all that there are", () => {
    const found = output(
      "crm.find",
      { of: "deal", filter: { company: "company/7" }, order: [{ id: "descending" }], limit: 2, select: ["stage"] },
      desk(DEALS),
    );
    expect(found).toMatchObject({ count: 4, items: [{ id: "4", stage: "NEW" }, { id: "3" }] });
    expect((found as { items: object[] }).items[0]).not.toHaveProperty("amount");
  });
});

describe("crm.reach", () => {
  const LINKED = {
    "company/1": { linked: ["company/2"] },
    "company/2": { linked: ["company/3", "company/1"] },
    "company/3": { linked: [] },
    "company/4": { linked: ["company/9"] },
  };

  test("is the closure over a link field, without those left out", () => {
    expect(output("crm.reach", { from: ["company/1"], by: "linked", without: [] }, desk(LINKED))).toEqual({
      refs: ["company/1", "company/2", "company/3"],
    });
    expect(output("crm.reach", { from: ["company/1"], by: "linked", without: ["company/2"] }, desk(LINKED))).toEqual({
      refs: ["company/1"],
    });
  });

  test("passes over links that lead nowhere", () => {
    expect(output("crm.reach", { from: "company/4", by: "linked" }, desk(LINKED))).toEqual({ refs: ["company/4"] });
  });
});

describe("crm.update", () => {
  test("gives the record as it is afterwards and tells of the change", () => {
    const on = desk(DEALS);
    expect(output("crm.update", { record: "deal/4", set: { stage: "WON" } }, on)).toMatchObject({
      ref: "deal/4",
      stageKind: "won",
    });
    expect(on.changes).toMatchObject([{ change: "updated", changed: ["stage"] }]);
  });

  test("of a record that is gone is refused with its code", () => {
    expect(operate("crm.update", { record: "deal/77", set: {} }, desk(DEALS))).toMatchObject({
      kind: "refused",
      code: "RECORD_NOT_FOUND",
    });
  });
});

test("crm.look is null for a deleted record, crm.get is refused", () => {
  expect(output("crm.look", { record: "deal/77" }, desk(DEALS))).toBeNull();
  expect(operate("crm.get", { record: "deal/77" }, desk(DEALS))).toMatchObject({ code: "RECORD_NOT_FOUND" });
});

test("records.load loads one record, a list, or null for one that is not there", () => {
  const inputs = {
    one: { ref: "deal/1", include: [] },
    many: { refs: ["deal/2", "deal/77"], include: [] },
    gone: { ref: "deal/77", include: [] },
  };
  expect(output("records.load", { inputs }, desk(DEALS))).toMatchObject({
    one: { ref: "deal/1" },
    many: [{ ref: "deal/2" }],
    gone: null,
  });
});

test("registry.find filters, orders from the newest and limits", () => {
  const rows = [
    {
      company: "company/7",
      brand: "A",
      at: { $type: "date and time", value: "2026-11-20T10:00:00+03:00" },
      inForce: 5,
    },
    {
      company: "company/7",
      brand: "A",
      at: { $type: "date and time", value: "2026-11-20T09:00:00+00:00" },
      inForce: 6,
    },
    {
      company: "company/8",
      brand: "A",
      at: { $type: "date and time", value: "2026-11-22T10:00:00+03:00" },
      inForce: 7,
    },
  ] as const;
  const found = output(
    "registry.find",
    { registry: "changes", filter: { company: "company/7" }, order: [{ at: "descending" }], limit: 1 },
    desk({}, rows),
  );
  expect(found).toMatchObject({ count: 2, items: [{ inForce: 6 }] });
});

test("an answer to a linked letter belongs to its record", () => {
  const on = desk({ "lead/1": { title: "Заявка" } });
  on.letters.receive({ messageId: "<a@b>" }, null, on.book);
  operate("mail.link", { letter: { messageId: "<a@b>" }, record: "lead/1" }, on);
  expect(on.letters.receive({ messageId: "<c@d>", inReplyTo: "<a@b>" }, null, on.book)).toMatchObject({
    record: { ref: "lead/1", title: "Заявка" },
    attachments: [],
  });
});
