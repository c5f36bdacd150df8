import type { UserId } from "../base/ids.ts";
import { isMap, isRecord, type RecordSnapshot, type Tagged, type Value, type ValueMap } from "../base/value.ts";
import { sameValue } from "./same-value.ts";

/** Something that happened outside an instance and may start or wake one. */
export type Occurrence =
  /** An event of the CRM, of the mail, or one that an `emit` raised. `event` is what expressions see. */
  | {
      readonly kind: "event";
      readonly id: string;
      readonly name: string /** The record it is about. */;
      readonly record: string | null;
      readonly event: ValueMap;
      readonly actor: UserId | null;
    }
  /** A call of the API or a webhook, by name. */
  | {
      readonly kind: "message";
      readonly id: string;
      readonly name: string /** Joins it to one waiting instance. */;
      readonly key: string | null;
      readonly event: ValueMap;
      readonly actor: UserId | null;
    }
  /** A person filled in the start form, or the process was started by hand. */
  | {
      readonly kind: "form";
      readonly id: string;
      readonly input: ValueMap;
      readonly actor: UserId | null;
      /** One of many that were started at once (`ordo start --each`). */
      readonly batch?: string;
    }
  /** The clock: a scheduled start of one process was due. */
  | {
      readonly kind: "schedule";
      readonly id: string;
      readonly process: string;
      readonly start: number;
      readonly at: Tagged;
    };

/** A write of the CRM as the shell learns of it. */
export interface RecordHappening {
  readonly change: "created" | "updated" | "deleted";
  readonly type: string;
  readonly record: RecordSnapshot;
  readonly previous: RecordSnapshot;
  readonly changed: readonly string[];
}

/** Who wrote it and when; `cause` where a step of ours did. */
export interface Circumstances {
  /** The same id twice is the same event, delivered again. */
  readonly id: string;
  readonly at: Tagged;
  readonly actor: UserId | null;
  readonly cause: Cause | null;
}

/** The step of ours that wrote exactly what the event tells. */
export interface Cause extends ValueMap {
  readonly process: string;
  readonly instance: string;
  readonly step: string;
}

/** The event of a record (language §2, "Events"). */
export function recordEvent(happening: RecordHappening, { id, at, actor, cause }: Circumstances): Occurrence {
  const name = `crm.${happening.type}.${happening.change}`;
  const { record, previous, changed } = happening;
  return {
    kind: "event",
    id,
    name,
    record: record.ref,
    actor,
    event: { type: name, record, previous, changed, at, actor, cause },
  };
}

/** An event that is not a record's: a letter, or what an `emit` raised; its fields stand beside `type`. */
export function plainEvent(name: string, fields: ValueMap, { id, at, actor, cause }: Circumstances): Occurrence {
  const record = isRecord(fields["record"]) ? fields["record"].ref : null;
  return { kind: "event", id, name, record, actor, event: { at, actor, cause, ...fields, type: name } };
}

/** A message by name; what it carries stands beside its name and key. */
export function messageCalled(
  name: string,
  of: { readonly key: string | null; readonly fields: ValueMap },
  { id, at, actor }: Circumstances,
): Occurrence {
  return { kind: "message", id, name, key: of.key, actor, event: { at, key: of.key, ...of.fields, name } };
}

/**
 * Two waiting events of one record as one: `previous` of the first, `record` of the last, the union of `changed`. Where
 * the two differ in who or what made them, the one event that is left does not say: `actor` and `cause` are null.
 */
export function mergeEvents(
  first: Occurrence & { kind: "event" },
  last: Occurrence & { kind: "event" },
): Occurrence & { kind: "event" } {
  const changed = [...new Set([...listOf(first.event["changed"]), ...listOf(last.event["changed"])])];
  const actor = first.actor === last.actor ? last.actor : null;
  const cause = sameValue(first.event["cause"], last.event["cause"]) ? (last.event["cause"] ?? null) : null;
  return { ...last, actor, event: { ...last.event, previous: first.event["previous"] ?? null, changed, actor, cause } };
}

/** The process whose step made it, or null. */
export function causingProcess(occurrence: Occurrence): string | null {
  if (occurrence.kind !== "event") return null;
  const cause = occurrence.event["cause"] ?? null;
  const process = isMap(cause) ? cause["process"] : null;
  return typeof process === "string" ? process : null;
}

/** The names that a start's expressions may read of it: `event` and `requester`. */
export function namesOf(occurrence: Occurrence): ValueMap {
  switch (occurrence.kind) {
    case "event":
    case "message":
      return { event: occurrence.event, requester: occurrence.actor };
    case "form":
      return { requester: occurrence.actor };
    case "schedule":
      return { event: { type: "schedule", at: occurrence.at }, requester: null };
  }
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}
