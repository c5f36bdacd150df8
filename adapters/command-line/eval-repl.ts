import { createInterface } from "node:readline";
import { isTagged, type Value, type ValueMap } from "../../engine/base/value.ts";
import { compileExpression, type EvaluationContext, ExpressionError } from "../../engine/expression/index.ts";
import { exactJson } from "./exact-json.ts";
import { streamOf } from "./standard-stream.ts";
import type { Terminal } from "./terminal.ts";

/** What a conversation needs. */
export interface ReplWork {
  readonly terminal: Terminal;
  /** What is known from the start. */
  readonly variables: ValueMap;
  contextFor(variables: ValueMap): EvaluationContext;
}

/**
 * `ordo eval -i`: one expression a line, its value or what is wrong with it (with a caret) below. `:let name text` keeps
 * a value under a name, `:vars` shows what is known, `:quit` or the end of the input ends it.
 */
export async function converse({ terminal, variables, contextFor }: ReplWork): Promise<0> {
  const known: Record<string, Value> = Object.assign(Object.create(null), variables);
  const reader = createInterface({
    input: process.stdin,
    output: streamOf(2),
    terminal: terminal.interactive,
    prompt: terminal.interactive ? "feel> " : "",
  });
  let isOpen = true;
  reader.once("close", () => {
    isOpen = false;
  });
  if (terminal.interactive) terminal.say(terminal.pick(WELCOME));
  reader.prompt();
  for await (const line of reader) {
    if (line.trim() === ":quit") break;
    obey(line.trim(), { terminal, variables: known, contextFor });
    if (isOpen) reader.prompt();
  }
  reader.close();
  return 0;
}

const WELCOME = {
  ru: "Выражение FEEL в строке. :let имя выражение — запомнить, :vars — что известно, :quit — выйти.",
  en: "One FEEL expression a line. :let name expression keeps it, :vars shows what is known, :quit ends.",
};

function obey(line: string, work: ReplWork & { readonly variables: Record<string, Value> }): void {
  const { terminal, variables } = work;
  const [, name, text] = /^:let\s+([\p{L}_][\p{L}\p{N}_]*)\s+(.+)$/u.exec(line) ?? [];
  if (line === "") return;
  if (line === ":vars") terminal.print(exactJson(variables, 2));
  else if (name !== undefined && text !== undefined) keep(name, computed(text, work), variables);
  else if (line.startsWith(":")) terminal.say(terminal.pick(WELCOME));
  else {
    const value = computed(line, work);
    if (value !== undefined) terminal.print(shown(value));
  }
}

function keep(name: string, value: Value | undefined, variables: Record<string, Value>): void {
  if (value !== undefined) variables[name] = value;
}

/** Undefined where there is none: then it was told why. */
function computed(text: string, { terminal, variables, contextFor }: ReplWork): Value | undefined {
  const { expression, problems } = compileExpression(text, { names: Object.keys(variables) });
  const fault = problems.find(({ severity }) => severity === "error");
  try {
    if (expression !== null && fault === undefined) return expression.evaluate(contextFor(variables));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    terminal.say(`${caret(text, error)}\n${error.code}: ${terminal.pick(error.says)}`);
    return undefined;
  }
  if (fault)
    terminal.say(
      `${caret(text, fault)}\n${fault.code}: ${terminal.pick(fault.message)}\n  ${terminal.pick(fault.remedy)}`,
    );
  return undefined;
}

function caret(text: string, { from, to }: { readonly from: number; readonly to: number }): string {
  return `  ${text}\n  ${" ".repeat(from)}${"^".repeat(Math.max(1, to - from))}`;
}

function shown(value: Value): string {
  if (typeof value === "string") return value;
  return isTagged(value) ? value.value : exactJson(value, 2);
}
