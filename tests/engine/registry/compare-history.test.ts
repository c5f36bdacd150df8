import { expect, test } from "vitest";
import { type CommandId, id } from "../../../engine/base/ids.ts";
import type { HistoryEvent, RegistryAppended } from "../../../engine/instance/event.ts";
import type { RegistryRow } from "../../../engine/ports/registries.ts";
import { compareHistory } from "../../../engine/registry/compare-history.ts";
import { rowAt, sealedRows } from "./registry-rows.fixture.ts";

const [first, second] = [rowAt(1, { discount: 5, by: { b: 1, a: 2 } }), rowAt(2, { discount: 7 })];

function eventOf({ instance, sequence, step, actor, at, registry, entry }: RegistryRow) {
  const head = { instance, sequence, at, actor, command: id<CommandId>("c-1") };
  return { ...head, kind: "registryAppended", step, activation: "a", registry, entry } as RegistryAppended &
    HistoryEvent;
}

const TOLD = {
  registry: "discounts",
  instance: first.instance,
  process: first.process,
  events: [eventOf(first), eventOf(second)],
};
const { rows } = sealedRows([first, second]);

test("rows that are what the history says are fine, whatever the order of their keys", () => {
  const turned = rows.map((row) => ({ ...row, entry: Object.fromEntries(Object.entries(row.entry).reverse()) }));
  expect(compareHistory(TOLD, turned)).toEqual([]);
});

test("erased fields are not compared", () => {
  const [one, two] = rows;
  if (one === undefined || two === undefined) throw new Error("two rows");
  const erased = { ...one, actor: null, entry: { by: { a: 2, b: 1 } }, erased: ["discount", "$actor"] };
  expect(compareHistory(TOLD, [erased, two])).toEqual([]);
});

test("a row that differs, a row without an event and an event without a row are told apart", () => {
  const [one] = rows;
  if (one === undefined) throw new Error("a row");
  const changed = { ...one, entry: { ...one.entry, discount: 99 } };
  const foreign = { ...one, sequence: 77, seal: null };
  const found = compareHistory(TOLD, [changed, foreign]);
  expect(found.map(({ kind, number, sequence, isBreach }) => [kind, number, sequence, isBreach])).toEqual([
    ["historyDiffers", 1, 1, true],
    ["eventMissing", null, 77, true],
    ["rowMissing", null, 2, true],
  ]);
  expect(found[0]?.says.ru).toBe("Строка 1 отличается от истории процесса (i-1, 1): discount");
});
