import { expect, test } from "vitest";
import type { Value, ValueMap } from "../../../engine/base/value.ts";
import { exampleCatalog } from "../../support/example-company.ts";
import type { Bench, OpenBench } from "./bench.ts";

const STEPS = 60;

const STARTING: Readonly<Record<string, ValueMap>> = {
  "lead/1": { title: "a", stage: "NEW", company: "company/1" },
  "lead/2": { title: "b", stage: "WORK", score: 2 },
  "company/1": { title: "a", category: "A", linked: ["company/2"], discounts: { x: 1 } },
  "company/2": { title: "b", linked: ["company/1"] },
  "deal/1": { title: "a", company: "company/1", amount: { amount: "10.50", currency: "RUB" } },
};

/** Whatever is done, in whatever order, comes to the same in both. */
export function equivalenceContract(open: OpenBench, other: OpenBench, seeds: number): void {
  test.each(Array.from({ length: seeds }, (_, seed) => [seed + 1]))(
    "the same operations have the same outcomes and events as in a dry run (seed %i)",
    async (seed) => {
      const catalog = seed % 3 === 0 ? null : exampleCatalog();
      const benches = [
        await open({ records: STARTING, lists: {} }, catalog),
        await other({ records: STARTING, lists: {} }, catalog),
      ];
      const random = randomOf(seed);
      try {
        for (let step = 0; step < STEPS; step += 1) {
          const [operation, input] = randomOperation(random);
          const [one, two] = await Promise.all(benches.map((bench) => did(bench, operation, input)));
          expect(one, `step ${step}: ${operation} ${JSON.stringify(input)}`).toEqual(two);
        }
      } finally {
        await Promise.all(benches.map((bench) => bench.close()));
      }
    },
  );
}

async function did(bench: Bench, operation: string, input: ValueMap): Promise<unknown> {
  if (operation === "delete") await bench.remove(String(input["record"])).catch(() => "not there");
  const outcome = operation === "delete" ? null : await bench.perform(operation, input);
  return { outcome, told: await bench.told() };
}

type Random = <T>(choices: readonly T[]) => T;

/** Mulberry32: small, and its low bits are as good as its high ones. */
function randomOf(seed: number): Random {
  let state = seed;
  return (choices) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return choices[((mixed ^ (mixed >>> 14)) >>> 0) % choices.length] as (typeof choices)[number];
  };
}

const TYPES = ["lead", "company", "deal"];
const TEXTS: readonly Value[] = ["a", "b", "", null, "2026-11-23", "company/1", { $type: "date", value: "2026-11-23" }];
const FIELDS: Readonly<Record<string, readonly Value[]>> = {
  title: TEXTS,
  stage: ["NEW", "WORK", "WON", null, "NOWHERE"],
  company: ["company/1", "company/2", null],
  linked: [["company/1"], ["company/2", "company/1"], [], null],
  discounts: [{ x: 2 }, { x: null, y: 3 }, {}, null],
  amount: [{ amount: "10.5", currency: "RUB" }, { amount: 3, currency: "EUR" }, 7, null],
  score: [1, 2, { $type: "number", value: "2" }, null],
  category: ["A", "B", null],
  files: [["file:1"], [], null],
};

function randomOperation(random: Random): readonly [string, ValueMap] {
  const operation = random([
    ...["crm.create", "crm.update", "crm.update", "crm.update", "crm.find", "crm.find", "crm.sum", "crm.reach"],
    ...["records.load", "crm.get", "crm.note", "delete"],
  ]);
  const record = `${random(TYPES)}/${random([1, 1, 2, 3, 4])}`;
  const include = random([[], ["company"], ["company", "company.linked"], ["linked.linked"]]);
  switch (operation) {
    case "crm.create":
      return [operation, { of: random(TYPES), set: randomFields(random) }];
    case "crm.update":
      return [operation, { record, set: randomFields(random) }];
    case "crm.find":
      return [
        operation,
        { of: random(TYPES), filter: randomFilter(random), order: random([null, ["title"], [{ ref: "descending" }]]) },
      ];
    case "crm.sum":
      return [operation, { of: "deal", filter: randomFilter(random), field: random(["amount", "amount", "title"]) }];
    case "crm.reach":
      return [operation, { from: [record], by: random(["linked", "company"]), without: random([[], ["company/2"]]) }];
    case "records.load":
      return [operation, { inputs: { one: { ref: record, include }, many: { refs: [record, "company/1"], include } } }];
    default:
      return [operation, { record, text: "x" }];
  }
}

function randomFields(random: Random): ValueMap {
  const names = [random(Object.keys(FIELDS)), random(Object.keys(FIELDS))];
  return Object.fromEntries(names.map((name) => [name, random(FIELDS[name] ?? [null])]));
}

function randomFilter(random: Random): ValueMap {
  const name = random([...Object.keys(FIELDS), "ref", "id", "stageKind"]);
  const value = random(FIELDS[name] ?? ["company/1", "1", "won"]);
  return random([
    {},
    { [name]: value },
    { [name]: { in: [value, random(TEXTS)] } },
    { [name]: { not: value } },
    { [name]: value, title: random(TEXTS) },
    { [name]: { empty: random([true, false]) } },
  ]);
}
