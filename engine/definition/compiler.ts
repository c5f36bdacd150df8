import type { Field } from "../base/field.ts";
import type { Calendar } from "../calendar/calendar.ts";
import type { CompiledTable } from "../decision/table-model.ts";
import type { Type } from "../expression/type.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { Catalog } from "./catalog.ts";
import type { Flow } from "./flow.ts";
import type { FlowState } from "./flow-state.ts";
import type { Range } from "./make-problem.ts";
import type { MessageTemplate, Step } from "./model.ts";
import type { Document, Node } from "./node.ts";
import type { Outline, OutlineList, OutlineStep } from "./outline.ts";
import type { SourceText } from "./position.ts";
import type { Mention, MentionKind, Note, NoteKinds, Survey } from "./survey.ts";
import type { DecisionFiles } from "./table-places.ts";
import type { Variable, Variables } from "./variables.ts";

/** What is known of a neighboring process: enough to check a `run`. */
export interface ProcessSignature {
  readonly id: string;
  readonly title: string;
  readonly inputs: readonly Field[];
  /** Names of its `output`. */
  readonly outputs: readonly string[];
  /** Events that its `emit` steps raise. */
  readonly emits: readonly string[];
}

/** What a variable holds, at a state; and how many of the steps that set it have been seen. */
export interface VariableType {
  readonly at: (state: FlowState | null) => Type;
  readonly origins: number;
}

/** Everything one compilation knows. Filled in the order of the file. */
export interface Compiler {
  readonly document: Document;
  readonly outline: Outline;
  readonly variables: Variables;
  readonly flow: Flow;
  readonly catalog: Catalog | null;
  readonly directory: DirectorySnapshot | null;
  readonly calendars: (id: string) => Calendar | null;
  readonly processes: readonly ProcessSignature[];
  readonly decisions: DecisionFiles;
  /** Files of `templates/` beside the process. */
  readonly templates: readonly SourceText[];
  readonly inputs: readonly Field[];
  readonly tables: Map<string, CompiledTable>;
  /** The types of variables known so far; of a task's result it depends on the outcomes still possible. */
  readonly types: Map<Variable, VariableType>;
  /** Types that the previous pass ended with, for what is read before it is compiled. */
  readonly known: ReadonlyMap<Variable, VariableType>;
  /** True once a type was needed that is not known yet: a second pass will know it. */
  readonly progress: { guessed: boolean };
  readonly survey: Survey;
  /** Templates that steps use, compiled. */
  readonly messages: Map<string, MessageTemplate>;
  /** Steps of the model by their outline. */
  readonly made: Map<OutlineStep, Step>;
  /** Type of `requester`. */
  readonly requester: Type;
}

/** Where a value stands: the step and the list whose variables it sees, and what is certain there. */
export interface Spot {
  readonly step: OutlineStep | null;
  readonly list: OutlineList;
  readonly state: FlowState | null;
  /** Further names: `event`, `record`, `each`, `assignee`. */
  readonly extra: Readonly<Record<string, Type>>;
  /** The key it stands under, for messages and for what outcomes are used for. */
  readonly key: string;
}

/** The same place with other names or another key. */
export function spotWith(
  spot: Spot,
  more: { readonly key?: string; readonly extra?: Readonly<Record<string, Type>>; readonly state?: FlowState | null },
): Spot {
  return {
    ...spot,
    key: more.key ?? spot.key,
    extra: more.extra ? { ...spot.extra, ...more.extra } : spot.extra,
    state: more.state === undefined ? spot.state : more.state,
  };
}

/** Behind a step's `if`. */
export function spotOf(compiler: Compiler, step: OutlineStep, key: string): Spot {
  return { step, list: step.list, state: compiler.flow.inside(step), extra: {}, key };
}

/** Notes that something is named by an id. */
export function mention(
  compiler: Compiler,
  kind: MentionKind,
  name: string,
  at: Range,
  more: { step?: OutlineStep | null; source?: SourceText } = {},
): void {
  const one: Mention = { kind, name, at, source: more.source ?? null, step: more.step ?? null };
  compiler.survey.mentions.push(one);
}

/** Notes something for the check of that kind. */
export function note<K extends keyof NoteKinds>(
  compiler: Compiler,
  kind: K,
  at: Range,
  data: NoteKinds[K],
  source?: SourceText,
): void {
  compiler.survey.notes.push({
    kind,
    at: { start: at.start, end: at.end },
    source: source ?? null,
    ...data,
  } as unknown as Note);
}

/** The range of a node. */
export function rangeOf(node: Node): Range {
  return { start: node.start, end: node.end };
}
