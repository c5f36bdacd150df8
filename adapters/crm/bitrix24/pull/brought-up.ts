import type { Draft, DraftRecord, Known } from "./draft.ts";
import type { Drift } from "./drift.ts";
import { titleInComment } from "./write-draft.ts";
import { YamlSheet } from "./yaml-sheet.ts";

/**
 * The part of a draft that is to be written: whole types that are new, and of known ones the fields and stages that are
 * new. What was left out on purpose stays out.
 *
 * @param of `mapping`: fields that are mapped stand there; `catalog`: fields that are mapped and not declared come too
 */
export function draftToWrite(draft: Draft, drift: readonly Drift[], known: Known, of: "mapping" | "catalog"): Draft {
  const added = new Set(drift.filter(({ kind }) => /-added$/.test(kind)).map(({ name }) => name));
  const records = draft.records.flatMap((record): readonly DraftRecord[] => {
    const mapping = known.records[record.type];
    if (mapping === undefined) return added.has(record.type) ? [record] : [];
    const isWanted = (name: string): boolean =>
      added.has(`${record.type}.${name}`) || (of === "catalog" && Object.hasOwn(mapping.fields, name));
    const isMapped = (name: string): boolean =>
      Object.hasOwn(mapping.pipelines, name) || added.has(`${record.type}.${name}`);
    return [
      {
        ...record,
        fields: record.fields.filter(({ name }) => isWanted(name)),
        pipelines: record.pipelines.filter(({ name }) => isMapped(name)),
      },
    ];
  });
  const lists = draft.lists.filter(
    ({ name }) => added.has(name) || (of === "catalog" && Object.hasOwn(known.lists, name)),
  );
  return { records, lists };
}

/** The catalogue with new titles of fields whose title was the portal's, and with new options. */
export function catalogBroughtUp(text: string, draft: Draft, drift: readonly Drift[]): string {
  const sheet = new YamlSheet(text);
  for (const { kind, name, was, now } of drift) {
    const [type = "", field = ""] = name.split(".");
    const path = ["records", type, "fields", field];
    if (kind === "field-renamed" && sheet.at([...path, "title"]) === was) sheet.set([...path, "title"], now);
    if (kind === "option-added" && field === "") {
      const row = draft.lists.find((list) => list.name === type)?.values.find(({ value }) => value === now);
      if (row !== undefined) sheet.append(["lists", type, "values"], row);
    }
    if (kind === "option-added" && now !== null && sheet.isMapAt([...path, "values"]))
      sheet.set([...path, "values", now], now);
  }
  return sheet.text();
}

/** The mapping with the new titles in its comments, and the new stages of pipelines that it has. */
export function mappingBroughtUp(text: string, draft: Draft, drift: readonly Drift[], path: readonly string[]): string {
  const sheet = new YamlSheet(text);
  for (const { kind, name, portal, now } of drift) {
    const [type = "", second = "", third] = name.split(".");
    const record = [...path, "records", type];
    const field = [...record, "fields", second];
    if (kind === "field-renamed" && now !== null)
      sheet.remark(field, (sheet.remarkAt(field) ?? "").replace(/«.*»/, `«${titleInComment(now)}»`));
    if (kind === "stage-added" && third !== undefined && third !== portal) {
      const pipeline = [...record, "pipelines", second];
      const id = draft.records.find((one) => one.type === type)?.pipelines.find((one) => one.name === second)?.id;
      // A pipeline that is a number so far has nowhere to put a stage.
      if (!sheet.isMapAt(pipeline)) sheet.set(pipeline, { id, stages: {} }, { flow: true });
      if (!sheet.isMapAt([...pipeline, "stages"])) sheet.set([...pipeline, "stages"], {}, { flow: true });
      sheet.set([...pipeline, "stages", third], portal);
    }
  }
  return sheet.text();
}
