import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RecordOrder, recordOrder } from "../../../adapters/engine/record-orders.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { openSqlite } from "../../../adapters/store/sqlite/open-sqlite.ts";
import { CLOCK, localCrm } from "../../contracts/operations/local-bench.ts";
import { exampleCatalog } from "../../support/example-company.ts";

let database: Database;
let crm: Awaited<ReturnType<typeof localCrm>>;
beforeEach(async () => {
  database = await openSqlite(":memory:", CLOCK);
  crm = await localCrm(database, exampleCatalog());
  await crm.seed({ records: { "lead/1": { title: "Заявка", stage: "NEW" } }, lists: {} });
});
afterEach(() => database.close());

const refused = async (order: RecordOrder) => {
  const answer = await recordOrder({ crm, editing: crm }, order);
  if (answer.kind !== "rejected") throw new Error(`It was not refused: ${answer.kind}`);
  return [answer.code, answer.reason.en, answer.remedy.en];
};
const edit = (set: Extract<RecordOrder, { readonly kind: "edit" }>["set"]) =>
  refused({ kind: "edit", ref: "lead/1", set, by: null });

describe("a refusal of an edit says what to do about it", () => {
  test("a field, a stage, a value", async () => {
    expect(await edit({ titel: "x" })).toEqual([
      "FIELD_UNKNOWN",
      "lead has no field titel to write; perhaps title?",
      expect.stringContaining("catalog.yaml"),
    ]);
    expect(await edit({ stage: "NWE" })).toEqual([
      "STAGE_UNKNOWN",
      expect.stringContaining("there are: NEW"),
      expect.stringContaining("one of these stages"),
    ]);
    expect(await edit({ score: "много" })).toEqual([
      "FIELD_INVALID",
      expect.stringContaining("expected a number"),
      "Mend the value: --set score=…",
    ]);
    expect(await edit({ title: null })).toEqual([
      "FIELD_REQUIRED",
      expect.stringContaining("must have the field title"),
      "Give it: --set title=…",
    ]);
  });

  test("a record that was deleted can be had back, one that never was cannot", async () => {
    await crm.delete({ ref: "lead/1", by: null });
    for (const kind of ["show", "delete"] as const)
      expect((await refused({ kind, ref: "lead/1", by: null }))[2]).toContain("ordo record lead/1 --undelete");
    expect((await refused({ kind: "show", ref: "lead/2" }))[2]).not.toContain("--undelete");
  });
});
