import { dirname, isAbsolute, join } from "node:path";
import { isList, isMap, type Value, type ValueMap } from "../../engine/base/value.ts";
import type { FileKind } from "../../engine/definition/file-kind.ts";
import type { Document } from "../../engine/definition/node.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { checkShape } from "../../engine/definition/shape.ts";
import { valueOfNode } from "../../engine/definition/value-of-node.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { readDirectory } from "../../engine/people/read-directory.ts";
import type { RecordsData } from "../../engine/record/record-change.ts";
import type { Reader } from "./reader.ts";

/** Sample data of a scenario or a dry run, and what is wrong with their files. */
export interface CompanyData {
  readonly records: RecordsData;
  readonly people: DirectorySnapshot;
  readonly problems: readonly Problem[];
}

/** A file's path, or data written inline. */
export type DataSource = string | ValueMap;

export interface DataSources {
  readonly records: readonly DataSource[];
  readonly lists: ValueMap;
  readonly directory: readonly DataSource[];
  /** The file whose folder relative paths are counted from; null: the working folder. */
  readonly base: string | null;
}

/** Reads and joins the data; inline wins over files, later over earlier, field by field. @throws {Complaint} where a file is not there */
export function companyData(sources: DataSources, reader: Reader): CompanyData {
  const problems: Problem[] = [];
  const read = (source: DataSource, kind: FileKind): ValueMap => {
    if (typeof source !== "string") return source;
    const isRelative = sources.base !== null && !isAbsolute(source);
    const path = (isRelative ? join(dirname(sources.base), source) : source).replaceAll("\\", "/");
    const { document, problems: found } = reader.document(path, kind);
    const read = document ? dataOf(document, kind) : null;
    problems.push(...found, ...(read?.problems ?? []));
    return read?.value ?? {};
  };
  const records = sources.records.map((source) => recordsIn(read(source, "records")));
  const directories = sources.directory.map((source) => read(source, "directory"));
  return {
    records: {
      records: records.map((one) => one.records).reduce(overlaid, {}),
      lists: { ...Object.assign({}, ...records.map((one) => one.lists)), ...listsIn(sources.lists) },
    },
    people: readDirectory(directories.reduce(joined, {})),
    problems: errorsOnce(problems),
  };
}

/** A file shared by many scenarios is read once. */
const READ = new WeakMap<Document, { readonly value: ValueMap; readonly problems: readonly Problem[] }>();

function dataOf(
  document: Document,
  kind: FileKind,
): { readonly value: ValueMap; readonly problems: readonly Problem[] } {
  const known = READ.get(document);
  if (known) return known;
  const value = valueOfNode(document.root);
  const data = { value: isMap(value) ? value : {}, problems: checkShape(document, kind) };
  READ.set(document, data);
  return data;
}

/** A records file has `records` and `lists`; inline records may stand without the word. */
function recordsIn(data: ValueMap): RecordsData {
  const named = data["records"] ?? null;
  const lists = data["lists"] ?? null;
  const isFile = isMap(named) || isMap(lists);
  const own = isFile ? (isMap(named) ? named : {}) : data;
  const records = Object.entries(own).flatMap(([ref, fields]): [string, ValueMap][] =>
    isMap(fields) ? [[ref, fields]] : fields === null ? [[ref, {}]] : [],
  );
  return { records: Object.fromEntries(records), lists: listsIn(isFile && isMap(lists) ? lists : {}) };
}

function listsIn(lists: ValueMap): RecordsData["lists"] {
  return Object.fromEntries(Object.entries(lists).map(([name, rows]) => [name, isList(rows) ? rows.map(rowOf) : []]));
}

function rowOf(row: Value): ValueMap {
  return isMap(row) ? row : { value: row };
}

/** Entry by entry and field by field: what is named later wins, what is not named stays. */
function overlaid(
  one: Readonly<Record<string, ValueMap>>,
  other: Readonly<Record<string, ValueMap>>,
): Record<string, ValueMap> {
  const later = Object.entries(other).map(([name, fields]) => [name, { ...one[name], ...fields }] as const);
  return { ...one, ...Object.fromEntries(later) };
}

/** People, departments and groups are joined one by one; a list of administrators replaces the one before. */
function joined(one: ValueMap, other: ValueMap): ValueMap {
  const sections = ["users", "departments", "groups"].map(
    (name) => [name, overlaid(entriesIn(one[name] ?? null), entriesIn(other[name] ?? null))] as const,
  );
  return { ...one, ...other, ...Object.fromEntries(sections) };
}

/** A section's entries; one that is left empty has no fields. */
function entriesIn(section: Value): Record<string, ValueMap> {
  const entries = Object.entries(isMap(section) ? section : {});
  return Object.fromEntries(entries.map(([name, fields]) => [name, isMap(fields) ? fields : {}]));
}

/** The same problem of the same file is told once. */
function errorsOnce(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [`${one.code} ${one.place.file}:${one.place.start}`, one])).values()];
}
