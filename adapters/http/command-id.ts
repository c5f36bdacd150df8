import { createHash, randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Admission } from "./door.ts";
import { Problem } from "./problem.ts";

const KEY_CHARACTERS_MAX = 200;

/**
 * The same key of the same viewer is the same command, whichever server hears it: whoever got no answer asks again. Without
 * a key each call is a command of its own.
 *
 * @throws {Problem} `INPUT_INVALID` where the key is too long
 */
export function commandIdOf(request: FastifyRequest, { viewer }: Admission): string {
  const key = request.headers["idempotency-key"];
  if (typeof key !== "string" || key === "") return `http-${randomBytes(16).toString("hex")}`;
  if (key.length > KEY_CHARACTERS_MAX)
    throw new Problem("INPUT_INVALID", {
      says: { ru: "Idempotency-Key слишком длинный.", en: "The Idempotency-Key is too long." },
      remedy: { ru: `Не больше ${KEY_CHARACTERS_MAX} знаков.`, en: `At most ${KEY_CHARACTERS_MAX} characters.` },
    });
  const digest = createHash("sha256")
    .update(`${viewer.user}\n${request.method} ${request.routeOptions.url}\n${key}`)
    .digest("hex");
  return `http-${digest.slice(0, 32)}`;
}
