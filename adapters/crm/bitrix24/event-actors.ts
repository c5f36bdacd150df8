import type { UserId } from "../../../engine/base/ids.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Portal } from "../../bitrix24/portal.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import type { Bitrix24Tables } from "./bitrix24-tables.ts";
import type { Ways } from "./entity-store.ts";
import type { WaitingEvent } from "./event-inbox.ts";
import { mapOf } from "./portal-field.ts";

/** What actors are found with. */
export interface ActorParts {
  readonly portal: Portal;
  readonly users: PortalUsers;
  readonly database: SqlDatabase<Bitrix24Tables>;
  readonly clock: Pick<Clock, "now">;
}

/** Tokens whose owner is remembered: more than live at once. */
const REMEMBERED_MAX = 1_000;

/**
 * Who changed what: an event carries the token of whoever acted, and `profile` says whose it is, and whether he is an
 * administrator. There is no other way to learn either.
 */
export class EventActors {
  readonly #parts: ActorParts;
  /** Token → number of its owner; null: it is not valid any more. */
  readonly #owners = new Map<string, number | null>();
  #own: number | null = null;

  constructor(parts: ActorParts) {
    this.#parts = parts;
  }

  /**
   * Who changed each record. What we write ourselves raises events too: our own user says nothing of the others. Null:
   * several did, nobody is sure who what. Left out: the events do not say.
   */
  async of(events: readonly WaitingEvent[], ways: Ways): Promise<ReadonlyMap<string, UserId | null>> {
    const found = new Map<string, UserId | null>();
    const own = await this.#ownNumber(ways);
    for (const [ref, all] of Map.groupBy(events, (event) => event.ref)) {
      const numbers = new Set<number>();
      for (const { token } of all) {
        const number = token === null ? null : await this.#ownerOf(token, ways);
        if (number !== null && number !== own) numbers.add(number);
      }
      const [first] = numbers;
      if (first !== undefined) found.set(ref, numbers.size === 1 ? this.#parts.users.idOf(first) : null);
    }
    return found;
  }

  async #ownNumber(ways: Ways): Promise<number | null> {
    if (this.#own !== null) return this.#own;
    const answer = await this.#parts.portal.call("profile", {}, { ...ways, effect: "read" });
    if (answer.kind === "done") this.#own = Number(mapOf(answer.result)["ID"] ?? 0);
    return this.#own;
  }

  async #ownerOf(token: string, ways: Ways): Promise<number | null> {
    const known = this.#owners.get(token);
    if (known !== undefined) return known;
    const answer = await this.#parts.portal.call("profile", {}, { ...ways, effect: "read", token });
    // Not to know now is not to know: the token may be asked for again.
    if (answer.kind === "unknown") return null;
    if (this.#owners.size >= REMEMBERED_MAX) this.#owners.clear();
    const profile = mapOf(answer.kind === "done" ? answer.result : null);
    const number = answer.kind === "done" ? Number(profile["ID"] ?? 0) : null;
    this.#owners.set(token, number);
    if (number !== null && number > 0) await this.#learn(number, profile["ADMIN"] === true);
    return number;
  }

  async #learn(number: number, isAdmin: boolean): Promise<void> {
    const { db } = this.#parts.database;
    if (!isAdmin) {
      await db.deleteFrom("bitrix24_admin").where("user_number", "=", number).execute();
      return;
    }
    const seen_at = this.#parts.clock.now();
    await db
      .insertInto("bitrix24_admin")
      .values({ user_number: number, seen_at })
      .onConflict((conflict) => conflict.column("user_number").doUpdateSet({ seen_at }))
      .execute();
  }
}
