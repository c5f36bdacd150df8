import type { DecisionTable } from "../decision/decision-table.ts";
import { ruleText } from "../decision/rule-text.ts";
import type { TableModel } from "../decision/table-model.ts";
import type { Definition, Start, Step, Template } from "../definition/model.ts";
import { asWritten } from "../expression/as-written.ts";

/** What one version says differently from another. Everything is plain JSON. */
export interface DefinitionDifference {
  readonly steps: readonly StepChange[];
  readonly tables: readonly TableChange[];
  readonly inputs: readonly NamedChange[];
  /** Starts as short texts: `form`, `event crm.lead.created`, `schedule 0 9 * * *`. */
  readonly starts: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly templates: readonly NamedChange[];
  /** Whatever else differs of the process as a whole. */
  readonly rest: readonly ("title" | "subject" | "calendar" | "output")[];
}

export interface NamedChange {
  readonly name: string;
  readonly change: "added" | "removed" | "changed";
}

export interface StepChange {
  readonly step: string;
  readonly title: string;
  readonly change: "added" | "removed" | "changed";
  /** Of a changed one: what of it. */
  readonly what: readonly StepAspect[];
}

/** The parts of a step that people speak of. */
export type StepAspect =
  | "kind"
  | "title"
  | "condition"
  | "order"
  | "next"
  | "people"
  | "form"
  | "outcomes"
  | "facts"
  | "agreement"
  | "rights"
  | "rework"
  | "ladder"
  | "timeout"
  | "dates"
  | "wait"
  | "content";

export interface TableChange {
  readonly table: string;
  readonly change: "added" | "removed" | "changed";
  /** Rules as one line each (see `ruleText`). */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The hit policy or the columns differ, or the order of the rules where it counts. */
  readonly shape: boolean;
}

/** Compares two versions of a process. Steps, tables, inputs and templates map by their names. */
export function compareDefinitions(old: Definition, next: Definition): DefinitionDifference {
  const rest = (["title", "subject", "output"] as const).filter((key) => asWritten(old[key]) !== asWritten(next[key]));
  return {
    steps: stepChanges(old, next),
    tables: tableChanges(old, next),
    inputs: namedChanges(byName(old.inputs), byName(next.inputs)),
    starts: startChanges(old.starts, next.starts),
    templates: namedChanges(old.templates, next.templates),
    rest: old.calendar.id === next.calendar.id ? rest : [...rest, "calendar"],
  };
}

/** Is there no difference that the comparison can name? */
export function isSameMeaning(difference: DefinitionDifference): boolean {
  const { steps, tables, inputs, starts, templates, rest } = difference;
  const lists = [steps, tables, inputs, starts.added, starts.removed, templates, rest];
  return lists.every((list) => list.length === 0);
}

/** A step's title for people, its expressions as written. */
export function titleText(template: Template): string {
  if (template.kind === "literal") return String(template.value);
  if (template.kind === "expression") return written(template.expression.text);
  if (template.kind !== "text") return "";
  return template.parts.map((part) => (typeof part === "string" ? part : written(part.text))).join("");
}

function written(expression: string): string {
  return `\${ ${expression.trim()} }`;
}

function byName<T extends { readonly name: string }>(all: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(all.map((one) => [one.name, one]));
}

function namedChanges(
  old: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
): readonly NamedChange[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])];
  return names.flatMap((name): readonly NamedChange[] => {
    if (!Object.hasOwn(old, name)) return [{ name, change: "added" }];
    if (!Object.hasOwn(next, name)) return [{ name, change: "removed" }];
    return asWritten(old[name]) === asWritten(next[name]) ? [] : [{ name, change: "changed" }];
  });
}

// ── starts ──────────────────────────────────────────────────────────────────────────────────────

function startChanges(old: readonly Start[], next: readonly Start[]): DefinitionDifference["starts"] {
  const bare = ({ index: _, ...start }: Start): string => asWritten(start);
  const [was, is] = [new Set(old.map(bare)), new Set(next.map(bare))];
  return {
    added: next.filter((start) => !was.has(bare(start))).map(startText),
    removed: old.filter((start) => !is.has(bare(start))).map(startText),
  };
}

function startText(start: Start): string {
  switch (start.kind) {
    case "form":
      return "form";
    case "event":
      return `event ${start.types.join(", ")}`;
    case "message":
      return `message ${start.message}`;
    case "schedule":
      return `schedule ${start.cron ?? "every"}`;
  }
}

// ── steps ───────────────────────────────────────────────────────────────────────────────────────

function stepChanges(old: Definition, next: Definition): readonly StepChange[] {
  const moved = movedSteps(old, next);
  const removed = [...old.steps.values()].filter(({ id }) => !next.steps.has(id));
  const kept = [...next.steps.values()].flatMap((step): readonly StepChange[] => {
    const before = old.steps.get(step.id);
    const title = titleText(step.title);
    if (!before) return [{ step: step.id, title, change: "added", what: [] }];
    const what = aspectsOf(before, step, moved.has(step.id));
    return what.length === 0 ? [] : [{ step: step.id, title, change: "changed", what }];
  });
  return [
    ...kept,
    ...removed.map(
      (step): StepChange => ({ step: step.id, title: titleText(step.title), change: "removed", what: [] }),
    ),
  ];
}

/** Steps that stand elsewhere: in another list, or behind others of their list than before. */
function movedSteps(old: Definition, next: Definition): ReadonlySet<string> {
  const listed = ({ steps }: Definition, other: Definition) =>
    Map.groupBy(
      [...steps.values()].filter(({ id, list }) => other.steps.get(id)?.list === list),
      ({ list }) => list,
    );
  const [before, after] = [listed(old, next), listed(next, old)];
  const moved = new Set<string>();
  for (const step of next.steps.values()) if (old.steps.get(step.id)?.list !== step.list) moved.add(step.id);
  for (const [list, steps] of after)
    steps.forEach((step, index) => {
      if (before.get(list)?.[index]?.id !== step.id) moved.add(step.id);
    });
  return moved;
}

/** Which key belongs to which part; a key not named here is `content`. */
const ASPECTS: Readonly<Record<string, StepAspect>> = {
  kind: "kind",
  title: "title",
  if: "condition",
  then: "next",
  cases: "condition",
  timeout: "timeout",
  assignee: "people",
  candidateUsers: "people",
  candidateGroups: "people",
  approvers: "people",
  notBy: "people",
  ifExcluded: "people",
  to: "people",
  form: "form",
  edit: "form",
  outcomes: "outcomes",
  about: "facts",
  facts: "facts",
  instructions: "facts",
  order: "agreement",
  complete: "agreement",
  veto: "agreement",
  commentRequired: "rights",
  allow: "rights",
  pauseClock: "rights",
  rework: "rework",
  escalation: "ladder",
  dueDate: "dates",
  followUpDate: "dates",
  priority: "dates",
  until: "wait",
  for: "wait",
  awaited: "wait",
};

/** Not of the step itself: where it stands, and what follows from its id. */
const NOT_ITS_OWN: ReadonlySet<string> = new Set(["id", "variable", "list", "place"]);

function aspectsOf(old: Step, next: Step, isMoved: boolean): readonly StepAspect[] {
  const [was, is] = [old as unknown as Record<string, unknown>, next as unknown as Record<string, unknown>];
  if (old.kind !== next.kind) return ["kind"];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !NOT_ITS_OWN.has(key));
  const changed = keys.filter((key) => ownText(was[key]) !== ownText(is[key])).map((key) => ASPECTS[key] ?? "content");
  return [...new Set<StepAspect>([...changed, ...(isMoved ? (["order"] as const) : [])])];
}

/** As written, less the steps inside: those are compared for themselves. */
function ownText(part: unknown): string {
  return asWritten(withoutLists(part));
}

function withoutLists(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutLists);
  if (typeof part !== "object" || part === null || "evaluate" in part) return part;
  if ("path" in part && "steps" in part) return "list";
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withoutLists(value)]));
}

// ── tables ──────────────────────────────────────────────────────────────────────────────────────

function tableChanges(old: Definition, next: Definition): readonly TableChange[] {
  const names = [...new Set([...Object.keys(old.decisions), ...Object.keys(next.decisions)])];
  return names.flatMap((table): readonly TableChange[] => {
    const [before, after] = [old.decisions[table], next.decisions[table]];
    const [was, is] = [rulesOf(before), rulesOf(after)];
    const change = before === undefined ? "added" : after === undefined ? "removed" : "changed";
    const [removed, added] = [without(was, is), without(is, was)];
    const reordered =
      isOrdered(after) && added.length === 0 && removed.length === 0 && was.join("\n") !== is.join("\n");
    const shape = change === "changed" && (shapeOf(before) !== shapeOf(after) || reordered);
    if (change === "changed" && !shape && added.length === 0 && removed.length === 0) return [];
    return [{ table, change, added, removed, shape }];
  });
}

/** Definitions hold compiled tables; the interpreter alone needs less of them. */
function modelOf(table: DecisionTable | undefined): TableModel | null {
  return table !== undefined && "model" in table ? (table.model as TableModel) : null;
}

function rulesOf(table: DecisionTable | undefined): readonly string[] {
  const model = modelOf(table);
  return model === null ? [] : model.rules.map((_, rule) => ruleText(model, rule));
}

/** What is in the one list and not in the other, each as often as it is more. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = [...other];
  return list.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function isOrdered(table: DecisionTable | undefined): boolean {
  return table?.hitPolicy === "first" || table?.hitPolicy === "rule order";
}

function shapeOf(table: DecisionTable | undefined): string {
  const model = modelOf(table);
  return asWritten([
    table?.hitPolicy,
    table?.inputs,
    table?.outputs,
    model?.columns.map(({ domain }) => domain),
    model?.outputs.map(({ default: other, ranks }) => [other?.text, ranks === null ? null : [...ranks]]),
  ]);
}
