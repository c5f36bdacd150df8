import { isDurationProblem, parseDuration } from "../base/duration.ts";
import { isMap, type Value, type ValueMap } from "../base/value.ts";
import { problem } from "../definition/make-problem.ts";
import { childOf, type Document, entryOf, type Node, textOf } from "../definition/node.ts";
import { positionOf } from "../definition/position.ts";
import type { Problem, Text } from "../definition/problem.ts";
import { valueOfNode } from "../definition/value-of-node.ts";
import {
  type Act,
  type Claim,
  type Given,
  type Line,
  type OutsideAct,
  type Scenario,
  type StartLine,
  TASK_VERBS,
  type TaskVerb,
} from "./scenario.ts";

/** A scenario, or what keeps it from being read. The shape of the file was checked before (`checkShape`). */
export interface ScenarioReading {
  readonly scenario: Scenario;
  readonly problems: readonly Problem[];
}

/** Reads a scenario document (language §6). */
export function readScenario(document: Document): ScenarioReading {
  const { root } = document;
  const reader: Reader = { document, problems: [] };
  const when = childOf(root, "when");
  const start = childOf(root, "start");
  return {
    scenario: {
      file: document.path,
      name: textOf(childOf(root, "scenario")) ?? document.path,
      process: textOf(childOf(root, "process")) ?? null,
      given: givenOf(childOf(root, "given")),
      start: start ? startOf(reader, start) : null,
      when: when?.kind === "list" ? when.items.flatMap((item) => lineOf(reader, item) ?? []) : [],
      then: claimsOf(reader, childOf(root, "then")),
    },
    problems: reader.problems,
  };
}

interface Reader {
  readonly document: Document;
  readonly problems: Problem[];
}

function givenOf(node: Node | undefined): Given {
  const processes = childOf(node, "processes");
  return {
    now: stringOf(childOf(node, "now")),
    records: sourcesOf(childOf(node, "records")),
    lists: mapIn(childOf(node, "lists")),
    directory: sourcesOf(childOf(node, "directory")),
    processes:
      processes?.kind === "list"
        ? processes.items.flatMap((item) => stringOf(item) ?? [])
        : stringOf(processes) === "all"
          ? "all"
          : listOfOne(stringOf(processes)),
    registry: mapIn(childOf(node, "registry")),
  };
}

function listOfOne(text: string | null): readonly string[] | null {
  return text === null ? null : [text];
}

/** A file, inline data, or a list of these. */
function sourcesOf(node: Node | undefined): readonly (string | ValueMap)[] | null {
  if (!node) return null;
  const items = node.kind === "list" ? node.items : [node];
  return items.flatMap((item) => {
    const value = valueOfNode(item);
    return typeof value === "string" || isMap(value) ? [value] : [];
  });
}

/** What starts a process: a scenario has one of these. */
const STARTS = ["input", "event", "message", "update", "create", "delete"] as const;

function startOf(reader: Reader, node: Node): StartLine {
  const second = STARTS.flatMap((word) => entryOf(node, word) ?? []).sort(
    (one, other) => one.key.start - other.key.start,
  )[1];
  if (second)
    complain(reader, second.key, {
      ru: `Запуск один, а здесь ещё и «${second.name}»`,
      en: `There is one start, and here is "${second.name}" as well`,
    });
  const act = outsideAct(node);
  const input = mapIn(childOf(node, "input"));
  return {
    line: lineNumber(reader, node),
    by: stringOf(childOf(node, "by")) ?? byInside(node),
    rejected: stringOf(childOf(node, "rejected")),
    act: act ?? { kind: "input", input },
  };
}

/** Words that are also keys of other lines come last. */
const WORDS = [
  "expect",
  "wait",
  "until",
  "fail",
  "absent",
  "cancel",
  "suspend",
  "resume",
  "retry",
  ...TASK_VERBS.filter((verb) => verb !== "comment"),
  "update",
  "create",
  "delete",
  "event",
  "message",
  "comment",
] as const;

function lineOf(reader: Reader, node: Node): Line | null {
  const bare = textOf(node);
  const word = bare ?? WORDS.find((one) => entryOf(node, one));
  const act = word === undefined ? null : actOf(reader, word, node);
  if (act === null) {
    complain(reader, node, {
      ru: `Такой строки в сценарии нет; строка начинается с одного из слов: ${WORDS.slice(0, 8).join(", ")}…`,
      en: `There is no such line; a line begins with one of ${WORDS.slice(0, 8).join(", ")}…`,
    });
    return null;
  }
  return {
    line: lineNumber(reader, node),
    act,
    by: stringOf(childOf(node, "by")) ?? byInside(node),
    rejected: stringOf(childOf(node, "rejected")),
    process: stringOf(childOf(node, "process")),
  };
}

function actOf(reader: Reader, word: string, node: Node): Act | null {
  const value = childOf(node, word);
  const text = stringOf(value);
  switch (word) {
    case "expect":
      return { kind: "expect", claims: expectationOf(reader, value) };
    case "wait":
      return waitOf(reader, value);
    case "until":
      return { kind: "until", at: text ?? "" };
    case "fail":
      return failOf(node, text ?? "");
    case "absent":
      return {
        kind: "absent",
        user: text ?? "",
        from: stringOf(childOf(node, "from")),
        to: stringOf(childOf(node, "to")),
        substitute: stringOf(childOf(node, "substitute")),
      };
    case "cancel":
    case "suspend":
      return { kind: word, reason: stringOf(childOf(node, "comment")) ?? text };
    case "resume":
    case "retry":
      return { kind: word };
    default:
      return TASK_VERBS.includes(word as TaskVerb) ? taskAct(word as TaskVerb, node, text) : outsideAct(node);
  }
}

function waitOf(reader: Reader, node: Node | undefined): Act | null {
  const duration = parseDuration(node ? valueOfNode(node) : null);
  if (!isDurationProblem(duration)) return { kind: "wait", duration };
  complain(reader, node ?? reader.document.root, duration.problem);
  return null;
}

/** `fail: crm.update`: without a code nobody knows whether it happened; with one it was refused. */
function failOf(node: Node, operation: string): Act {
  const times = childOf(node, "times");
  const error = stringOf(childOf(node, "error"));
  const outcome = stringOf(childOf(node, "outcome")) ?? (error === null ? "unknown" : "refused");
  const count = times?.kind === "scalar" && typeof times.value === "number" ? times.value : 1;
  return {
    kind: "fail",
    operation,
    times: count,
    error: error ?? stringOf(childOf(node, "message")),
    outcome: outcome === "refused" ? "refused" : "unknown",
  };
}

function taskAct(verb: TaskVerb, node: Node, step: string | null): Act {
  const to = childOf(node, "to");
  return {
    kind: "task",
    verb,
    step: step ?? "",
    outcome: stringOf(childOf(node, "outcome")),
    form: mapIn(childOf(node, "with")),
    comment: stringOf(childOf(node, verb === "comment" ? "text" : "comment")),
    to: to ? valueOfNode(to) : null,
  };
}

function outsideAct(node: Node): OutsideAct | null {
  for (const kind of ["update", "create"] as const) {
    const record = stringOf(childOf(node, kind));
    if (record !== null) return { kind, record, set: mapIn(childOf(node, "set")) };
  }
  const deleted = stringOf(childOf(node, "delete"));
  if (deleted !== null) return { kind: "delete", record: deleted };
  const event = childOf(node, "event");
  if (event) return eventAct(event, node);
  const message = childOf(node, "message");
  return message ? messageAct(message, node) : null;
}

/** Everything beside the type is the event's; `with` may hold it too. */
function eventAct(event: Node, line: Node): OutsideAct {
  const own = mapIn(event);
  const { type = "", with: inside = null, by: _by, ...fields } = own;
  const outer = { ...mapIn(childOf(line, "with")), ...(isMap(inside) ? inside : {}) };
  const record = stringOf(childOf(line, "record"));
  return {
    kind: "event",
    type: stringOf(event) ?? String(type),
    fields: { ...(record === null ? {} : { record }), ...fields, ...outer },
  };
}

function messageAct(message: Node, line: Node): OutsideAct {
  const own = mapIn(message);
  const inside = own["with"] ?? null;
  const fields = { ...mapIn(childOf(line, "with")), ...(isMap(inside) ? inside : {}) };
  const key = childOf(line, "key");
  return {
    kind: "message",
    name: stringOf(message) ?? String(own["name"] ?? ""),
    key: own["key"] ?? (key ? valueOfNode(key) : null),
    fields,
  };
}

/** What an expectation says of one task. */
const OF_A_TASK: ReadonlySet<string> = new Set([
  "task",
  "for",
  "title",
  "process",
  "assignee",
  "candidates",
  "outcome",
  "by",
  "purpose",
]);

/** `expect: { task, for, title }` is one claim, every other key a claim of its own. */
function expectationOf(reader: Reader, node: Node | undefined): readonly Claim[] {
  if (node?.kind !== "map") return [];
  const rest = node.entries.filter(({ name }) => !OF_A_TASK.has(name));
  const claims = rest.map((entry) => ({
    about: entry.name,
    expected: valueOfNode(entry.value),
    line: lineNumber(reader, entry.key),
  }));
  const task = entryOf(node, "task") ?? entryOf(node, "for");
  return task
    ? [{ about: "task", expected: ofTask(valueOfNode(node)), line: lineNumber(reader, task.key) }, ...claims]
    : claims;
}

function ofTask(value: Value): Value {
  return isMap(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => OF_A_TASK.has(name))) : value;
}

function claimsOf(reader: Reader, node: Node | undefined): readonly Claim[] {
  if (node?.kind !== "map") return [];
  return node.entries.flatMap((entry): Claim[] => {
    // Each element of these lists is found or not found by itself: name the line of the one that is not.
    if (
      (entry.name === "messages" || entry.name === "never" || entry.name === "tasks") &&
      entry.value.kind === "list" &&
      entry.value.items.length > 0
    ) {
      return entry.value.items.map((item) => ({
        about: entry.name,
        expected: [valueOfNode(item)],
        line: lineNumber(reader, item),
      }));
    }
    return [{ about: entry.name, expected: valueOfNode(entry.value), line: lineNumber(reader, entry.key) }];
  });
}

function byInside(node: Node): string | null {
  return stringOf(childOf(childOf(node, "event"), "by")) ?? stringOf(childOf(childOf(node, "message"), "by")) ?? null;
}

function mapIn(node: Node | undefined): ValueMap {
  const value: Value = node ? valueOfNode(node) : null;
  return isMap(value) ? value : {};
}

/** The text of a scalar; a number or a date without quotes is its text too. */
function stringOf(node: Node | undefined): string | null {
  if (node?.kind !== "scalar" || node.value === null || typeof node.value === "boolean") return null;
  return typeof node.value === "string" ? node.value : node.source;
}

function lineNumber(reader: Reader, node: Node): number {
  return positionOf(reader.document.text, node.start).line;
}

function complain(reader: Reader, node: Node, message: Text): void {
  reader.problems.push(
    problem(reader.document, {
      code: "scenario-line",
      at: node,
      message,
      remedy: {
        ru: "Слова строк перечислены в справочнике, раздел «Сценарии»",
        en: "The words of lines are listed in the reference, “Scenarios”",
      },
    }),
  );
}
