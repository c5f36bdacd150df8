import type { FieldType } from "../base/field.ts";
import { isNullable, type Type, withoutNull } from "../expression/type.ts";

/**
 * Could a value of this type stand where that field type is wanted? Null is judged apart. Generous: only what cannot
 * be right is refused; a reference stands for its record, an id for its user.
 */
export function fits(found: Type, wanted: FieldType | "people" | "condition"): boolean {
  if (found.kind === "any" || found.kind === "null") return true;
  if (found.kind === "union")
    return withoutNull(found).kind !== "union" ? fits(withoutNull(found), wanted) : membersFit(found, wanted);
  switch (wanted) {
    case "condition":
      return found.kind === "boolean";
    case "people":
      return isPerson(found) || (found.kind === "list" && fits(found.of, "people"));
    case "users":
      return isUser(found) || (found.kind === "list" && fits(found.of, "user"));
    case "principals":
      return fits(found, "people");
    case "files":
      return found.kind === "file" || (found.kind === "list" && fits(found.of, "files"));
    case "records":
      return found.kind === "list" && fits(found.of, "record");
    case "list":
      return found.kind === "list";
    case "letter":
    case "map":
      return found.kind === "map" || found.kind === "record" || (found.kind === "list" && isEntryList(found.of));
    default:
      return KINDS[wanted].includes(found.kind);
  }
}

/** Do the record types go together? A reference of unknown type goes with all. */
export function fitsRecordTypes(found: Type, wanted: readonly string[]): boolean {
  const record = withoutNull(found);
  if (record.kind !== "record" || record.of.length === 0 || wanted.length === 0) return true;
  return record.of.some((type) => wanted.includes(type));
}

/** May it be null although it is wanted? */
export function mayBeNull(found: Type): boolean {
  return found.kind !== "any" && isNullable(found);
}

const KINDS: Readonly<
  Record<
    Exclude<FieldType, "users" | "principals" | "files" | "records" | "list" | "letter" | "map">,
    readonly Type["kind"][]
  >
> = {
  text: ["text", "choice", "user"],
  number: ["number"],
  money: ["money", "number"],
  boolean: ["boolean"],
  date: ["date", "text"],
  dateTime: ["dateTime", "date", "text"],
  choice: ["choice", "text"],
  user: ["user", "text", "principal"],
  record: ["record", "text"],
};

function membersFit(found: Type & { kind: "union" }, wanted: FieldType | "people" | "condition"): boolean {
  return found.of.every((member) => member.kind === "null" || fits(member, wanted));
}

function isPerson(type: Type): boolean {
  return type.kind === "principal" || isUser(type) || type.kind === "map";
}

function isUser(type: Type): boolean {
  return type.kind === "user" || type.kind === "text";
}

function isEntryList(type: Type): boolean {
  return type.kind === "any" || type.kind === "map";
}
