import { readFileSync, writeFileSync } from "node:fs";
import { instant } from "../../engine/base/instant.ts";
import { suggest } from "../../engine/base/suggest.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import { parseCsv } from "../../engine/decision/csv.ts";
import { DecisionError } from "../../engine/decision/decision-error.ts";
import { tableToCsv } from "../../engine/decision/table-csv.ts";
import type { Definition } from "../../engine/definition/model.ts";
import { printProblems } from "../../engine/definition/print-problems.ts";
import { problemsJson } from "../../engine/definition/problem-json.ts";
import { readDecisions } from "../../engine/definition/read-decisions.ts";
import { tablePlaces } from "../../engine/definition/table-places.ts";
import { type TablePlace, tableSourceOf } from "../../engine/definition/table-source-of.ts";
import { valueOfNode } from "../../engine/definition/value-of-node.ts";
import { ExpressionError } from "../../engine/expression/expression.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { wrongUse } from "../complaint.ts";
import { fileTrouble } from "../process-source/folder/file-trouble.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { surroundings } from "./eval.ts";
import { locateProcess } from "./locate-process.ts";
import { soundDefinition } from "./named-process.ts";
import { type LoadedProcess, ProcessLoader } from "./process-loader.ts";
import { variablesIn } from "./read-variables.ts";
import { Reader } from "./reader.ts";
import { standardInput } from "./standard-input.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { unwritable } from "./unwritable.ts";

/** `ordo table <action> <process> [table]` */
export interface TableOptions {
  /** Of `eval`: file of the variables that the table's inputs read. */
  readonly with?: string;
  /** Of `import`: the CSV file. */
  readonly csv?: string;
  /** Of `export`: file to write. @default standard output */
  readonly out?: string;
  readonly json?: boolean;
  /** Of `eval`: JSON lines from standard input, each with a table of its own. */
  readonly batch?: boolean;
}

export type TableAction = "check" | "eval" | "export" | "import";

/**
 * Decision tables of a process: `check` finds the problems of its tables only, `eval` says which rules match, `export`
 * writes the rules as CSV, `import` reads CSV and prints the rules as the grid of a process file.
 */
export async function table(
  action: TableAction,
  names: { process: string | undefined; table: string | undefined },
  options: TableOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const source = folderSource();
  if (options.batch) return batch(action, source, terminal);
  if (names.process === undefined)
    throw wrongUse(
      { ru: "Какой процесс?", en: "Which process?" },
      { ru: "Назовите его: ordo table check invoice-approval", en: "Name it: ordo table check invoice-approval" },
    );
  const folder = locateProcess(names.process, source);
  const loader = new ProcessLoader(source);
  if (action === "check") return check(loader.load(folder), { loader, options, terminal });
  if (action === "eval") return evaluate(folder, names.table, { loader, options, terminal });
  const place = placeNamed(names.table, loader.load(folder), loader);
  return action === "export" ? exportCsv(place, options, terminal) : importCsv(place, options, terminal);
}

async function batch(action: TableAction, source: ProcessSource, terminal: Terminal): Promise<ExitCode> {
  if (action !== "eval")
    throw wrongUse(
      { ru: "--batch бывает только у eval.", en: "--batch goes with eval only." },
      { ru: "Пишите: ordo table eval --batch < строки.jsonl", en: "Write: ordo table eval --batch < lines.jsonl" },
    );
  const { evaluateTables } = await import("./table-batch.ts");
  return evaluateTables({ input: standardInput(), terminal, contextFor: surroundings(new Reader(source), {}) });
}

interface Work {
  readonly loader: ProcessLoader;
  readonly options: TableOptions;
  readonly terminal: Terminal;
}

function check(loaded: LoadedProcess, { loader, options, terminal }: Work): ExitCode {
  const problems = loaded.problems.filter(
    ({ code, place }) => code.startsWith("table-") || /(^|\/)decisions\//.test(place.file),
  );
  const { locale, color } = terminal;
  if (options.json) terminal.print(JSON.stringify(problemsJson(1, problems, locale), null, 2));
  else if (problems.length > 0) terminal.print(printProblems(problems, loader.texts, { locale, color }));
  else terminal.print(terminal.pick({ ru: "В таблицах ошибок нет.", en: "No problems in the tables." }));
  return problems.some(({ severity }) => severity === "error") ? 1 : 0;
}

function evaluate(folder: string, name: string | undefined, work: Work): ExitCode {
  const { loader, options, terminal } = work;
  const definition = soundDefinition(folder, loader, terminal);
  if (definition === null) return 1;
  const decision = definition.decisions[nameOf(name, Object.keys(definition.decisions))];
  if (decision === undefined) return 1;
  const variables = options.with === undefined ? {} : variablesIn(options.with, loader.reader, terminal);
  if (variables === null) return 1;
  try {
    const { inputs, matched, outputs } = decision.evaluate(contextOf(definition, variables, { folder, loader }));
    const text =
      matched.length === 0
        ? { ru: "Ни одно правило не подошло.", en: "No rule matches." }
        : { ru: `Правила: ${matched.join(", ")}`, en: `Rules: ${matched.join(", ")}` };
    terminal.print(
      options.json
        ? JSON.stringify({ inputs, matched, outputs }, null, 2)
        : `${terminal.pick(text)}\n${JSON.stringify(outputs, null, 2)}`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof ExpressionError || error instanceof DecisionError)) throw error;
    terminal.say(terminal.pick(error.says));
    return 1;
  }
}

function contextOf(
  definition: Definition,
  variables: ValueMap,
  { folder, loader }: { folder: string; loader: ProcessLoader },
) {
  const catalog = loader.catalog(folder);
  return {
    variable: (name: string) => (Object.hasOwn(variables, name) ? variables[name] : notGiven(name, definition)),
    now: instant(Date.now()),
    calendar: definition.calendar,
    people: loader.directoryFor(folder) ?? { users: {}, departments: {}, groups: {}, administrators: [] },
    list: (name: string) => catalog?.lists[name]?.values,
  };
}

/** An input that may be left out has its default; what the table needs otherwise must be given. */
function notGiven(name: string, { inputs }: Definition): Value {
  const input = inputs.find((one) => one.name === name);
  if (input?.default !== undefined) return input.default;
  if (input?.required === false) return null;
  throw wrongUse(
    { ru: `Таблице нужно значение «${name}».`, en: `The table needs the value of "${name}".` },
    {
      ru: `Дайте его файлом: --with значения.yaml (${name}: …).`,
      en: `Give it in a file: --with values.yaml (${name}: …).`,
    },
  );
}

function placeNamed(
  name: string | undefined,
  { document, folder }: LoadedProcess,
  { reader }: ProcessLoader,
): TablePlace {
  const files = folder.decisions
    .map((file) => reader.textOf(file, "table"))
    .flatMap((file) => ("problem" in file ? [] : [file]));
  const places = document === null ? [] : tablePlaces({ document, decisions: readDecisions(files).decisions });
  const wanted = nameOf(
    name,
    places.map(({ id }) => id),
  );
  return places.find(({ id }) => id === wanted) as TablePlace;
}

/** The one table meant. A process with one table needs no name. @throws {Complaint} for an unknown name */
function nameOf(name: string | undefined, known: readonly string[]): string {
  const [only] = known;
  if (name === undefined && known.length === 1 && only !== undefined) return only;
  if (name !== undefined && known.includes(name)) return name;
  const meant = name === undefined ? null : suggest(name, known);
  throw wrongUse(
    name === undefined
      ? { ru: "Какая таблица?", en: "Which table?" }
      : { ru: `Нет таблицы «${name}».`, en: `There is no table "${name}".` },
    meant !== null
      ? { ru: `Может быть, ${meant}?`, en: `Did you mean ${meant}?` }
      : {
          ru: `Есть таблицы: ${known.join(", ") || "ни одной"}.`,
          en: `The tables are: ${known.join(", ") || "none"}.`,
        },
  );
}

function exportCsv(place: TablePlace, options: TableOptions, terminal: Terminal): ExitCode {
  const { source } = tableSourceOf(place, (node) => ({ kind: "literal", value: valueOfNode(node) }));
  const csv = tableToCsv(source);
  if (options.out === undefined) {
    terminal.print(csv.trimEnd());
    return 0;
  }
  try {
    writeFileSync(options.out, csv);
  } catch (error) {
    throw unwritable(options.out, error);
  }
  terminal.say(terminal.pick({ ru: `Записано: ${options.out}`, en: `Written: ${options.out}` }));
  return 0;
}

function importCsv(place: TablePlace, options: TableOptions, terminal: Terminal): ExitCode {
  if (options.csv === undefined) {
    throw wrongUse(
      { ru: "Какой файл читать?", en: "Which file is to be read?" },
      { ru: "Назовите его: --csv правила.csv", en: "Name it: --csv rules.csv" },
    );
  }
  const csv = { path: options.csv, text: textOf(options.csv) };
  const read = tableSourceOf({ ...place, csv }, (node) => ({ kind: "literal", value: valueOfNode(node) }));
  for (const { message } of read.problems) terminal.say(terminal.pick(message));
  if (read.problems.some(({ severity }) => severity === "error")) return 1;
  terminal.print(grid(parseCsv(csv.text).rows.map(({ cells }) => cells.map(({ text }) => text))));
  return 0;
}

/** The rules as they stand in a process file: `table: |` and a grid with aligned columns. */
function grid(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? "")].length))) ?? [];
  const lines = rows.map(
    (row) =>
      `  | ${row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length)).join(" | ")} |`,
  );
  return ["table: |", ...lines].join("\n");
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw fileTrouble(path, error);
  }
}
