import type { DirectorySnapshot } from "../people/directory.ts";
import { didYouMean } from "./checks/did-you-mean.ts";
import { problem, type Range } from "./make-problem.ts";
import { childOf, type Document, type Node, textOf } from "./node.ts";
import { type Outline, type OutlineStep, outlineOf } from "./outline.ts";
import type { Problem, Text } from "./problem.ts";

/** What a scenario is checked against. */
export interface ScenarioContext {
  /** The process in whose folder it lies; null: it must name one. */
  readonly own: Document | null;
  /** Every process it may name, its own included. */
  readonly processes: readonly Document[];
  /** Null: users are not checked. */
  readonly directory: DirectorySnapshot | null;
}

/** What a check of a scenario works on. */
export interface Found {
  readonly document: Document;
  readonly context: ScenarioContext;
  readonly problems: Problem[];
  /** The processes whose steps it may speak of. */
  readonly plays: Play[];
}

/** A process whose steps a scenario may speak of. */
export interface Play {
  readonly id: string;
  readonly document: Document;
  readonly outline: Outline;
}

/** The process of a document. */
export function playOf(document: Document): Play {
  return { id: idOf(document), document, outline: outlineOf(document) };
}

/** The id of a process; empty where it has none. */
export function idOf(document: Document): string {
  return textOf(childOf(document.root, "process")) ?? "";
}

/** The steps that a name means, in whichever process; `ask#2` is the second visit of `ask`. */
export function checkStep(found: Found, node: Node | undefined): readonly OutlineStep[] {
  const written = textOf(node);
  if (!node || written === undefined) return [];
  const name = written.replace(/#\d+$/u, "");
  const steps = found.plays.flatMap((play) => play.outline.byId.get(name) ?? []);
  if (steps.length === 0 && !isStepOfNeighbor(found, name)) {
    const known = found.plays.flatMap((play) => [...play.outline.byId.keys()]);
    say(found, node, {
      code: "scenario-step",
      message: { ru: `Нет шага «${name}»`, en: `There is no step "${name}"` },
      ...meant(found, name, { at: node, known, none: NO_FIELD }),
    });
  }
  return steps;
}

/** `run` starts processes beside that the scenario need not name. */
function isStepOfNeighbor({ context }: Found, name: string): boolean {
  return context.processes.some((document) => outlineOf(document).byId.has(name));
}

/** What to do where a name has no near one. */
export const NO_PROCESS: Text = { ru: "Положите его папку рядом", en: "Put its folder beside this one" };
/** What to do where a name has no near one. */
export const NO_FIELD: Text = { ru: "Посмотрите в process.yaml", en: "See process.yaml" };

/** The remedy for a word that is not known: the nearest that is. */
export function meant(
  found: Found,
  word: string,
  place: { readonly at: Range; readonly known: readonly string[]; readonly none: Text },
): ReturnType<typeof didYouMean> {
  return didYouMean(word, place.known, { at: place.at, text: found.document.text, none: place.none });
}

/** Notes a problem. */
export function say(
  found: Found,
  at: Range,
  words: Pick<Problem, "code" | "message" | "remedy" | "fix"> & Partial<Pick<Problem, "severity">>,
): void {
  found.problems.push(problem(found.document, { ...words, at }));
}

/** The items of a list; none of anything else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === "list" ? node.items : [];
}

/** The entries of a map; none of anything else. */
export function entriesOf(
  node: Node | undefined,
): readonly { readonly key: Range; readonly name: string; readonly value: Node }[] {
  return node?.kind === "map" ? node.entries : [];
}
