import type { Definition } from "../../engine/definition/model.ts";
import { printProblems } from "../../engine/definition/print-problems.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import type { ProcessLoader } from "./process-loader.ts";
import type { Terminal } from "./terminal.ts";

/** The definition of the process in a folder; where it has errors they are told, and null comes back. */
export function soundDefinition(folder: string, loader: ProcessLoader, terminal: Terminal): Definition | null {
  const { definition, problems } = loader.load(folder);
  if (definition === null) tellProblems([...problems, ...loader.problemsAround()], loader, terminal);
  return definition;
}

/** Problems as talk: on standard error, because the command's data is something else. */
export function tellProblems(problems: readonly Problem[], loader: ProcessLoader, terminal: Terminal): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  terminal.say(printProblems(errors, loader.texts, { locale: terminal.locale, color: terminal.talkColor }));
}
