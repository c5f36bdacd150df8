import { expect, test } from "vitest";
import type { Value, ValueMap } from "../../../engine/base/value.ts";
import { exampleCatalog } from "../../support/example-company.ts";
import type { Bench, OpenBench } from "./bench.ts";

const RECORDS = { "company/7": { title: "Ромашка" }, "deal/1": { title: "Сделка" }, "invoice/1": { title: "Счёт" } };

/**
 * What is written is held to the catalogue's types, the same in a dry run and wherever records are kept (language §4).
 *
 * @param apart laws that this one cannot keep, each with its reason
 */
export function typesContract(open: OpenBench, apart: Readonly<Record<string, string>> = {}): void {
  const law = (title: string, check: (bench: Bench) => Promise<void>): void => {
    const reason = apart[title];
    test.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (not here: ${reason})`, async () => {
      const lists = { brands: [{ value: "Jura" }, { value: "Nivona" }] };
      const catalog = exampleCatalog();
      const { company } = catalog.records;
      if (!company) throw new Error("The example has companies");
      const brand = { ...fieldOf("category", company.fields), name: "brand", from: "list:brands", values: null };
      const fields = { ...company.fields, brand };
      const bench = await open(
        { records: RECORDS, lists },
        { ...catalog, records: { ...catalog.records, company: { ...company, fields } } },
      );
      try {
        await check(bench);
      } finally {
        await bench.close();
      }
    });
  };

  /** Field, what is written, and what the refusal must say of it. */
  const REFUSED: readonly (readonly [record: string, field: string, value: Value, says: string])[] = [
    ["deal/1", "amount", "сто рублей", 'Field amount ("Сумма"): expected an amount with its currency'],
    ["deal/1", "amount", { amount: "100", currency: "USD" }, 'expected an amount in RUB, given "{"amount":"100"'],
    ["deal/1", "amount", { amount: "1e5", currency: "RUB" }, "an amount with its currency"],
    ["deal/1", "company", "deal/1", 'expected a record, such as company/7, given "deal/1"'],
    ["deal/1", "company", "Ромашка", "expected a record"],
    ["company/7", "category", "D", 'expected one of: A, B, C, given "D"'],
    ["company/7", "brand", "Jurra", 'expected one of: Jura, Nivona; perhaps "Jura", given "Jurra"'],
    ["company/7", "linked", ["company/8", "lead/1"], 'expected a record, such as company/7, given "lead/1"'],
    ["company/7", "discounts", "10", "expected a map"],
    ["company/7", "title", true, 'expected a text, given "true"'],
    ["invoice/1", "paidOn", "2026-02-30", "expected a date, such as 2026-11-25"],
    ["invoice/1", "paidOn", "завтра", 'given "завтра"'],
  ];

  for (const [record, field, value, says] of REFUSED) {
    law(`${JSON.stringify(value)} is no value of ${record.split("/")[0]}.${field}`, async (bench) => {
      const outcome = await bench.perform("crm.update", { record, set: { [field]: value } });
      expect(outcome).toMatchObject({ kind: "refused", code: "FIELD_INVALID" });
      expect(outcome).toHaveProperty("message", expect.stringContaining(says));
      expect(await bench.told()).toEqual([]);
    });
  }

  law("what fits is kept as the field keeps it", async (bench) => {
    const kept = async (record: string, set: ValueMap): Promise<unknown> => {
      const outcome = await bench.perform("crm.update", { record, set });
      return outcome.kind === "done" ? outcome.output : outcome;
    };
    expect(await kept("deal/1", { amount: "100.50", title: 441 })).toMatchObject({
      amount: { amount: "100.50", currency: "RUB" },
      title: "441",
    });
    // A link to what is not there (any more, yet) is kept: it reads as nothing.
    expect(await kept("deal/1", { company: "company/404" })).toMatchObject({ company: "company/404" });
    expect(await kept("invoice/1", { paidOn: "2028-02-29", files: ["a.pdf"], total: null })).toMatchObject({
      paidOn: { $type: "date", value: "2028-02-29" },
      files: ["a.pdf"],
    });
    expect(await kept("company/7", { brand: "Nivona", category: null, linked: "company/9" })).toMatchObject({
      brand: "Nivona",
      category: null,
      linked: ["company/9"],
    });
  });

  law("a required field is there from the beginning and cannot be emptied", async (bench) => {
    const refused = { kind: "refused", code: "FIELD_REQUIRED", message: expect.stringContaining("title") };
    expect(await bench.perform("crm.create", { of: "company", set: { category: "A" } })).toMatchObject(refused);
    expect(await bench.perform("crm.create", { of: "company", set: { title: "" } })).toMatchObject(refused);
    expect(await bench.perform("crm.update", { record: "company/7", set: { title: null } })).toMatchObject(refused);
    expect(await bench.told()).toEqual([]);
  });
}

function fieldOf<Fields extends object>(name: string, fields: Fields): Fields[keyof Fields] {
  const found = Object.entries(fields).find(([own]) => own === name);
  if (!found) throw new Error(`No field ${name}`);
  return found[1] as Fields[keyof Fields];
}
