import { type RawBuilder, sql } from "kysely";
import { jsonOf } from "./fit-text.ts";
import type { DatabaseKind } from "./migrations/migration.ts";

/**
 * Being one of many texts, as one parameter: the same statement for any number of them, prepared once.
 *
 * @example sql`select id from task where id ${among(kind, ids)}`
 */
export function among(kind: DatabaseKind, texts: readonly string[]): RawBuilder<boolean> {
  const list = jsonOf(texts);
  return kind === "sqlite"
    ? sql`in (select value from json_each(${list}))`
    : sql`= any(array(select json_array_elements_text(${list}::json)))`;
}
