/** Decision tables: read (YAML, grid, CSV), compiled once, evaluated often, analyzed before anybody meets their gaps. */
export { analyzeTable } from "./analyze-table.ts";
export { compileTable, type TableCompiled } from "./compile-table.ts";
export { type Csv, parseCsv, type Separator, writeCsv } from "./csv.ts";
export { DecisionError, type DecisionErrorCode } from "./decision-error.ts";
export type { DecisionInput, DecisionOutput, DecisionResult, DecisionTable, HitPolicy } from "./decision-table.ts";
export type { Feel } from "./feel.ts";
export { type FeelOptions, feelOf } from "./feel-of.ts";
export type { Finding, FindingCode } from "./finding.ts";
export { COLUMNS_MAX, parseGrid, type Row, type Rows, RULES_MAX } from "./grid.ts";
export { HIT_POLICIES } from "./hit-policy.ts";
export { type CsvStyle, tableFromCsv, tableToCsv } from "./table-csv.ts";
export type { CompiledTable, PersonReference } from "./table-model.ts";
export { type DeclaredColumns, type RulesRead, rulesFromRows, withDecimalPoints } from "./table-rows.ts";
export {
  type Cell,
  type CellValue,
  cellAt,
  type Extent,
  type InputSource,
  type OutputSource,
  type RuleSource,
  type TableProblem,
  type TableSource,
  type ThenCell,
  type WhenCell,
} from "./table-source.ts";
export type { TableOptions } from "./table-work.ts";
