import type { Field } from "../../../engine/base/field.ts";
import {
  isList,
  isMap,
  isTagged,
  type RecordSnapshot,
  refOf,
  type Value,
  type ValueMap,
} from "../../../engine/base/value.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { personOf } from "../../../engine/people/lookup.ts";
import type { RecordEditing } from "../../crm/local/record-editing.ts";
import type { SeenType } from "./vocabulary.ts";

/** A value as the API gives it out: dates and long decimals as texts. */
export function plainValue(value: Value): Value {
  if (isTagged(value)) return value.value;
  if (isList(value)) return value.map(plainValue);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]));
}

/** A record as the viewer may see it: hidden fields are not there. */
export function recordShown(record: RecordSnapshot, revision: number, type: SeenType) {
  const text = (name: string): string | null => {
    const value = record[name];
    return Object.hasOwn(type.fields, name) && typeof value === "string" && value !== "" ? value : null;
  };
  const shown = Object.keys(type.fields).filter((name) => name !== "stage");
  return {
    ...{ ref: record.ref, type: record.type, number: record.id, revision },
    title: text("title") ?? record.ref,
    ...{ pipeline: text("pipeline"), stage: text("stage"), stageKind: record.stageKind },
    values: Object.fromEntries(shown.map((name) => [name, plainValue(record[name] ?? null)])),
  };
}

/** Values with the fields they stand in. */
export interface Named {
  readonly type: SeenType;
  readonly values: ValueMap;
}

/** What the references and ids in these values are called; a record's own title only where it is no hidden field. */
export async function namesIn(
  all: readonly Named[],
  {
    editing,
    people,
    titled,
  }: {
    readonly editing: RecordEditing;
    readonly people: DirectorySnapshot;
    /** May the titles of records of that type be seen? */
    readonly titled: (type: string) => boolean;
  },
): Promise<Readonly<Record<string, string>>> {
  const refs = new Set<string>();
  const users = new Set<string>();
  for (const { type, values } of all)
    for (const [name, value] of Object.entries(values)) {
      const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
      for (const text of textsOf(value)) {
        if (isLink(field) && refOf(text) !== null) refs.add(text);
        if (isPerson(field)) users.add(text);
      }
    }
  const titles = await editing.titles([...refs]);
  const named = Object.entries(titles).map(
    ([ref, title]) => [ref, titled(ref.slice(0, ref.indexOf("/"))) ? title : ref] as const,
  );
  const persons = [...users].flatMap((user) => {
    const name = personOf(people, user)?.name;
    return name === undefined ? [] : [[user, name] as const];
  });
  return Object.fromEntries([...named, ...persons]);
}

/** Somebody as the API names him; null: nobody. */
export function personShown(user: string | null, people: DirectorySnapshot) {
  return user === null ? null : { id: user, name: personOf(people, user)?.name ?? user };
}

function isLink(field: Field | undefined): boolean {
  return field?.type === "record" || field?.type === "records";
}

function isPerson(field: Field | undefined): boolean {
  return field?.type === "user" || field?.type === "users";
}

function textsOf(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  return isList(value) ? value.flatMap(textsOf) : [];
}
