import { ANY, nullable, TEXT, type Type, type TypeFields, USER } from "../expression/type.ts";
import type { Catalog } from "./catalog.ts";
import { DATE_TIME, joined, letterType, listOf, mapOf, recordFields, recordType } from "./types-of-fields.ts";

/** `crm.<type>.created`, `.updated`, `.deleted`; null for any other name. */
export function recordEventOf(
  name: string,
): { readonly type: string; readonly change: "created" | "updated" | "deleted" } | null {
  const found = RECORD_EVENT.exec(name);
  return found ? { type: found[1] as string, change: found[2] as "created" | "updated" | "deleted" } : null;
}

/** What the engine raises itself; everything else is raised by an `emit`. */
export function isOwnEvent(name: string): boolean {
  return recordEventOf(name) !== null || name === "mail.received";
}

/**
 * The type of `event` where one of these events is waited for (language §2, "Events"): `previous` has every field null
 * for `created`; a raised event has what its `emit` gives it, of which nothing is known here.
 */
export function eventType(names: readonly string[], catalog: Catalog | null): Type {
  const types = names.map((name) => typeOfOne(name, catalog));
  return types.length === 0 ? ANY : types.reduce(joinedEvents);
}

const RECORD_EVENT = /^crm\.([A-Za-z][\w-]*)\.(created|updated|deleted)$/;

function typeOfOne(name: string, catalog: Catalog | null): Type {
  if (name === "mail.received") return mapOf({ type: TEXT, at: DATE_TIME, letter: letterType(catalog) });
  const event = recordEventOf(name);
  if (!event) return { kind: "map", fields: { type: TEXT, at: DATE_TIME }, open: true, rest: ANY };
  const record = recordType([event.type], catalog);
  return mapOf({
    type: TEXT,
    record,
    previous: event.change === "created" ? emptied(event.type, catalog) : record,
    changed: listOf(TEXT),
    at: DATE_TIME,
    actor: nullable(USER),
    cause: nullable(mapOf({ process: TEXT, instance: TEXT, step: TEXT })),
  });
}

/** The record before it was there: all fields null, lists empty. */
function emptied(type: string, catalog: Catalog | null): Type {
  const fields = recordFields([type], catalog);
  if (!fields) return { kind: "record", of: [type], fields: null };
  const empty: [string, Type][] = Object.entries(fields).map(([name, one]) => [
    name,
    one.kind === "list" ? one : nullable(one),
  ]);
  return { kind: "record", of: [type], fields: Object.fromEntries(empty) };
}

function joinedEvents(one: Type, other: Type): Type {
  if (one.kind !== "map" || other.kind !== "map") return ANY;
  const fields: Record<string, Type> = {};
  for (const name of new Set([...Object.keys(one.fields), ...Object.keys(other.fields)])) {
    const first = fieldOrRest(one.fields[name], one);
    const second = fieldOrRest(other.fields[name], other);
    fields[name] = joined(first, second);
  }
  return { kind: "map", fields: fields as TypeFields, open: one.open || other.open, rest: ANY };
}

/** A field that one of the events does not have is null there. */
function fieldOrRest(field: Type | undefined, map: Type & { kind: "map" }): Type {
  return field ?? (map.open ? (map.rest ?? ANY) : { kind: "null" });
}
