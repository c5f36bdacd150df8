import { createHash } from "node:crypto";

/** Where ids end that no letter carries: no server finds them. */
const NO_ID = ".no-id.ordo>";
const SAME_ID = "@same-id.ordo>";

/** The id of a letter that has none: the same whenever it is read. */
export function idOfNameless(mailbox: string, size: number, raw: Uint8Array): string {
  return `<${digestOf(mailbox, String(size), raw).slice(0, 40)}@${mailbox}${NO_ID}`;
}

/** The id of a letter that carries the id of another one. @param print what tells the two apart */
export function idBesides(id: string, print: string): string {
  return `<${digestOf(id, print).slice(0, 40)}${SAME_ID}`;
}

/** Is it an id that was made here, so that the letter itself does not carry it? */
export function isMadeId(id: string): boolean {
  return id.endsWith(NO_ID) || id.endsWith(SAME_ID);
}

/** SHA-256 of parts, hexadecimal. */
export function digestOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}
