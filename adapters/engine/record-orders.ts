import type { UserId } from "../../engine/base/ids.ts";
import type { RecordSnapshot, ValueMap } from "../../engine/base/value.ts";
import { RecordRefusal } from "../../engine/record/record-refusal.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import type { RecordEditing } from "../crm/local/open-local-crm.ts";
import type { Outside } from "./outside.ts";

/** What a person wants of the records. Plain JSON. */
export type RecordOrder =
  | { readonly kind: "list"; readonly type: string }
  | { readonly kind: "show"; readonly ref: string }
  | { readonly kind: "create"; readonly type: string; readonly set: ValueMap; readonly by: UserId | null }
  | { readonly kind: "edit"; readonly ref: string; readonly set: ValueMap; readonly by: UserId | null }
  | { readonly kind: "delete"; readonly ref: string; readonly by: UserId | null };

export type RecordAnswer =
  /** The records as they stand now; `changed`: whether this order changed any. */
  { readonly kind: "records"; readonly records: readonly RecordSnapshot[]; readonly changed: boolean } | Refusal;

/** Records of a list, the oldest first; more are counted on in the CRM itself. */
const LISTED_MAX = 200;

/** Where records are. */
type Records = Pick<Outside, "crm" | "editing">;

/** Does what a person wants of the records. What the CRM refuses is an answer with code, reason and remedy. */
export async function recordOrder(records: Records, order: RecordOrder): Promise<RecordAnswer> {
  try {
    return await done(records, order);
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    return { kind: "rejected", code: error.code, reason: error.says, remedy: REMEDY, fields: {} };
  }
}

async function done({ crm, editing }: Records, order: RecordOrder): Promise<RecordAnswer> {
  switch (order.kind) {
    case "list": {
      const refs = (await crm.find(order.type, {})).slice(0, LISTED_MAX);
      const records = await Promise.all(refs.map((ref) => crm.look(ref)));
      return { kind: "records", records: records.filter((one) => one !== null), changed: false };
    }
    case "show": {
      const found = await crm.look(order.ref);
      if (found === null)
        return { kind: "rejected", code: "RECORD_NOT_FOUND", reason: gone(order.ref), remedy: REMEDY, fields: {} };
      return { kind: "records", records: [found], changed: false };
    }
    case "create": {
      const { record } = await here(editing).create(order);
      return { kind: "records", records: [record], changed: true };
    }
    case "edit": {
      const change = await here(editing).edit(order);
      const record = change?.record ?? (await crm.look(order.ref));
      return { kind: "records", records: record === null ? [] : [record], changed: change !== null };
    }
    case "delete": {
      const { record } = await here(editing).delete(order);
      return { kind: "records", records: [record], changed: true };
    }
  }
}

/** @throws {RecordRefusal} `RECORDS_ELSEWHERE` */
function here(editing: RecordEditing | null): RecordEditing {
  if (editing !== null) return editing;
  throw new RecordRefusal("RECORDS_ELSEWHERE", {
    ru: "Записи ведутся не здесь, а в CRM, названной в ordo.yaml: меняйте их там",
    en: "Records are not kept here but in the CRM that ordo.yaml names: change them there",
  });
}

function gone(ref: string): Refusal["reason"] {
  return { ru: `Нет записи ${ref}`, en: `There is no record ${ref}` };
}

const REMEDY = {
  ru: "Записи типа: ordo record <тип>; типы и поля — в catalog.yaml.",
  en: "Records of a type: ordo record <type>; types and fields are in catalog.yaml.",
};
