import { id, type UserId } from "../../engine/base/ids.ts";
import { tooManyTries, type Waiting } from "./account-refusals.ts";
import type { AccountParts } from "./administration.ts";
import type { EntryLink } from "./entry-links.ts";
import { loginKeyOf } from "./login.ts";

/** A link by which somebody chooses a new password, and whose it is. */
export interface AskedLink {
  readonly user: UserId;
  readonly link: EntryLink;
}

/** Whoever asked reads his mail now, or somebody else does. Milliseconds. */
const LIFE_MS = 3_600_000;
/** No login is longer; what is, is not looked at beyond it. Characters. */
const TYPED_MAX = 1_024;

/** People who have forgotten their passwords ask for a letter. Whoever asks learns nothing of who has an account. */
export class ForgottenPasswords {
  readonly #parts: AccountParts;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  /** Counts that somebody asks; the same for logins that nobody has. @returns null: he may; else `TOO_MANY_TRIES` */
  async askForLetter(order: { readonly login: string; readonly address: string }): Promise<Waiting | null> {
    const { throttle } = this.#parts;
    const key = loginKeyOf(order.login.slice(0, TYPED_MAX));
    const wait = await throttle.enter(throttle.lanesOfAsking(key, order.address));
    return wait > 0 ? tooManyTries(wait) : null;
  }

  /**
   * A link for the letter, which holds for an hour; the present password holds until it is used, and so do other links. Null:
   * nobody who can sign in has that login (whoever was only invited has his invitation).
   */
  async linkForLetter(login: string): Promise<AskedLink | null> {
    const { shelf, staff, links, database, logger } = this.#parts;
    const row = await shelf.ofLogin(loginKeyOf(login.slice(0, TYPED_MAX)));
    if (row === null || row.status !== "active" || (await staff.find(row.person)) === null) return null;
    const { person } = row;
    const link = await database.transaction(async (session) => {
      await shelf.note(session, { person, by: id<UserId>(person), what: "reset" });
      const kind = "reset" as const;
      return await links.make(session, { kind, person, by: person, lifeMs: LIFE_MS, keepsOlder: true });
    });
    logger.info("letter for a new password asked", { user: person });
    return { user: id<UserId>(person), link };
  }
}
