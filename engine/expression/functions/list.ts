import { refOf, type Value } from "../../base/value.ts";
import { compare, same } from "../value/equality.ts";
import type { Call, FeelFunction } from "../value/function-value.ts";
import { type Inner, isInnerList, isNum, type Num } from "../value/inner.ts";
import { exactOf, integerOf } from "../value/number.ts";
import { show } from "../value/show.ts";
import { fail, type Site } from "../value/site.ts";
import { type Builtin, builtin, sameList } from "./signature.ts";

/** Lists (DMN 1.5 §10.3.4.4), and `difference` of ours. A record's snapshot and its reference are one element. */
export const LIST_FUNCTIONS: readonly Builtin[] = [
  builtin("list contains(list: list, element: any): boolean", (call) => {
    const [list, element] = walked(call);
    return list.some((other) => same(other, element));
  }),
  builtin("count(list: list): number", ({ args }) => (args[0] as readonly Inner[]).length),
  builtin(
    "append(list: list, ...item: any): list",
    (call) => made(call, [...(call.args[0] as readonly Inner[]), ...call.args.slice(1)]),
    sameList,
  ),
  builtin(
    "concatenate(...list: list): list",
    (call) => made(call, (call.args as readonly (readonly Inner[])[]).flat()),
    sameList,
  ),
  builtin("insert before(list: list, position: number, newItem: any): list", insertBefore, sameList),
  builtin("list replace(list: list, position: number, newItem: any): list", listReplace, sameList),
  builtin("list replace(list: list, match: function, newItem: any): list", listReplace, sameList),
  builtin(
    "remove(list: list, position: number): list",
    (call) => {
      const index = placeOf(call);
      return index === null ? null : (call.args[0] as readonly Inner[]).toSpliced(index, 1);
    },
    sameList,
  ),
  builtin("reverse(list: list): list", (call) => made(call, (call.args[0] as readonly Inner[]).toReversed()), sameList),
  builtin("index of(list: list, match: any): list of number", (call) => {
    const [list, match] = walked(call);
    return list.flatMap((element, index) => (same(element, match) ? [index + 1] : []));
  }),
  builtin(
    "union(...list: list): list",
    (call) => distinct(call, (call.args as readonly (readonly Inner[])[]).flat()),
    sameList,
  ),
  builtin("distinct values(list: list): list", (call) => distinct(call, call.args[0] as readonly Inner[]), sameList),
  builtin("flatten(list: list): list", (call) => made(call, flat(call.args[0] as readonly Inner[], call))),
  builtin("sublist(list: list, start position: number, length?: number): list", sublist, sameList),
  builtin("sort(list: list, precedes?: function): list", sort, sameList),
  builtin("difference(a: list, b: list): list", difference, sameList),
];

/** A list that is looked through, charged to the meter, and the second argument. */
function walked({ args, site, meter }: Call): readonly [readonly Inner[], Inner] {
  const list = args[0] as readonly Inner[];
  meter.step(site, list.length * meter.sizeOf(args[1] ?? null));
  return [list, args[1] ?? null];
}

function made({ site, meter }: Call, list: readonly Inner[]): readonly Inner[] {
  meter.list(site, list.length);
  return meter.made(site, list, list);
}

/** The index of argument `position`: from 1, negative from the end. Null, or an incident, outside the list. */
function placeOf({ args, site }: Call): number | null {
  const [list, position] = args as readonly [readonly Inner[], Num];
  const place = integerOf(position) ?? exactOf(position).trunc().toNumber();
  const index = place > 0 ? place - 1 : list.length + place;
  if (place !== 0 && index >= 0 && index < list.length) return index;
  return fail(site, "EXPRESSION_DOMAIN", {
    ru: `В списке из ${list.length} нет места ${place}. Места считают с 1.`,
    en: `A list of ${list.length} has no position ${place}. Positions count from 1.`,
  });
}

function insertBefore(call: Call): Inner {
  const index = placeOf(call);
  if (index === null) return null;
  return made(call, (call.args[0] as readonly Inner[]).toSpliced(index, 0, call.args[2] ?? null));
}

function listReplace(call: Call): Inner {
  const [list, where, item] = call.args as readonly [readonly Inner[], Num | FeelFunction, Inner];
  call.meter.list(call.site, list.length);
  if (isNum(where)) {
    const index = placeOf(call);
    return index === null ? null : made(call, list.with(index, item));
  }
  const replaced: Inner[] = [];
  for (const element of list) {
    const matched = where.parameters.length === 2 ? where.invoke({ ...call, args: [element, item] }) : null;
    if (typeof matched !== "boolean") return notBoolean("list replace", matched, call.site);
    replaced.push(matched ? item : element);
  }
  return made(call, replaced);
}

function notBoolean(name: string, value: Inner, site: Site): null {
  return fail(site, "EXPRESSION_TYPE", {
    ru: `${name}: функция двух аргументов должна давать да или нет, а дала ${show(value)}.`,
    en: `${name}: the function of two arguments must give true or false, but gave ${show(value)}.`,
  });
}

function distinct(call: Call, list: readonly Inner[]): readonly Inner[] {
  const seen = new Set<Inner>();
  const others: Inner[] = [];
  const kept = list.filter((element) => {
    const key = keyOf(element);
    if (key !== undefined) return seen.size < seen.add(key).size;
    call.meter.step(call.site, others.length);
    if (others.some((other) => same(other, element))) return false;
    others.push(element);
    return true;
  });
  return made(call, kept);
}

/** What stands for an element whose equality is identity: a text, a double, a record's reference. */
function keyOf(element: Inner): Inner | undefined {
  if (typeof element === "string" || typeof element === "number" || typeof element === "boolean" || element === null)
    return element;
  return refOf(element as Value) ?? undefined;
}

/** Elements of the first list that are not in the second, in their order. */
function difference(call: Call): Inner {
  const [a, b] = call.args as readonly [readonly Inner[], readonly Inner[]];
  const keys = new Set<Inner>();
  const others: Inner[] = [];
  for (const element of b) {
    const key = keyOf(element);
    if (key === undefined) others.push(element);
    else keys.add(key);
  }
  call.meter.step(call.site, b.length + a.length * others.length);
  return made(
    call,
    a.filter((element) => !keys.has(keyOf(element) ?? NOTHING) && !others.some((other) => same(other, element))),
  );
}

/** Equal to no key of an element. */
const NOTHING: Inner = [];

function flat(list: readonly Inner[], call: Call): Inner[] {
  const flattened: Inner[] = [];
  const stack: Inner[] = list.toReversed();
  while (stack.length > 0) {
    const element = stack.pop() ?? null;
    call.meter.step(call.site);
    if (isInnerList(element)) stack.push(...element.toReversed());
    else flattened.push(element);
  }
  return flattened;
}

function sublist(call: Call): Inner {
  const [list, , length] = call.args as readonly [readonly Inner[], Num, Num | null];
  const index = placeOf(call);
  if (index === null) return null;
  const count = length === null ? list.length - index : exactOf(length).trunc().toNumber();
  if (count >= 0 && index + count <= list.length) return list.slice(index, index + count);
  return fail(call.site, "EXPRESSION_DOMAIN", {
    ru: `sublist: от этого места в списке нет ${show(length)} элементов.`,
    en: `sublist: there are not ${show(length)} elements from this position.`,
  });
}

/** Merge sort, stable, so that a comparison that is not an order cannot run away. Without one: by size. */
function sort(call: Call): Inner {
  const [list, precedes] = call.args as readonly [readonly Inner[], FeelFunction | null];
  call.meter.list(call.site, list.length);
  const failed: { reason: Inner | undefined } = { reason: undefined };
  const before = (a: Inner, b: Inner): boolean => {
    call.meter.step(call.site);
    const found = precedes ? precedes.invoke({ ...call, args: [a, b] }) : naturally(a, b);
    if (typeof found === "boolean") return found;
    failed.reason = found;
    return false;
  };
  const sorted = mergeSorted(list, before);
  if (failed.reason === undefined) return sorted;
  return precedes ? notBoolean("sort", failed.reason, call.site) : unordered(list, call.site);
}

function naturally(a: Inner, b: Inner): boolean | null {
  const order = compare(a, b);
  return order === null ? null : order < 0;
}

function unordered(list: readonly Inner[], site: Site): null {
  return fail(site, "EXPRESSION_TYPE", {
    ru: `sort: элементы ${show(list)} не сравнить; задайте функцию.`,
    en: `sort: the elements of ${show(list)} have no order; give a function.`,
  });
}

function mergeSorted(list: readonly Inner[], before: (a: Inner, b: Inner) => boolean): readonly Inner[] {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  const left = mergeSorted(list.slice(0, middle), before);
  const right = mergeSorted(list.slice(middle), before);
  const merged: Inner[] = [];
  let [a, b] = [0, 0];
  while (a < left.length && b < right.length) {
    // Only a right element that truly comes first overtakes: equal ones keep their order.
    if (before(right[b] ?? null, left[a] ?? null)) merged.push(right[b++] ?? null);
    else merged.push(left[a++] ?? null);
  }
  return merged.concat(left.slice(a), right.slice(b));
}
