import { isMap, isScalar, parseDocument } from "yaml";
import type { DeclaredType } from "./declared-type.ts";
import type { Draft, DraftPipeline, DraftStage } from "./draft.ts";
import { YamlSheet } from "./yaml-sheet.ts";

/**
 * Puts into the text of a catalogue what the draft has and the text has not. What stands there stays, with its comments.
 *
 * @param text `""`: a new catalogue
 */
export function catalogWith(text: string, draft: Draft, head: string): string {
  const sheet = new YamlSheet(text, head);
  for (const record of draft.records) {
    const at = ["records", record.type];
    sheet.fill([...at, "title"], record.title);
    for (const field of record.fields)
      sheet.fill([...at, "fields", field.name], declaredOf(field.title, field.declared), FLOW);
    for (const stage of record.stages) sheet.fill([...at, "stages", stage.name], stageOf(stage), FLOW);
    for (const { name, title, stages } of record.pipelines) {
      sheet.fill([...at, "pipelines", name, "title"], title === "" ? name : title);
      for (const stage of stages) sheet.fill([...at, "pipelines", name, "stages", stage.name], stageOf(stage), FLOW);
    }
  }
  for (const { name, title, columns, values } of draft.lists) {
    sheet.fill(["lists", name, "title"], title);
    for (const column of columns)
      sheet.fill(["lists", name, "columns", column.name], declaredOf(column.title, column.declared), FLOW);
    if (values.length > 0 && sheet.fill(["lists", name, "values"], []))
      for (const row of values) sheet.append(["lists", name, "values"], row);
  }
  return sheet.text();
}

/**
 * The same for `crm.bitrix24` of `ordo.yaml`. Beside each field stands the portal's title of it, in a comment: by that a
 * renaming is noticed.
 *
 * @param path where the mapping stands: `["crm", "bitrix24"]`, or `[]` for a text that is the mapping alone
 */
export function mappingWith(text: string, draft: Draft, path: readonly string[], head: string): string {
  const sheet = new YamlSheet(text, head);
  for (const record of draft.records) {
    const at = [...path, "records", record.type];
    sheet.fill([...at, "entity"], record.entity, FLOW);
    for (const field of record.fields) {
      const isNew = sheet.fill([...at, "fields", field.name], field.place, FLOW);
      if (isNew) sheet.remark([...at, "fields", field.name], ` «${titleInComment(field.title)}»`);
    }
    for (const stage of namedStages(record.stages)) sheet.fill([...at, "stages", stage.name], stage.code);
    for (const pipeline of record.pipelines)
      sheet.fill([...at, "pipelines", pipeline.name], pipelineOf(pipeline), FLOW);
  }
  for (const { name, iblock, columns } of draft.lists) {
    sheet.fill([...path, "lists", name, "list"], iblock);
    for (const column of columns) sheet.fill([...path, "lists", name, "columns", column.name], column.field);
  }
  return sheet.text();
}

/** `type.field` → the portal's title at its drafting: `# «Скидка»` behind a field of the mapping. */
export function titlesIn(text: string, path: readonly string[]): ReadonlyMap<string, string> {
  const records = parseDocument(text).getIn([...path, "records"]);
  const titles = new Map<string, string>();
  if (!isMap(records)) return titles;
  for (const { key: type, value } of records.items) {
    const fields = isMap(value) ? value.get("fields") : null;
    if (!isMap(fields)) continue;
    for (const { key, value: place } of fields.items) {
      const [, title] = /^ *«(.*)»/.exec(commentOf(place)) ?? [];
      if (title !== undefined) titles.set(`${nameOf(type)}.${nameOf(key)}`, title);
    }
  }
  return titles;
}

/**
 * Was it left out on purpose? A line that is commented out says so: `# discount: UF_CRM_17`, `# UF_CRM_17`, `# deal:`.
 * A sentence in a comment says nothing of the kind.
 */
export function leftOutIn(text: string): (name: string) => boolean {
  const lines = text.split("\n").flatMap((line) => /^\s*#\s*([\w-]+(?:\s*:.*)?)$/.exec(line)?.[1] ?? []);
  const words = new Set(lines.flatMap((line) => line.replace(/#.*/, "").split(/[^\w-]+/)));
  return (name) => words.has(name);
}

/** A title as it stands in a comment. */
export function titleInComment(title: string): string {
  return title.replaceAll(/[«»\r\n]/g, " ");
}

const FLOW = { flow: true } as const;

function declaredOf(title: string, { type, of, values }: DeclaredType): Readonly<Record<string, unknown>> {
  return { type, ...(of === undefined ? {} : { of }), title, ...(values === undefined ? {} : { values }) };
}

function stageOf({ title, kind }: DraftStage): Readonly<Record<string, unknown>> {
  return { title, kind };
}

/** Those that are called something else than in the portal. */
function namedStages(stages: readonly DraftStage[]): readonly DraftStage[] {
  return stages.filter(({ name, code }) => name !== code);
}

function pipelineOf({ id, stages }: DraftPipeline): unknown {
  const named = namedStages(stages);
  return named.length === 0 ? id : { id, stages: Object.fromEntries(named.map(({ name, code }) => [name, code])) };
}

function commentOf(value: unknown): string {
  const comment = typeof value === "object" && value !== null && "comment" in value ? value.comment : null;
  return typeof comment === "string" ? comment : "";
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}
