import { type Fields, isFields, listOf, Refusal, textOf } from "./fake-answer.ts";
import type { Item } from "./fake-crm.ts";
import type { FakeField } from "./fake-crm-fields.ts";
import type { FakeSwitches } from "./fake-options.ts";
import { instantOf, type Zone } from "./fake-time.ts";

/** What a filter is judged with. */
export interface Filtering {
  /** The field that a key names; null: there is none. */
  readonly fieldOf: (name: string) => FakeField | null;
  readonly zone: Zone;
  readonly switches: FakeSwitches;
  /** `refuse`: as `crm.item.list`; `ignore`: as the legacy lists do. */
  readonly unknown: "refuse" | "ignore";
}

const PREFIX = /^(!=%|!%=|!@|!%|!=|!|>=|<=|>|<|=%|%=|%|@|=)?(.*)$/;
const DATES: readonly string[] = ["date", "datetime"];

/**
 * Does the record meet the filter?
 *
 * @throws {Refusal} INVALID_ARG_VALUE where a key names no field
 */
export function meets(item: Item, filter: Fields, filtering: Filtering): boolean {
  const logic = textOf(filter.logic).toUpperCase() === "OR" ? "some" : "every";
  // All of them are looked at: a wrong name is refused whatever the others say.
  const outcomes = Object.entries(filter)
    .filter(([key]) => key !== "logic")
    .map(([key, value]) =>
      /^\d+$/.test(key) && isFields(value) ? meets(item, value, filtering) : condition(item, key, value, filtering),
    );
  return outcomes[logic]((outcome) => outcome);
}

function condition(item: Item, key: string, expected: unknown, filtering: Filtering): boolean {
  const [, prefix = "=", name = ""] = PREFIX.exec(key) ?? [];
  const field = filtering.fieldOf(name);
  if (field === null) {
    if (filtering.unknown === "ignore") return true;
    throw new Refusal("INVALID_ARG_VALUE", `Invalid filter: field '${name}' is not allowed in filter`);
  }
  const isNegative = prefix.startsWith("!");
  const operator = prefix.replace(/^!/, "") || "=";
  return test(item[field.name], operator, expected, field, filtering) !== isNegative;
}

function test(actual: unknown, operator: string, expected: unknown, field: FakeField, filtering: Filtering): boolean {
  const values = Array.isArray(actual) ? actual : [actual];
  const sought = Array.isArray(expected) || isFields(expected) ? listOf(expected) : [expected];
  const any = (judge: (value: unknown, wanted: unknown) => boolean): boolean =>
    (values.length === 0 ? [""] : values).some((value) => sought.some((wanted) => judge(value, wanted)));
  switch (operator) {
    case "=":
    case "@":
      return any((value, wanted) => compare(value, wanted, field, filtering) === 0);
    case ">":
      return any((value, wanted) => compare(value, wanted, field, filtering) > 0);
    case "<":
      return any((value, wanted) => isSet(value) && compare(value, wanted, field, filtering) < 0);
    case ">=":
      return any((value, wanted) => compare(value, wanted, field, filtering) >= 0);
    case "<=":
      return any((value, wanted) => isSet(value) && compare(value, wanted, field, filtering) <= 0);
    case "%":
      return any((value, wanted) => textOf(value).toLowerCase().includes(textOf(wanted).toLowerCase()));
    default:
      return any((value, wanted) => like(textOf(wanted)).test(textOf(value)));
  }
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "";
}

function compare(value: unknown, wanted: unknown, field: FakeField, { zone, switches }: Filtering): number {
  const text = textOf(wanted);
  if (DATES.includes(field.type) && text !== "") {
    if (!isSet(value)) return Number.NaN;
    const bare = switches.filterDates === "plain" ? text.replace(/(Z|[+-]\d{2}:\d{2})$/, "") : text;
    return (instantOf(textOf(value), zone) ?? 0) - (instantOf(bare, zone) ?? Number.NaN);
  }
  if (field.type === "boolean") {
    // User fields are filtered by 1 and 0, though their values are Y and N.
    const isTrue = field.user ? ["1", "true"].includes(text) : ["Y", "1", "true"].includes(text);
    if (field.user && !["0", "1", "true", "false", ""].includes(text)) return 1;
    return Number(value === "Y") - Number(isTrue);
  }
  if (typeof value === "number" || (field.empty === 0 && !isSet(value)))
    return text === "" ? (value === 0 ? 0 : 1) : Number(value ?? 0) - Number(text);
  if (!isSet(value)) return text === "" || text === "0" ? 0 : -1;
  return COLLATION.compare(textOf(value), text);
}

/** Made once: ten thousand records are compared for one call. */
const COLLATION = new Intl.Collator("en", { sensitivity: "accent" });

/** LIKE with `%` as a wildcard. */
function like(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("%", ".*");
  return new RegExp(`^${escaped}$`, "is");
}

/** In the order that is asked for; by id where nothing else decides. */
export function ordered(items: readonly Item[], order: Fields, fieldOf: Filtering["fieldOf"]): readonly Item[] {
  const keys = Object.entries(order).flatMap(([name, direction]) => {
    const field = fieldOf(name);
    return field === null ? [] : [[field.name, textOf(direction).toUpperCase() === "DESC" ? -1 : 1] as const];
  });
  return [...items].sort((a, b) => {
    for (const [name, sign] of keys) {
      const [left, right] = [a[name], b[name]];
      const difference =
        typeof left === "number" && typeof right === "number"
          ? left - right
          : textOf(left).localeCompare(textOf(right), "en");
      if (difference !== 0) return difference * sign;
    }
    return a.id - b.id;
  });
}
