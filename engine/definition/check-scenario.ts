import { checkStartInput } from "./check-start-input.ts";
import { textsOf } from "./compile-field.ts";
import { inputFieldsOf } from "./compile-input.ts";
import { childOf, type Document, entryOf, type Node, textOf } from "./node.ts";
import { OPERATIONS } from "./operations.ts";
import { outcomesOf } from "./outcomes-of.ts";
import type { OutlineStep } from "./outline.ts";
import type { Problem } from "./problem.ts";
import { checkClaim } from "./scenario-claims.ts";
import {
  checkStep,
  entriesOf,
  type Found,
  idOf,
  itemsOf,
  meant,
  NO_FIELD,
  NO_PROCESS,
  type Play,
  playOf,
  type ScenarioContext,
  say,
} from "./scenario-findings.ts";
import { checkActor, checkMeant, checkUser } from "./scenario-people.ts";

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
