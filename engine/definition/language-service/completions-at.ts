import type { Text } from "../problem.ts";
import type { Schema } from "../schema/schema.ts";
import { expressionAt, typesAt } from "./expression-at.ts";
import { expressionItems } from "./expression-items.ts";
import { type CompletionItem, same } from "./item.ts";
import { type BesideProcess, type LanguageWorld, type Name, namesAt, parametersAt } from "./names-at.ts";
import { placeAt, type YamlPlace } from "./place-at.ts";
import { isFeel, keysAt, schemasAt, wordsAt } from "./schema-at.ts";

/**
 * What may be written at a position of a `process.yaml`, also of one in the middle of being written: inside an expression
 * its names, fields, functions and values; elsewhere keys with their explanation, and the ids that may stand there.
 *
 * @param beside where it is not the `process.yaml` but a file beside it
 * @example completionsAt(text, text.indexOf("rule.") + 5, { path, files, catalog, calendars, processes, directory })
 */
export function completionsAt(
  text: string,
  position: number,
  world: LanguageWorld,
  beside: BesideProcess | null = null,
): readonly CompletionItem[] {
  const place = placeAt(text, position);
  const expression = beside === null ? expressionAt(text, position, place) : null;
  if (expression) {
    const types = typesAt(text, expression, place, world);
    return expressionItems({ text: text.slice(expression.from, expression.to), start: expression.from }, position, {
      types,
      catalog: world.catalog,
    });
  }
  const written = text.slice(place.from, position);
  const items =
    place.at === "value"
      ? valueItems(place, text, { world, beside })
      : [...keyItems(place, text, beside), ...(place.at === "word" ? valueItems(place, text, { world, beside }) : [])];
  return items.filter(({ label }) => label.toLowerCase().startsWith(written.trimStart().toLowerCase()));
}

function keyItems(place: YamlPlace, text: string, beside: BesideProcess | null): readonly CompletionItem[] {
  const range = { from: place.from, to: place.to };
  const own = text.slice(place.from, place.to).trim();
  const isFree = (name: string): boolean => !place.siblings.has(name) || name === own;
  const keys = Object.entries(keysAt(place.path, place.scanned, text, beside?.kind)).filter(([name]) => isFree(name));
  const made = keys.map(
    ([name, schema]): CompletionItem => ({
      label: name,
      kind: "key",
      insert: `${name}: `,
      detail: null,
      documentation: documentationOf(schema),
      ...range,
    }),
  );
  const parameters = parametersAt(place, text).filter(({ name }) => isFree(name));
  return [
    ...made,
    ...parameters.map(
      ({ name, detail }): CompletionItem => ({
        label: name,
        kind: "key",
        insert: `${name}: `,
        detail,
        documentation: null,
        ...range,
      }),
    ),
  ];
}

function valueItems(
  place: YamlPlace,
  text: string,
  { world, beside }: { readonly world: LanguageWorld; readonly beside: BesideProcess | null },
): readonly CompletionItem[] {
  const range = { from: place.from, to: place.to };
  const item = ({ name, detail }: Name, kind: CompletionItem["kind"]): CompletionItem => ({
    label: name,
    kind,
    insert: name,
    detail,
    documentation: null,
    ...range,
  });
  const isSchemaFeel = isFeel(schemasAt(place.path, place.scanned, text, beside?.kind));
  const words = isSchemaFeel ? [] : wordsAt(place.path, place.scanned, text, beside?.kind);
  return [
    ...words.map((name) => item({ name, detail: null }, "value")),
    ...namesAt(place, text, world, beside).map((name) => item(name, "name")),
  ];
}

/** What a key is for, with an example. */
export function documentationOf(schema: Schema): Text | null {
  if (schema.description === undefined) return null;
  const [example] = schema.examples ?? [];
  const shown =
    example === undefined ? null : typeof example === "string" ? same(example) : same(JSON.stringify(example));
  return {
    ru: schema.description + (shown ? `\nНапример: ${shown.ru}` : ""),
    en: (schema["x-en"] ?? schema.description) + (shown ? `\nFor example: ${shown.en}` : ""),
  };
}
