import type { Field } from "../../engine/base/field.ts";
import { isTagged, type RecordSnapshot, type Value, type ValueMap } from "../../engine/base/value.ts";
import type { RecordType } from "../../engine/definition/catalog.ts";
import { exactJson } from "../command-line/exact-json.ts";
import { cellOf } from "./cell-value.ts";
import { columnsFor, currencyOf } from "./csv-columns.ts";
import { csvLine, type Separator } from "./csv-text.ts";
import type { FileFormat } from "./file-rows.ts";

/** How records are written. */
export interface RecordsText {
  readonly format: FileFormat;
  readonly type: RecordType | undefined;
  /** Fields, in order. */
  readonly names: readonly string[];
  readonly separator: Separator;
}

/** Fields of every record that no file may write. */
const FIXED: ReadonlySet<string> = new Set(["id", "type", "ref", "stageKind"]);

/** The fields that a file of these records has: those of the catalogue, else those that the records have. */
export function namesFor(type: RecordType | undefined, records: Iterable<RecordSnapshot>): readonly string[] {
  if (type) return Object.keys(type.fields);
  const names = new Set<string>();
  for (const record of records) for (const name of Object.keys(record)) if (!FIXED.has(name)) names.add(name);
  return [...names];
}

/**
 * The pieces of a file: its head, its records, its end. Every field is written, the empty ones too, so that the file is
 * the whole record: read again it changes nothing, and undoes what was done since.
 */
export function recordsText({ format, type, names, separator }: RecordsText) {
  const fieldOf = (name: string): Field | undefined =>
    type && Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
  const whole = (record: RecordSnapshot): string =>
    exactJson(Object.fromEntries(names.map((name) => [name, written(record[name] ?? null, fieldOf(name))])));
  if (format === "yaml")
    return {
      head: "records:\n",
      record: (one: RecordSnapshot, _isFirst: boolean) => `  ${JSON.stringify(one.ref)}: ${whole(one)}\n`,
      tail: "",
    };
  if (format === "json")
    return {
      head: '{ "records": {\n',
      record: (one: RecordSnapshot, isFirst: boolean) =>
        `${isFirst ? "" : ",\n"}${JSON.stringify(one.ref)}: ${whole(one)}`,
      tail: "\n} }\n",
    };
  const columns = columnsFor(type, names);
  return {
    head: `\uFEFF${csvLine(
      columns.map(({ header }) => header),
      separator,
    )}`,
    record: (one: RecordSnapshot, _isFirst: boolean) =>
      csvLine(
        columns.map(({ column }) => {
          if (column.kind === "field") return cellOf(one[column.name], column.field, separator);
          return column.kind === "currency" ? currencyOf(one[column.name]) : one.ref;
        }),
        separator,
      ),
    tail: "",
  };
}

/** Dates are texts where the field says that they are dates. */
function written(value: Value, field: Field | undefined): Value {
  const isMoment = field?.type === "date" || field?.type === "dateTime";
  return isMoment && isTagged(value) ? value.value : value;
}

/** Rows of a reference list as a file. */
export function listText(
  rows: readonly ValueMap[],
  {
    format,
    columns,
    separator,
    name,
  }: {
    readonly format: FileFormat;
    readonly columns: readonly string[];
    readonly separator: Separator;
    readonly name: string;
  },
): string {
  if (format === "yaml")
    return `lists:\n  ${JSON.stringify(name)}:\n${rows.map((row) => `    - ${exactJson(row)}\n`).join("")}`;
  if (format === "json")
    return `{ "lists": { ${JSON.stringify(name)}: [\n${rows.map((row) => exactJson(row)).join(",\n")}\n] } }\n`;
  const lines = rows.map((row) =>
    csvLine(
      columns.map((column) => cellOf(row[column], undefined, separator)),
      separator,
    ),
  );
  return `\uFEFF${csvLine(columns, separator)}${lines.join("")}`;
}
