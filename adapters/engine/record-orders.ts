import type { UserId } from "../../engine/base/ids.ts";
import type { RecordSnapshot, Value, ValueMap } from "../../engine/base/value.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { RecordNote } from "../../engine/record/record-change.ts";
import { RecordRefusal, recordNotFound } from "../../engine/record/record-refusal.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import type { ImportedRow, ImportOrder } from "../crm/local/import-rows.ts";
import type { RecordEditing } from "../crm/local/open-local-crm.ts";
import type { RecordPast } from "../crm/local/record-history.ts";
import type { ListChange } from "../crm/local/record-lists.ts";
import type { Outside } from "./outside.ts";

/** What a person wants of the records. Plain JSON. */
export type RecordOrder =
  | {
      readonly kind: "list";
      readonly type: string;
      readonly filter?: ValueMap;
      /** What was typed into a search box; only where records are kept here. */
      readonly find?: string;
      /** @default 200 */
      readonly limit?: number;
      readonly after?: string | null;
    }
  | { readonly kind: "show"; readonly ref: string }
  | { readonly kind: "create"; readonly type: string; readonly set: ValueMap; readonly by: UserId | null }
  | {
      readonly kind: "edit";
      readonly ref: string;
      readonly set: ValueMap;
      readonly by: UserId | null;
      readonly expected?: number;
    }
  | { readonly kind: "delete" | "undelete"; readonly ref: string; readonly by: UserId | null }
  | { readonly kind: "note"; readonly ref: string; readonly text: string; readonly by: UserId | null }
  | ({ readonly kind: "import" } & ImportOrder)
  | { readonly kind: "lists" }
  | {
      readonly kind: "changeList";
      readonly name: string;
      readonly rows: readonly ValueMap[];
      readonly remove?: readonly string[];
      readonly only?: boolean;
      readonly by: UserId | null;
    };

export type RecordAnswer =
  | {
      readonly kind: "records";
      /** As they stand now. */
      readonly records: readonly RecordSnapshot[];
      /** Whether this order changed any. */
      readonly changed: boolean;
      /** Of a list: what `after` wants for the next page; null: there is none. */
      readonly next?: string | null;
      /** Of one record that is kept here. */
      readonly about?: {
        readonly revision: number;
        readonly notes: readonly (RecordNote & { readonly by: string | null; readonly at: number })[];
        readonly history: readonly RecordPast[];
      };
      /** Records that are named and are not there. */
      readonly missing?: readonly string[];
    }
  | { readonly kind: "imported"; readonly rows: readonly ImportedRow[]; readonly changed: boolean }
  | { readonly kind: "lists"; readonly lists: Readonly<Record<string, readonly ValueMap[]>>; readonly changed: false }
  | { readonly kind: "list"; readonly change: ListChange; readonly changed: boolean }
  | Refusal;

/** Records of a page where nobody says how many. */
const LISTED = 200;

/** Where records are. */
type Records = Pick<Outside, "crm" | "editing">;

/** Does what a person wants of the records. What the CRM refuses is an answer with code, reason and remedy. */
export async function recordOrder(records: Records, order: RecordOrder): Promise<RecordAnswer> {
  try {
    return await done(records, order);
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    const { code, says: reason, field } = error;
    return { kind: "rejected", code, reason, remedy: await remedyOf(records, order, { code, field }), fields: {} };
  }
}

async function done(records: Records, order: RecordOrder): Promise<RecordAnswer> {
  const { crm, editing } = records;
  switch (order.kind) {
    case "list":
      return listed(records, order);
    case "show":
      return shown(records, order.ref);
    case "create": {
      const { record } = await here(editing).create(order);
      return written(records, record, true);
    }
    case "edit": {
      const change = await here(editing).edit(order);
      const record = change?.record ?? (await crm.look(order.ref));
      return written(records, record, change !== null);
    }
    case "delete": {
      const { record } = await here(editing).delete(order);
      return written(records, record, true);
    }
    case "undelete": {
      const { record } = await here(editing).undelete(order);
      return written(records, record, true);
    }
    case "note": {
      const { ref, text, by } = order;
      await here(editing).note({ ref, note: { text, files: [] }, by });
      return { ...(await shown(records, ref)), changed: true } as RecordAnswer;
    }
    case "import": {
      const rows = await here(editing).import(order);
      const isWritten = rows.some(({ outcome }) => outcome === "new" || outcome === "changed");
      return { kind: "imported", rows, changed: isWritten && !order.dry };
    }
    case "lists":
      return { kind: "lists", lists: editing ? await editing.allLists() : await crm.lists(), changed: false };
    case "changeList": {
      const change = await here(editing).changeList(order);
      return { kind: "list", change, changed: change.added + change.changed + change.removed > 0 };
    }
  }
}

/** A page: read here by the editing, elsewhere through the port. */
async function listed(
  { crm, editing }: Records,
  { type, filter = {}, find, limit = LISTED, after = null }: RecordOrder & { readonly kind: "list" },
): Promise<RecordAnswer> {
  if (editing !== null || find !== undefined) {
    const wanted = { type, filter, limit, after, ...(find === undefined ? {} : { find }) };
    const { records, next } = await here(editing).page(wanted);
    return { kind: "records", records: records.map(({ record }) => record), changed: false, next };
  }
  const refs = await crm.find(type, filter);
  const from = after === null ? 0 : refs.indexOf(after) + 1;
  const page = refs.slice(from, from + limit);
  const records = await Promise.all(page.map((ref) => crm.look(ref)));
  const next = refs.length > from + limit ? (page.at(-1) ?? null) : null;
  return { kind: "records", records: records.filter((one) => one !== null), changed: false, next };
}

async function shown({ crm, editing }: Records, ref: string): Promise<RecordAnswer> {
  const read = editing === null ? null : await editing.read(ref);
  const record = editing === null ? await crm.look(ref) : (read?.record ?? null);
  if (record === null) throw recordNotFound(ref);
  if (editing === null || read === null) return { kind: "records", records: [record], changed: false };
  const about = {
    ...{ revision: read.revision, notes: await editing.notes(ref), history: await editing.history(ref) },
  };
  return { kind: "records", records: [record], changed: false, about };
}

async function written({ crm }: Records, record: RecordSnapshot | null, changed: boolean): Promise<RecordAnswer> {
  if (record === null) return { kind: "records", records: [], changed };
  const missing: string[] = [];
  for (const ref of linksIn(record)) if ((await crm.look(ref)) === null) missing.push(ref);
  return { kind: "records", records: [record], changed, missing };
}

/** Links of a record that a person may have mistyped. */
const LINKS_MAX = 20;

function linksIn(record: RecordSnapshot): readonly string[] {
  const isRef = (value: Value): value is string =>
    typeof value === "string" && /^[a-z][\w-]*\/\d{1,15}$/.test(value) && value !== record.ref;
  return [...new Set(Object.values(record).flat().filter(isRef))].slice(0, LINKS_MAX);
}

/** @throws {RecordRefusal} `RECORDS_ELSEWHERE` */
function here(editing: RecordEditing | null): RecordEditing {
  if (editing !== null) return editing;
  throw new RecordRefusal("RECORDS_ELSEWHERE", {
    ru: "Записи ведутся не здесь, а в CRM, названной в ordo.yaml: ищите и меняйте их там",
    en: "Records are not kept here but in the CRM that ordo.yaml names: search and change them there",
  });
}

/** What the person does now. */
async function remedyOf(
  { editing }: Records,
  order: RecordOrder,
  { code, field }: { readonly code: string; readonly field: string | null },
): Promise<Text> {
  if (code === "RECORD_CHANGED") return READ_AGAIN;
  if (code === "FIELD_INVALID" && field !== null)
    return { ru: `Исправьте значение: --set ${field}=…`, en: `Mend the value: --set ${field}=…` };
  if (code === "FIELD_REQUIRED" && field !== null)
    return { ru: `Задайте его: --set ${field}=…`, en: `Give it: --set ${field}=…` };
  if (code === "STAGE_UNKNOWN")
    return { ru: "Напишите одну из этих стадий: --set stage=…", en: "Write one of these stages: --set stage=…" };
  if (code === "FIELD_UNKNOWN") return FIELDS;
  if (code !== "RECORD_NOT_FOUND" || editing === null || !("ref" in order)) return REMEDY;
  const last = (await editing.history(order.ref)).at(-1);
  if (last?.change !== "deleted") return REMEDY;
  return {
    ru: `Запись удалена. Вернуть её: ordo record ${order.ref} --undelete`,
    en: `The record was deleted. To have it back: ordo record ${order.ref} --undelete`,
  };
}

const FIELDS = {
  ru: "Поля типа — в catalog.yaml; поля записи показывает ordo record <запись>.",
  en: "The fields of a type are in catalog.yaml; `ordo record <record>` shows those of a record.",
};

const REMEDY = {
  ru: "Записи типа: ordo record <тип>; типы и поля — в catalog.yaml.",
  en: "Records of a type: ordo record <type>; types and fields are in catalog.yaml.",
};

const READ_AGAIN = {
  ru: "Прочитайте запись снова (ordo record <запись>) и повторите правку, если она ещё нужна.",
  en: "Read the record again (ordo record <record>), and edit it again if that is still wanted.",
};
