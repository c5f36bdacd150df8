import fc from "fast-check";
import { expect, test } from "vitest";
import { isoOf } from "../../../../adapters/crm/bitrix24/list-fields.ts";
import type { Value, ValueMap } from "../../../../engine/base/value.ts";
import { sameKeptValue } from "../../../../engine/record/same-kept-value.ts";
import { type SampleCrm, sampleCrm } from "./sample-crm.ts";

const text = fc
  .string({ unit: fc.constantFrom(..."абвАБВxyz 0-%_'\"&<>|;,ё№"), maxLength: 20 })
  .map((one) => one.trim())
  .filter((one) => one !== "");
const orNull = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 4 });
const cents = fc
  .integer({ min: 1, max: 10 ** 12 })
  .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, "0")}`);
const money = (currency: fc.Arbitrary<string>) => fc.record({ amount: cents, currency }) as fc.Arbitrary<Value>;
const percent = fc.integer({ min: 0, max: 1_000 }).map((n) => n / 10);
const day = fc
  .date({ min: new Date("2001-01-01"), max: new Date("2060-12-31"), noInvalidDate: true })
  .map((one): Value => ({ $type: "date", value: one.toISOString().slice(0, 10) }));
const phone = fc.integer({ min: 10 ** 9, max: 10 ** 10 - 1 }).map((n) => `+7${n}`);
const refs = (type: string) =>
  fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 5 }).map((all) => all.map((n) => `${type}/${n}`));
const some = (fields: Record<string, fc.Arbitrary<Value>>) =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<ValueMap>;

const BRANDS = ["Bravante", "Cremolux", "Vaporetta"];
const SETS: Readonly<Record<string, fc.Arbitrary<ValueMap>>> = {
  "company/7": some({
    title: text,
    category: orNull(fc.constantFrom("A", "B", "C")),
    discounts: fc.dictionary(fc.constantFrom(...BRANDS), orNull(percent)) as fc.Arbitrary<Value>,
    linked: refs("company"),
    total: fc
      .uniqueArray(fc.constantFrom("RUB", "EUR", "USD"))
      .chain((all) => fc.tuple(...all.map((one) => money(fc.constant(one))))),
    contact: orNull(fc.constantFrom("contact/1", "contact/2")),
    responsible: fc.constantFrom("manager-1", "manager-2"),
    phone: orNull(phone),
    email: orNull(fc.constantFrom("a@b.example", "c@d.example")),
    city: orNull(text),
  }),
  "lead/101": some({
    source: fc.constantFrom("email", "phone", "manual"),
    mailbox: orNull(fc.constantFrom("info", "sales", "director")),
    company: orNull(fc.constantFrom("company/7", "company/9")),
    text: orNull(text),
    stage: fc.constantFrom("NEW", "IN_PROGRESS", "WAITING", "CONVERTED", "JUNK"),
  }),
  "deal/203": some({
    amount: orNull(money(fc.constantFrom("RUB", "EUR"))),
    pipeline: fc.constant("equipment"),
    stage: fc.constantFrom("NEW", "OFFER", "CONTRACT", "SHIPMENT", "WON", "LOST"),
    category: orNull(fc.constantFrom("A", "C")),
  }),
  "invoice/501": some({
    amount: orNull(money(fc.constant("RUB"))),
    paidOn: orNull(day),
    kind: fc.constantFrom("товар", "прочее"),
    deal: orNull(fc.constantFrom("deal/203", "deal/208")),
  }),
  "contact/1": some({
    title: fc.tuple(text, text).map((both) => both.join(" ").replaceAll(/\s+/g, " ")),
    position: orNull(text),
  }),
};

/** What the record must hold after the write: a map takes keys in, and null takes one away. */
function expected(before: Value, written: Value): Value {
  if (
    typeof written !== "object" ||
    written === null ||
    Array.isArray(written) ||
    "amount" in written ||
    "$type" in written
  )
    return written;
  const merged = { ...(before as ValueMap | null), ...(written as ValueMap) };
  const kept = Object.entries(merged).filter(([, value]) => value !== null);
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

async function roundTrips(
  crm: SampleCrm,
  record: string,
  sets: fc.Arbitrary<ValueMap>,
  numRuns: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(sets, async (set) => {
      const before = (await crm.port.look(record)) ?? {};
      const outcome = await crm.perform("crm.update", { record, set });
      expect(outcome).toMatchObject({ kind: "done" });
      const after = (await crm.port.look(record)) ?? {};
      for (const [name, value] of Object.entries(set)) {
        const want = expected((before as ValueMap)[name] ?? null, value);
        const isThere = sameKeptValue((after as ValueMap)[name], want);
        expect(isThere, `${name}: ${JSON.stringify(want)} became ${JSON.stringify((after as ValueMap)[name])}`).toBe(
          true,
        );
      }
      expect(outcome.kind === "done" && outcome.output).toEqual(after);
      // Written again, nothing is sent.
      const writes = crm.fake.calls.get("crm.item.update");
      await crm.perform("crm.update", { record, set });
      expect(crm.fake.calls.get("crm.item.update")).toBe(writes);
    }),
    { numRuns, seed: 5 },
  );
}

test.each(Object.keys(SETS))(
  "what is written into %s is what is read, and the same again is not sent",
  async (record) => {
    const crm = await sampleCrm();
    await roundTrips(crm, record, SETS[record] ?? fc.constant({}), 40);
    await crm.end();
  },
);

test.each([
  [{ bareCrmBindings: true }, 0],
  [{ language: "ru" }, -300],
  [{}, 600],
] as const)("… also on a portal set up otherwise (%j, %i minutes from Greenwich)", async (switches, offsetMinutes) => {
  const crm = await sampleCrm(undefined, { switches, offsetMinutes });
  for (const record of ["company/7", "invoice/501"]) await roundTrips(crm, record, SETS[record] ?? fc.constant({}), 15);
  await crm.end();
});

test("files go in as bytes and come back as they were called; those of people keep their numbers", async () => {
  const crm = await sampleCrm();
  const bytes = new TextEncoder().encode("счёт");
  for (const name of ["one", "two"])
    crm.files.set(`file:${name}`, { name: `${name}.pdf`, type: "application/pdf", bytes });
  const update = (files: readonly Value[]) => crm.perform("crm.update", { record: "invoice/501", set: { files } });
  expect(await update(["file:one", { id: "file:two", name: "Второй.pdf" }])).toMatchObject({
    output: { files: ["file:one", { id: "file:two", name: "Второй.pdf" }] },
  });
  const stored = [...crm.fake.crm.files.values()];
  expect(stored.map(({ name }) => name)).toEqual(["one.pdf", "Второй.pdf"]);
  expect(Buffer.from(stored[0]?.content ?? "", "base64").toString()).toBe("счёт");
  expect(await update([{ id: "file:two", name: "Второй.pdf" }])).toMatchObject({
    output: { files: [{ id: "file:two" }] },
  });
  expect(crm.fake.crm.files.size).toBe(2);
  crm.fake.person(11).update("invoice", 501, { ufCrmSmartInvoiceOrder: [["чек.png", "AAAA"]] });
  const invoice = await crm.port.look("invoice/501");
  const [check] = (invoice?.["order"] ?? []) as readonly ValueMap[];
  expect(check).toMatchObject({ id: expect.stringMatching(/^bitrix24:\d+$/) });
  expect(JSON.stringify(check)).not.toContain("secret");
  crm.files.set("file:three", { name: "three.pdf", type: "application/pdf", bytes });
  const both = await crm.perform("crm.update", {
    record: "invoice/501",
    set: { order: [check ?? null, "file:three"] },
  });
  expect(both).toMatchObject({ output: { order: [{ id: check?.["id"] }, "file:three"] } });
  expect(await update(["file:gone"])).toMatchObject({ kind: "refused", code: "FILE_NOT_FOUND" });
  await crm.end();
});

test("people who are not in the portal, choices it does not have and fields it fills itself are refused by name", async () => {
  const crm = await sampleCrm();
  const codes = [
    await crm.perform("crm.update", { record: "company/7", set: { responsible: "nobody" } }),
    await crm.perform("crm.update", { record: "company/7", set: { discounts: { Jura: 5 } } }),
    await crm.perform("crm.update", { record: "deal/203", set: { stage: "TRIAL" } }),
  ].map((outcome) => (outcome.kind === "refused" ? outcome.code : outcome.kind));
  expect(codes).toEqual(["USER_UNKNOWN", "FIELD_UNKNOWN", "STAGE_UNKNOWN"]);
  await crm.end();
});

test("dates of lists are understood in both ways portals write them", () => {
  expect(isoOf("12/31/2024 11:59:59 pm", "datetime")).toBe("2024-12-31T23:59:59");
  expect(isoOf("12/31/2024 12:00:01 am", "datetime")).toBe("2024-12-31T00:00:01");
  expect(isoOf("31.12.2024 23:59:59", "datetime")).toBe("2024-12-31T23:59:59");
  expect(isoOf("31.12.2024", "date")).toBe("2024-12-31");
  expect(isoOf("2024-12-31", "date")).toBe("2024-12-31");
});
