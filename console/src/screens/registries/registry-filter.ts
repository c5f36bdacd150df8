import type { Schemas } from "../../api/client.ts";
import { companyZone } from "../../words/company-zone.ts";
import { instantAt, wallClock } from "../../words/typed-moment.ts";

export type RegistryColumn = Schemas["RegistryColumn"];

/** What a registry is filtered by: parameters of its list, as addresses and saved views have them. */
export type RegistryFilter = Readonly<Record<string, string>>;

/** The filter on one column; null: none. */
export function conditionOn(filter: RegistryFilter, column: string): unknown {
  return whereOf(filter)[column] ?? null;
}

/** The filter with another condition on a column. @param condition null: none */
export function withCondition(filter: RegistryFilter, column: string, condition: unknown): RegistryFilter {
  const { [column]: _gone, ...others } = whereOf(filter);
  const where = condition === null ? others : { ...others, [column]: condition };
  return withParameter(filter, "where", Object.keys(where).length === 0 ? null : JSON.stringify(where));
}

/** The filter with another parameter. @param value null or empty: none */
export function withParameter(filter: RegistryFilter, name: string, value: string | null): RegistryFilter {
  const { [name]: _gone, ...others } = filter;
  return value === null || value === "" ? others : { ...others, [name]: value };
}

/** The filter with another part of what stands in a column. @param part empty: none */
export function withPart(filter: RegistryFilter, column: string, part: string): RegistryFilter {
  const { [column]: _gone, ...others } = partsOf(filter);
  const parts = part === "" ? others : { ...others, [column]: part };
  return withParameter(filter, "within", Object.keys(parts).length === 0 ? null : JSON.stringify(parts));
}

/** Parts of what stands in columns, by column. */
export function partsOf({ within }: RegistryFilter): Readonly<Record<string, string>> {
  const texts = Object.entries(jsonOf(within)).flatMap(([column, part]) =>
    typeof part === "string" ? [[column, part] as const] : [],
  );
  return Object.fromEntries(texts);
}

/** The text that a condition asks to be contained; empty: it asks for something else. */
export function containedIn(condition: unknown): string {
  if (typeof condition !== "object" || condition === null) return "";
  const text: unknown = Reflect.get(condition, "contains");
  return typeof text === "string" ? text : "";
}

/** Does a condition ask for nothing (true) or for something (false)? Null: it asks something else. */
export function emptyIn(condition: unknown): boolean | null {
  if (typeof condition !== "object" || condition === null) return null;
  const empty: unknown = Reflect.get(condition, "empty");
  return typeof empty === "boolean" ? empty : null;
}

/** Conditions by column. */
export function whereOf({ where }: RegistryFilter): Readonly<Record<string, unknown>> {
  return jsonOf(where);
}

/** What a saved view holds may be of another time: what is no JSON is no condition. */
function jsonOf(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

/** First moment of a day of the company's zone. @param day `2026-11-30` */
export function startOf(day: string): string {
  return instantAt(day, "00:00", companyZone());
}

/** Last moment of a day of the company's zone. */
export function endOf(day: string): string {
  return new Date(Date.parse(instantAt(day, "23:59", companyZone())) + 59_999).toISOString();
}

/** The day of a moment in the company's zone; null: none. */
export function dayOf(at: string | undefined): string | null {
  return at === undefined || Number.isNaN(Date.parse(at)) ? null : wallClock(at, companyZone()).day;
}
