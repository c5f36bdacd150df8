import { isList, isMap, isMoney, type Value, type ValueMap } from "../base/value.ts";
import { isDecimal, sumOf } from "../runtime/same-value.ts";
import { sortRows } from "./record-filter.ts";
import { RecordRefusal } from "./record-refusal.ts";

/** The filter of a query: a map, else none. */
export function filterOf(input: ValueMap): ValueMap {
  const filter = input["filter"];
  return isMap(filter) ? filter : {};
}

/** The answer of `crm.find` from the rows that its filter met. */
export function foundRecords(rows: readonly ValueMap[], input: ValueMap): ValueMap {
  const names = isList(input["select"]) ? input["select"] : null;
  const { items, count } = foundRows(rows, input);
  return { items: names ? items.map((row) => selected(row, names)) : items, count };
}

/** Rows in the order asked for, as many as asked for, and how many there were (`registry.find`). */
export function foundRows<Row extends ValueMap>(
  rows: readonly Row[],
  { order, limit }: ValueMap,
): { readonly items: readonly Row[]; readonly count: number } {
  const sorted = sortRows(rows, order);
  return { items: typeof limit === "number" ? sorted.slice(0, limit) : sorted, count: rows.length };
}

/** The answer of `crm.sum` from the rows that its filter met. @throws {RecordRefusal} `NOT_MONEY` */
export function summedRecords(rows: readonly ValueMap[], input: ValueMap): ValueMap {
  return { totals: totalsOf(rows.map((row) => row[String(input["field"])] ?? null)), count: rows.length };
}

function selected(row: ValueMap, names: readonly Value[]): ValueMap {
  const kept = new Set(["id", "type", "ref", "stageKind", ...names.map(String)]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => kept.has(name)));
}

/** One amount per currency, currencies in alphabetical order. */
function totalsOf(values: readonly Value[]): readonly Value[] {
  const stranger = values.find((value) => value !== null && !(isMoney(value) && isDecimal(value.amount)));
  if (stranger !== undefined)
    throw new RecordRefusal("NOT_MONEY", {
      ru: `Складывают суммы с валютой, а здесь ${JSON.stringify(stranger)}`,
      en: `Amounts with a currency are summed up, but here is ${JSON.stringify(stranger)}`,
    });
  const amounts = Map.groupBy(values.filter(isMoney), (money) => money.currency);
  return [...amounts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, all]) => ({ amount: sumOf(all.map((money) => money.amount)), currency }));
}
