import { nullable, type Type, USER } from "../expression/type.ts";
import type { ProcessSource } from "./compile.ts";
import { compileUnusedTables } from "./compile-decisions.ts";
import { compileInputs, inputFieldsOf } from "./compile-input.ts";
import { compileStarts, isStartedByPeopleOnly } from "./compile-start.ts";
import { compileList } from "./compile-steps.ts";
import { compileMapping, compileText } from "./compile-value.ts";
import type { Compiler, Spot, VariableType } from "./compiler.ts";
import { walkFlow } from "./flow.ts";
import type { Definition } from "./model.ts";
import { childOf, type Document } from "./node.ts";
import { leavingOutcomes } from "./outcomes-of.ts";
import { outlineOf } from "./outline.ts";
import { signatureOf } from "./process-signature.ts";
import { newSurvey } from "./survey.ts";
import type { DecisionFiles } from "./table-places.ts";
import { type Variable, variablesOf } from "./variables.ts";

/** One compilation: the parts of the model, and everything that was seen on the way. */
export interface Pass {
  readonly compiler: Compiler;
  readonly parts: Pick<Definition, "inputs" | "starts" | "body" | "output" | "subject">;
}

/** What is known of a process before any expression is read. */
export type Analysis = Pick<Compiler, "outline" | "variables" | "flow">;

/** The steps, variables and ways of a process. */
export function analyzed(document: Document): Analysis {
  const outline = outlineOf(document);
  const variables = variablesOf(document, outline);
  return { outline, variables, flow: walkFlow(outline, variables, { outcomesOf: leavingOutcomes }) };
}

export interface PassInput {
  readonly analysis: Analysis;
  readonly decisions: DecisionFiles;
  readonly known: ReadonlyMap<Variable, VariableType>;
}

/** Compiles everything once, in the order of the file. */
export function compilePass(source: ProcessSource, input: PassInput): Pass {
  const compiler = compilerFor(source, input);
  const inputs = compileInputs(compiler);
  const starts = compileStarts(compiler);
  const body = compileList(compiler, compiler.outline.body);
  const { root } = source.document;
  const output = compileMapping(compiler, childOf(root, "output"), bodySpot(compiler, "output"));
  const subject = compileText(compiler, childOf(root, "subject"), bodySpot(compiler, "subject"));
  compileUnusedTables(compiler);
  return { compiler, parts: { inputs, starts, body, output, subject } };
}

function compilerFor(source: ProcessSource, input: PassInput): Compiler {
  const { document } = source;
  const own = signatureOf(document);
  return {
    document,
    ...input.analysis,
    catalog: source.catalog,
    directory: source.directory ?? null,
    calendars: source.calendars,
    processes: own ? [...source.processes.filter((one) => one.id !== own.id), own] : source.processes,
    decisions: input.decisions,
    templates: source.files.filter((file) => /(?:^|\/)templates\/[^/]+$/u.test(file.path)),
    inputs: inputFieldsOf(document),
    tables: new Map(),
    types: new Map(),
    known: input.known,
    progress: { guessed: false },
    survey: newSurvey(),
    messages: new Map(),
    made: new Map(),
    requester: requesterOf(document),
  };
}

/** `requester` is who started it: perhaps nobody, where an event of a machine did. */
function requesterOf(document: Document): Type {
  return isStartedByPeopleOnly(document.root) ? USER : nullable(USER);
}

/** The output is made wherever the process ends; the subject before its first step. */
function bodySpot(compiler: Compiler, key: "output" | "subject"): Spot {
  const { flow, outline } = compiler;
  const state = key === "output" ? flow.ending() : flow.entering(outline.body);
  return { step: null, list: outline.body, state, extra: {}, key };
}
