import type { Choice, Json, Schema } from "./schema.ts";
import { DEFS } from "./schemas.ts";

/** A JSON Schema in one of its published forms. */
export interface Rendered {
  readonly [keyword: string]: RenderedValue;
}
export type RenderedValue = Json | Rendered | readonly RenderedValue[];

/**
 * For editors: alternatives become `anyOf`, explanations stay, English words of ours go. Only what the root needs is
 * in `$defs`.
 */
export function renderForEditor(root: string, head: Rendered): Rendered {
  const used = new Set<string>();
  reach(root, used);
  const defs: Record<string, Rendered> = {};
  for (const name of Object.keys(DEFS))
    if (used.has(name) && name !== root) defs[name] = editorSchema(DEFS[name] ?? {});
  return { ...head, ...editorSchema(DEFS[root] ?? {}), $defs: defs };
}

/**
 * For the generated validators: alternatives are chosen by what the author wrote (`if` … `then` … `else`), so that
 * only the one that is meant complains. What is walked apart (steps, lines) accepts everything here.
 */
export function renderForValidator(): Rendered {
  return Object.fromEntries(Object.entries(DEFS).map(([name, schema]) => [name, validatorSchema(schema)]));
}

function reach(name: string, used: Set<string>): void {
  if (used.has(name)) return;
  used.add(name);
  for (const match of JSON.stringify(DEFS[name] ?? {}).matchAll(/"#\/\$defs\/([^"]+)"/g)) reach(match[1] ?? "", used);
}

function editorSchema(schema: Schema): Rendered {
  const { "x-choice": choices, "x-apart": _apart, "x-expects": expects, ...rest } = schema;
  const rendered = inner(rest, editorSchema);
  if (choices !== undefined) rendered["anyOf"] = choices.map(({ then }) => editorSchema(then));
  if (expects !== undefined && rest.description === undefined)
    rendered["description"] = `${expects.ru[0]?.toUpperCase() ?? ""}${expects.ru.slice(1)}.`;
  return rendered;
}

function validatorSchema(schema: Schema): Rendered {
  if (schema["x-apart"] === true) return {};
  const {
    "x-choice": choices,
    "x-apart": _apart,
    "x-expects": _expects,
    "x-en": _en,
    description: _text,
    examples: _examples,
    ...rest
  } = schema;
  const rendered = inner(rest, validatorSchema);
  return choices === undefined ? rendered : { ...rendered, ...chain(choices) };
}

function chain(choices: readonly Choice[]): Rendered {
  const [first, ...others] = choices;
  if (first === undefined) return { not: {} };
  return {
    if: condition(first.when),
    then: validatorSchema(first.then),
    else: others.length > 0 ? chain(others) : { not: {} },
  };
}

const TYPE_OF = {
  text: "string",
  number: "number",
  boolean: "boolean",
  list: "array",
  map: "object",
  null: "null",
} as const;

function condition(when: Choice["when"]): Rendered {
  return typeof when === "string" ? { type: TYPE_OF[when] } : { type: "object", required: [when.key] };
}

/** Renders the schemas inside a schema; everything else stays. */
function inner(schema: Schema, render: (schema: Schema) => Rendered): Record<string, RenderedValue> {
  const rendered: Record<string, RenderedValue> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "properties")
      rendered[keyword] = Object.fromEntries(
        Object.entries(value as Readonly<Record<string, Schema>>).map(([name, one]) => [name, render(one)]),
      );
    else if (
      keyword === "items" ||
      keyword === "propertyNames" ||
      (keyword === "additionalProperties" && typeof value === "object")
    )
      rendered[keyword] = render(value as Schema);
    else if (keyword === "$ref" && render === validatorSchema)
      rendered[keyword] = String(value).replace("#/$defs/", "");
    else rendered[keyword] = value as RenderedValue;
  }
  return rendered;
}
