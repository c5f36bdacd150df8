import type { Value } from "../base/value.ts";
import { same } from "./value/equality.ts";

/** Are two values equal as FEEL's `=` has it: numbers by value, money by amount and currency, records by reference? */
export function equalValues(a: Value, b: Value): boolean {
  return same(a, b);
}
