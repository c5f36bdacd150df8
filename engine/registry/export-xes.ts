import type { Instant } from "../base/instant.ts";
import type { HistoryEvent } from "../instance/event.ts";

/** What happened to an activity, in the words of the XES lifecycle extension. */
type Transition =
  | "schedule"
  | "assign"
  | "reassign"
  | "withdraw"
  | "start"
  | "suspend"
  | "resume"
  | "pi_abort"
  | "complete"
  | "autoskip";

interface Happening {
  readonly name: string;
  /** Which visit or task: joins its start to its end. */
  readonly of: string;
  readonly transition: Transition;
}

/** Extensions, what every trace and event has, and what names an event: the head of a log (IEEE 1849). */
const HEAD = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">',
  '  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>',
  '  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>',
  '  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>',
  '  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>',
  '  <global scope="trace">',
  '    <string key="concept:name" value="?"/>',
  "  </global>",
  '  <global scope="event">',
  '    <string key="concept:name" value="?"/>',
  '    <string key="lifecycle:transition" value="complete"/>',
  '    <date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>',
  "  </global>",
  '  <classifier name="Activity" keys="concept:name"/>',
  '  <classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>',
  '  <string key="lifecycle:model" value="standard"/>',
  "",
].join("\n");

/**
 * Histories as an XES log for process mining, piece by piece: a trace for each instance (`process/number`), an event for
 * each visit of a step and each task (`step/purpose`) as it opens, moves and closes. Neither subjects nor what people
 * wrote is in it; `org:resource` is the user id.
 */
export function* xesLog(histories: Iterable<readonly HistoryEvent[]>): Generator<string> {
  yield HEAD;
  for (const history of histories) {
    const trace = traceOf(history);
    if (trace !== null) yield trace;
  }
  yield "</log>\n";
}

function traceOf(history: readonly HistoryEvent[]): string | null {
  const first = history[0];
  if (first?.kind !== "instanceStarted") return null;
  const tasks = new Map<string, string>();
  const lines = [
    "  <trace>",
    text("    ", "concept:name", `${first.process}/${first.number}`),
    text("    ", "ordo:instance", first.instance),
    text("    ", "ordo:version", first.digest),
  ];
  for (const event of history) {
    if (event.kind === "taskOpened") tasks.set(event.task.id, `${event.step}/${event.task.purpose}`);
    const happening = happeningOf(event, { tasks, process: first.process });
    if (happening !== null) lines.push(...eventLines(happening, event));
  }
  return `${[...lines, "  </trace>"].join("\n")}\n`;
}

function eventLines({ name, of, transition }: Happening, { actor, at }: HistoryEvent): readonly string[] {
  return [
    "    <event>",
    text("      ", "concept:name", name),
    text("      ", "concept:instance", of),
    ...(actor === null ? [] : [text("      ", "org:resource", actor)]),
    `      <date key="time:timestamp" value="${iso(at)}"/>`,
    text("      ", "lifecycle:transition", transition),
    "    </event>",
  ];
}

/** What an event says of an activity; null: nothing that mining asks for. */
function happeningOf(
  event: HistoryEvent,
  { tasks, process }: { readonly tasks: ReadonlyMap<string, string>; readonly process: string },
): Happening | null {
  const onTask = (task: string, transition: Transition): Happening => ({
    name: tasks.get(task) ?? task,
    of: task,
    transition,
  });
  const onProcess = (transition: Transition): Happening => ({ name: process, of: event.instance, transition });
  switch (event.kind) {
    case "instanceStarted":
      return onProcess("start");
    case "instanceSuspended":
      return onProcess("suspend");
    case "instanceResumed":
      return onProcess("resume");
    case "instanceEnded":
      return onProcess(event.status === "completed" ? "complete" : "pi_abort");
    case "stepEntered":
      return { name: event.step, of: event.activation, transition: "start" };
    case "stepCompleted":
      return { name: event.step, of: event.activation, transition: event.closed === null ? "complete" : "pi_abort" };
    case "stepSkipped":
      return { name: event.step, of: `${event.parent ?? event.instance}/${event.step}`, transition: "autoskip" };
    case "taskOpened":
      return onTask(event.task.id, event.task.assignee === null ? "schedule" : "assign");
    case "taskClaimed":
      return onTask(event.task, "assign");
    case "taskUnclaimed":
    case "taskDelegated":
    case "taskReassigned":
    case "taskOffered":
      return onTask(event.task, "reassign");
    case "taskCompleted":
      return onTask(event.task, "complete");
    case "taskClosed":
      return event.task === null ? null : onTask(event.task, "withdraw");
    default:
      return null;
  }
}

function text(indent: string, key: string, value: string): string {
  return `${indent}<string key="${key}" value="${escaped(value)}"/>`;
}

/** XML 1.0 has no word for most control characters, not even escaped. */
function escaped(value: string): string {
  return value
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, "\uFFFD")
    .replace(/[&<>"\t\n\r]/gu, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
