import { id as brand, type UserId } from "../base/ids.ts";
import { isMap, isRecord, type RecordSnapshot, type Value, type ValueMap } from "../base/value.ts";
import { recordEventOf } from "../definition/types-of-events.ts";
import { RecordRefusal } from "../record/record-refusal.ts";
import { type Cause, messageCalled, plainEvent, recordEvent } from "../runtime/occurrence.ts";
import { sameValue } from "../runtime/same-value.ts";
import type { OutsideAct } from "./scenario.ts";
import type { World } from "./world.ts";

/**
 * Something happens outside the processes: a person changes a record, a letter comes, a message arrives.
 *
 * @throws {RecordRefusal} where there is no such record, field or stage
 */
export function happen(world: World, act: OutsideAct, by: UserId | null): void {
  switch (act.kind) {
    case "update": {
      const change = world.book.update(act.record, act.set);
      if (change) world.changed(change, by);
      return;
    }
    case "create":
      return world.changed(world.book.create(act.record.slice(0, act.record.indexOf("/")), act.set, act.record), by);
    case "delete":
      return world.changed(world.book.delete(act.record), by);
    case "event":
      return event(world, act, by);
    case "message": {
      const key = act.key === null ? null : textOf(act.key);
      return world.occur(messageCalled(act.name, { key, fields: act.fields }, world.circumstances(by)));
    }
  }
}

function event(world: World, { type, fields }: OutsideAct & { kind: "event" }, by: UserId | null): void {
  const { id, actor, at: _at, cause, ...rest } = fields;
  const who = by ?? (typeof actor === "string" ? brand<UserId>(actor) : null);
  const circumstances = world.circumstances(
    who,
    isMap(cause ?? null) ? (cause as Cause) : null,
    ...(typeof id === "string" ? [id] : []),
  );
  const ofRecord = recordEventOf(type);
  if (ofRecord) {
    const { record, previous, changed } = happening(world, ofRecord, rest);
    world.occur(recordEvent({ ...ofRecord, record, previous, changed }, circumstances));
    return;
  }
  const letter = rest["letter"];
  const letterIn =
    type === "mail.received" && isMap(letter ?? null)
      ? { letter: world.letters.receive(letter as ValueMap, circumstances.at, world.book) }
      : {};
  world.occur(plainEvent(type, { ...rest, ...letterIn }, circumstances));
}

/** The event of a record that is in the book: what it was before is told (`previous`), or nothing was. */
function happening(
  world: World,
  { change, type }: { readonly change: "created" | "updated" | "deleted"; readonly type: string },
  fields: ValueMap,
) {
  const { book } = world;
  const given = fields["record"] ?? null;
  const ref = isRecord(given) ? given.ref : textOf(given);
  const record = book.snapshot(ref);
  if (!record || record.type !== type)
    throw new RecordRefusal("RECORD_NOT_FOUND", {
      ru: `Нет записи ${ref} типа ${type}`,
      en: `There is no record ${ref} of the type ${type}`,
    });
  if (change === "deleted") return { record, previous: book.delete(ref).previous, changed: [] };
  const before = isMap(fields["previous"] ?? null) ? (fields["previous"] as ValueMap) : null;
  const previous: RecordSnapshot =
    change === "created" && before === null ? book.blank(ref) : book.withFields(record, before ?? {});
  const listed = fields["changed"];
  const changed = Array.isArray(listed) ? (listed as readonly Value[]).map(String) : differing(record, previous);
  return { record, previous, changed };
}

function differing(record: RecordSnapshot, previous: RecordSnapshot): readonly string[] {
  const fixed = new Set(["id", "type", "ref", "stageKind"]);
  return Object.keys(record).filter((name) => !fixed.has(name) && !sameValue(record[name], previous[name]));
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
