import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Bytes of everything that opens a door: not to be guessed. */
const BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** A new secret that nobody can guess: 256 random bits, in letters that need no escaping in an address. */
export function randomSecret(): string {
  return randomBytes(BYTES).toString("base64url");
}

/** Could this be one of {@link randomSecret}? What could not is not looked for. */
export function isSecretShaped(text: string): boolean {
  return SHAPE.test(text);
}

/** What is kept of a secret: enough to know it again, nothing to use it by. Random bits need no salt and no slow hash. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

/** Are two texts the same? Takes as long whether they differ early or late. */
export function isSameText(one: string, other: string): boolean {
  return timingSafeEqual(createHash("sha256").update(one).digest(), createHash("sha256").update(other).digest());
}

/** The token that a page sends with what it changes: it follows from the session, so that it is kept nowhere. */
export function csrfTokenOf(session: string): string {
  return createHmac("sha256", session).update("ordo csrf").digest("base64url");
}
