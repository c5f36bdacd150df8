import type { Field } from "../base/field.ts";
import { parseGrid } from "../decision/grid.ts";
import { tableFromCsv } from "../decision/table-csv.ts";
import { rulesFromRows } from "../decision/table-rows.ts";
import type {
  Cell,
  CellValue,
  InputSource,
  OutputSource,
  RuleSource,
  TableProblem,
  TableSource,
  ThenCell,
  WhenCell,
} from "../decision/table-source.ts";
import { fieldsOf } from "./compile-field.ts";
import { childOf, type Document, type MapNode, type Node, type ScalarNode, textOf } from "./node.ts";
import type { SourceText } from "./position.ts";
import { valueOfNode } from "./value-of-node.ts";

/** Where a table stands: its declaration, and the CSV file with its rules where they are not in it. */
export interface TablePlace {
  readonly id: string;
  readonly document: Document;
  readonly node: MapNode;
  readonly csv: SourceText | null;
}

/** A table in the one form that all of them come to, and what is wrong with its grid or file. */
export interface ReadTable {
  readonly source: TableSource;
  /** The file that `rules` stand in. */
  readonly rulesIn: SourceText;
  readonly problems: readonly TableProblem[];
}

/** How a YAML value on the right becomes a value of the table: people and expressions are the compiler's to read. */
export type CellReader = (node: Node, field: Field) => CellValue;

/**
 * Reads a table: `rules`, a `table: |` grid, or CSV (language §4, "Decision tables"). Columns of a grid are named by
 * their title or their name.
 */
export function tableSourceOf(place: TablePlace, readCell: CellReader): ReadTable {
  const { node, id } = place;
  const inputs = fieldsOf(childOf(node, "inputs")).map(({ field, entry }) => inputOf(field, entry.value, entry.key));
  const outputs = fieldsOf(childOf(node, "outputs")).map(({ field, entry }) =>
    outputOf(field, entry.value, { key: entry.key, readCell }),
  );
  const hitPolicy = childOf(node, "hitPolicy");
  const head = { id, hitPolicy: hitPolicy?.kind === "scalar" ? cellOf(hitPolicy) : null, inputs, outputs };
  const grid = childOf(node, "table");
  if (place.csv) {
    const { rules, problems } = tableFromCsv(place.csv.text, { inputs, outputs });
    return { source: { ...head, rules }, problems, rulesIn: place.csv };
  }
  if (grid?.kind === "scalar" && typeof grid.value === "string") {
    const { rows, problems } = parseGrid(grid.value, (index) => grid.offsetOf(index));
    const read = rulesFromRows(rows, { inputs, outputs });
    return {
      source: { ...head, rules: read.rules },
      problems: [...problems, ...read.problems],
      rulesIn: place.document,
    };
  }
  const rules = rulesOf(childOf(node, "rules"), outputs, readCell);
  return { source: { ...head, rules }, rulesIn: place.document, problems: [] };
}

/** A scalar as a cell: its text, and where each unit of it stands. */
export function cellOf(node: ScalarNode): Cell {
  const isText = typeof node.value === "string";
  const text = isText ? (node.value as string) : node.source;
  return {
    text,
    start: node.start,
    end: node.end,
    offsetOf: isText ? (index) => node.offsetOf(index) : (index) => node.start + index,
  };
}

function inputOf(field: Field, node: Node, key: ScalarNode): InputSource {
  const expression = childOf(node, "expression");
  const domain = childOf(node, "domain");
  return {
    field,
    expression: expression?.kind === "scalar" ? cellOf(expression) : null,
    domain: domain?.kind === "list" ? scalarsIn(domain) : domain?.kind === "scalar" ? cellOf(domain) : null,
    place: { start: key.start, end: key.end },
  };
}

function outputOf(
  field: Field,
  node: Node,
  from: { readonly key: ScalarNode; readonly readCell: CellReader },
): OutputSource {
  const values = childOf(node, "values");
  const fallback = childOf(node, "default");
  return {
    field,
    values: values?.kind === "list" ? values.items.map(valueOfNode) : null,
    default: fallback ? thenCell(fallback, field, from.readCell) : null,
    place: { start: from.key.start, end: from.key.end },
  };
}

function rulesOf(
  node: Node | undefined,
  outputs: readonly OutputSource[],
  readCell: CellReader,
): readonly RuleSource[] {
  if (node?.kind !== "list") return [];
  return node.items.map((item) => ({
    when: Object.fromEntries(entriesOf(childOf(item, "when")).flatMap(({ name, value }) => whenCell(name, value))),
    then: Object.fromEntries(
      entriesOf(childOf(item, "then")).flatMap(({ name, value }) => {
        const output = outputs.find((one) => one.field.name === name);
        return output ? [[name, thenCell(value, output.field, readCell)]] : [];
      }),
    ),
    place: { start: item.start, end: item.end },
  }));
}

function whenCell(name: string, node: Node): readonly (readonly [string, WhenCell])[] {
  if (node.kind === "list") return [[name, scalarsIn(node)]];
  return node.kind === "scalar" ? [[name, cellOf(node)]] : [];
}

function thenCell(node: Node, field: Field, readCell: CellReader): ThenCell {
  return { start: node.start, end: node.end, value: readCell(node, field) };
}

function scalarsIn(node: Node): readonly Cell[] {
  return node.kind === "list" ? node.items.flatMap((item) => (item.kind === "scalar" ? [cellOf(item)] : [])) : [];
}

function entriesOf(node: Node | undefined): MapNode["entries"] {
  return node?.kind === "map" ? node.entries : [];
}

/** The table's own title, if the file gives one. */
export function tableTitle(node: Node | undefined): string | null {
  return textOf(childOf(node, "title")) ?? null;
}
