import type { Field } from "../../engine/base/field.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import type { Definition, Mapping } from "../../engine/definition/model.ts";
import { recordEventOf } from "../../engine/definition/types-of-events.ts";
import type { CheckNeeds } from "../adapter.ts";

/**
 * What processes ask of the world: the operations they call, and the record types that their inputs, forms, starts and
 * calls name.
 *
 * @param catalog its record types are those that count; null: whatever is named
 */
export function usedOutside(definitions: readonly Definition[], catalog: Catalog | null): CheckNeeds["used"] {
  const operations = new Set<string>();
  const named = new Set<string>();
  for (const { inputs, starts, steps } of definitions) {
    for (const type of inputs.flatMap(typesOf)) named.add(type);
    for (const start of starts)
      if (start.kind === "event") for (const name of start.types) named.add(recordEventOf(name)?.type ?? name);
    for (const step of steps.values()) {
      if (step.kind === "call") operations.add(step.operation);
      if (step.kind === "call") for (const type of literalsOf(step.with)) named.add(type.split("/")[0] ?? type);
      if ("form" in step) for (const type of step.form.flatMap(typesOf)) named.add(type);
    }
  }
  const records = [...named].filter((type) => catalog === null || Object.hasOwn(catalog.records, type));
  return { operations: [...operations].toSorted(), records: records.toSorted() };
}

function typesOf({ of }: Field): readonly string[] {
  return Array.isArray(of) ? of : [];
}

/** `of: company`, `record: lead/101`. */
function literalsOf(mapping: Mapping): readonly string[] {
  return mapping.flatMap(({ value }) =>
    value.kind === "literal" && typeof value.value === "string" ? [value.value] : [],
  );
}
