import { isList, refOf, type Value } from "../base/value.ts";
import { sameSet, sameValue } from "../runtime/same-value.ts";

/** Are these the same to a CRM, whatever the field? As {@link sameValue}; a list of links has no order. */
export function sameKeptValue(left: Value | undefined, right: Value | undefined): boolean {
  if (sameValue(left, right)) return true;
  return isLinks(left) && isLinks(right) && sameSet(left, right);
}

function isLinks(value: Value | undefined): value is readonly Value[] {
  return isList(value) && value.length > 0 && value.every((one) => refOf(one) !== null);
}
