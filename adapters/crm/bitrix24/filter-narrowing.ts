import { isList, isMap, isRecord, type Value, type ValueMap } from "../../../engine/base/value.ts";
import type { PortalValue } from "../../bitrix24/portal.ts";
import type { RecordSchema } from "./record-schema.ts";

/** More choices than this are looked through here. */
const CHOICES_MAX = 500;

/** Meets nothing: the portal has no record 0. */
const NOTHING: Readonly<Record<string, PortalValue>> = { "@id": [0] };

/**
 * What of a filter the portal can answer: equality and choice of ids, stages, links, options, users, texts, and parts of
 * texts. What comes back is a superset; the filter itself has the last word here.
 */
export function narrowed(schema: RecordSchema, filter: ValueMap): Readonly<Record<string, PortalValue>> {
  const found: Record<string, PortalValue> = {};
  for (const [name, condition] of Object.entries(filter)) {
    const part = searched(schema, name, condition);
    if (part !== null) Object.assign(found, part);
    const choices = choicesOf(condition);
    if (choices === null || choices.length > CHOICES_MAX) continue;
    const narrowing = narrowingOf(schema, name, choices);
    if (narrowing === null) continue;
    if (narrowing.values.length === 0) return NOTHING;
    const key = `@${narrowing.field}`;
    const known = found[key];
    const values = Array.isArray(known) ? narrowing.values.filter((one) => known.includes(one)) : narrowing.values;
    if (values.length === 0) return NOTHING;
    found[key] = values;
  }
  return found;
}

/** The values of which one is wanted; null: the condition is another. */
function choicesOf(condition: Value): readonly Value[] | null {
  if (isMap(condition) && !isRecord(condition)) {
    const { in: among, ...others } = condition;
    return among !== undefined && Object.keys(others).length === 0 ? (isList(among) ? among : [among]) : null;
  }
  return isList(condition) || condition === null ? null : [condition];
}

interface Narrowing {
  readonly field: string;
  readonly values: readonly PortalValue[];
}

function narrowingOf(schema: RecordSchema, name: string, choices: readonly Value[]): Narrowing | null {
  switch (name) {
    case "id":
      return { field: "id", values: choices.flatMap((one) => idOf(one, null)) };
    case "ref":
      return { field: "id", values: choices.flatMap((one) => idOf(one, schema.type)) };
    case "stage":
      return schema.stages.isEmpty ? null : ofStages(schema, choices, (stage) => schema.stages.idsOf(stage));
    case "stageKind":
      return schema.stages.isEmpty ? null : ofStages(schema, choices, (kind) => schema.stages.idsOfKind(kind));
    case "pipeline":
      return schema.names.has("pipeline")
        ? { field: "categoryId", values: choices.flatMap((one) => schema.stages.pipelineNumber(String(one)) ?? []) }
        : null;
    default:
      return ofField(schema, name, choices);
  }
}

/** A stage that the portal does not have may still be the bare name of one that is not mapped: then it is looked for here. */
function ofStages(
  schema: RecordSchema,
  choices: readonly Value[],
  idsOf: (choice: string) => readonly string[],
): Narrowing | null {
  if (schema.fields.get("stageId") === null || choices.includes(null)) return null;
  return { field: "stageId", values: choices.flatMap((one) => (typeof one === "string" ? idsOf(one) : [])) };
}

function ofField(schema: RecordSchema, name: string, choices: readonly Value[]): Narrowing | null {
  const codec = schema.codecs.get(name);
  const narrowings = codec === undefined ? [] : choices.map((one) => codec.narrow(one));
  const [first] = narrowings;
  if (first === undefined || first === null || narrowings.includes(null)) return null;
  return { field: first.field, values: narrowings.flatMap((one) => (one === null ? [] : [one.value])) };
}

function idOf(value: Value, type: string | null): readonly number[] {
  const text = isRecord(value) ? value.ref : String(value);
  const [, digits] = (type === null ? /^(\d{1,15})$/ : /\/(\d{1,15})$/).exec(text) ?? [];
  return digits === undefined || (type !== null && !text.startsWith(`${type}/`)) ? [] : [Number(digits)];
}

function searched(schema: RecordSchema, name: string, condition: Value): Readonly<Record<string, PortalValue>> | null {
  if (!isMap(condition) || isRecord(condition)) return null;
  const { contains } = condition;
  const field = schema.codecs.get(name)?.searched ?? null;
  return typeof contains === "string" && contains !== "" && field !== null ? { [`%${field}`]: contains } : null;
}
