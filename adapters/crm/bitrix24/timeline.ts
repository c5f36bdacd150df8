import { type Portal, PortalFailure, type PortalParams } from "../../bitrix24/portal.ts";
import type { Upload, Ways, WriteAnswer } from "./entity-store.ts";
import { rowsOf } from "./portal-field.ts";

interface Owner {
  readonly entityTypeId: number;
  readonly number: number;
}

/** A note on a record: a comment in its timeline. */
export async function postComment(
  portal: Portal,
  owner: Owner,
  { text, files }: { readonly text: string; readonly files: readonly Upload[] },
  ways: Ways,
): Promise<WriteAnswer> {
  const fields: PortalParams = {
    ...ownerOf(owner),
    COMMENT: text,
    ...(files.length === 0 ? {} : { FILES: files.map(({ name, content }) => [name, content]) }),
  };
  const answer = await portal.call("crm.timeline.comment.add", { fields }, { ...ways, effect: "write" });
  return answer.kind === "done" ? { kind: "done", item: null, number: Number(answer.result) } : answer;
}

/** The newest comments of a record, a page of them. @throws {PortalFailure} */
export async function commentsOf(portal: Portal, owner: Owner, ways: Ways) {
  const method = "crm.timeline.comment.list";
  const params = {
    filter: ownerOf(owner),
    order: { ID: "DESC" },
    select: ["ID", "COMMENT", "CREATED"],
    start: 0,
  };
  const answer = await portal.call(method, params, { ...ways, effect: "read" });
  if (answer.kind !== "done") throw new PortalFailure(method, answer);
  return rowsOf(answer.result).map((row) => ({
    number: Number(row["ID"]),
    text: String(row["COMMENT"] ?? ""),
    at: Date.parse(String(row["CREATED"] ?? "")),
  }));
}

function ownerOf({ entityTypeId, number }: Owner): PortalParams {
  return { ENTITY_ID: number, ENTITY_TYPE: OWNERS[entityTypeId] ?? `dynamic_${entityTypeId}` };
}

const OWNERS: Readonly<Record<number, string>> = { 1: "lead", 2: "deal", 3: "contact", 4: "company", 7: "quote" };
