import type { Instant } from "../../../engine/base/instant.ts";
import type { Delivered } from "../channel.ts";
import type { MessageChange } from "./message-shelf.ts";
import type { MessageRow } from "./message-tables.ts";
import type { OutgoingConfig } from "./outgoing-config.ts";

/** Pause before the second try, in milliseconds; each further one is twice as long, up to the longest. */
const PAUSE_MS = 30_000;
const PAUSE_MS_MAX = 30 * 60_000;
/** Characters of what the other side said that are kept. */
const DETAIL_MAX = 500;

type Settled = MessageChange & Pick<MessageRow, "status" | "accepted">;

/**
 * What is written of a message after its channel answered.
 *
 * What was surely not sent, or is recognized when it comes again, is the desk's to repeat: a server may say "later" for
 * longer than a step waits. What nobody can know is left to whoever asked for it.
 */
export function settlementOf(
  row: MessageRow,
  delivered: Delivered,
  around: { readonly at: Instant; readonly config: Pick<OutgoingConfig, "tryForMs">; readonly tracks: boolean },
): Settled {
  const { at, config, tracks } = around;
  const { accepted } = row;
  if (delivered.kind === "done") {
    const delivery = tracks && delivered.id !== null ? "pending" : null;
    return {
      ...{ status: "sent", reason: null, detail: null, accepted: 1, sent_at: at, not_before: null },
      ...{ provider_id: delivered.id, delivery },
    };
  }
  const said = { detail: delivered.message.slice(0, DETAIL_MAX), not_before: null };
  if (delivered.kind === "refused") return noMore(row, delivered.code, { accepted, ...said });
  if (!delivered.keyed) {
    const reason = delivered.odd === undefined ? (delivered.trouble?.code ?? "UNKNOWN") : "ODD_ANSWER";
    return { status: "uncertain", reason, accepted, doubted: 1, ...said };
  }
  const since = row.trying_since ?? at;
  if (at - since >= config.tryForMs) return noMore(row, delivered.trouble?.code ?? "GAVE_UP", { accepted: 1, ...said });
  const pause = Math.max(pauseAfter(row.tries), delivered.retryAfterMs ?? 0);
  return {
    status: "waiting",
    reason: delivered.trouble?.code ?? "LATER",
    accepted: 1,
    ...said,
    not_before: at + pause,
  };
}

/** It is not tried any more. Where an earlier try may have arrived, that stays in doubt, whatever was said to this one. */
function noMore(
  { doubted }: MessageRow,
  code: string,
  said: { readonly accepted: number; readonly detail: string; readonly not_before: null },
): Settled {
  if (doubted === 0) return { status: "refused", reason: code, ...said };
  return {
    status: "uncertain",
    reason: "REFUSED_AGAIN",
    ...said,
    detail: `${code}, ${said.detail}`.slice(0, DETAIL_MAX),
  };
}

/** For the log: a code, never what the other side said. */
export function reasonCode(delivered: Delivered): string | null {
  if (delivered.kind === "done") return null;
  if (delivered.kind === "refused") return delivered.code;
  return delivered.trouble?.code ?? delivered.odd?.code ?? (delivered.keyed ? "LATER" : "UNKNOWN");
}

function pauseAfter(tries: number): number {
  return Math.min(PAUSE_MS * 2 ** Math.min(tries - 1, 20), PAUSE_MS_MAX);
}
