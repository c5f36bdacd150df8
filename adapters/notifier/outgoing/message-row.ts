import { type InstanceId, id, type ProcessId, type TaskId } from "../../../engine/base/ids.ts";
import type { Instant } from "../../../engine/base/instant.ts";
import type { Parcel } from "../../../engine/ports/notifier.ts";
import type { OutgoingMessage } from "../channel.ts";
import type { MessageRow } from "./message-tables.ts";
import type { OutgoingMode } from "./outgoing-mode.ts";

/** Where a new message begins. */
export type Beginning = Pick<MessageRow, "status" | "reason" | "accepted" | "tries" | "not_before" | "claimed_at">;

/** A message as it is kept first. */
export function rowOf(parcel: Parcel, at: Instant, beginning: Beginning): MessageRow {
  const { key, route, message, process, instance, step, attempt, zone } = parcel;
  const { about, to, from, replyTo, subject, text, facts, task } = message;
  return {
    ...{ key, kind: about, recipient: to, channel: route.channel, address: route.address, sent_to: null },
    ...{ sender: from, reply_to: replyTo, subject, body: text, facts: JSON.stringify(facts) },
    ...{ process, instance, step, task, zone, attempt, created_at: at, trying_since: null },
    ...{ detail: null, sent_at: null, provider_id: null, delivery: null, delivery_reason: null, delivered_at: null },
    ...{ decided_by: null, decided_at: null, released: 0, doubted: 0, withdrawn_at: null },
    ...beginning,
  };
}

/** A kept message as its channel is given it. @param link where it opens; null: nowhere */
export function outgoingOf(row: MessageRow, mode: OutgoingMode, link: string | null): OutgoingMessage {
  const { key, channel, address, recipient, sender, reply_to, subject, body, task, zone, attempt } = row;
  const isRedirected = mode.kind === "redirect";
  return {
    ...{ key, attempt, zone },
    route: { channel, address: isRedirected ? mode.to : address },
    message: {
      about: row.kind === "task" ? "task" : "notice",
      to: recipient,
      channels: [channel],
      all: false,
      ...{ from: sender, replyTo: reply_to, subject, text: body },
      facts: JSON.parse(row.facts) as OutgoingMessage["message"]["facts"],
      task: task === null ? null : id<TaskId>(task),
    },
    process: id<ProcessId>(row.process),
    instance: id<InstanceId>(row.instance),
    step: row.step,
    link,
    meantFor: isRedirected ? address : null,
    tries: row.tries,
  };
}
