import Type, { type Static } from "typebox";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { nameOf } from "../../engine/people/lookup.ts";

/** A person as every answer gives one out. */
export const NAMED_PERSON = Type.Object({ id: Type.String(), name: Type.String() }, { $id: "NamedPerson" });

/** The same, or nobody. */
export const NOBODY_OR_PERSON = Type.Union([NAMED_PERSON, Type.Null()]);

/** Somebody by id, with his name; who left the directory goes by his id. */
export function named(people: DirectorySnapshot, user: string): Static<typeof NAMED_PERSON> {
  return { id: user, name: nameOf(people, user) };
}

/** The same of somebody who may be nobody. */
export function namedOrNobody(people: DirectorySnapshot, user: string | null): Static<typeof NAMED_PERSON> | null {
  return user === null ? null : named(people, user);
}
