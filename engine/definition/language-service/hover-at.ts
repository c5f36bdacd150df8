import { documentationOf } from "./completions-at.ts";
import { expressionAt, typesAt } from "./expression-at.ts";
import { expressionHover } from "./expression-items.ts";
import { type Hover, same } from "./item.ts";
import { type BesideProcess, type LanguageWorld, namesAt } from "./names-at.ts";
import { placeAt } from "./place-at.ts";
import { keysAt } from "./schema-at.ts";

/**
 * What the word at a position of a `process.yaml` is: the type of a name, the signature of a function, what a key is for,
 * who or what an id means. Null where there is nothing to say.
 *
 * @param beside where it is not the `process.yaml` but a file beside it
 */
export function hoverAt(
  text: string,
  position: number,
  world: LanguageWorld,
  beside: BesideProcess | null = null,
): Hover | null {
  const place = placeAt(text, position);
  const expression = beside === null ? expressionAt(text, position, place) : null;
  if (expression) {
    const types = typesAt(text, expression, place, world);
    return expressionHover({ text: text.slice(expression.from, expression.to), start: expression.from }, position, {
      types,
      catalog: world.catalog,
    });
  }
  const range = { from: place.from, to: place.to };
  const word = text.slice(place.from, place.to).trim();
  if (place.at === "key") {
    const schema = keysAt(place.path, place.scanned, text, beside?.kind)[word];
    return schema ? { title: same(word), documentation: documentationOf(schema), ...range } : null;
  }
  const named = namesAt(place, text, world, beside).find(({ name }) => name === word);
  return named?.detail
    ? { title: { ru: `${word}: ${named.detail.ru}`, en: `${word}: ${named.detail.en}` }, documentation: null, ...range }
    : null;
}
