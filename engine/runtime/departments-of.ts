import type { Catalog } from "../definition/catalog.ts";
import type { Facts } from "../instance/command.ts";

/** `catalog.yaml`, `department` of a record type: who answers for records that have nobody. */
export function departmentsOf(catalog: Catalog | null): Facts["departments"] {
  const named = Object.entries(catalog?.records ?? {}).flatMap(([type, { department }]) =>
    department === undefined ? [] : [[type, department] as const],
  );
  return Object.fromEntries(named);
}
