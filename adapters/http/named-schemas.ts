import type { TSchema } from "typebox";

type Json = Readonly<Record<string, unknown>>;

/** Schemas that have a name (`$id`), wherever they stand, as `components/schemas` of the reference. */
export function namedSchemas(schemas: readonly unknown[]): Readonly<Record<string, unknown>> {
  const named: Record<string, unknown> = {};
  const visit = (schema: unknown): void => {
    if (Array.isArray(schema)) return schema.forEach(visit);
    if (!isMap(schema)) return;
    const { $id, ...rest } = schema;
    for (const inner of Object.values(rest)) visit(inner);
    if (typeof $id === "string")
      named[$id] = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, byName(inner)]));
  };
  visit(schemas);
  return Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A schema in which those with a name are references to it. */
export function byName(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(byName);
  if (!isMap(schema)) return schema;
  if (typeof schema["$id"] === "string") return { $ref: `#/components/schemas/${schema["$id"]}` };
  return Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, byName(inner)]));
}

/** A schema without names: what checks and writes JSON wants none that occurs twice. */
export function nameless<Schema extends TSchema>(schema: Schema): Schema {
  return without(schema) as Schema;
}

function without(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(without);
  if (!isMap(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, inner]) =>
      key === "$id" && typeof inner === "string" ? [] : [[key, without(inner)]],
    ),
  );
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}
