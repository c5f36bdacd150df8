import Type, { type Static } from "typebox";
import type { Field } from "../../engine/base/field.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import { FIELD_TYPES } from "../../engine/definition/compile-field.ts";
import type { Assembled } from "../engine/assemble.ts";

const NULL = Type.Null();

/** A field that somebody fills in: everything an input of the console is made of. */
export const FORM_FIELD = Type.Object(
  {
    name: Type.String(),
    type: Type.Enum([...FIELD_TYPES]),
    title: Type.String(),
    help: Type.Union([Type.String(), NULL]),
    required: Type.Boolean(),
    choices: Type.Union([Type.Array(Type.Object({ value: Type.String(), title: Type.String() })), NULL], {
      description: "What may be chosen; null: anything may be written.",
    }),
    records: Type.Array(Type.String(), { description: "Types of records; empty: any." }),
    element: Type.Union([Type.String(), NULL], { description: "Of a list: the type of its elements." }),
    department: Type.Union([Type.String(), NULL], { description: "Only people of this department." }),
    group: Type.Union([Type.String(), NULL], { description: "Only people of this group." }),
    currency: Type.Union([Type.String(), NULL]),
    min: Type.Union([Type.Number(), NULL]),
    max: Type.Union([Type.Number(), NULL]),
    value: Type.Unknown({ description: "What stands in it at first; null: nothing." }),
  },
  { $id: "FormField" },
);

export type FormFieldShown = Static<typeof FORM_FIELD>;

/** Rows that choices are made from, by the name of their list. */
export type ChoiceRows = Readonly<Record<string, readonly ValueMap[]>>;

/**
 * Reference lists as they stand now: those that the CRM keeps itself come before the catalog's. Asked for only where a
 * field wants one.
 */
export async function choiceRows(
  { outside }: Pick<Assembled, "outside">,
  catalog: Catalog | null,
  fields: readonly Field[],
): Promise<ChoiceRows> {
  if (!fields.some(({ from }) => from !== null)) return {};
  const written = Object.entries(catalog?.lists ?? {}).map(([name, { values }]) => [`list:${name}`, values] as const);
  const kept = Object.entries(await outside.crm.lists()).map(([name, rows]) => [`list:${name}`, rows] as const);
  const mailboxes = Object.entries(catalog?.mailboxes ?? {}).map(([value, { title }]) => ({ value, title }));
  return { ...Object.fromEntries([...written, ...kept]), mailboxes };
}

/** A declared field as the console is given it. @param value what stands in it at first. @default what the file says */
export function formField(field: Field, rows: ChoiceRows, value: Value = field.default ?? null): FormFieldShown {
  const { name, type, title, help, required, of, currency, min, max } = field;
  const types = isTypes(of) ? of : [];
  const part = of !== null && !isTypes(of) ? of : {};
  return {
    ...{ name, type, title, help, required, currency, min, max, value },
    choices: choicesOf(field, rows),
    records: type === "record" || type === "records" ? [...types] : [],
    element: type === "list" ? (types[0] ?? null) : null,
    department: part.department ?? null,
    group: part.group ?? null,
  };
}

/** What a field of choices may be, from its own values or from its list; null: it is none. */
export function choicesOf({ values, from }: Field, rows: ChoiceRows): FormFieldShown["choices"] {
  if (values !== null) return Object.entries(values).map(([value, title]) => ({ value, title }));
  const list = from === null ? undefined : rows[from];
  if (list === undefined) return null;
  return list.map((row) => ({ value: String(row["value"]), title: String(row["title"] ?? row["value"]) }));
}

function isTypes(of: Field["of"]): of is readonly string[] {
  return Array.isArray(of);
}
