import type { Parcel } from "../../../engine/ports/notifier.ts";
import { reasonCode } from "./delivery-settlement.ts";
import { outgoingOf, rowOf } from "./message-row.ts";
import { type DeskParts, guardedDelivery } from "./outgoing-desk.ts";

/** What came of one try to alert somebody by one channel. */
export type Alerted = { readonly kind: "sent" } | { readonly kind: "not sent"; readonly code: string };

/** Characters of what the other side said that are kept. */
const DETAIL_MAX = 500;

/**
 * Sends an alert by its channel, at once and once: past a hold, quiet hours and limits, which are for what processes say
 * (a redirection holds: then people try things out). It stands among the messages like any other. Where it does not leave
 * it is not tried again and raises nothing: who alerts goes another way.
 *
 * @param parcel its key is the message's: the same again is not sent twice
 */
export async function sendAlert(parts: DeskParts, parcel: Parcel, signal: AbortSignal): Promise<Alerted> {
  const { shelf, switches, channels, clock, metrics, logger } = parts;
  const { channel: name } = parcel.route;
  const known = await shelf.find(parcel.key);
  if (known?.status === "sent") return { kind: "sent" };
  // Cut off while it was being sent: perhaps it arrived, and by another channel it surely does.
  if (known !== null) return { kind: "not sent", code: known.reason ?? "INTERRUPTED" };
  const channel = channels.get(name);
  if (channel === undefined) return { kind: "not sent", code: "CHANNEL_MISSING" };
  const now = clock.now();
  const row = {
    ...rowOf(parcel, now, {
      status: "sending",
      reason: null,
      accepted: 0,
      tries: 1,
      not_before: null,
      claimed_at: now,
    }),
    ...{ kind: "alert", released: 2 },
  };
  if (!(await shelf.database.transaction((session) => shelf.add(row, session))))
    return { kind: "not sent", code: "INTERRUPTED" };
  const { mode } = await switches.of(name);
  const outgoing = outgoingOf(row, mode, null);
  const delivered = await guardedDelivery(channel, outgoing, signal);
  const code = reasonCode(delivered);
  await shelf.change(row, {
    status: delivered.kind === "done" ? "sent" : "refused",
    reason: code,
    detail: delivered.kind === "done" ? null : delivered.message.slice(0, DETAIL_MAX),
    sent_at: delivered.kind === "done" ? clock.now() : null,
    provider_id: delivered.kind === "done" ? delivered.id : null,
    sent_to: outgoing.meantFor === null ? null : outgoing.route.address,
    accepted: 1,
  });
  metrics.count("ordo_alerts_total", { channel: name, outcome: delivered.kind === "done" ? "sent" : "not sent" });
  if (delivered.kind === "done") return { kind: "sent" };
  logger.warn("alert not sent", { channel: name, code });
  return { kind: "not sent", code: code ?? "UNKNOWN" };
}
