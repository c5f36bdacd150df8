import type { Calendar } from "../calendar/calendar.ts";
import type { CompiledTable } from "../decision/table-model.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { Catalog } from "./catalog.ts";
import type { Subject } from "./checks/check.ts";
import { CHECKS } from "./checks/index.ts";
import { assembleDefinition } from "./compile-definition.ts";
import { analyzed, compilePass } from "./compile-pass.ts";
import type { ProcessSignature } from "./compiler.ts";
import { problem } from "./make-problem.ts";
import type { Definition } from "./model.ts";
import type { Document } from "./node.ts";
import type { SourceText } from "./position.ts";
import type { Problem } from "./problem.ts";
import { readDecisions } from "./read-decisions.ts";
import { rootCauses } from "./root-causes.ts";
import { checkShape } from "./shape.ts";

/** A process's file and everything it is checked against. */
export interface ProcessSource {
  readonly document: Document;
  /** Files beside it: `decisions/*.csv`, `decisions/*.yaml`, `templates/*`. */
  readonly files: readonly SourceText[];
  /** Null: record fields, lists, registries and mailboxes are of unknown type and unchecked. */
  readonly catalog: Catalog | null;
  /** The business calendar of that id, or null where there is none. */
  readonly calendars: (id: string) => Calendar | null;
  /** The processes in the folders beside (see `signatureOf`); its own may be among them. */
  readonly processes: readonly ProcessSignature[];
  /** Null or left out: people, groups and departments are not checked. */
  readonly directory?: DirectorySnapshot | null;
}

export interface CompileResult {
  /** Null when there is any error. */
  readonly definition: Definition | null;
  /** All of them at once, in the order of the file, root causes only. */
  readonly problems: readonly Problem[];
  /** Every table that could be read, also where something else is wrong: for who shows tables. */
  readonly tables: ReadonlyMap<string, CompiledTable>;
}

/**
 * Checks a process that was read and makes its definition: shape first, then meaning, all problems at once. A
 * definition is made here and nowhere else; one that comes out needs no further question.
 *
 * @example
 * const { definition, problems } = compileProcess({ document, files, catalog, calendars, processes: [] });
 */
export function compileProcess(source: ProcessSource): CompileResult {
  const { document } = source;
  const shape = checkShape(document, "process");
  if (document.root.kind !== "map") return { definition: null, problems: shape, tables: new Map() };
  const { decisions, problems: inDecisions } = readDecisions(source.files);
  const analysis = analyzed(document);
  const first = compilePass(source, { analysis, decisions, known: new Map() });
  // What is read before the file sets it (a way back) has its type from the first pass.
  const pass = first.compiler.progress.guessed
    ? compilePass(source, { analysis, decisions, known: first.compiler.types })
    : first;

  const subject: Subject = { ...pass.compiler, starts: pass.parts.starts, files: source.files };
  const found = CHECKS.flatMap((check) =>
    [...check.find(subject)].map((one) =>
      problem(one.source ?? document, { ...one, code: check.explanation.code, severity: check.explanation.severity }),
    ),
  );
  const problems = rootCauses([...shape, ...inDecisions], [...pass.compiler.survey.problems, ...found], subject);
  const hasErrors = problems.some((one) => one.severity === "error");
  return { definition: hasErrors ? null : assembleDefinition(source, pass), problems, tables: pass.compiler.tables };
}
