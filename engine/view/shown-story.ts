import { isList, isMap, isRecord, isTagged, type RecordSnapshot, type Value } from "../base/value.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Instance } from "../instance/state.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { Shown } from "../runtime/use-cases.ts";
import type { Sent, Story, Surroundings } from "./story.ts";

/** Values looked through for records that can be told by their titles; more are told by their ids. */
const VALUES_MAX = 100_000;

/** The story of a running instance. */
export function storyOf({ instance, history, definition }: Shown): Story {
  return { id: instance.id, instance, history, definition };
}

/**
 * What can be told beside the history of one running instance: the records that its variables hold, and which way its
 * messages went, as their calls answered.
 */
export function surroundingsOf(shown: Shown, people: DirectorySnapshot): Surroundings {
  const { instance, history, definition, catalog } = shown;
  const lists = Object.fromEntries(Object.entries(catalog?.lists ?? {}).map(([name, list]) => [name, list.values]));
  let records: ReadonlyMap<string, RecordSnapshot> | null = null;
  return {
    people,
    zone: definition.calendar.zone,
    catalog,
    lists,
    snapshot(ref) {
      records ??= recordsIn(instance);
      return records.get(ref) ?? null;
    },
    sent: ({ call }) => sentIn(history, call),
    written: () => "unknown",
    isTold: () => false,
  };
}

function recordsIn(instance: Instance): ReadonlyMap<string, RecordSnapshot> {
  const found = new Map<string, RecordSnapshot>();
  const open: Value[] = Object.values(instance.scopes).flatMap(({ variables }) => Object.values(variables));
  for (let index = 0; index < open.length && index < VALUES_MAX; index++) {
    const value = open[index] ?? null;
    if (isList(value)) open.push(...value);
    else if (isMap(value) && !isTagged(value)) {
      if (isRecord(value) && !found.has(value.ref)) found.set(value.ref, value);
      open.push(...Object.values(value));
    }
  }
  return found;
}

function sentIn(history: readonly HistoryEvent[], call: string): Sent | null | "unknown" {
  const ended = history.findLast((event) => event.kind === "callEnded" && event.call === call);
  if (ended?.kind !== "callEnded") return "unknown";
  const output = ended.outcome.kind === "done" ? ended.outcome.output : null;
  if (!isMap(output)) return "unknown";
  const { channel = null, address = null } = output;
  if (typeof channel === "string") return { channel, address: typeof address === "string" ? address : "" };
  return output["status"] === "unreachable" ? null : "unknown";
}
