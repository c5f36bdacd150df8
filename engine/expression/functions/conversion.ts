import { same, temporalFrom } from "../value/equality.ts";
import type { Call } from "../value/function-value.ts";
import { type Inner, type InnerMap, isInnerList, isInnerMap, isNum, kindOf, type Num } from "../value/inner.ts";
import { isInnerMoney } from "../value/money.ts";
import { digitsOf, readNumber } from "../value/number.ts";
import { Range } from "../value/range.ts";
import { show } from "../value/show.ts";
import { fail, type Site } from "../value/site.ts";
import { type Builtin, builtin } from "./signature.ts";

/** Conversions (DMN 1.5 §10.3.4.1), `not` and `is`. */
export const CONVERSION_FUNCTIONS: readonly Builtin[] = [
  builtin("not(negand: boolean | null): boolean", negation),
  builtin("string(from: any): string", ({ args, site, meter }) => {
    const [value = null] = args;
    if (value === null) return ofNull(site);
    const text = textOf(value);
    meter.text(site, text.length);
    return text;
  }),
  builtin("number(from: string | number, grouping separator?: string, decimal separator?: string): number", toNumber),
  builtin("is(value1: any, value2: any): boolean", ({ args }) => is(args[0] ?? null, args[1] ?? null)),
];

function negation({ args, site }: Call): Inner {
  const [value] = args;
  if (typeof value === "boolean") return !value;
  return fail(site, "EXPRESSION_NULL", {
    ru: "not(…): внутри null, а нужно да или нет.",
    en: "not(…) got null where true or false is needed.",
  });
}

function ofNull(site: Site): null {
  return fail(site, "EXPRESSION_NULL", {
    ru: "string(…): внутри null. Проверьте раньше: … != null.",
    en: "string(…) got null. Test before: … != null.",
  });
}

/** The text of a value as FEEL writes it: a text as it is, inside lists and contexts in quotes. */
export function textOf(value: Inner): string {
  return typeof value === "string" ? value : written(value);
}

function written(value: Inner): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (isNum(value)) return digitsOf(value);
  if (isInnerList(value)) return `[${value.map(written).join(", ")}]`;
  if (isInnerMap(value)) return mapText(value);
  if (value instanceof Range) return rangeText(value);
  return "value" in value ? String(value.value) : "function";
}

function mapText(map: InnerMap): string {
  if (isInnerMoney(map)) return `${map.amount} ${map.currency}`;
  const entries = Object.entries(map).map(
    ([key, value]) => `${/^[\p{L}_][\p{L}\p{N}_]*$/u.test(key) ? key : JSON.stringify(key)}: ${written(value)}`,
  );
  return `{${entries.join(", ")}}`;
}

function rangeText({ low, high, lowIn, highIn }: Range): string {
  return `${lowIn ? "[" : "("}${low === null ? "" : written(low)}..${high === null ? "" : written(high)}${highIn ? "]" : ")"}`;
}

const GROUPINGS: ReadonlySet<string> = new Set([" ", ",", "."]);
const POINTS: ReadonlySet<string> = new Set([",", "."]);

function toNumber({ args, site }: Call): Inner {
  const [from, grouping, point] = args as readonly [string | Num, string | null, string | null];
  if (isNum(from)) return grouping === null && point === null ? from : unreadable(from, site);
  if (grouping !== null && (!GROUPINGS.has(grouping) || grouping === point)) return unreadable(from, site);
  if (point !== null && !POINTS.has(point)) return unreadable(from, site);
  const digits = grouping === null ? from : from.replaceAll(grouping, "");
  if (point !== null && point !== "." && digits.includes(".")) return unreadable(from, site);
  return readNumber(point === null ? digits : digits.replace(point, ".")) ?? unreadable(from, site);
}

function unreadable(from: Inner, site: Site): null {
  return fail(site, "EXPRESSION_DOMAIN", {
    ru: `${show(from)} — не число в этой записи.`,
    en: `${show(from)} is not a number in this notation.`,
  });
}

/** The very same value: of one kind, equal, and for temporals written with the same zone. */
function is(a: Inner, b: Inner): boolean {
  if (kindOf(a) !== kindOf(b)) return false;
  const [left, right] = [temporalFrom(a), temporalFrom(b)];
  if (left?.kind === "time" && right?.kind === "time")
    return left.nanos === right.nanos && zoneIs(left.zone, right.zone);
  if (left?.kind === "date and time" && right?.kind === "date and time") {
    return left.days === right.days && left.nanos === right.nanos && zoneIs(left.zone, right.zone);
  }
  return same(a, b);
}

function zoneIs(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
