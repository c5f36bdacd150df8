import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./source-files.ts";

type Schema = Readonly<Record<string, unknown>>;

const document = JSON.parse(readFileSync(join(ROOT, "schema/openapi.json"), "utf8")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/**
 * Every place of the API where somebody may write what he likes: strings of bodies and parameters of calls that change
 * something, and values of any kind (`{}`), as `POST /api/tasks/{task}/comment .text`. Choices are none.
 */
export function textFields(): readonly string[] {
  const found = new Set<string>();
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, call] of Object.entries(methods)) {
      if (method === "get") continue;
      const name = `${method.toUpperCase()} ${path} `;
      const { content = {} } = (call["requestBody"] ?? {}) as { readonly content?: Readonly<Record<string, Schema>> };
      const json = content["application/json"];
      if (json !== undefined) walk(json["schema"] as Schema, name, [], found);
      for (const one of (call["parameters"] ?? []) as readonly Schema[])
        if (one["in"] === "query") walk(one["schema"] as Schema, `${name}?${String(one["name"])}`, [], found);
    }
  return [...found].sort();
}

function walk(given: Schema, path: string, above: readonly Schema[], found: Set<string>): void {
  const schema = resolved(given);
  if (above.includes(schema)) return;
  const inside = [...above, schema];
  if (schema["type"] === "string" && schema["enum"] === undefined && schema["const"] === undefined) found.add(path);
  const says = Object.keys(schema).filter((key) => key !== "description" && key !== "default");
  if (says.length === 0) found.add(path);
  for (const kind of ["anyOf", "oneOf", "allOf"])
    for (const one of (schema[kind] ?? []) as readonly Schema[]) walk(one, path, inside, found);
  for (const [name, one] of Object.entries((schema["properties"] ?? {}) as Readonly<Record<string, Schema>>))
    walk(one, `${path}.${name}`, inside, found);
  for (const one of Object.values((schema["patternProperties"] ?? {}) as Readonly<Record<string, Schema>>))
    walk(one, `${path}{}`, inside, found);
  if (typeof schema["additionalProperties"] === "object")
    walk(schema["additionalProperties"] as Schema, `${path}{}`, inside, found);
  if (typeof schema["items"] === "object") walk(schema["items"] as Schema, `${path}[]`, inside, found);
}

function resolved(schema: Schema): Schema {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return schema;
  return resolved(document.components.schemas[reference.split("/").at(-1) ?? ""] ?? {});
}
