import { createHash } from "node:crypto";

/** Who made a record, in the portal's own words for it. */
export const ORIGINATOR = "ordo";

/** A key as the portal keeps it: short, of letters that every field takes, the same for the same key. */
export function originOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 40);
}
