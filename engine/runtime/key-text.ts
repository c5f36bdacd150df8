import { isList, isMap, isMoney, isRecord, isTagged, type Value } from "../base/value.ts";
import { digestOfText } from "../definition/digest.ts";
import type { Template } from "../definition/model.ts";
import type { EvaluationContext } from "../expression/expression.ts";

/**
 * The text of a `key` or `once`: unlike a text for people it is the same in every language and zone, so that equal
 * values always make equal keys. Null for a value that is null: then there is no key.
 */
export function keyText(template: Template, context: EvaluationContext): string | null {
  const text = wholeText(template, context);
  return text === null || text.length <= KEY_CHARACTERS_MAX ? text : shortened(text);
}

/** A database's index takes no longer keys. */
const KEY_CHARACTERS_MAX = 500;

/** Its beginning for people, its digest to tell it from others. */
function shortened(text: string): string {
  return `${text.slice(0, KEY_CHARACTERS_MAX - 100)}… ${digestOfText(text)}`;
}

function wholeText(template: Template, context: EvaluationContext): string | null {
  switch (template.kind) {
    case "literal":
      return textOf(template.value);
    case "expression":
      return textOf(template.expression.evaluate(context));
    case "text":
      return template.parts
        .map((part) => (typeof part === "string" ? part : (textOf(part.evaluate(context)) ?? "")))
        .join("");
    case "list":
      return template.items.map((item) => wholeText(item, context) ?? "").join(" ");
    case "map":
      return template.entries.map(({ name, value }) => `${name}=${wholeText(value, context) ?? ""}`).join(" ");
  }
}

function textOf(value: Value): string | null {
  if (value === null) return null;
  if (isRecord(value)) return value.ref;
  if (isMoney(value)) return `${value.amount} ${value.currency}`;
  if (isTagged(value)) return value.value;
  if (isList(value)) return value.map((one) => textOf(one) ?? "").join(" ");
  return isMap(value) ? JSON.stringify(value) : String(value);
}
