import type { Field } from "../base/field.ts";
import { analyzeTable } from "../decision/analyze-table.ts";
import { compileTable } from "../decision/compile-table.ts";
import type { CompiledTable, PersonReference } from "../decision/table-model.ts";
import type { CellValue, TableProblem } from "../decision/table-source.ts";
import { ANY, type Type } from "../expression/type.ts";
import { didYouMean } from "./checks/did-you-mean.ts";
import type { CompiledStep } from "./compile-kind.ts";
import { compilePeople } from "./compile-people.ts";
import { compileMapping, compileTemplate, typeOfTemplate } from "./compile-value.ts";
import { type Compiler, mention, type Spot, spotOf, spotWith } from "./compiler.ts";
import { valuesOf } from "./field-value.ts";
import { problem, sentence } from "./make-problem.ts";
import type { StepCommon } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import type { OutlineStep } from "./outline.ts";
import { type SourceText, spanOf } from "./position.ts";
import { tableFeel } from "./table-feel.ts";
import { tablePlaces } from "./table-places.ts";
import { type ReadTable, type TablePlace, tableSourceOf } from "./table-source-of.ts";
import { decisionType } from "./types-of-steps.ts";

/** Evaluates a decision table: compiled with the variables that this step sees, `with` before them. */
export function compileDecisionStep(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const name = textOf(step.keyword.value) ?? "";
  mention(compiler, "decision", name, step.keyword.value, { step });
  const values = compileMapping(compiler, childOf(step.node, "with"), spotOf(compiler, step, "with"));
  const extra: Record<string, Type> = Object.fromEntries(
    values.map((entry) => [entry.name, typeOfTemplate(entry.value)]),
  );
  const table = useTable(compiler, name, spotWith(spotOf(compiler, step, "decision"), { extra }));
  return {
    step: { ...common, kind: "decision", table: name, with: values },
    type: table ? decisionType(table, compiler.catalog) : ANY,
  };
}

/** Tables that no step uses: read all the same, so that their mistakes are found. */
export function compileUnusedTables(compiler: Compiler): void {
  const { body } = compiler.outline;
  for (const place of tablePlaces(compiler)) {
    if (compiler.survey.mentions.some((one) => one.kind === "decision" && one.name === place.id)) continue;
    const inputs = childOf(place.node, "inputs");
    const names = inputs?.kind === "map" ? inputs.entries.map((entry) => entry.name) : [];
    const extra = Object.fromEntries(names.map((name) => [name, ANY]));
    useTable(compiler, place.id, { step: null, list: body, state: null, extra, key: "decision" });
  }
}

function useTable(compiler: Compiler, name: string, spot: Spot): CompiledTable | null {
  const place = tablePlaces(compiler).find((one) => one.id === name);
  if (!place) return null;
  if (isFileMissing(compiler, place)) return null;
  const read = tableSourceOf(place, (node, field) => cellValue(compiler, node, { field, spot }));
  const compiled = compileTable(read.source, {
    feel: tableFeel(compiler, spot, read.rulesIn === place.document ? place.document : null),
    domainOf: (from) => valuesOf({ ...CHOICE, from }, compiler.catalog),
  });
  const problems = [...read.problems, ...compiled.problems];
  const known = compiler.tables.get(name);
  reportTable(compiler, { place, read }, problems);
  if (!compiled.table) return known ?? null;
  if (!known) {
    compiler.tables.set(name, compiled.table);
    analyze(compiler, compiled.table, { place, read });
    const seen = compiler.survey.mentions;
    const isSeen = (person: PersonReference) =>
      seen.some(
        (one) =>
          one.kind === person.kind &&
          one.name === person.id &&
          person.start <= one.at.start &&
          one.at.end <= person.end,
      );
    for (const person of compiled.table.people.filter((one) => !isSeen(one)))
      mention(compiler, person.kind, person.id, person, { source: read.rulesIn, step: spot.step });
  }
  noteInputs(compiler, compiled.table, { place, spot });
  return compiled.table;
}

/** Says so where the CSV file that the table names is not beside the process. */
function isFileMissing(compiler: Compiler, { node, document, csv }: TablePlace): boolean {
  const at = childOf(node, "file");
  const file = textOf(at);
  if (!at || file === undefined || csv !== null) return false;
  const known = compiler.decisions.csv.map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
  const none = {
    ru: "Положите его в папку decisions рядом с процессом",
    en: "Put it into decisions/ beside the process",
  };
  const told = problem(document, {
    code: "table-file",
    at,
    message: { ru: `В папке decisions нет файла «${file}»`, en: `There is no file "${file}" in decisions/` },
    ...didYouMean(file, known, { at, text: document.text, none }),
  });
  if (!compiler.survey.problems.some(({ code, place }) => code === told.code && place.start === told.place.start))
    compiler.survey.problems.push(told);
  return true;
}

interface TableFiles {
  readonly place: TablePlace;
  readonly read: ReadTable;
}

function analyze(compiler: Compiler, table: CompiledTable, files: TableFiles): void {
  for (const finding of analyzeTable(table)) {
    if (finding.severity === "hint") continue;
    const source = inRules(files, finding.start, finding.end);
    compiler.survey.problems.push({
      code: finding.code,
      severity: finding.severity,
      place: spanOf(source, finding.start, finding.end),
      message: finding.message,
      remedy: sentence(finding.remedy),
    });
  }
}

function reportTable(compiler: Compiler, files: TableFiles, problems: readonly TableProblem[]): void {
  for (const found of problems) {
    const isCell =
      found.rule !== null ||
      found.code.startsWith("table-csv") ||
      found.code.startsWith("table-column") ||
      found.code.startsWith("table-grid");
    const source = isCell ? files.read.rulesIn : files.place.document;
    compiler.survey.problems.push({
      code: found.code,
      severity: found.severity,
      place: spanOf(source, found.start, found.end),
      message: found.message,
      remedy: sentence(found.remedy),
    });
  }
}

/** A finding about rules stands where the rules are; one about no rule at the table's heading. */
function inRules(files: TableFiles, start: number, end: number): SourceText {
  const inFile = files.read.source.rules.some((rule) => rule.place.start <= start && end <= rule.place.end);
  return inFile ? files.read.rulesIn : files.place.document;
}

/** An outcome that a table reads is used for all it can be. */
function noteInputs(
  compiler: Compiler,
  table: CompiledTable,
  at: { readonly place: TablePlace; readonly spot: Spot },
): void {
  for (const { expression } of table.inputs) {
    compiler.survey.uses.push({
      text: expression.text,
      expression,
      role: "table",
      key: "decision",
      at: at.place.node,
      offsetOf: () => at.place.node.start,
      source: at.place.document,
      step: at.spot.step,
      list: at.spot.list,
      absent: [],
    });
  }
}

function cellValue(compiler: Compiler, node: Node, from: { readonly field: Field; readonly spot: Spot }): CellValue {
  const isPeople = from.field.type === "principals" || from.field.type === "users" || from.field.type === "user";
  return isPeople ? compilePeople(compiler, node, from.spot) : compileTemplate(compiler, node, from.spot);
}

const CHOICE: Field = {
  name: "",
  type: "choice",
  title: "",
  required: false,
  hidden: false,
  help: null,
  of: null,
  from: null,
  values: null,
  include: [],
  currency: null,
  min: null,
  max: null,
  default: undefined,
};
