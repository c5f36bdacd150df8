import { createHash, randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Admission } from "./door.ts";
import { Problem } from "./problem.ts";

const KEY_CHARACTERS_MAX = 200;

/** The caller's own name for what he asks. Null: he gave none. @throws {Problem} `INPUT_INVALID` where it is too long */
export function keyOf(request: FastifyRequest): string | null {
  const key = request.headers["idempotency-key"];
  if (typeof key !== "string" || key === "") return null;
  if (key.length > KEY_CHARACTERS_MAX)
    throw new Problem("INPUT_INVALID", {
      says: { ru: "Idempotency-Key слишком длинный.", en: "The Idempotency-Key is too long." },
      remedy: { ru: `Не больше ${KEY_CHARACTERS_MAX} знаков.`, en: `At most ${KEY_CHARACTERS_MAX} characters.` },
    });
  return key;
}

/**
 * The same key of the same viewer with the same request is the same command, whichever server hears it: whoever got no
 * answer asks again. Without a key each call is a command of its own.
 *
 * @param digest of the request: another request is another command, whatever its key
 */
export function commandIdOf(key: string | null, { viewer }: Admission, digest: string): string {
  if (key === null) return `http-${randomBytes(16).toString("hex")}`;
  const hash = createHash("sha256").update(`${viewer.user}\n${key}\n${digest}`).digest("hex");
  return `http-${hash.slice(0, 32)}`;
}
