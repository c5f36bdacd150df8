import { isList, isMap, isMoney, isTagged, type Value } from "../base/value.ts";
import { literalOfTemplate } from "./cell-value.ts";
import { parseCsv, type Separator, writeCsv } from "./csv.ts";
import { literalCellOf } from "./literal-cell.ts";
import { textOfPerson } from "./principals-cell.ts";
import { type DeclaredColumns, type RulesRead, rulesFromRows, withDecimalPoints } from "./table-rows.ts";
import { isCellList, isTextCell, type TableSource, type ThenCell, type WhenCell } from "./table-source.ts";

/**
 * The rules of a CSV file whose columns are declared in the process: heading of titles or names, then a rule a line.
 * Cells are those of the text grid; where the file separates by `;` or tabulators, `7,5` in a column of numbers is 7.5.
 */
export function tableFromCsv(text: string, columns: DeclaredColumns): RulesRead {
  const { rows, problems, separator } = parseCsv(text);
  const read = rulesFromRows(rows, columns);
  return { rules: withDecimalPoints(read.rules, columns, separator), problems: [...problems, ...read.problems] };
}

/** How a table is written as CSV. */
export interface CsvStyle {
  /** @default ";" */
  readonly separator?: Separator;
}

/**
 * A table as CSV, which {@link tableFromCsv} reads back as the same rules. Titles head the columns (names where two
 * titles are alike). A computed YAML value is written as its `${ … }`; one that a cell cannot hold (a map, a text with
 * several expressions in a list) throws.
 *
 * @throws {RangeError} for a value that a cell cannot hold
 */
export function tableToCsv(source: TableSource, { separator = ";" }: CsvStyle = {}): string {
  const fields = [...source.inputs, ...source.outputs].map(({ field }) => field);
  const titles = fields.map(({ title }) => title);
  const heading = fields.map((field) =>
    field.title === "" || titles.indexOf(field.title) !== titles.lastIndexOf(field.title) ? field.name : field.title,
  );
  const rows = source.rules.map((rule) => [
    ...source.inputs.map(({ field }) =>
      whenText(rule.when[field.name], field.type === "text" || field.type === "choice"),
    ),
    ...source.outputs.map(({ field }) => thenText(rule.then[field.name])),
  ]);
  return writeCsv([heading, ...rows], separator);
}

function whenText(cell: WhenCell | undefined, isWord: boolean): string {
  if (!cell) return "-";
  if (!isCellList(cell)) return cell.text;
  return cell.map(({ text }) => (isWord && text !== "null" ? literalCellOf(text) : text)).join(", ");
}

function thenText(cell: ThenCell | undefined): string {
  if (!cell) return "";
  if (isTextCell(cell)) return cell.text;
  const { value } = cell;
  if (value.kind === "expression") return `\${ ${value.expression.text} }`;
  if (value.kind === "text")
    return value.parts.map((part) => (typeof part === "string" ? part : `\${ ${part.text} }`)).join("");
  const literal = literalOfTemplate(value);
  const text = literal === undefined ? null : textOfValue(literal);
  if (text === null) throw new RangeError("A value of the table does not fit into a cell of CSV");
  return text;
}

function textOfValue(value: Value): string | null {
  if (value === null) return "null";
  if (isMoney(value)) return value.amount;
  if (isTagged(value)) return value.value;
  if (isList(value)) {
    const people = value.map(textOfPrincipal);
    return people.every((text) => text !== null) ? people.join(", ") : null;
  }
  return isMap(value) ? textOfPrincipal(value) : String(value);
}

function textOfPrincipal(value: Value): string | null {
  if (typeof value === "string") return `user ${value}`;
  if (!isMap(value)) return null;
  const [form, id, ...rest] = Object.entries(value).flat();
  if (typeof form !== "string" || typeof id !== "string" || rest.length > 0) return null;
  return textOfPerson({ kind: form as "user", id });
}
