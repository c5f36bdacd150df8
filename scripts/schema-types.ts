/** A JSON Schema as a TypeScript type: what the declarations of routes use of it. */
export function typeOfSchema(schema: unknown): string {
  if (typeof schema !== "object" || schema === null) return "unknown";
  const {
    $ref: reference,
    const: constant,
    enum: choices,
    anyOf,
    allOf,
    type,
    items,
    properties,
    required,
    patternProperties,
    additionalProperties,
    format,
  } = schema as Readonly<Record<string, unknown>>;
  if (typeof reference === "string") return `Schemas["${reference.split("/").at(-1)}"]`;
  if (constant !== undefined) return JSON.stringify(constant);
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(" | ");
  if (Array.isArray(anyOf)) return unique(anyOf.map(typeOfSchema)).join(" | ");
  if (Array.isArray(allOf)) return unique(allOf.map(typeOfSchema)).join(" & ");
  if (Array.isArray(type)) return unique(type.map((one) => typeOfSchema({ ...schema, type: one }))).join(" | ");
  switch (type) {
    case "string":
      return format === "binary" ? "Blob" : "string";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      return `(${typeOfSchema(items)})[]`;
    case "object":
      return objectType({ properties, required, patternProperties, additionalProperties });
    default:
      return "unknown";
  }
}

function objectType(of: {
  readonly properties: unknown;
  readonly required: unknown;
  readonly patternProperties: unknown;
  readonly additionalProperties: unknown;
}): string {
  const needed = new Set(Array.isArray(of.required) ? of.required : []);
  const own = Object.entries((of.properties ?? {}) as Readonly<Record<string, unknown>>).map(
    ([name, inner]) => `readonly ${JSON.stringify(name)}${needed.has(name) ? "" : "?"}: ${typeOfSchema(inner)}`,
  );
  const patterns = Object.values((of.patternProperties ?? {}) as Readonly<Record<string, unknown>>);
  const rest = patterns.map((inner) => `readonly [name: string]: ${typeOfSchema(inner)}`);
  const open = of.additionalProperties === true ? ["readonly [name: string]: unknown"] : [];
  if (own.length === 0)
    return [...rest, ...open].length > 0 ? `{ ${[...rest, ...open].join("; ")} }` : "Record<string, unknown>";
  return `{ ${[...own, ...open].join("; ")} }`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
