import { id } from "../../engine/base/ids.ts";
import { instant } from "../../engine/base/instant.ts";
import type { OutboxEntry } from "../../engine/ports/outbox.ts";
import type { Fence, SubscriptionRow, TimerRow } from "../../engine/ports/store.ts";
import type { Schema } from "./schema.ts";

/** An entry as its row: free, or held by who keeps it. */
export function outboxRow(entry: OutboxEntry, owner: Fence | null = null): Schema["outbox"] {
  const { id, instance, lane, priority, dueAt, work } = entry;
  return {
    id,
    instance,
    lane,
    priority,
    due_at: dueAt,
    work: JSON.stringify(work),
    owner: owner?.worker ?? null,
    epoch: owner?.epoch ?? 0,
    begun: 0,
    parked: 0,
  };
}

/** What of a row of the outbox makes its entry. */
export type OutboxCells = Pick<Schema["outbox"], "id" | "instance" | "lane" | "priority" | "due_at" | "work">;

/** A row as its entry. */
export function outboxEntry(row: OutboxCells): OutboxEntry {
  return {
    id: row.id,
    instance: row.instance === null ? null : id(row.instance),
    lane: row.lane as OutboxEntry["lane"],
    priority: row.priority,
    dueAt: instant(row.due_at),
    work: JSON.parse(row.work) as OutboxEntry["work"],
  };
}

/** A row as its timer. */
export function timerRow(row: Pick<Schema["timer"], "id" | "instance" | "due_at" | "paused">): TimerRow {
  return { id: id(row.id), instance: id(row.instance), dueAt: instant(row.due_at), paused: row.paused === 1 };
}

/** A row for each name; one row where there is none, so that it is found by its id and instance. */
export function subscriptionCells(subscription: SubscriptionRow): readonly Schema["subscription"][] {
  const { id, instance, kind, names, record, key, since } = subscription;
  const list = JSON.stringify(names);
  const distinct = names.length === 0 ? [""] : [...new Set(names)];
  return distinct.map((name) => ({ id, name, instance, kind, names: list, record, key, since }));
}

/** One of its rows as the subscription. */
export function subscriptionRow(row: Schema["subscription"]): SubscriptionRow {
  return {
    id: row.id,
    instance: id(row.instance),
    kind: row.kind as SubscriptionRow["kind"],
    names: JSON.parse(row.names) as readonly string[],
    record: row.record,
    key: row.key,
    since: instant(row.since),
  };
}
