import type { FieldType } from "../../../../engine/base/field.ts";
import type { PortalField } from "../portal-field.ts";
import type { PortalVocabulary } from "./portal-vocabulary.ts";

/** A field's type as the catalogue writes it. */
export interface DeclaredType {
  readonly type: FieldType;
  /** Record types of `record` and `records`, elements of a `list`. */
  readonly of?: string | readonly string[];
  /** Value → label of a `choice`. */
  readonly values?: Readonly<Record<string, string>>;
}

/** What a link or a choice is understood by. */
export interface TypeAround {
  /** Number of a kind of record → our type. */
  readonly typeOf: ReadonlyMap<number, string>;
  /** The portal's reference list that the values are from; null: none. */
  readonly statusType: string | null;
  readonly vocabulary: Pick<PortalVocabulary, "statuses"> | null;
}

/** What a field of the portal is in our words. What it has no word for (an address) is text. */
export function declaredType(field: PortalField, around: TypeAround): DeclaredType {
  const { type, isMultiple } = field;
  if (type === "file") return { type: "files" };
  if (type === "user" || type === "employee") return { type: isMultiple ? "users" : "user" };
  if (/^crm(?:_|$)/.test(type) && !NO_LINKS.has(type)) return linkType(field, around);
  const single = singleType(field, around);
  return isMultiple ? { type: "list", of: single.type === "choice" ? "text" : single.type } : single;
}

const NO_LINKS: ReadonlySet<string> = new Set(["crm_status", "crm_currency", "crm_category", "crm_multifield"]);

function linkType({ linked, isMultiple }: PortalField, { typeOf }: TypeAround): DeclaredType {
  const types = linked.flatMap((number) => typeOf.get(number) ?? []);
  const [only] = types;
  // A link to what nobody of us knows can only be shown.
  if (only === undefined) return isMultiple ? { type: "list", of: "text" } : { type: "text" };
  return { type: isMultiple ? "records" : "record", of: types.length === 1 ? only : types };
}

function singleType(field: PortalField, { statusType, vocabulary }: TypeAround): DeclaredType {
  switch (field.type) {
    case "integer":
    case "double":
      return { type: field.name === "opportunity" ? "money" : "number" };
    case "money":
      return { type: "money" };
    case "boolean":
      return { type: "boolean" };
    case "date":
      return { type: "date" };
    case "datetime":
      return { type: "dateTime" };
    case "enumeration":
      return choice([...field.options.values()].map((text) => [text, text]));
    case "crm_status":
      return choice((vocabulary?.statuses.get(statusType ?? "") ?? []).map(({ code, title }) => [code, title]));
    default:
      return { type: "text" };
  }
}

/** A choice without anything to choose is text. */
function choice(values: readonly (readonly [value: string, label: string])[]): DeclaredType {
  const sound = values.filter(([value]) => value.trim() !== "");
  return sound.length === 0 ? { type: "text" } : { type: "choice", values: Object.fromEntries(sound) };
}
