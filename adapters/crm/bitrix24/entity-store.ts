import type { Value } from "../../../engine/base/value.ts";
import type { CallOptions, PortalAnswer, PortalParams, PortalValue, Row } from "../../bitrix24/portal.ts";
import type { PortalChange } from "./field-codec.ts";
import type { EntityDescription } from "./record-schema.ts";

/** Who waits, and until when. */
export type Ways = Pick<CallOptions, "urgency" | "signal">;

/** A file as bytes, on its way into the portal. */
export interface Upload {
  readonly name: string;
  /** Base64. */
  readonly content: string;
}

/** A change whose files have been read. */
export type ReadyChange =
  | Exclude<PortalChange, { kind: "files" }>
  | {
      readonly kind: "files";
      readonly field: Extract<PortalChange, { kind: "files" }>["field"];
      /** Numbers of files that stay; files that come. */
      readonly files: readonly (number | (Upload & { readonly value: Value }))[];
    };

/** What came of a write: the item as it is now, where the portal says so. */
export type WriteAnswer =
  | { readonly kind: "done"; readonly item: Row | null; readonly number: number }
  | Exclude<PortalAnswer, { kind: "done" }>;

/** `unsure`: it is not there for us, and the portal does not say why. */
export type Standing = "there" | "gone" | "forbidden" | "unsure";

/** One kind of record in the portal. Reading throws `PortalFailure`. */
export interface EntityStore {
  /** Can {@link standing} tell what is gone from what we may not see? Where it cannot, nothing is told as deleted. */
  readonly knowsGone: boolean;
  /** Does {@link pages} find what changed since, by `>=updatedTime`? Known when it is described. */
  readonly knowsChanged: boolean;
  /** Null: there is no such entity. */
  describe(ways: Ways): Promise<EntityDescription | null>;
  /** Those of these that are there (and may be read), as few requests as possible. */
  read(numbers: readonly number[], select: readonly string[], ways: Ways): Promise<readonly Row[]>;
  /** Everything that meets the portal's filter, by number. */
  pages(
    filter: Readonly<Record<string, PortalValue>>,
    select: readonly string[],
    ways: Ways,
  ): AsyncIterable<readonly Row[]>;
  /** The highest number there is; 0: there is nothing. */
  highest(ways: Ways): Promise<number>;
  /** One that a list did not give: is it gone, or may we not see it? */
  standing(number: number, ways: Ways): Promise<Standing>;
  /** Made under a key that {@link made} finds again. */
  add(changes: readonly ReadyChange[], key: string, ways: Ways): Promise<WriteAnswer>;
  /** What an earlier attempt under the key made; null: nothing is there. */
  made(key: string, ways: Ways): Promise<number | null>;
  /** @param item as it was read last */
  update(item: Row, changes: readonly ReadyChange[], ways: Ways): Promise<WriteAnswer>;
  /** Clears what {@link update} leaves standing; null: there is no other way. */
  clear(item: Row, changes: readonly ReadyChange[], ways: Ways): Promise<WriteAnswer | null>;
  comment(number: number, text: string, files: readonly Upload[], ways: Ways): Promise<WriteAnswer>;
  /** The newest notes of a record, newest first: number, text, when (milliseconds). */
  comments(
    number: number,
    ways: Ways,
  ): Promise<readonly { readonly number: number; readonly text: string; readonly at: number }[]>;
}

/** The changes as the map of fields that methods take. */
export function fieldsOf(changes: readonly ReadyChange[], isNew: boolean): PortalParams {
  const fields: Record<string, PortalValue> = {};
  for (const change of changes) {
    if (change.kind === "value") fields[change.field.name] = change.value;
    if (change.kind === "files") fields[change.field.name] = filesValue(change);
  }
  const multi = changes.filter((change) => change.kind === "multi");
  if (multi.length > 0) fields["fm"] = isNew ? multi.flatMap(newEntry) : Object.fromEntries(multi.map(changedEntry));
  return fields;
}

type Multi = Extract<PortalChange, { kind: "multi" }>;

function newEntry({ typeId, valueType, value }: Multi): readonly PortalValue[] {
  return value === "" ? [] : [{ typeId, valueType, value }];
}

function changedEntry({ id, typeId, valueType, value }: Multi, at: number): readonly [string, PortalValue] {
  return [id ?? `n${at}`, { typeId, valueType, value }];
}

function filesValue({ field, files }: Extract<ReadyChange, { kind: "files" }>): PortalValue {
  const all = files.map((file): PortalValue => (typeof file === "number" ? { id: file } : [file.name, file.content]));
  return field.isMultiple ? all : (all[0] ?? "");
}
