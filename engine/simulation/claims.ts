import { isMap, type Value, type ValueMap } from "../base/value.ts";
import type { Text } from "../definition/problem.ts";
import { type Json, plain } from "../view/plain.ts";
import { type DryRunResult, incidentsOf, type MessageResult, recordJson, recordResult } from "./dry-run-result.ts";
import { fits } from "./match-value.ts";
import type { Claim } from "./scenario.ts";
import { type TaskView, tasksOf } from "./task-view.ts";
import { variablesOf } from "./variables-of.ts";
import { whoIsMeant } from "./who-is-meant.ts";
import type { World } from "./world.ts";
import type { Host, Moment } from "./world-parts.ts";

/** What claims are tested against. */
export interface Seen {
  readonly world: World;
  readonly process: string;
  /** The instance started; null: nothing started. */
  readonly main: Host | null;
  /** Messages before this one were sent before the last wait or act: an `expect` does not see them. */
  readonly since: number;
  readonly result: DryRunResult;
}

/** A claim that does not hold. */
export interface Failure {
  readonly line: number;
  readonly about: string;
  readonly expected: Json;
  readonly actual: Json;
  readonly says: Text;
  /** How far the story had come; absent where nothing was played. */
  readonly moment?: Moment;
}

/** Tests a claim; null where it holds. */
export function failureOf(claim: Claim, seen: Seen, when: "now" | "ever"): Failure | null {
  const verdict = TESTS[claim.about]?.({ expected: claim.expected, seen, when, result: seen.result });
  if (verdict === null) return null;
  const { actual, says } = verdict ?? { actual: null, says: unknownClaim(claim.about) };
  const { zone, moment } = seen.world;
  return { line: claim.line, about: claim.about, expected: plain(claim.expected, zone), actual, says, moment };
}

interface Case {
  readonly expected: Value;
  readonly seen: Seen;
  readonly when: "now" | "ever";
  readonly result: DryRunResult;
}
interface Verdict {
  readonly actual: Json;
  readonly says: Text;
}
/** Null: it holds. */
type Test = (of: Case) => Verdict | null;

const TESTS: Readonly<Record<string, Test>> = {
  status: ({ expected, seen, result }) => {
    const status = seen.main?.instance.status === "suspended" ? "suspended" : result.status;
    const isSame =
      status === expected ||
      (status === "waiting" && expected === "running") ||
      (status === "suspended" && (expected === "waiting" || expected === "running"));
    return isSame
      ? null
      : wrong(status, { ru: "Состояние процесса другое", en: "The status of the instance is another" });
  },
  path: ({ expected, result }) =>
    isPath(expected, result.path)
      ? null
      : wrong(result.path, { ru: "Пройденные шаги другие", en: "The steps entered are others" }),
  task: ({ expected, seen, when }) => taskVerdict(isMap(expected) ? expected : { task: expected }, seen, when),
  tasks: ({ expected, seen, result }) => {
    const visits = seen.world.instances.flatMap((host) => tasksOf(host.history)).map(({ visit }) => visit);
    const tasks = result.tasks.map((task, index) => ({ ...task, visit: visits[index] ?? 1 }));
    const says = { ru: "Такого задания не было", en: "There was no such task" };
    return listVerdict(
      expected,
      tasks,
      (one, task) => fitsTask(one, task as ValueMap, seen),
      says,
      result.tasks as unknown as Json,
    );
  },
  message: ({ expected, seen, when, result }) => {
    const sent = when === "now" ? result.messages.slice(seen.since) : result.messages;
    return sent.some((message) => fitsMessage(expected, message, seen))
      ? null
      : wrong(shortMessages(sent), { ru: "Такого сообщения не отправлено", en: "No such message was sent" });
  },
  messages: ({ expected, seen, when, result }) => {
    const sent = when === "now" ? result.messages.slice(seen.since) : result.messages;
    const says = { ru: "Такого сообщения не отправлено", en: "No such message was sent" };
    const fitsOne = (one: Value, message: Json) => fitsMessage(one, message as unknown as MessageResult, seen);
    return listVerdict(expected, sent, fitsOne, says, shortMessages(sent));
  },
  records: ({ expected, seen }) => recordsVerdict(expected, seen),
  variables: ({ expected, result }) =>
    partVerdict(expected, result.variables, { ru: "Переменные другие", en: "The variables are others" }),
  registry: ({ expected, result }) => registryVerdict(expected, result),
  incidents: ({ expected, seen, when, result }) =>
    listVerdict(expected, when === "ever" ? result.incidents : openIncidents(seen), fits, {
      ru: "Сбои другие",
      en: "The incidents are others",
    }),
  incident: ({ expected, seen, when, result }) => {
    const open = when === "ever" ? result.incidents : openIncidents(seen);
    return open.some((one) => fits(expected, one))
      ? null
      : wrong(open, { ru: "Такого сбоя сейчас нет", en: "There is no such incident now" });
  },
  instances: ({ expected, seen }) => {
    const counts = isMap(expected)
      ? Object.fromEntries(Object.keys(expected).map((process) => [process, startedOf(process, seen)]))
      : null;
    return counts !== null && fits(expected, counts)
      ? null
      : wrong(counts, { ru: "Запусков другое число", en: "Another number of instances was started" });
  },
  decisions: ({ expected, result }) =>
    listVerdict(expected, result.decisions, fits, { ru: "Таблицы решили иначе", en: "The tables decided otherwise" }),
  documents: ({ expected, seen }) => {
    const { world } = seen;
    const documents = world.documents.map((one) => plain({ ...one, at: world.timeText(one.at) }, world.zone));
    return listVerdict(expected, documents, fits, { ru: "Такого документа нет", en: "There is no such document" });
  },
  output: ({ expected, seen }) => {
    const output = plain(seen.main?.instance.output ?? null, seen.world.zone);
    return fits(expected, output)
      ? null
      : wrong(output, { ru: "Процесс отдал другое", en: "The process gave something else" });
  },
  never: ({ expected, seen, when, result }) => {
    const listed = Array.isArray(expected) ? (expected as readonly Value[]) : [expected];
    const happened = listed.filter((one) => isMap(one) && everHappened(one, { seen, when, result }));
    return happened.length === 0
      ? null
      : wrong(plain(happened, seen.world.zone), {
          ru: "Это случилось, хотя не должно было",
          en: "This happened, though it never should",
        });
  },
};

/** Words that a claim may speak of. */
export const CLAIMS: readonly string[] = Object.keys(TESTS);

function wrong(actual: Json, says: Text): Verdict {
  return { actual, says };
}

function unknownClaim(about: string): Text {
  return {
    ru: `Проверки «${about}» нет; есть ${CLAIMS.join(", ")}`,
    en: `There is no claim "${about}"; there are ${CLAIMS.join(", ")}`,
  };
}

/** Steps in order; `…` skips any number, none included. Goes back to the last `…` only: it takes what it must. */
function isPath(expected: Value, path: readonly string[]): boolean {
  if (!Array.isArray(expected)) return false;
  const pattern = (expected as readonly Value[]).map(String);
  let [at, step] = [0, 0];
  let gap: { readonly at: number; step: number } | null = null;
  while (step < path.length) {
    const word = pattern[at];
    if (word === "…" || word === "...") {
      gap = { at, step };
      at += 1;
    } else if (word === path[step]) {
      at += 1;
      step += 1;
    } else if (gap) {
      gap.step += 1;
      [at, step] = [gap.at + 1, gap.step];
    } else return false;
  }
  return pattern.slice(at).every((word) => word === "…" || word === "...");
}

/** Is (or was) there a task of the step, for one of these people? */
function taskVerdict(expected: ValueMap, seen: Seen, when: "now" | "ever"): Verdict | null {
  const all = seen.world.instances
    .flatMap((host) => tasksOf(host.history))
    .filter((view) => when === "ever" || view.closedAt === null);
  if (all.some((view) => isTask(expected, view, { seen, when }))) return null;
  const open = all
    .filter((view) => view.closedAt === null)
    .map((view) => ({ task: view.step, for: view.assignee ?? view.candidates }));
  return wrong(open, { ru: "Такого открытого задания нет", en: "There is no such open task" });
}

function isTask(
  { task = null, for: people = null, title = null, ...rest }: ValueMap,
  view: TaskView,
  { seen, when }: { readonly seen: Seen; readonly when: "now" | "ever" },
): boolean {
  const { step, visit } = namedStep(task);
  if (step !== null && (view.step !== step || (visit !== null && view.visit !== visit))) return false;
  if (title !== null && !fits(title, view.task.title)) return false;
  const own = {
    assignee: view.assignee,
    candidates: view.candidates,
    outcome: view.outcome,
    by: view.by,
    purpose: view.task.purpose,
  };
  const { process: _process, ...more } = rest;
  if (!fits(more, own)) return false;
  if (people === null) return true;
  const holders =
    when === "ever" ? view.everFor : [...(view.assignee === null ? [] : [view.assignee]), ...view.candidates];
  const meant = whoIsMeant(people, seen.world, seen.main);
  return (
    holders.some((user) => meant.has(user)) ||
    (when === "now" && holders.some((user) => whoIsMeant(user, seen.world, seen.main).has(soleOf(people) ?? "")))
  );
}

function soleOf(value: Value): string | null {
  return typeof value === "string" ? value : null;
}

/** `ask#2` → the second visit. */
export function namedStep(name: Value): { readonly step: string | null; readonly visit: number | null } {
  if (typeof name !== "string") return { step: null, visit: null };
  const [step = name, visit] = name.split("#");
  return { step, visit: visit === undefined ? null : Number(visit) };
}

function fitsTask(expected: Value, task: ValueMap, seen: Seen): boolean {
  if (!isMap(expected)) return false;
  const { for: people = null, step, task: alias, ...rest } = expected;
  const { step: name, visit } = namedStep(step ?? alias ?? null);
  if (name !== null && name !== task["step"]) return false;
  if (visit !== null && visit !== task["visit"]) return false;
  const holders = [
    task["assignee"],
    ...(Array.isArray(task["candidates"]) ? (task["candidates"] as readonly Value[]) : []),
  ];
  const meant = whoIsMeant(people, seen.world, seen.main);
  return fits(rest, task as unknown as Json) && (people === null || holders.some((user) => meant.has(String(user))));
}

function fitsMessage(expected: Value, message: MessageResult, seen: Seen): boolean {
  if (!isMap(expected)) return false;
  const { to = null, ...rest } = expected;
  const isTo =
    to === null ||
    fits(to, message.to) ||
    (typeof to === "object"
      ? whoIsMeant(to, seen.world, seen.main).has(message.to)
      : whoIsMeant(to, seen.world, seen.main).has(message.to));
  return isTo && fits(rest, message as unknown as Json);
}

function shortMessages(messages: readonly MessageResult[]): Json {
  return messages.map(({ to, channel, kind, subject, text }) => ({ to, channel, kind, subject, text }));
}

function recordsVerdict(expected: Value, { world }: Seen): Verdict | null {
  if (!isMap(expected)) return wrong(null, { ru: "Ожидались записи", en: "Records were expected" });
  const actual = Object.entries(expected).map(
    ([ref, fields]) => [ref, narrowed(fields, recordResult(world.book, ref, world.zone))] as const,
  );
  const isSame = Object.entries(expected).every(([ref, fields]) =>
    fits(fields, recordResult(world.book, ref, world.zone)),
  );
  return isSame
    ? null
    : wrong(Object.fromEntries(actual), { ru: "В CRM записано другое", en: "The CRM holds something else" });
}

function partVerdict(expected: Value, actual: Json, says: Text): Verdict | null {
  return fits(expected, actual) ? null : wrong(narrowed(expected, actual), says);
}

/** Of what happened only what the claim names: the rest helps nobody. */
function narrowed(expected: Value, actual: Json): Json {
  if (!isMap(expected) || typeof actual !== "object" || actual === null || Array.isArray(actual)) return actual;
  const map = actual as Readonly<Record<string, Json>>;
  return Object.fromEntries(Object.entries(expected).map(([key, inner]) => [key, narrowed(inner, map[key] ?? null)]));
}

function listVerdict(
  expected: Value,
  actual: readonly unknown[],
  fitsOne: (one: Value, other: Json) => boolean,
  says: Text,
  shown: Json = actual as Json,
): Verdict | null {
  if (!Array.isArray(expected)) return wrong(shown, says);
  const wanted = expected as readonly Value[];
  const holds =
    wanted.length === 0
      ? actual.length === 0
      : wanted.every((one) => actual.some((other) => fitsOne(one, other as Json)));
  return holds ? null : wrong(shown, wanted.length === 0 ? NOTHING_EXPECTED : says);
}

const NOTHING_EXPECTED: Text = { ru: "Здесь ничего не должно быть", en: "There should be nothing here" };

/** `[]`: no row anywhere; a list: rows of any registry; a map: by registry. */
function registryVerdict(expected: Value, { registry }: DryRunResult): Verdict | null {
  const says = { ru: "Записи реестра другие", en: "The rows of the registry are others" };
  if (Array.isArray(expected)) return listVerdict(expected, Object.values(registry).flat(), fits, says);
  if (!isMap(expected)) return wrong(registry as Json, says);
  const failed = Object.entries(expected).some(
    ([name, rows]) => listVerdict(rows, registry[name] ?? [], fits, says) !== null,
  );
  return failed
    ? wrong(Object.fromEntries(Object.keys(expected).map((name) => [name, (registry[name] ?? []) as Json])), says)
    : null;
}

function openIncidents({ world }: Seen): readonly Json[] {
  const all = incidentsOf(world, "ru");
  const open = world.instances.flatMap((host) => Object.values(host.instance.incidents));
  return all.filter((one) => {
    const { step = null, code = null, instance = null } = one as Readonly<Record<string, Json>>;
    return instance === null || open.some((incident) => incident.code === code && incident.step === step);
  });
}

function startedOf(process: string, { world }: Seen): number {
  return world.instances.filter((host) => host.definition.process === process).length;
}

function everHappened(expected: ValueMap, { seen, result }: Omit<Case, "expected">): boolean {
  const { message, ...rest } = expected;
  if (message !== undefined && !result.messages.some((one) => fitsMessage(message, one, seen))) return false;
  if (message !== undefined && Object.keys(rest).length === 0) return true;
  const others = Object.entries(rest).filter(([about]) => !["task", "for", "title", "process"].includes(about));
  if ((rest["task"] !== undefined || rest["for"] !== undefined) && taskVerdict(rest, seen, "ever") !== null)
    return false;
  return others.every(([about, inner]) =>
    Object.hasOwn(EVER, about)
      ? EVER[about]?.(inner, seen)
      : TESTS[about]?.({ expected: inner, seen, when: "ever", result }) === null,
  );
}

/** What comes and goes: `never` asks whether it ever was so, not how it ended. */
const EVER: Readonly<Record<string, (expected: Value, seen: Seen) => boolean>> = {
  records: (expected, { world: { book, zone } }) =>
    isMap(expected) &&
    Object.entries(expected).every(([ref, fields]) =>
      book.pastOf(ref).some((snapshot) => fits(fields, recordJson(snapshot, book.notesOf(ref), zone))),
    ),
  variables: (expected, { main, world: { zone } }) => {
    const history = main?.history ?? [];
    return history.some(
      (event, index) =>
        event.kind !== "stepEntered" && fits(expected, plain(variablesOf(history.slice(0, index + 1)), zone)),
    );
  },
  status: (expected, { main, result }) =>
    expected === result.status ||
    (main !== null && (expected === "waiting" || expected === "running")) ||
    (expected === "suspended" && (main?.history ?? []).some((event) => event.kind === "instanceSuspended")),
};
