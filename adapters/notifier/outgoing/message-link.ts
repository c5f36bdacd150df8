import { refOf } from "../../../engine/base/value.ts";
import { taskAddress } from "../../task-address.ts";
import type { MessageRow } from "./message-tables.ts";
import type { OutgoingMode } from "./outgoing-mode.ts";

/** Where tasks open by links of ours. */
export interface TaskLinks {
  /** For who signs in. */
  open(task: string): string;
  /** A page on which this person decides without signing in: a new secret each time, written down nowhere. */
  decide(task: string, person: string): Promise<string>;
}

/** What the links of messages are made from. */
export interface LinkParts {
  /** `outgoing: link`: a company's own, with `{task}` and `{instance}`; null: ours. */
  readonly pattern: string | null;
  /** Null: nobody has said where people reach us. */
  readonly links: TaskLinks | null;
}

/** A link that opens nothing without signing in: what may be shown, counted and logged. */
export function plainLink({ task, instance, channel }: MessageRow, { pattern, links }: LinkParts): string | null {
  // A short message is paid for by its length: only a company that asks for links has them there.
  if (pattern === null) return task === null || links === null || channel === "sms" ? null : links.open(task);
  // Nothing opens where the link names a task and the message is of none.
  if (pattern.includes("{task}") && task === null) return null;
  return pattern
    .replaceAll("{task}", encodeURIComponent(taskAddress(task ?? "")))
    .replaceAll("{instance}", encodeURIComponent(instance));
}

/**
 * The link of a message at the moment it leaves. A letter about his task to somebody of ours carries one by which he
 * decides; whatever reaches anybody else (a redirected one, a log, a client) does not.
 *
 * @param isPrivate does the channel reach its addressee alone?
 */
export async function leavingLink(
  row: MessageRow,
  { parts, mode, isPrivate }: { readonly parts: LinkParts; readonly mode: OutgoingMode; readonly isPrivate: boolean },
): Promise<string | null> {
  const { task, recipient, kind } = row;
  const plain = plainLink(row, parts);
  const decides = parts.pattern === null && isPrivate && mode.kind !== "redirect" && kind === "task";
  if (!decides || parts.links === null || task === null || refOf(recipient) !== null) return plain;
  try {
    return await parts.links.decide(task, recipient);
  } catch {
    // The letter is worth more than its shortest way.
    return plain;
  }
}
