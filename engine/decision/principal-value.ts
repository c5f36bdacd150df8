import { isList, isMap, isRecord, type Value, type ValueMap } from "../base/value.ts";

/** The forms of a person or group reference (`Principal` of the people's folder). */
const FORMS: readonly string[] = ["user", "group", "each", "headOf", "managerOf", "nextOf"];

/** Is this a reference to a person or a group, as `user()`, `head of()` and YAML maps make them? */
export function isPrincipal(value: Value | undefined): value is ValueMap {
  if (!isMap(value) || isRecord(value)) return false;
  const names = Object.keys(value);
  return names.length === 1 && FORMS.includes(names[0] ?? "") && typeof value[names[0] ?? ""] === "string";
}

/**
 * A value as a list of references: a user's id is that user, a list is joined, lists inside lists too. Null where
 * something in it stands for nobody (null, a number, a map of another form).
 */
export function principalsOf(value: Value): readonly ValueMap[] | null {
  if (typeof value === "string") return value === "" ? null : [{ user: value }];
  if (isPrincipal(value)) return [value];
  if (isMap(value) && !isRecord(value)) return principalWithin(value);
  if (!isList(value)) return null;
  const all: ValueMap[] = [];
  for (const item of value) {
    const people = principalsOf(item);
    if (!people) return null;
    all.push(...people);
  }
  return all;
}

/** `{ managerOf: { user: "ivanov" } }`: a reference inside a reference is its id. */
function principalWithin(value: ValueMap): readonly ValueMap[] | null {
  const [name, ...rest] = Object.keys(value);
  if (name === undefined || rest.length > 0 || !FORMS.includes(name)) return null;
  const inner = value[name];
  return isMap(inner) && typeof inner["user"] === "string" ? [{ [name]: inner["user"] }] : null;
}
