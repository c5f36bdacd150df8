import type { DirectorySnapshot } from "../people/directory.ts";
import { didYouMean } from "./checks/did-you-mean.ts";
import { textsOf } from "./compile-field.ts";
import { problem, type Range } from "./make-problem.ts";
import { childOf, type Document, entryOf, type Node, textOf } from "./node.ts";
import { OPERATIONS } from "./operations.ts";
import { outcomesOf } from "./outcomes-of.ts";
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

/**
 * Checks what a scenario names: its processes, their steps, outcomes and form fields, operations and users. Its shape
 * is checked by `checkShape`; whether its story holds, only playing it tells.
 */
export function checkScenario(document: Document, context: ScenarioContext): readonly Problem[] {
  const found: Found = { document, context, problems: [], plays: [] };
  const own = ownProcess(found);
  if (!own) return found.problems;
  found.plays.push(own, ...others(found));
  checkInput(found, own);
  for (const line of itemsOf(childOf(document.root, "when"))) checkLine(found, line);
  checkClaims(found, childOf(document.root, "then"));
  return found.problems;
}

interface Found {
  readonly document: Document;
  readonly context: ScenarioContext;
  readonly problems: Problem[];
  /** The processes whose steps it may speak of. */
  readonly plays: Play[];
}

interface Play {
  readonly id: string;
  readonly document: Document;
  readonly outline: Outline;
}

/** Words that act on a task of a step. */
const ON_TASK: readonly string[] = [
  "complete",
  "claim",
  "unclaim",
  "delegate",
  "reassign",
  "add-approver",
  "ask-for-info",
  "answer",
  "recall",
  "withdraw",
  "comment",
];

function ownProcess(found: Found): Play | null {
  const { document, context } = found;
  const node = childOf(document.root, "process");
  const name = textOf(node);
  if (node && name !== undefined) return playNamed(found, name, node);
  if (context.own) return playOf(context.own);
  const at = entryOf(document.root, "scenario")?.key ?? document.root;
  say(found, at, {
    code: "scenario-process",
    message: {
      ru: "Не сказано, какой процесс проверяет сценарий",
      en: "It does not say which process the scenario tests",
    },
    remedy: { ru: "Добавьте process: id процесса", en: "Add process: the id of a process" },
  });
  return null;
}

function others(found: Found): readonly Play[] {
  const node = childOf(childOf(found.document.root, "given"), "processes");
  if (textOf(node) === "all") return found.context.processes.map(playOf);
  return itemsOf(node).flatMap((item) => {
    const name = textOf(item);
    const play = name === undefined ? null : playNamed(found, name, item);
    return play ? [play] : [];
  });
}

function playNamed(found: Found, name: string, at: Node): Play | null {
  const document = found.context.processes.find((one) => idOf(one) === name);
  if (document) return playOf(document);
  say(found, at, {
    code: "scenario-process",
    message: { ru: `Рядом нет процесса «${name}»`, en: `There is no process "${name}" beside it` },
    ...meant(found, name, { at, known: found.context.processes.map(idOf), none: NO_PROCESS }),
  });
  return null;
}

function playOf(document: Document): Play {
  return { id: idOf(document), document, outline: outlineOf(document) };
}

function idOf(document: Document): string {
  return textOf(childOf(document.root, "process")) ?? "";
}

function checkInput(found: Found, own: Play): void {
  const start = childOf(found.document.root, "start");
  const declared = childOf(own.document.root, "input");
  const known = declared?.kind === "map" ? declared.entries.map((entry) => entry.name) : [];
  for (const entry of entriesOf(childOf(start, "input"))) {
    if (known.includes(entry.name)) continue;
    say(found, entry.key, {
      code: "scenario-field",
      message: {
        ru: `У процесса «${own.id}» нет входа «${entry.name}»`,
        en: `Process "${own.id}" has no input "${entry.name}"`,
      },
      ...meant(found, entry.name, { at: entry.key, known, none: NO_FIELD }),
    });
  }
  checkUser(found, childOf(start, "by"));
}

function checkLine(found: Found, line: Node): void {
  const word = ON_TASK.find((one) => entryOf(line, one));
  const steps = word ? checkStep(found, childOf(line, word)) : [];
  if (word) checkAct(found, line, steps);
  checkUser(found, childOf(line, "by"));
  // The `to` of an absence is a day.
  for (const key of entryOf(line, "absent") ? ["absent", "substitute"] : ["to"]) checkUser(found, childOf(line, key));
  checkExpectation(found, childOf(line, "expect"));
  const fail = childOf(line, "fail");
  const operation = textOf(fail);
  const known = OPERATIONS.map((one) => one.name);
  if (fail && operation !== undefined && !known.includes(operation) && !MESSAGES.test(operation)) {
    say(found, fail, {
      code: "scenario-operation",
      message: { ru: `Нет операции «${operation}»`, en: `There is no operation "${operation}"` },
      ...meant(found, operation, { at: fail, known, none: NO_FIELD }),
    });
  }
}

/** Sending a message and attaching a document may fail, too, though no `call` names them. */
const MESSAGES = /^(?:message|document|notifier|registry)\./u;

/** The outcome must be one of the step's, the fields those of its form. */
function checkAct(found: Found, line: Node, steps: readonly OutlineStep[]): void {
  const people = steps.filter((step) => step.kind === "userTask" || step.kind === "approval");
  // What shall be rejected may be wrong on purpose.
  if (people.length === 0 || childOf(line, "rejected")) return;
  const outcome = childOf(line, "outcome");
  const name = textOf(outcome);
  const outcomes = people.flatMap((step) => outcomesOf(step).map((one) => one.name));
  // The requester's task in a rework and a rescue task have the outcome of a task.
  const isKnown = name === undefined || outcomes.includes(name) || name === "done";
  if (outcome && name !== undefined && !isKnown) {
    say(found, outcome, {
      code: "scenario-outcome",
      message: {
        ru: `У шага «${people[0]?.id}» нет исхода «${name}»`,
        en: `Step "${people[0]?.id}" has no outcome "${name}"`,
      },
      ...meant(found, name, { at: outcome, known: outcomes, none: NO_FIELD }),
    });
  }
  const fields = people.flatMap(fieldsOf);
  for (const entry of entriesOf(childOf(line, "with"))) {
    if (fields.includes(entry.name)) continue;
    say(found, entry.key, {
      code: "scenario-field",
      message: {
        ru: `В форме шага «${people[0]?.id}» нет поля «${entry.name}»`,
        en: `The form of step "${people[0]?.id}" has no field "${entry.name}"`,
      },
      ...meant(found, entry.name, { at: entry.key, known: fields, none: NO_FIELD }),
    });
  }
}

function fieldsOf(step: OutlineStep): readonly string[] {
  const form = entriesOf(childOf(step.node, "form")).map((entry) => entry.name);
  return [
    ...form,
    ...textsOf(childOf(step.node, "edit")),
    ...textsOf(childOf(childOf(step.node, "rework"), "edit")),
    ...OF_RESCUE,
  ];
}

/** What a rescue task at the step asks an administrator: who decides. */
const OF_RESCUE: readonly string[] = ["assignee"];

function checkExpectation(found: Found, node: Node | undefined): void {
  checkStep(found, childOf(node, "task"));
  for (const item of itemsOf(childOf(node, "never"))) checkExpectation(found, item);
}

function checkClaims(found: Found, node: Node | undefined): void {
  for (const item of itemsOf(childOf(node, "path")))
    if (textOf(item) !== "…" && textOf(item) !== "...") checkStep(found, item);
  for (const item of itemsOf(childOf(node, "never"))) checkExpectation(found, item);
  for (const item of itemsOf(childOf(node, "tasks"))) checkStep(found, childOf(item, "step"));
}

/** The steps that a name means, in whichever process; `ask#2` is the second visit of `ask`. */
function checkStep(found: Found, node: Node | undefined): readonly OutlineStep[] {
  const written = textOf(node);
  if (!node || written === undefined) return [];
  const name = written.replace(/#\d+$/u, "");
  const steps = found.plays.flatMap((play) => play.outline.byId.get(name) ?? []);
  if (steps.length === 0) {
    const known = found.plays.flatMap((play) => [...play.outline.byId.keys()]);
    say(found, node, {
      code: "scenario-step",
      message: { ru: `Нет шага «${name}»`, en: `There is no step "${name}"` },
      ...meant(found, name, { at: node, known, none: NO_FIELD }),
    });
  }
  return steps;
}

function checkUser(found: Found, node: Node | undefined): void {
  const name = textOf(node);
  const { directory } = found.context;
  if (!node || name === undefined || !directory || Object.hasOwn(directory.users, name)) return;
  say(found, node, {
    code: "scenario-user",
    message: { ru: `Нет сотрудника «${name}»`, en: `There is no user "${name}"` },
    ...meant(found, name, { at: node, known: Object.keys(directory.users), none: NO_USER }),
  });
}

const NO_PROCESS: Text = { ru: "Положите его папку рядом", en: "Put its folder beside this one" };
const NO_FIELD: Text = { ru: "Посмотрите в process.yaml", en: "See process.yaml" };
const NO_USER: Text = { ru: "Добавьте его в directory.yaml", en: "Add the user to directory.yaml" };

function meant(
  found: Found,
  word: string,
  place: { readonly at: Range; readonly known: readonly string[]; readonly none: Text },
): ReturnType<typeof didYouMean> {
  return didYouMean(word, place.known, { at: place.at, text: found.document.text, none: place.none });
}

function say(found: Found, at: Range, words: Pick<Problem, "code" | "message" | "remedy" | "fix">): void {
  found.problems.push(problem(found.document, { ...words, at }));
}

function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === "list" ? node.items : [];
}

function entriesOf(
  node: Node | undefined,
): readonly { readonly key: Range; readonly name: string; readonly value: Node }[] {
  return node?.kind === "map" ? node.entries : [];
}
