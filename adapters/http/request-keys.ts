import { createHash } from "node:crypto";
import type { Clock } from "../../engine/ports/clock.ts";
import { canonicalJson } from "../../engine/registry/canonical-json.ts";
import type { SqlDatabase } from "../sql-database.ts";
import { Problem } from "./problem.ts";

/** The table of `0004-service/request-keys.ts`. */
export interface RequestKeyTables {
  request_key: {
    /** Hash of whose key it is and of the key. */
    id: string;
    /** {@link digestOf} the request that came with it. */
    digest: string;
    at: number;
  };
}

/** What a request is, whenever and through whichever server it comes: method, address and body. */
export function digestOf(request: { readonly method: string; readonly url: string; readonly body: unknown }): string {
  const hash = createHash("sha256").update(`${request.method} ${request.url}\n`);
  const { body } = request;
  if (body instanceof Uint8Array) hash.update(body);
  else hash.update(canonicalJson((body ?? null) as Parameters<typeof canonicalJson>[0]));
  return hash.digest("hex");
}

/**
 * Which request each `Idempotency-Key` came with, kept beside the commands' own ids and as long: after a restart and at
 * every other server the same key with something else in it is refused, and never answered with what came of the first.
 */
export class RequestKeys {
  readonly #database: SqlDatabase<RequestKeyTables>;
  readonly #clock: Clock;

  constructor(database: SqlDatabase<RequestKeyTables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * Notes what a key is for, before anything is done.
   *
   * @param of.user a key is its caller's own: nobody learns of another's keys or uses them up
   * @returns undoes it where the request is refused, so that the corrected one may carry the same key; null: the same
   *   request has come before
   * @throws {Problem} `IDEMPOTENCY_KEY_REUSED`: it came with another request
   */
  async take(of: {
    readonly user: string;
    readonly key: string;
    readonly digest: string;
  }): Promise<(() => Promise<void>) | null> {
    const { db } = this.#database;
    const { digest } = of;
    const id = createHash("sha256").update(`${of.user}\n${of.key}`).digest("hex");
    const row = { id, digest, at: this.#clock.now() };
    const written = await db
      .insertInto("request_key")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .execute();
    if (written.length > 0)
      return async () => {
        await db.deleteFrom("request_key").where("id", "=", id).where("digest", "=", digest).execute();
      };
    const known = await db.selectFrom("request_key").select("digest").where("id", "=", id).executeTakeFirst();
    // Gone again: its request was refused this very moment.
    if (known !== undefined && known.digest !== digest) throw reused();
    return null;
  }

  /** Forgets those that are older. @returns how many */
  async forget(before: number, limit: number): Promise<number> {
    const { db } = this.#database;
    const old = db.selectFrom("request_key").select("id").where("at", "<", before).orderBy("at").limit(limit);
    const { numDeletedRows } = await db.deleteFrom("request_key").where("id", "in", old).executeTakeFirst();
    return Number(numDeletedRows);
  }
}

function reused(): Problem {
  return new Problem("IDEMPOTENCY_KEY_REUSED", {
    says: {
      ru: "С этим Idempotency-Key уже приходил другой запрос: этот не выполнен.",
      en: "This Idempotency-Key came with another request before: this one was not carried out.",
    },
    remedy: {
      ru: "Повтор отправьте точно таким же; для другого запроса возьмите новый ключ. В консоли — обновите страницу и повторите.",
      en: "Repeat a request unchanged; for another one take a new key. In the console: reload the page and try again.",
    },
  });
}
