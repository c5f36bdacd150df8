import type { Field } from "../../../engine/base/field.ts";
import type { UserId } from "../../../engine/base/ids.ts";
import { isList, type RecordSnapshot, refOf, type Value, type ValueMap } from "../../../engine/base/value.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { isActive } from "../../../engine/people/lookup.ts";
import type { RecordEditing } from "../../crm/local/record-editing.ts";
import { type FieldTexts, Problem } from "../problem.ts";
import { refuseForeignFiles } from "../seen-files.ts";
import { contactTrouble } from "./contact-format.ts";
import { holdsReserved } from "./record-asking.ts";
import type { SeenType } from "./vocabulary.ts";

type Says = { readonly ru: string; readonly en: string };

/**
 * What a person may write by hand, beyond what the records' own rules hold him to: fields that he sees, records that are
 * there, people who work here, telephones and addresses that can be one, and files that the record has already or that he sent himself (whoever sees the record sees
 * its files: naming somebody else's must not open it).
 *
 * @param before the record as it stands; null: it is new
 * @throws {Problem} `FIELD_INVALID`, `FORM_INVALID` with what is wrong at which field
 */
export async function checkSet(
  set: ValueMap,
  of: {
    readonly type: SeenType;
    readonly before: RecordSnapshot | null;
    readonly editing: RecordEditing;
    readonly people: DirectorySnapshot;
    /** Who writes. */
    readonly by: UserId;
  },
): Promise<void> {
  const links = Object.entries(set).flatMap(([name, value]) => (isLink(of.type.fields[name]) ? textsOf(value) : []));
  const there = await of.editing.titles(links.filter((link) => refOf(link) !== null));
  const wrong: Record<string, Says> = {};
  for (const [name, value] of Object.entries(set)) {
    const field = Object.hasOwn(of.type.fields, name) ? of.type.fields[name] : undefined;
    const says = field === undefined ? NO_FIELD : wrongIn(value, field, { ...of, there });
    if (says !== null) wrong[name] = says;
  }
  if (Object.keys(wrong).length > 0) throw notKept(wrong);
  refuseForeignFiles(set, { user: of.by, known: of.before });
}

/** `FIELD_INVALID`: the record was not written, and why. */
export function notKept(fields: FieldTexts, code = "FIELD_INVALID"): Problem {
  return new Problem(code, {
    says: { ru: "Запись не сохранена.", en: "The record was not saved." },
    remedy: {
      ru: "Исправьте названные поля и сохраните снова.",
      en: "Correct the fields that are named, and save again.",
    },
    fields,
  });
}

const NO_FIELD = { ru: "Такого поля нет.", en: "There is no such field." };

function wrongIn(
  value: Value,
  field: Field,
  {
    before,
    people,
    there,
  }: {
    readonly before: RecordSnapshot | null;
    readonly people: DirectorySnapshot;
    readonly there: Readonly<Record<string, string>>;
  },
): Says | null {
  if (holdsReserved(value))
    return { ru: "Имена не могут начинаться с «$».", en: "Names may not begin with a dollar sign." };
  const kept = before?.[field.name] ?? null;
  if (isLink(field)) {
    const gone = textsOf(value).find((link) => !Object.hasOwn(there, link) && !textsOf(kept).includes(link));
    return gone === undefined ? null : { ru: `Записи ${gone} нет.`, en: `There is no record ${gone}.` };
  }
  if (field.type === "user" || field.type === "users") {
    const gone = textsOf(value).find((user) => !isActive(people, user) && !textsOf(kept).includes(user));
    return gone === undefined ? null : { ru: `${gone} здесь не работает.`, en: `${gone} does not work here.` };
  }
  return typeof value === "string" && value !== kept ? contactTrouble(field, value) : null;
}

function isLink(field: Field | undefined): boolean {
  return field?.type === "record" || field?.type === "records";
}

function textsOf(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  return isList(value) ? value.flatMap(textsOf) : [];
}
