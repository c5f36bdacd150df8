import type { Expression } from "../expression/expression.ts";
import type { Type, TypeFields } from "../expression/type.ts";
import type { Range } from "./make-problem.ts";
import type { OutlineList, OutlineStep } from "./outline.ts";
import type { SourceText } from "./position.ts";
import type { Problem } from "./problem.ts";

/**
 * What the compiler saw in a process, for the checks to judge. The compiler itself writes no message: it notes, each
 * check reads the notes of its kind. Filled while compiling, read only afterwards.
 */
export interface Survey {
  /** Problems that other parts found and worded: expressions, tables, templates. */
  readonly problems: Problem[];
  readonly mentions: Mention[];
  readonly uses: ExpressionUse[];
  readonly notes: Note[];
}

/** An empty survey, for one pass of the compiler. */
export function newSurvey(): Survey {
  return { problems: [], mentions: [], uses: [], notes: [] };
}

/** What can be named by a word in a process. */
export type MentionKind =
  | "user"
  | "group"
  | "department"
  | "registry"
  | "recordType"
  | "list"
  | "mailbox"
  | "template"
  | "decision"
  | "ladder"
  | "process"
  | "operation"
  | "input"
  | "step"
  | "calendar"
  | "event";

/** Something named in the file, by an id that must exist somewhere. */
export interface Mention {
  readonly kind: MentionKind;
  readonly name: string;
  readonly at: Range;
  /** The file, where it is not the process itself. */
  readonly source: SourceText | null;
  readonly step: OutlineStep | null;
}

/** Where an expression stands; decides what its outcome is used for. */
export type UseRole = "condition" | "value" | "text" | "list" | "fact" | "person" | "table";

/** An expression of the file. */
export interface ExpressionUse {
  readonly text: string;
  readonly expression: Expression;
  readonly role: UseRole;
  /** The key it stands under: `if`, `when`, `where`, `holds`, `set`, `with`… */
  readonly key: string;
  readonly at: Range;
  /** Offset in the file of the i-th unit of `text`. */
  offsetOf(index: number): number;
  readonly source: SourceText;
  readonly step: OutlineStep | null;
  readonly list: OutlineList | null;
  /** Variables that have no value on any way to this place. */
  readonly absent: readonly string[];
  /** What it sees, by name; left out where a table asks in its own way. */
  readonly types?: TypeFields;
}

/** One thing worth judging, of a kind that one check reads. */
export type Note = {
  [K in keyof NoteKinds]: { readonly kind: K; readonly at: Range; readonly source: SourceText | null } & NoteKinds[K];
}[keyof NoteKinds];

export type NoteOf<K extends keyof NoteKinds> = Extract<Note, { kind: K }>;

/** The kinds of notes and what each carries. */
export interface NoteKinds {
  /** `${ … }` in a key that always holds FEEL. */
  readonly "braces-in-bare-key": { readonly key: string; readonly inner: string };
  /** A variable of an inner scope. */
  readonly "out-of-sight": { readonly name: string };
  /** A step's id written where its variable is meant. */
  readonly "kebab-name": { readonly id: string; readonly name: string };
  /** A variable (or a part of one) that the file itself leaves empty on some ways, used where null is an incident. */
  readonly "variable-maybe-null": { readonly name: string };
  /** The name of a step that leaves nothing behind. */
  readonly "no-result": { readonly name: string };
  /** A value of a type that does not fit. */
  readonly "wrong-type": { readonly wanted: Wanted; readonly found: Type; readonly what: string };
  /** A value that empty data would make null (a field of a record), used where null is an incident. */
  readonly "maybe-null": { readonly what: string; readonly text: string };
  /** A literal that is none of a closed list. */
  readonly "unknown-choice": {
    readonly value: string;
    readonly values: readonly string[];
    readonly labels: Readonly<Record<string, string>>;
    readonly what: string;
  };
  readonly "unknown-field": { readonly name: string; readonly fields: readonly string[]; readonly of: string };
  readonly "unknown-column": { readonly name: string; readonly columns: readonly string[]; readonly registry: string };
  readonly "missing-column": { readonly name: string; readonly title: string; readonly registry: string };
  readonly "read-only-field": { readonly name: string };
  readonly "unknown-parameter": {
    readonly name: string;
    readonly operation: string;
    readonly parameters: readonly string[];
  };
  readonly "missing-parameter": { readonly name: string; readonly operation: string };
  readonly "unknown-operator": { readonly name: string };
  /** `{ not: { in: … } }`: a comparison takes a value. */
  readonly "nested-operator": { readonly outer: string; readonly inner: string };
  /** A comparison written as FEEL where a filter wants a value: `"> 1"`, and what says the same. */
  readonly "feel-in-filter": { readonly text: string; readonly instead: string };
  readonly "unknown-input": { readonly name: string; readonly inputs: readonly string[]; readonly process: string };
  readonly "missing-input": { readonly name: string; readonly process: string };
  readonly "start-missing-input": { readonly name: string; readonly title: string };
  readonly "start-input-ambiguous": { readonly names: readonly string[]; readonly type: string };
  readonly duration: { readonly ru: string; readonly en: string };
  readonly "duration-zero": Record<never, never>;
  readonly "wall-duration-needed": Record<never, never>;
  /** A text stands where an instant is wanted, and is none. */
  readonly instant: { readonly text: string };
  readonly person: { readonly text: string };
  readonly "loaded-too-early": { readonly name: string; readonly key: string };
  readonly "money-currency": { readonly what: string };
  readonly "wrong-record": {
    readonly what: string;
    readonly found: readonly string[];
    readonly wanted: readonly string[];
  };
  readonly "each-no-list": { readonly found: Type };
  /** A document as PDF of a template that is HTML. */
  readonly "template-not-printable": { readonly name: string };
  readonly cron: { readonly text: string };
  readonly "fact-without-title": { readonly text: string };
}

/** What a place takes, for a message. */
export type Wanted =
  | "text"
  | "number"
  | "money"
  | "boolean"
  | "date"
  | "dateTime"
  | "choice"
  | "user"
  | "users"
  | "record"
  | "records"
  | "list"
  | "map"
  | "files"
  | "letter"
  | "people"
  | "condition"
  | "value";

/** Notes of one kind. */
export function notesOf<K extends keyof NoteKinds>(survey: Survey, kind: K): readonly NoteOf<K>[] {
  return survey.notes.filter((note): note is NoteOf<K> => note.kind === kind);
}

/** Is something of the kind named that is not there? Then what seems unused may be what was meant. */
export function hasUnknown(survey: Survey, kind: MentionKind, known: readonly string[]): boolean {
  return survey.mentions.some((one) => one.kind === kind && !known.includes(one.name));
}
