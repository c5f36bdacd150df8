import { claimPatternFault } from "../base/claim-pattern.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { checkStartInput } from "./check-start-input.ts";
import { didYouMean } from "./checks/did-you-mean.ts";
import { textsOf } from "./compile-field.ts";
import { inputFieldsOf } from "./compile-input.ts";
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
  checkClaim(found, childOf(document.root, "then"));
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
  // What shall be rejected may be wrong on purpose.
  if (childOf(start, "rejected")) return;
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
  found.problems.push(...checkStartInput(found.document, inputFieldsOf(own.document)));
  checkActor(found, childOf(start, "by"));
}

function checkLine(found: Found, line: Node): void {
  const word = taskWord(line);
  const steps = word ? checkStep(found, childOf(line, word)) : [];
  if (word) checkAct(found, line, steps);
  checkPeople(found, line);
  checkClaim(found, childOf(line, "expect"));
  checkFailing(found, childOf(line, "fail"));
}

/** The word of a line about a task; `comment` is also a key of other lines. */
function taskWord(line: Node): string | undefined {
  return ["cancel", "suspend"].some((one) => entryOf(line, one))
    ? undefined
    : ON_TASK.find((one) => entryOf(line, one));
}

function checkPeople(found: Found, line: Node): void {
  // What shall be rejected may be wrong on purpose.
  if (childOf(line, "rejected")) return;
  if (taskWord(line) !== undefined) checkUser(found, childOf(line, "by"));
  else checkActor(found, childOf(line, "by"));
  // The `to` of an absence is a day.
  for (const key of entryOf(line, "absent") ? ["absent", "substitute"] : []) checkUser(found, childOf(line, key));
  if (!entryOf(line, "absent")) checkMeant(found, childOf(line, "to"));
}

function checkFailing(found: Found, node: Node | undefined): void {
  const name = textOf(node);
  const known = [...OPERATIONS.map((one) => one.name), ...FAILING];
  if (!node || name === undefined || known.includes(name)) return;
  say(found, node, {
    code: "scenario-operation",
    message: { ru: `Нет операции «${name}»`, en: `There is no operation "${name}"` },
    ...meant(found, name, { at: node, known, none: NO_FIELD }),
  });
}

/** What may fail, too, though no `call` names it: messages and their channels, and steps that do something outside. */
const FAILING: readonly string[] = [
  "notify",
  "message.send",
  "portal",
  "email",
  "sms",
  "document",
  "document.render",
  "emit",
  "event.emit",
  "run",
  "process.run",
  "records.load",
  "crm.look",
];

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

/** What `expect`, `then` or an element of `never` claims. */
function checkClaim(found: Found, node: Node | undefined): void {
  if (node?.kind !== "map") return;
  checkStep(found, childOf(node, "task"));
  checkMeant(found, childOf(node, "for"));
  checkUser(found, childOf(node, "assignee"));
  for (const item of itemsOf(childOf(node, "path")))
    if (textOf(item) !== "…" && textOf(item) !== "...") checkStep(found, item);
  for (const item of itemsOf(childOf(node, "tasks"))) {
    checkStep(found, childOf(item, "step") ?? childOf(item, "task"));
    checkMeant(found, childOf(item, "for"));
  }
  for (const item of [childOf(node, "message"), ...itemsOf(childOf(node, "messages"))])
    checkMeant(found, childOf(item, "to"));
  for (const item of itemsOf(childOf(node, "never"))) checkClaim(found, item);
  for (const entry of node.entries) if (entry.name !== "never") checkPatterns(found, entry.value);
}

/** A text between slashes must be a regular expression. */
function checkPatterns(found: Found, node: Node): void {
  if (node.kind === "list") for (const item of node.items) checkPatterns(found, item);
  if (node.kind === "map") for (const entry of node.entries) checkPatterns(found, entry.value);
  const fault = claimPatternFault(textOf(node) ?? "");
  if (fault === null) return;
  say(found, node, {
    code: "scenario-pattern",
    message: {
      ru: `Это не регулярное выражение: ${cut(textOf(node) ?? "")}`,
      en: `This is no regular expression: ${cut(textOf(node) ?? "")}`,
    },
    remedy: {
      ru: `Закройте скобки, а перед ( [ * + ? . как текстом поставьте \\ (${fault})`,
      en: `Close the brackets, and put \\ before ( [ * + ? . that are meant as text (${fault})`,
    },
  });
}

const SHOWN_MAX = 50;

function cut(text: string): string {
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

/** The user, group, department or record that a claim or a command means. */
function checkMeant(found: Found, node: Node | undefined): void {
  const { directory } = found.context;
  if (!node || !directory) return;
  if (node.kind === "list") for (const item of node.items) checkMeant(found, item);
  const name = textOf(node);
  if (name !== undefined && !name.includes("/") && !BY_ROLE.includes(name)) checkUser(found, node);
  if (node.kind !== "map") return;
  const groups = [...Object.keys(directory.groups), ...Object.values(directory.users).flatMap((user) => user.groups)];
  for (const { name: key, value } of node.entries) {
    if ((key === "user" || key === "managerOf") && !BY_ROLE.includes(textOf(value) ?? "")) checkUser(found, value);
    if (key === "group" || key === "each" || key === "nextOf") checkNamed(found, value, { ...GROUP, known: groups });
    if (key === "headOf") checkNamed(found, value, { ...DEPARTMENT, known: Object.keys(directory.departments) });
  }
}

/** Words that mean a person by the part he plays. */
const BY_ROLE: readonly string[] = ["requester", "assignee"];

/** The steps that a name means, in whichever process; `ask#2` is the second visit of `ask`. */
function checkStep(found: Found, node: Node | undefined): readonly OutlineStep[] {
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

function checkUser(found: Found, node: Node | undefined): void {
  const { directory } = found.context;
  if (directory) checkNamed(found, node, { ...USER, known: Object.keys(directory.users) });
}

/** Who does something outside may be nobody of ours: a robot, a person who left. */
function checkActor(found: Found, node: Node | undefined): void {
  if (!found.context.directory) return;
  const known = Object.keys(found.context.directory.users);
  checkNamed(found, node, { ...USER, severity: "warning", known });
}

interface Kind {
  /** @default "error" */
  readonly severity?: "error" | "warning";
  says(name: string): Text;
  readonly none: Text;
}

const USER: Kind = {
  says: (name) => ({ ru: `Нет сотрудника «${name}»`, en: `There is no user "${name}"` }),
  none: { ru: "Добавьте его в directory.yaml", en: "Add the user to directory.yaml" },
};
const GROUP: Kind = {
  says: (name) => ({ ru: `Нет группы «${name}»`, en: `There is no group "${name}"` }),
  none: { ru: "Добавьте её в directory.yaml", en: "Add the group to directory.yaml" },
};
const DEPARTMENT: Kind = {
  says: (name) => ({ ru: `Нет отдела «${name}»`, en: `There is no department "${name}"` }),
  none: { ru: "Добавьте его в directory.yaml", en: "Add the department to directory.yaml" },
};

function checkNamed(
  found: Found,
  node: Node | undefined,
  { says, none, known, severity = "error" }: Kind & { readonly known: readonly string[] },
): void {
  const name = textOf(node);
  if (!node || name === undefined || known.includes(name)) return;
  say(found, node, {
    code: "scenario-user",
    severity,
    message: says(name),
    ...meant(found, name, { at: node, known, none }),
  });
}

const NO_PROCESS: Text = { ru: "Положите его папку рядом", en: "Put its folder beside this one" };
const NO_FIELD: Text = { ru: "Посмотрите в process.yaml", en: "See process.yaml" };

function meant(
  found: Found,
  word: string,
  place: { readonly at: Range; readonly known: readonly string[]; readonly none: Text },
): ReturnType<typeof didYouMean> {
  return didYouMean(word, place.known, { at: place.at, text: found.document.text, none: place.none });
}

function say(
  found: Found,
  at: Range,
  words: Pick<Problem, "code" | "message" | "remedy" | "fix"> & Partial<Pick<Problem, "severity">>,
): void {
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
