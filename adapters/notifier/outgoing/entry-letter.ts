import type { Parcel } from "../../../engine/ports/notifier.ts";
import { outgoingOf, rowOf } from "./message-row.ts";
import { type DeskParts, guardedDelivery } from "./outgoing-desk.ts";

/**
 * Sends somebody the one-time link by which he chooses a password: at once and once, past a hold, quiet hours and limits,
 * which are for what processes say. The link is in the letter and nowhere else: not in the message that is kept. It goes
 * only by a channel that reaches its addressee alone, and never where messages are redirected.
 *
 * @param parcel its key is the message's: the same again is not sent twice
 * @param link of the letter
 * @returns false: it did not leave, and whoever asked hands the link over himself
 */
export async function sendEntryLetter(
  parts: DeskParts,
  { parcel, link }: { readonly parcel: Parcel; readonly link: string },
  signal: AbortSignal,
): Promise<boolean> {
  const { shelf, switches, channels, clock, metrics, logger } = parts;
  const { channel: name } = parcel.route;
  const channel = channels.get(name);
  const { mode } = await switches.of(name);
  if (channel?.isPrivate !== true || mode.kind === "redirect") return false;
  const now = clock.now();
  const begun = { status: "sending", reason: null, accepted: 0, tries: 1, not_before: null, claimed_at: now } as const;
  // As an alert: the desk itself never tries it again, by then nobody knows the link.
  const row = { ...rowOf(parcel, now, begun), kind: "alert", released: 2 };
  if (!(await shelf.database.transaction((session) => shelf.add(row, session)))) return false;
  const delivered = await guardedDelivery(channel, outgoingOf(row, mode, link), signal);
  const isSent = delivered.kind === "done";
  await shelf.change(row, {
    status: isSent ? "sent" : "refused",
    reason: isSent ? null : "NOT_SENT",
    detail: null,
    sent_at: isSent ? clock.now() : null,
    provider_id: delivered.kind === "done" ? delivered.id : null,
    accepted: 1,
  });
  metrics.count("ordo_entry_letters_total", { outcome: isSent ? "sent" : "not sent" });
  if (!isSent) logger.warn("entry letter not sent", { channel: name, kind: delivered.kind });
  return isSent;
}
