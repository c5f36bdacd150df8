import { isMoney, isTagged, type Money, type Value } from "../base/value.ts";
import { DecisionError } from "./decision-error.ts";
import { addExact, compareExact, type Exact, exactOf, textOfExact } from "./exact.ts";

/** What `collect sum`, `min` and `max` make of the values of the matching rules; at least one value. */
export function aggregate(how: "sum" | "min" | "max", values: readonly Value[], table: string): Value {
  const amounts = values.map((value) => amountOf(value, table));
  const first = amounts[0];
  if (first === undefined) throw mixed(table);
  for (const amount of amounts) if (amount.unit !== first.unit) throw mixed(table);
  if (how === "sum")
    return valueOf({ ...first, exact: amounts.slice(1).reduce((sum, next) => addExact(sum, next.exact), first.exact) });
  const sign = how === "min" ? 1 : -1;
  return valueOf(amounts.reduce((best, next) => (sign * compareExact(next.exact, best.exact) < 0 ? next : best)));
}

/** A number of something: of nothing (plain), or of a currency. */
interface Amount {
  readonly exact: Exact;
  readonly unit: string | null;
  /** What a minimum or maximum gives back: the value itself, not a copy in other digits. */
  readonly digits: number;
}

function amountOf(value: Value, table: string): Amount {
  const money: Money | null = isMoney(value) ? value : null;
  const text = money ? money.amount : isTagged(value) && value.$type === "number" ? value.value : value;
  const exact =
    typeof text === "number" || (typeof text === "string" && (money || isTagged(value))) ? exactOf(String(text)) : null;
  if (!exact) throw mixed(table);
  return { exact, unit: money ? money.currency : null, digits: money ? 2 : 0 };
}

function valueOf({ exact, unit, digits }: Amount): Value {
  return unit === null ? numberOfExact(exact) : { amount: textOfExact(exact, digits), currency: unit };
}

/** The decimal as a value: a plain number where a double names it, else its digits. */
export function numberOfExact(exact: Exact): Value {
  const text = textOfExact(exact);
  const double = Number(text);
  const same = exactOf(String(double));
  return same && compareExact(same, exact) === 0 ? double : { $type: "number", value: text };
}

function mixed(table: string): DecisionError {
  return new DecisionError(
    "DECISION_TYPE",
    {
      ru: `Таблица ${table}: подошедшие правила дают не числа одного вида, свернуть их нельзя`,
      en: `Table ${table}: the matching rules do not give numbers of one kind, they cannot be aggregated`,
    },
    { table },
  );
}
