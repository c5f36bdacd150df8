import { suggest } from "../base/suggest.ts";

/**
 * Is the name among those given, or is one of them, which is none of the known ones, only a slip in it? A slip is told as
 * such: that the name is missing would be the same mistake told twice.
 */
export function isGiven(name: string, given: readonly string[], known: readonly string[]): boolean {
  return given.some((one) => one === name || (!known.includes(one) && suggest(one, [name]) !== null));
}
