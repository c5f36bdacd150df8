import type { Instant } from "../base/instant.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Shown } from "../runtime/use-cases.ts";
import { type Json, plain, plainEvent } from "./plain.ts";

/** One instance as `ordo show --json` prints it. Instants are ISO 8601 with the offset of the process's calendar. */
export interface ShownInstance {
  readonly instance: string;
  readonly process: string;
  readonly title: string;
  readonly number: number;
  readonly subject: string;
  readonly status: string;
  readonly requester: string | null;
  readonly key: string | null;
  /** Identity of the version it runs on. */
  readonly digest: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly revision: number;
  readonly variables: Json;
  readonly output: Json;
  readonly tasks: readonly Json[];
  readonly timers: readonly Json[];
  readonly calls: readonly Json[];
  readonly incidents: readonly Json[];
  /** The stored history, event by event. */
  readonly timeline: readonly Json[];
}

/** Everything about an instance as plain JSON. */
export function showInstance({ row, instance, definition, history }: Shown): ShownInstance {
  const { zone } = definition.calendar;
  const iso = (at: Instant | null): string | null => (at === null ? null : isoText(at, zone));
  const all = (entries: Readonly<Record<string, unknown>>): readonly Json[] =>
    Object.values(entries).map((one) => plainEvent(one, zone));
  return {
    instance: instance.id,
    process: definition.process,
    title: definition.title,
    number: instance.number,
    subject: instance.subject,
    status: instance.status,
    requester: instance.requester,
    key: instance.key,
    digest: instance.digest,
    startedAt: isoText(instance.startedAt, zone),
    endedAt: iso(instance.endedAt),
    revision: row.revision,
    variables: plain(instance.scopes[""]?.variables ?? {}, zone),
    output: plain(instance.output, zone),
    tasks: all(instance.tasks),
    timers: all(instance.timers),
    calls: all(instance.calls),
    incidents: all(instance.incidents),
    timeline: history.map((event) => plainEvent(event, zone)),
  };
}
