import type { ProcessSource } from "./compile.ts";
import { assembleDefinition } from "./compile-definition.ts";
import { analyzed, compilePass } from "./compile-pass.ts";
import type { Definition } from "./model.ts";
import { readDecisions } from "./read-decisions.ts";

/**
 * The definition of a process that was checked when it was deployed: nothing is judged again, so that a check that is
 * stricter today does not stop instances of years ago. Null where its calendar is not there.
 */
export function compileAgain(source: ProcessSource): Definition | null {
  const { decisions } = readDecisions(source.files);
  const analysis = analyzed(source.document);
  const first = compilePass(source, { analysis, decisions, known: new Map() });
  // As `compileProcess` does: a type that was needed before it was known is known to the second pass.
  const pass = first.compiler.progress.guessed
    ? compilePass(source, { analysis, decisions, known: first.compiler.types })
    : first;
  return assembleDefinition(source, pass);
}
