import type { Instant } from "../base/instant.ts";
import type { RecordSnapshot } from "../base/value.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Locale } from "../definition/problem.ts";
import { type SmsLength, smsLength } from "../message/sms-length.ts";
import type { RecordNote } from "../record/record-change.ts";
import { sameValue } from "../runtime/same-value.ts";
import { type Json, plain, plainEvent } from "../view/plain.ts";
import { RecordBook } from "./record-book.ts";
import { type TaskView, tasksOf } from "./task-view.ts";
import { variablesOf } from "./variables-of.ts";
import type { World } from "./world.ts";
import type { Host } from "./world-parts.ts";

/** What `ordo dry-run --json` prints (language §7), and what the claims of a scenario speak of. */
export interface DryRunResult {
  readonly process: string;
  readonly status: "completed" | "waiting" | "failed" | "canceled" | "notStarted";
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly variables: { readonly [name: string]: Json };
  readonly path: readonly string[];
  readonly timeline: readonly Json[];
  readonly tasks: readonly TaskResult[];
  readonly messages: readonly MessageResult[];
  readonly records: { readonly [ref: string]: { readonly before: Json; readonly after: Json } };
  readonly registry: { readonly [name: string]: readonly Json[] };
  readonly decisions: readonly Json[];
  readonly incidents: readonly Json[];
}

export interface TaskResult {
  readonly instance: string;
  readonly step: string;
  readonly title: string;
  readonly assignee: string | null;
  readonly candidates: readonly string[];
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly outcome: string | null;
  readonly by: string | null;
  readonly onBehalfOf: string | null;
  readonly comment: string | null;
}

export interface MessageResult {
  readonly at: string;
  readonly kind: "notice" | "task";
  readonly to: string;
  readonly channel: string;
  readonly address: string;
  readonly from: string | null;
  readonly subject: string | null;
  readonly text: string;
  /** How an SMS with this text is counted and paid for; null: it is none. */
  readonly sms: SmsLength | null;
  readonly instance: string;
  readonly step: string | null;
}

/**
 * What happened in a world. `path`, `variables`, `status` and the two instants speak of `main`, the instance that was
 * started; the rest is of all instances.
 */
export function resultOf(world: World, process: string, main: Host | null, locale: Locale): DryRunResult {
  const { zone } = world;
  const history = main?.history ?? [];
  return {
    process,
    status: statusOf(main),
    startedAt: main ? isoText(main.instance.startedAt, zone) : null,
    endedAt: isoOrNull(main?.instance.endedAt ?? null, zone),
    variables: plain(variablesOf(history), zone) as { readonly [name: string]: Json },
    path: pathOf(main),
    // Worked out when it is read: claims never do, and it is the longest part.
    get timeline() {
      return world.log.map(({ event }) => entryOf(plainEvent(event, zone)));
    },
    tasks: world.instances.flatMap((host) => tasksOf(host.history)).map((task) => taskResult(task, zone)),
    messages: world.messages.map((message) => messageResult(message, zone)),
    records: changedRecords(world),
    registry: Object.fromEntries(
      [...world.registry].map(([name, rows]) => [name, rows.map((row) => plain(row, zone))]),
    ),
    decisions: world.instances.flatMap((host) => decisionsOf(host, zone)),
    incidents: incidentsOf(world, locale),
  };
}

/** The plain ids of the steps an instance entered, in order. */
export function pathOf(host: Host | null): readonly string[] {
  return (host?.history ?? []).flatMap((event) => (event.kind === "stepEntered" ? [event.step] : []));
}

/** The status as results name it: whoever runs or is suspended waits. */
export function statusOf(host: Host | null): DryRunResult["status"] {
  if (!host) return "notStarted";
  const { status } = host.instance;
  return status === "running" || status === "suspended" ? "waiting" : status;
}

/** A record as people and programs see it: its fields, and what was noted on it. */
export function recordResult(book: RecordBook, ref: string, zone: string): Json {
  return recordJson(book.snapshot(ref), book.notesOf(ref), zone);
}

/** A record at one moment, with notes; null where there was none. */
export function recordJson(snapshot: RecordSnapshot | null, notes: readonly RecordNote[], zone: string): Json {
  if (!snapshot) return null;
  const { id: _id, type: _type, ref: _ref, ...fields } = snapshot;
  return plain(notes.length === 0 ? fields : { ...fields, notes }, zone);
}

/** Everything that went wrong, in the order it did. */
export function incidentsOf(world: World, locale: Locale): readonly Json[] {
  const early = world.incidents.map(({ at, process, code, message }) => ({
    at,
    json: { step: null, code, message: message[locale], process, instance: null },
  }));
  const raised = world.log.flatMap(({ host, event }) => {
    if (event.kind !== "incidentRaised") return [];
    const { step, code, message, at, instance } = event;
    return [{ at, json: { step, code, message: message[locale], process: host.definition.process, instance } }];
  });
  return [...early, ...raised].sort((one, other) => one.at - other.at).map(({ json }) => json);
}

function entryOf(event: Json): Json {
  if (typeof event !== "object" || event === null || Array.isArray(event)) return event;
  const { at = null, kind = null, step, ...rest } = event as { readonly [key: string]: Json };
  return { at, kind, ...(step === undefined ? {} : { step }), ...rest };
}

function taskResult(view: TaskView, zone: string): TaskResult {
  const { instance, step, assignee, candidates, outcome, by, onBehalfOf, comment } = view;
  const title = view.task.title;
  return {
    instance,
    step,
    title,
    assignee,
    candidates,
    openedAt: isoText(view.openedAt, zone),
    closedAt: isoOrNull(view.closedAt, zone),
    outcome,
    by,
    onBehalfOf,
    comment,
  };
}

function messageResult(message: World["messages"][number], zone: string): MessageResult {
  const { kind, to, channel, address, from, subject, text, instance, step } = message;
  const sms = channel === "sms" ? smsLength(text) : null;
  return { at: isoText(message.at, zone), kind, to, channel, address, from, subject, text, sms, instance, step };
}

function changedRecords(world: World): DryRunResult["records"] {
  const { zone, book, options } = world;
  const given = new Set(Object.keys(options.records.records));
  const refs = [...given.union(new Set(book.refs()))].filter((ref) => !(given.has(ref) && book.isUntouched(ref)));
  const before = new RecordBook(options.records, options.catalog);
  const pairs = refs.map(
    (ref) => [ref, { before: recordResult(before, ref, zone), after: recordResult(book, ref, zone) }] as const,
  );
  return Object.fromEntries(
    pairs.filter(([, { before: one, after: other }]) => (one === null) !== (other === null) || !sameValue(one, other)),
  );
}

function decisionsOf(host: Host, zone: string): readonly Json[] {
  return host.history.flatMap((event) => {
    if (event.kind !== "stepCompleted" || event.decision === null) return [];
    const { table, inputs, matched, outputs } = event.decision;
    return [plain({ step: event.step, table, inputs, matched, outputs, instance: host.id }, zone)];
  });
}

function isoOrNull(at: Instant | null, zone: string): string | null {
  return at === null ? null : isoText(at, zone);
}
