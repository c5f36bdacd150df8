import { createHmac, timingSafeEqual } from "node:crypto";
import type { Instant } from "../../engine/base/instant.ts";

/** Seconds by which a call's time may differ from ours, either way: what is older is a replay. */
export const WINDOW_SECONDS = 300;

/** Bytes of a key, as the specification has them. */
const KEY_BYTES_MIN = 24;
const KEY_BYTES_MAX = 64;
/** Signatures that are looked at: more than a few keys in exchange is somebody playing. */
const SIGNATURES_MAX = 16;

const PREFIX = "whsec_";
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/**
 * No full stop: it parts what is signed, and an id that held one could be read in two ways. Neither spaces nor control
 * characters: ids stand in logs.
 */
const ID = /^[!-\-/-~]{1,200}$/;
/** Without leading zeros, so that the text has one reading. */
const TIMESTAMP = /^[1-9]\d{0,11}$/;

/** What a call brings to prove itself. */
export interface SignedCall {
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** The very bytes that came. */
  readonly body: Uint8Array;
}

/** The call's id where it is proved, else why it is not believed: for the log, never for the caller. */
export type Verdict =
  | { readonly kind: "signed"; readonly id: string }
  | { readonly kind: "refused"; readonly reason: "incomplete" | "stale" | "forged" };

/** The bytes of a key written as `whsec_<base64>`; null: it is none, or has not 24 to 64 bytes. */
export function keyBytes(secret: string): Uint8Array | null {
  const text = secret.trim();
  if (!text.startsWith(PREFIX)) return null;
  const base64 = text.slice(PREFIX.length);
  if (!BASE64.test(base64)) return null;
  const bytes = Buffer.from(base64, "base64");
  return bytes.length >= KEY_BYTES_MIN && bytes.length <= KEY_BYTES_MAX ? bytes : null;
}

/**
 * Standard Webhooks 1.0, symmetric: `webhook-signature` holds at least one `v1` signature that one of the keys made of
 * `id.timestamp.body`, and the time is within {@link WINDOW_SECONDS} of ours. Signatures of other versions are passed
 * over. Compared in constant time.
 *
 * @param keys none: nothing is believed
 */
export function verifySignature({ headers, body }: SignedCall, keys: readonly Uint8Array[], now: Instant): Verdict {
  const id = headers["webhook-id"] ?? "";
  const timestamp = headers["webhook-timestamp"] ?? "";
  const signatures = (headers["webhook-signature"] ?? "").split(" ").slice(0, SIGNATURES_MAX);
  if (!ID.test(id) || !TIMESTAMP.test(timestamp)) return { kind: "refused", reason: "incomplete" };
  if (Math.abs(Math.floor(now / 1000) - Number(timestamp)) > WINDOW_SECONDS)
    return { kind: "refused", reason: "stale" };
  const given = signatures.flatMap((one) => (one.startsWith("v1,") ? [Buffer.from(one.slice(3))] : []));
  if (given.length === 0) return { kind: "refused", reason: "incomplete" };
  let isSigned = false;
  for (const key of keys) {
    const made = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
    const expected = Buffer.from(made);
    for (const one of given) isSigned = (one.length === expected.length && timingSafeEqual(one, expected)) || isSigned;
  }
  return isSigned ? { kind: "signed", id } : { kind: "refused", reason: "forged" };
}
