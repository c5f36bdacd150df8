import { createHash } from "node:crypto";

/**
 * The tag of an answer that is made of an instance and of more (the clock, who reads): the instance's revision, and a digest
 * of all of it.
 */
export function etagOf(body: unknown, revision: number): string {
  return `${revision}-${createHash("sha256").update(JSON.stringify(body)).digest("hex").slice(0, 16)}`;
}
