import type { FileKind } from "../file-kind.ts";
import type { Schema } from "../schema/schema.ts";
import { DEFS } from "../schema/schemas.ts";
import { siblingsOf } from "./place-at.ts";
import type { Path, Scanned } from "./yaml-scan.ts";

/** References that lead to references: a longer chain goes in circles. */
const REFS_MAX = 20;

/** What may stand at a path of a file of that kind; several where the alternatives cannot be told apart yet. */
export function schemasAt(path: Path, scanned: Scanned, text: string, kind: FileKind = "process"): readonly Schema[] {
  let schemas: readonly Schema[] = [{ $ref: `#/$defs/${kind}` }];
  path.forEach((part, depth) => {
    const keys = siblingsOf(scanned, path.slice(0, depth), text);
    schemas = schemas.flatMap((schema) => alternatives(schema, keys)).flatMap((schema) => inside(schema, part));
  });
  return schemas;
}

/** The keys that a map at a path may have, each with its explanation. */
export function keysAt(
  path: Path,
  scanned: Scanned,
  text: string,
  kind: FileKind = "process",
): Readonly<Record<string, Schema>> {
  const keys = siblingsOf(scanned, path, text);
  const maps = schemasAt(path, scanned, text, kind).flatMap((schema) => alternatives(schema, keys));
  return Object.assign({}, ...maps.map((schema) => schema.properties ?? {})) as Readonly<Record<string, Schema>>;
}

/** The words that a value at a path may be. */
export function wordsAt(path: Path, scanned: Scanned, text: string, kind: FileKind = "process"): readonly string[] {
  const schemas = schemasAt(path, scanned, text, kind).flatMap((schema) => alternatives(schema, new Map()));
  return schemas.flatMap((schema) => {
    if (schema.type === "boolean") return ["true", "false"];
    return (schema.enum ?? []).map(String);
  });
}

/** Does the value at a path always hold FEEL? */
export function isFeel(schemas: readonly Schema[]): boolean {
  return schemas.some((schema) => schema.$ref === "#/$defs/feel");
}

/** Resolves references and alternatives, those by a key with the keys that are there. */
function alternatives(schema: Schema, keys: ReadonlyMap<string, string>, depth = 0): readonly Schema[] {
  if (depth > REFS_MAX) return [];
  if (schema.$ref !== undefined) {
    const named = DEFS[schema.$ref.slice("#/$defs/".length)];
    return named ? alternatives(named, keys, depth + 1) : [];
  }
  const choices = schema["x-choice"];
  if (!choices) return [schema];
  const byKey = choices.filter(({ when }) => typeof when === "object");
  const chosen = byKey.find(({ when }) => typeof when === "object" && keys.has(when.key));
  if (chosen) return alternatives(chosen.then, keys, depth + 1);
  if (byKey.length > 1)
    return [
      undecided(
        byKey.map(({ when, then }) => ({ key: (when as { readonly key: string }).key, then })),
        depth,
      ),
    ];
  return choices.flatMap(({ then }) => alternatives(then, keys, depth + 1));
}

/** Before the key that decides is there: the deciding keys, and those that all alternatives share. */
function undecided(choices: readonly { readonly key: string; readonly then: Schema }[], depth: number): Schema {
  const maps = choices.map(({ key, then }) => ({
    key,
    properties: alternatives(then, new Map(), depth + 1)[0]?.properties ?? {},
  }));
  const [first] = maps;
  const shared = Object.entries(first?.properties ?? {}).filter(([name]) =>
    maps.every(({ properties }) => Object.hasOwn(properties, name)),
  );
  const deciding = maps.flatMap(({ key, properties }): [string, Schema][] =>
    properties[key] ? [[key, properties[key]]] : [],
  );
  return { type: "object", properties: Object.fromEntries([...deciding, ...shared]) };
}

function inside(schema: Schema, part: string | number): readonly Schema[] {
  if (typeof part === "number") return schema.items ? [schema.items] : [];
  const own = schema.properties && Object.hasOwn(schema.properties, part) ? schema.properties[part] : undefined;
  if (own) return [own];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}
