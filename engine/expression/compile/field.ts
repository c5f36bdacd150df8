import { refOf } from "../../base/value.ts";
import type { Person } from "../../people/directory.ts";
import type { EvaluationContext } from "../expression.ts";
import { temporalField } from "../temporal/field.ts";
import type { Type } from "../type.ts";
import { temporalFrom } from "../value/equality.ts";
import { type Inner, isInnerList, isInnerMap, ownField } from "../value/inner.ts";
import { Range } from "../value/range.ts";
import { show } from "../value/show.ts";
import { fail, type Site } from "../value/site.ts";
import type { Frame } from "./frame.ts";

/** A field that is read: where, its name, what it is when a known field is not filled, the static type it is read from. */
export interface FieldRead {
  readonly site: Site;
  readonly name: string;
  readonly absent: Inner | undefined;
  readonly declared: Type;
}

interface Around {
  readonly context: EvaluationContext;
  readonly frame: Frame;
}

/** The field of anything but a map that holds it: lists map over their elements, users are looked up, the rest fails. */
export function readField(value: Inner, read: FieldRead, around: Around): Inner {
  const { site, name } = read;
  if (isInnerList(value)) {
    around.frame.meter.list(site, value.length);
    return value.map((element) => {
      const field = isInnerMap(element) ? ownField(element, name) : undefined;
      return field === undefined ? readField(element, read, around) : field;
    });
  }
  if (value === null) return ofNull(site, name);
  if (typeof value === "string") return ofText(value, read, around.context);
  if (value instanceof Range) return fieldOr(rangeField(value, name), value, read);
  const temporal = temporalFrom(value);
  if (temporal) return fieldOr(temporalField(temporal, name), value, read);
  if (read.absent !== undefined && isInnerMap(value)) return read.absent;
  return unknown(value, site, name);
}

/** The field, null included; an incident where there is none of that name. */
function fieldOr(field: Inner | undefined, value: Inner, { site, name }: FieldRead): Inner {
  return field === undefined ? unknown(value, site, name) : field;
}

function ofNull(site: Site, name: string): null {
  return fail(site, "EXPRESSION_NULL", {
    ru: `Поле «${name}» читают у null. Проверьте раньше: … != null.`,
    en: `The field "${name}" is read from null. Test before: … != null.`,
  });
}

/** A text is a user's id or a record's reference; only the parts of a reference itself can be read from it. */
function ofText(text: string, read: FieldRead, context: EvaluationContext): Inner {
  const { site, name, declared } = read;
  const ref = refOf(text);
  if (ref !== null && (name === "ref" || name === "id" || name === "type")) {
    const slash = ref.indexOf("/");
    return name === "ref" ? ref : name === "id" ? ref.slice(slash + 1) : ref.slice(0, slash);
  }
  const person = Object.hasOwn(context.people.users, text) ? context.people.users[text] : undefined;
  if (person) return fieldOr(personField(person, context, name), text, read);
  if (ref !== null) {
    return fail(site, "EXPRESSION_UNKNOWN_FIELD", {
      ru: `Карточка ${ref} не загружена: поля «${name}» у ссылки нет. Добавьте include.`,
      en: `The record ${ref} is not loaded: a reference has no field "${name}". Add it to include.`,
    });
  }
  if (declared.kind === "user") {
    return fail(site, "EXPRESSION_UNKNOWN_FIELD", {
      ru: `Сотрудника ${show(text)} нет в справочнике.`,
      en: `The directory has no user ${show(text)}.`,
    });
  }
  return unknown(text, site, name);
}

/** Fields of the directory's person; groups are those named at the person and those that name him. */
function personField(person: Person, context: EvaluationContext, name: string): Inner | undefined {
  switch (name) {
    case "id":
    case "name":
    case "position":
    case "email":
    case "phone":
    case "department":
    case "manager":
    case "locale":
    case "timeZone":
    case "active":
      return person[name];
    case "groups":
      return groupsOf(person, context);
    default:
      return undefined;
  }
}

function groupsOf(person: Person, { people }: EvaluationContext): readonly string[] {
  const named = Object.keys(people.groups).filter((group) => people.groups[group]?.members.includes(person.id));
  return [...new Set([...person.groups, ...named])];
}

function rangeField(range: Range, name: string): Inner | undefined {
  switch (name) {
    case "start":
      return range.low;
    case "end":
      return range.high;
    case "start included":
      return range.lowIn;
    case "end included":
      return range.highIn;
    default:
      return undefined;
  }
}

function unknown(value: Inner, site: Site, name: string): null {
  return fail(site, "EXPRESSION_UNKNOWN_FIELD", {
    ru: `Поля «${name}» нет: здесь ${show(value)}.`,
    en: `There is no field "${name}" in ${show(value)}.`,
  });
}
