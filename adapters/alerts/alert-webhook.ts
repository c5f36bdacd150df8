import { createHmac } from "node:crypto";
import type { Instant } from "../../engine/base/instant.ts";
import { severityOf } from "../../engine/instance/incident-severity.ts";
import { exchange } from "../http-client/exchange.ts";
import type { AlertPart } from "./alert-plan.ts";
import type { AlertRule } from "./config.ts";

/** How one request is made. Tests give one of their own. */
export type Exchange = typeof exchange;

const TIMEOUT_MS = 10_000;
const BYTES_MAX = 64 * 1024;
/** Incidents of one kind that a call names. */
const NAMED_MAX = 50;

/**
 * Tells another system of incidents, signed as Standard Webhooks 1.0 has it. The same message has the same `webhook-id`,
 * so that the other side knows a repetition. Nothing is followed.
 *
 * @returns null: it was taken; else a code for the log
 */
export async function callWebhook(
  webhook: NonNullable<AlertRule["webhook"]>,
  message: { readonly id: string; readonly rule: string; readonly parts: readonly AlertPart[]; readonly now: Instant },
  { signal, by = exchange }: { readonly signal: AbortSignal; readonly by?: Exchange },
): Promise<string | null> {
  const body = JSON.stringify(payloadOf(message));
  const timestamp = String(Math.floor(message.now / 1000));
  const signature = createHmac("sha256", webhook.key).update(`${message.id}.${timestamp}.${body}`).digest("base64");
  const headers = {
    ...{ "content-type": "application/json", "accept-encoding": "identity", "user-agent": "ordo" },
    ...{ "content-length": String(Buffer.byteLength(body)), "webhook-id": message.id },
    ...{ "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` },
  };
  const late = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    // The operator names the address himself, and systems that alert people stand in the company's own network.
    const limits = { privateAllowed: true, bytesMax: BYTES_MAX, signal: late };
    const { status } = await by({ method: "POST", url: webhook.url, headers, body }, limits);
    return status >= 200 && status < 300 ? null : `HTTP_${status}`;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : null;
    return code ?? (error instanceof Error ? error.name : "unknown");
  }
}

function payloadOf({
  rule,
  parts,
  now,
}: {
  readonly rule: string;
  readonly parts: readonly AlertPart[];
  readonly now: Instant;
}) {
  return {
    type: "incidents.open",
    timestamp: new Date(now).toISOString(),
    data: {
      rule,
      kinds: parts.map(({ incidents, isRepeated }) => ({
        ...{ code: incidents[0]?.code ?? "", process: incidents[0]?.process ?? "" },
        ...{ severity: severityOf(incidents[0]?.code ?? ""), count: incidents.length, repeated: isRepeated },
        incidents: incidents.slice(0, NAMED_MAX).map(({ id, instance, step, at, message, remedy }) => ({
          ...{ id, instance, step, at: new Date(at).toISOString(), message, remedy },
        })),
      })),
    },
  };
}
