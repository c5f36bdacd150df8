import { createHash } from "node:crypto";

/** A message's key as the portal keeps it: short, of letters that every field takes, the same for the same key. */
export function portalKey(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 40);
}
