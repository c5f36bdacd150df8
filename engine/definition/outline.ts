import type { StepKind } from "./model.ts";
import { childOf, type Document, type Entry, entryOf, type ListNode, type MapNode, type Node, textOf } from "./node.ts";

/**
 * The steps of a document as a tree, before anything is resolved: where each stands, what kind it is, which lists it
 * holds. Lenient: what has the wrong shape is left out (the shape check has said so already).
 */
export interface Outline {
  readonly body: OutlineList;
  /** Every step in the order of the file, those without an id included. */
  readonly steps: readonly OutlineStep[];
  /** The first step of each id. */
  readonly byId: ReadonlyMap<string, OutlineStep>;
  /** Ids of steps whose kind cannot be told: what names them is not judged. */
  readonly unread: ReadonlySet<string>;
}

/** A list of steps and what it belongs to. */
export interface OutlineList {
  /** As in the model: `""` for the body, `chase` for a block, `decide/case:0`, `split/branch:legal`. */
  readonly path: string;
  readonly role: "body" | "do" | "case" | "branch" | "catch" | "timeout";
  readonly node: ListNode;
  readonly owner: OutlineStep | null;
  /** Has it variables of its own? Blocks, iterations and branches have; cases, `try` and its handlers have not. */
  readonly scoped: boolean;
  readonly steps: OutlineStep[];
}

export interface OutlineStep {
  /** As written; `""` where the file has none. */
  readonly id: string;
  readonly kind: StepKind;
  /** The id in camelCase. */
  readonly variable: string;
  readonly node: MapNode;
  /** The entry that says what kind of step it is. */
  readonly keyword: Entry;
  readonly list: OutlineList;
  /** Position in its list, from 0. */
  readonly index: number;
  readonly lists: OutlineList[];
}

/** In the order in which they decide: `for` and `until` stand beside a `do`, so `do` comes last. */
const KEYWORDS: readonly StepKind[] = [
  "for",
  "switch",
  "fork",
  "try",
  "call",
  "notify",
  "userTask",
  "approval",
  "decision",
  "wait",
  "listen",
  "emit",
  "record",
  "document",
  "run",
  "raise",
  "set",
  "do",
];

/** Reads the steps of a process document. */
export function outlineOf(document: Document): Outline {
  const steps: OutlineStep[] = [];
  const node = childOf(document.root, "do");
  const unread = new Set<string>();
  const body = list({ path: "", role: "body", owner: null, scoped: true }, node, { steps, unread });
  const byId = new Map<string, OutlineStep>();
  for (const step of steps) if (step.id !== "" && !byId.has(step.id)) byId.set(step.id, step);
  return { body, steps, byId, unread };
}

/** `assign-manager` → `assignManager` */
export function camelCase(id: string): string {
  return id.replace(/[-_]+(.)?/gu, (_, letter: string | undefined) => (letter ?? "").toUpperCase());
}

/** The list and those that enclose it, innermost first. */
export function listsAround(list: OutlineList): readonly OutlineList[] {
  const around: OutlineList[] = [];
  for (let at: OutlineList | null = list; at; at = at.owner?.list ?? null) around.push(at);
  return around;
}

/** The nearest list with variables of its own. */
export function scopeOf(list: OutlineList): OutlineList {
  return listsAround(list).find((one) => one.scoped) ?? list;
}

/** What the walk over the lists gathers. */
interface Gathered {
  readonly steps: OutlineStep[];
  readonly unread: Set<string>;
}

const NO_STEPS: ListNode = { kind: "list", items: [], start: 0, end: 0 };

function list(
  head: Pick<OutlineList, "path" | "role" | "owner" | "scoped">,
  node: Node | undefined,
  all: Gathered,
): OutlineList {
  const made: OutlineList = { ...head, node: node?.kind === "list" ? node : NO_STEPS, steps: [] };
  for (const item of made.node.items) {
    const keyword = item.kind === "map" ? keywordOf(item) : undefined;
    const id = textOf(childOf(item, "id")) ?? "";
    if (!keyword && id !== "") all.unread.add(id);
    if (item.kind !== "map" || !keyword) continue;
    const step: OutlineStep = {
      id,
      kind: keyword.name as StepKind,
      variable: camelCase(id),
      node: item,
      keyword,
      list: made,
      index: made.steps.length,
      lists: [],
    };
    made.steps.push(step);
    all.steps.push(step);
    step.lists.push(...innerLists(step, all));
  }
  return made;
}

function keywordOf(node: MapNode): Entry | undefined {
  for (const keyword of KEYWORDS) {
    const entry = entryOf(node, keyword);
    if (entry) return entry;
  }
  return undefined;
}

function innerLists(step: OutlineStep, all: Gathered): OutlineList[] {
  const lists: OutlineList[] = [];
  const add = (path: string, head: Pick<OutlineList, "role" | "scoped">, node: Node | undefined) => {
    if (node?.kind === "list") lists.push(list({ path, owner: step, ...head }, node, all));
  };
  const base = step.id;
  const value = step.keyword.value;
  if (step.kind === "for" || step.kind === "do") add(base, { role: "do", scoped: true }, childOf(step.node, "do"));
  if (step.kind === "switch" && value.kind === "list") {
    value.items.forEach((item, n) => add(`${base}/case:${n}`, { role: "case", scoped: false }, childOf(item, "do")));
  }
  if (step.kind === "fork") {
    for (const { name, value: branch } of branchesOf(step)) {
      add(`${base}/branch:${name}`, { role: "branch", scoped: true }, branch);
    }
  }
  if (step.kind === "try") {
    add(base, { role: "do", scoped: false }, value);
    const catches = childOf(step.node, "catch");
    const handlers = catches?.kind === "list" ? catches.items : [];
    handlers.forEach((item, n) => add(`${base}/catch:${n}`, { role: "catch", scoped: false }, childOf(item, "do")));
  }
  add(`${base}/timeout`, { role: "timeout", scoped: false }, childOf(childOf(step.node, "timeout"), "do"));
  return lists;
}

/** The branches of a `fork`: a map of name → steps. */
export function branchesOf(step: OutlineStep): readonly Entry[] {
  const value = step.keyword.value;
  return value.kind === "map" ? value.entries.filter((entry) => entry.value.kind === "list") : [];
}
