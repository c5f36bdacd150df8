import { isMoney, isTagged, type Value } from "../../engine/base/value.ts";
import { analyzeTable } from "../../engine/decision/analyze-table.ts";
import { separatorOf } from "../../engine/decision/csv.ts";
import type { Finding } from "../../engine/decision/finding.ts";
import type { CompiledTable } from "../../engine/decision/table-model.ts";
import { isCellList, type RuleSource, type ThenCell, type WhenCell } from "../../engine/decision/table-source.ts";
import { childOf } from "../../engine/definition/node.ts";
import { positionOf } from "../../engine/definition/position.ts";
import { readDecisions } from "../../engine/definition/read-decisions.ts";
import { tablePlaces } from "../../engine/definition/table-places.ts";
import { type TablePlace, tableSourceOf, tableTitle } from "../../engine/definition/table-source-of.ts";
import { valueOfNode } from "../../engine/definition/value-of-node.ts";
import { type NewRule, type TableStyle, textOfNewRule } from "./new-rule.ts";
import { pathInside, type WorkPlace } from "./work-place.ts";

/** A decision table as a grid: the cells as they stand in the file, what analysis says, and rules that are missing. */
export interface ShownTable {
  readonly id: string;
  readonly title: string;
  readonly hitPolicy: string;
  /** File that the rules stand in, inside the process's folder; null: elsewhere, so that they are not edited here. */
  readonly path: string | null;
  readonly style: TableStyle;
  /** Line of the table's heading, from 1. */
  readonly line: number;
  readonly columns: readonly ShownColumn[];
  readonly rules: readonly { readonly number: number; readonly cells: readonly ShownCell[] }[];
  readonly findings: readonly ShownFinding[];
  /** False: the table has mistakes that keep it from being analyzed; `check` names them. */
  readonly isAnalyzed: boolean;
}

export interface ShownColumn {
  readonly name: string;
  readonly title: string;
  readonly type: string;
  readonly side: "input" | "output";
}

/** A cell as the author wrote it; where it stands, if it stands anywhere. Offsets of its file, UTF-16 units. */
export interface ShownCell {
  readonly text: string;
  readonly start: number | null;
  readonly end: number | null;
}

export interface ShownFinding {
  readonly code: Finding["code"];
  readonly severity: Finding["severity"];
  readonly message: string;
  readonly remedy: string;
  /** Rules it is about, from 1. */
  readonly rules: readonly number[];
  /** Smallest counter-example: input and value, as people read them. */
  readonly example: readonly { readonly name: string; readonly value: string }[];
  /** Of a gap: the cells of the rule that is missing, a column each; outputs are empty. */
  readonly missing: readonly string[] | null;
  /** Of a gap: writes that rule below the last one, results left for the author to fill in. */
  readonly edit: { readonly start: number; readonly end: number; readonly text: string } | null;
}

/** Rules that a grid shows; a table of more is edited as text. */
const RULES_SHOWN_MAX = 500;

/** Every table of a process, from its files as they are now. */
export function workTables(place: WorkPlace): readonly ShownTable[] {
  const { folder, loader } = place;
  const { document, tables, folder: read } = loader.load(folder);
  if (document === null) return [];
  const files = read.decisions.map((file) => loader.reader.textOf(file, "table"));
  const { decisions } = readDecisions(files.flatMap((file) => ("problem" in file ? [] : [file])));
  return tablePlaces({ document, decisions }).map((one) => shownTable(one, tables.get(one.id) ?? null, place));
}

function shownTable(at: TablePlace, compiled: CompiledTable | null, { folder, locale }: WorkPlace): ShownTable {
  const { source, rulesIn } = tableSourceOf(at, (node) => ({ kind: "literal", value: valueOfNode(node) }));
  const { text } = rulesIn;
  const columns = [
    ...source.inputs.map((one) => ({ ...one, side: "input" as const })),
    ...source.outputs.map((one) => ({ ...one, side: "output" as const })),
  ].map(({ field, side }) => ({ name: field.name, title: field.title, type: field.type, side }));
  const style: TableStyle = at.csv !== null ? "csv" : childOf(at.node, "table") === undefined ? "yaml" : "grid";
  const last = source.rules.at(-1) ?? null;
  const rule = { style, text, separator: style === "csv" ? separatorOf(text) : ("|" as const), columns };
  return {
    ...{ id: at.id, title: tableTitle(at.node) ?? at.id, hitPolicy: source.hitPolicy?.text ?? "unique" },
    ...{ path: pathInside(rulesIn.path, folder), style, columns },
    line: positionOf(at.document.text, at.node.start).line,
    rules: source.rules.slice(0, RULES_SHOWN_MAX).map((one, index) => ({
      number: index + 1,
      cells: columns.map(({ name, side }) => cellOf(one, { name, side, text })),
    })),
    findings: (compiled === null ? [] : analyzeTable(compiled)).map((finding): ShownFinding => {
      const missing = finding.cells === undefined ? null : missingCells(columns, finding.cells);
      return {
        ...{ code: finding.code, severity: finding.severity, rules: finding.rules, missing },
        ...{ message: finding.message[locale], remedy: finding.remedy[locale] },
        example: Object.entries(finding.example).map(([name, value]) => ({
          name: columns.find((column) => column.name === name)?.title || name,
          value: valueText(value),
        })),
        edit: missing === null || last === null ? null : editOf({ ...rule, cells: missing }, last),
      };
    }),
    isAnalyzed: compiled !== null,
  };
}

function missingCells(columns: readonly ShownColumn[], cells: Readonly<Record<string, string>>): readonly string[] {
  return columns.map(({ name, side }) => (side === "input" ? (cells[name] ?? "-") : ""));
}

function editOf(rule: NewRule, last: RuleSource): ShownFinding["edit"] {
  const { at, text } = textOfNewRule(rule, last.place);
  return { start: at, end: at, text };
}

function cellOf(
  rule: RuleSource,
  of: { readonly name: string; readonly side: "input" | "output"; readonly text: string },
): ShownCell {
  const cell = of.side === "input" ? rule.when[of.name] : rule.then[of.name];
  const extent = cell === undefined ? null : extentOf(cell);
  if (extent === null) return { text: of.side === "input" ? "-" : "", start: null, end: null };
  return { text: of.text.slice(extent.start, extent.end), ...extent };
}

function extentOf(cell: WhenCell | ThenCell): { readonly start: number; readonly end: number } | null {
  if (!isList(cell)) return { start: cell.start, end: cell.end };
  const [first, last] = [cell[0], cell.at(-1)];
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}

function isList(cell: WhenCell | ThenCell): cell is Extract<WhenCell, readonly unknown[]> {
  return isCellList(cell as WhenCell);
}

function valueText(value: Value): string {
  if (isMoney(value)) return `${grouped(String(value.amount))} ${value.currency}`;
  if (isTagged(value)) return String(value.value);
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** `100 000,01` as cells write amounts. */
function grouped(amount: string): string {
  const [whole = "", part] = amount.split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, " ");
  return part === undefined ? digits : `${digits},${part}`;
}
