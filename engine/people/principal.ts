import { isList, isMap, type Value } from "../base/value.ts";
import type { Principal } from "./directory.ts";

/** Longest list of people that a step may name, and how deep its lists may nest. */
const PRINCIPALS_MAX = 1000;
const NESTING_MAX = 5;

/**
 * The principals that a value names: a user id, a principal's map, or lists of these, joined in order. Nulls are nobody and
 * left out (an empty optional field). `wrong` is the first value that is neither, for the incident (the whole list where it
 * is too long).
 */
export function principalsIn(value: Value): {
  readonly principals: readonly Principal[];
  readonly wrong: Value | undefined;
} {
  const flat = (isList(value) ? value.flat(NESTING_MAX) : [value]) as readonly Value[];
  if (flat.length > PRINCIPALS_MAX) return { principals: [], wrong: value };
  const principals: Principal[] = [];
  for (const item of flat) {
    if (item === null) continue;
    const principal = principalOf(item);
    if (!principal) return { principals, wrong: item };
    principals.push(principal);
  }
  return { principals, wrong: undefined };
}

/** One principal out of a value, or null where it is none. A bare text is a user's id. */
export function principalOf(value: Value): Principal | null {
  if (typeof value === "string") return value === "" ? null : { user: value };
  if (!isMap(value)) return null;
  const [entry, ...more] = Object.entries(value);
  if (!entry || more.length > 0 || typeof entry[1] !== "string") return null;
  const [word, target] = [entry[0], entry[1]];
  switch (word) {
    case "user":
      return { user: target };
    case "group":
      return { group: target };
    case "each":
      return { each: target };
    case "headOf":
      return { headOf: target };
    case "managerOf":
      return { managerOf: target };
    case "nextOf":
      return { nextOf: target };
    case "vacancy":
      return { vacancy: target };
    default:
      return null;
  }
}
