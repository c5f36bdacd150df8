import { type Instant, instant } from "../../engine/base/instant.ts";
import { isTagged, type Value, type ValueMap } from "../../engine/base/value.ts";
import { readCatalog } from "../../engine/definition/catalog-read.ts";
import { spanOf } from "../../engine/definition/position.ts";
import { printProblem } from "../../engine/definition/print-problems.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { compileExpression } from "../../engine/expression/compile-expression.ts";
import { type EvaluationContext, ExpressionError } from "../../engine/expression/expression.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { wrongUse } from "../complaint.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { exactJson } from "./exact-json.ts";
import { loadSettings } from "./load-settings.ts";
import { variablesIn } from "./read-variables.ts";
import { Reader } from "./reader.ts";
import { shippedCalendar } from "./shipped-calendar.ts";
import { standardInput } from "./standard-input.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** `ordo eval <expression>` */
export interface EvalOptions {
  /** File of variables: a YAML or JSON map. */
  readonly with?: string;
  /** What `now()` and `today()` say. @default the clock of the machine */
  readonly at?: string;
  readonly json?: boolean;
  /** A conversation: one expression a line. */
  readonly interactive?: boolean;
  /** JSON lines from standard input, answered line by line. */
  readonly batch?: boolean;
}

const NOBODY: DirectorySnapshot = { users: {}, departments: {}, groups: {}, administrators: [] };

/**
 * Computes one FEEL expression and prints its value; what is wrong with it, with a caret, and exit code 1. With `batch`
 * or `interactive` the expressions come from standard input.
 */
export async function evaluate(text: string | undefined, options: EvalOptions, terminal: Terminal): Promise<ExitCode> {
  const reader = new Reader(folderSource());
  const variables = options.with === undefined ? {} : variablesIn(options.with, reader, terminal);
  if (variables === null) return 1;
  const contextFor = surroundings(reader, options);
  if (options.batch) {
    const { evaluateBatch } = await import("./eval-batch.ts");
    return evaluateBatch({ input: standardInput(), terminal, contextFor });
  }
  if (options.interactive) {
    const { converse } = await import("./eval-repl.ts");
    return converse({ terminal, variables, contextFor });
  }
  if (text === undefined) throw wrongUse(NO_EXPRESSION.says, NO_EXPRESSION.remedy);
  const { expression, problems } = compileExpression(text, { names: Object.keys(variables) });
  if (expression === null || problems.some(({ severity }) => severity === "error")) {
    return refuse(
      text,
      problems.map((problem) => ({ ...problem, says: problem.message })),
      { options, terminal },
    );
  }
  try {
    show(expression.evaluate(contextFor(variables)), options, terminal);
    return 0;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { code, from, to, says } = error;
    return refuse(text, [{ code, from, to, says, severity: "error", remedy: REMEDY }], { options, terminal });
  }
}

const NO_EXPRESSION = {
  says: { ru: "Какое выражение вычислить?", en: "Which expression is to be evaluated?" },
  remedy: {
    ru: "Например: ordo eval '1 + 2'; разговор: ordo eval -i",
    en: "For example: ordo eval '1 + 2'; a conversation: ordo eval -i",
  },
};
const REMEDY = { ru: "Исправьте выражение или значения в --with", en: "Mend the expression or the values in --with" };

interface Fault {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly from: number;
  readonly to: number;
  readonly says: Problem["message"];
  readonly remedy: Problem["remedy"];
}

function refuse(
  text: string,
  faults: readonly Fault[],
  { options, terminal }: { options: EvalOptions; terminal: Terminal },
): ExitCode {
  const path = terminal.pick({ ru: "выражение", en: "expression" });
  const problems = faults.map(({ code, severity, from, to, says, remedy }) => ({
    code,
    severity,
    place: spanOf({ path, text }, from, to),
    message: says,
    remedy,
  }));
  if (options.json) {
    const shown = problems.map(({ code, place, message, remedy }) => ({
      code,
      column: place.column,
      endColumn: place.endColumn,
      message: terminal.pick(message),
      remedy: terminal.pick(remedy),
    }));
    terminal.print(JSON.stringify({ problems: shown }, null, 2));
  } else {
    const look = { locale: terminal.locale, color: terminal.talkColor };
    for (const problem of problems) terminal.say(printProblem(problem, new Map([[path, text]]), look));
  }
  return 1;
}

/** The calendar, the people and the lists around here, each read once and only when asked for. */
export function surroundings(
  reader: Reader,
  options: Pick<EvalOptions, "at">,
): (variables: ValueMap) => EvaluationContext {
  const source = folderSource();
  const { directory } = loadSettings(reader, source);
  const catalog = source.nearest("catalog.yaml", ".");
  const document = catalog === null ? null : reader.document(catalog, "catalog").document;
  const people = (directory === null ? null : reader.directory(directory).value) ?? NOBODY;
  const lists = document === null ? {} : readCatalog(document).lists;
  return (variables) => ({
    variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    now: instantOf(options.at),
    // Only business days and the zone of `now()` need it.
    get calendar() {
      return shippedCalendar(reader);
    },
    people,
    list: (name) => lists[name]?.values,
  });
}

function instantOf(text: string | undefined): Instant {
  if (text === undefined) return instant(Date.now());
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return instant(ms);
  throw wrongUse(
    { ru: `Не момент времени: ${text}`, en: `Not an instant: ${text}` },
    { ru: "Пишите так: 2026-11-20T10:00:00+03:00", en: "Write it so: 2026-11-20T10:00:00+03:00" },
  );
}

/** Text as it is, everything else as JSON; temporal values by their ISO text. */
function show(value: Value, options: EvalOptions, terminal: Terminal): void {
  if (options.json) terminal.print(exactJson({ value }, 2));
  else
    terminal.print(typeof value === "string" ? value : isTagged(value) ? value.value : JSON.stringify(value, plain, 2));
}

function plain(_key: string, value: unknown): unknown {
  return isTagged(value as Value) ? (value as { value: string }).value : value;
}
