import type { Type } from "../type.ts";

/** The currency that the first of these types declares: the one in which a plain number beside it counts. */
export function declaredCurrency(types: readonly Type[]): string | null {
  for (const type of types) {
    const currency = currencyOf(type);
    if (currency !== null) return currency;
  }
  return null;
}

function currencyOf(type: Type): string | null {
  if (type.kind === "money") return type.currency ?? null;
  if (type.kind === "list") return currencyOf(type.of);
  return type.kind === "union" ? declaredCurrency(type.of) : null;
}
