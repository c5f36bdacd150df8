import type { TaskId, UserId } from "../../engine/base/ids.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { AccountShelf } from "./account-shelf.ts";
import type { ApiTokens } from "./api-tokens.ts";
import type { DecisionLinks } from "./decision-links.ts";
import { hashOf } from "./one-way.ts";
import { type Role, rolesFrom } from "./role.ts";
import type { Sessions } from "./sessions.ts";
import type { Staff } from "./staff.ts";
import type { Viewer } from "./viewer.ts";

/** How long this process believes what it has read: other servers notice a change after that. Milliseconds. */
const BELIEVED_MS = 3_000;
/** Viewers kept; a server has fewer people than that at once. */
const KEPT_MAX = 5_000;

interface Kept {
  readonly viewer: Viewer;
  readonly until: number;
}

/** What viewers are read from. */
export interface ViewerParts {
  readonly shelf: AccountShelf;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens;
  readonly decisions: DecisionLinks;
  readonly staff: Staff;
  readonly clock: Clock;
}

/** Who asks, from what he carries. Every request comes here, so what was read is believed for a moment. */
export class Viewers {
  readonly #parts: ViewerParts;
  readonly #kept = new Map<string, Kept>();
  /** Rises whenever something was changed here: what was being read meanwhile is not kept. */
  #generation = 0;

  constructor(parts: ViewerParts) {
    this.#parts = parts;
  }

  /** @param token of the cookie. Null: nobody is signed in with it */
  ofSession(token: string): Promise<Viewer | null> {
    return this.#believed(`session ${hashOf(token)}`, async () => {
      const session = await this.#parts.sessions.find(token);
      if (session === null) return null;
      const who = await this.#who(session.person);
      if (who === null) return null;
      return { viewer: { ...who, via: "session", session: session.id, scopes: null }, until: session.until };
    });
  }

  /** @param text the whole token. Null: it opens nothing */
  ofToken(text: string): Promise<Viewer | null> {
    return this.#believed(`token ${hashOf(text)}`, async () => {
      const token = await this.#parts.tokens.find(text);
      if (token === null) return null;
      const who = await this.#who(token.user);
      if (who === null) return null;
      return { viewer: { ...who, via: "token", session: null, scopes: token.scopes }, until: token.expiresAt };
    });
  }

  /**
   * By a link in a letter. He needs no account, but a closed one closes this way, too. He has no scope at all: whoever
   * serves the link serves that task to him and nothing else.
   */
  async ofLink(token: string): Promise<{ readonly task: TaskId; readonly viewer: Viewer } | null> {
    const { decisions, staff, shelf } = this.#parts;
    const link = await decisions.find(token);
    if (link === null) return null;
    const person = await staff.find(link.user);
    if (person === null || (await shelf.find(link.user))?.status === "deactivated") return null;
    const roles: readonly Role[] = ["person"];
    return {
      task: link.task,
      viewer: { user: link.user, name: person.name, roles, via: "link", session: null, scopes: [] },
    };
  }

  /** Something was changed: from now on it is as it is. */
  forget(): void {
    this.#generation += 1;
    this.#kept.clear();
  }

  async #who(user: string): Promise<Pick<Viewer, "user" | "name" | "roles"> | null> {
    const account = await this.#parts.shelf.find(user);
    if (account === null || account.status !== "active") return null;
    const person = await this.#parts.staff.find(user);
    return person === null ? null : { user: person.id as UserId, name: person.name, roles: rolesFrom(account.roles) };
  }

  async #believed(name: string, read: () => Promise<Kept | null>): Promise<Viewer | null> {
    const { clock } = this.#parts;
    const now = clock.now();
    const known = this.#kept.get(name);
    // A clock that was set back must not make it last longer.
    if (known !== undefined && now < known.until && known.until - now <= BELIEVED_MS) return known.viewer;
    const generation = this.#generation;
    const fresh = await read();
    if (fresh === null) {
      this.#kept.delete(name);
      return null;
    }
    if (generation === this.#generation) {
      if (this.#kept.size >= KEPT_MAX) this.#kept.clear();
      this.#kept.set(name, { viewer: fresh.viewer, until: Math.min(fresh.until, now + BELIEVED_MS) });
    }
    return fresh.viewer;
  }
}
