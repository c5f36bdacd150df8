import { ANY, TEXT, type Type } from "../expression/type.ts";
import type { Catalog, CatalogList } from "./catalog.ts";
import { filledTypeOfField, mapOf } from "./types-of-fields.ts";

/**
 * What a row of each list of the catalogue is: the columns declared, and `value` and `title`, which every row has. A list
 * without columns is not known.
 */
export function listRows(catalog: Catalog | null): Readonly<Record<string, Type>> {
  if (!catalog) return {};
  const made = known.get(catalog) ?? rowsOf(catalog);
  known.set(catalog, made);
  return made;
}

/** A catalogue outlives the expressions of many processes. */
const known = new WeakMap<Catalog, Readonly<Record<string, Type>>>();

function rowsOf(catalog: Catalog): Readonly<Record<string, Type>> {
  return Object.fromEntries(Object.entries(catalog.lists).map(([name, list]) => [name, rowOf(list, catalog)]));
}

function rowOf({ columns }: CatalogList, catalog: Catalog): Type {
  const fields = Object.values(columns).map((field) => [field.name, filledTypeOfField(field, catalog)] as const);
  return fields.length === 0 ? ANY : mapOf({ value: TEXT, title: TEXT, ...Object.fromEntries(fields) });
}
