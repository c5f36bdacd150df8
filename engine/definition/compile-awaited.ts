import { ANY, type Type, withoutNull } from "../expression/type.ts";
import { textsOf } from "./compile-field.ts";
import { compileCondition, compileTemplate, typeOfTemplate, want } from "./compile-value.ts";
import { type Compiler, type Spot, spotWith } from "./compiler.ts";
import type { Awaited } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import { eventType, isOwnEvent } from "./types-of-events.ts";
import { OPEN_MAP, recordType } from "./types-of-fields.ts";

export interface CompiledAwaited {
  readonly awaited: Awaited;
  /** The type of the event that ends the wait; any for `holds`. */
  readonly event: Type;
}

/**
 * What `until` and `listen` wait for (language §3, "Waiting"): until something holds of a record, an event, or a message
 * for a key. The words stand in the value, or beside it as keys of the step (`listen: crm.deal.updated`, `of: …`).
 */
export function compileAwaited(compiler: Compiler, value: Node, beside: Node | null, spot: Spot): CompiledAwaited {
  const at = (name: string) => childOf(value, name) ?? (beside ? childOf(beside, name) : undefined);
  const of = at("of");
  const record = of ? compileTemplate(compiler, of, spotWith(spot, { key: "of" })) : null;
  if (of && record) want(compiler, typeOfTemplate(record), { wanted: "record", at: of, what: "of" });
  const holds = at("holds");
  if (holds && record) {
    const extra = { record: loaded(compiler, typeOfTemplate(record)) };
    const condition = compileCondition(compiler, holds, spotWith(spot, { key: "holds", extra }));
    if (condition) return { awaited: { kind: "holds", of: record, holds: condition }, event: ANY };
  }
  const message = messageOf(value, at("key"));
  if (message !== null) {
    const key = at("key");
    const where = compileCondition(compiler, at("where"), spotWith(spot, { key: "where", extra: { event: OPEN_MAP } }));
    const template = key ? compileTemplate(compiler, key, spotWith(spot, { key: "key" })) : null;
    return { awaited: { kind: "message", message, key: template, where }, event: OPEN_MAP };
  }
  const types = namesOf(value);
  const event = eventType(types, compiler.catalog);
  const where = compileCondition(compiler, at("where"), spotWith(spot, { key: "where", extra: { event } }));
  return { awaited: { kind: "event", types, of: record, where }, event };
}

/** The names of the events waited for, as nodes say them. */
export function namesOf(value: Node): readonly string[] {
  return value.kind === "map" ? textsOf(childOf(value, "event")) : textsOf(value);
}

/** A name with a `key` beside it is a message; `crm.deal.updated` and the like are events whatever stands beside. */
function messageOf(value: Node, key: Node | undefined): string | null {
  if (value.kind === "map") return textOf(childOf(value, "message")) ?? null;
  const name = textOf(value);
  return name !== undefined && key && !isOwnEvent(name) ? name : null;
}

function loaded(compiler: Compiler, type: Type): Type {
  const record = withoutNull(type);
  return record.kind === "record" ? recordType(record.of, compiler.catalog) : ANY;
}
