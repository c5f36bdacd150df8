import type { Clock } from "../../../engine/ports/clock.ts";
import type { Ids } from "../../../engine/ports/ids.ts";
import type { PortalAccess } from "../../bitrix24/portal-access.ts";
import { TokenSeal } from "../../bitrix24/token-seal.ts";
import type { InboundAnswer, InboundRequest, InboundRoute } from "../../inbound-route.ts";
import type { SqlDatabase } from "../../sql-database.ts";
import type { Bitrix24Tables } from "./bitrix24-tables.ts";
import type { Bitrix24CrmConfig } from "./config.ts";
import { recordOfEvent } from "./portal-events.ts";

/** An event of the portal that waits to be looked into. */
export interface WaitingEvent {
  readonly id: string;
  readonly ref: string;
  /** Of whoever caused it; null: a robot did, or the portal does not say. */
  readonly token: string | null;
  readonly at: number;
}

/** What an inbox is kept with. */
export interface InboxParts {
  readonly database: SqlDatabase<Bitrix24Tables>;
  readonly records: Bitrix24CrmConfig["records"];
  readonly access: Pick<PortalAccess, "readEvent" | "config">;
  readonly clock: Pick<Clock, "now">;
  readonly ids: Ids;
}

/** More than a burst for one person's hand; the rest is fetched next. */
const FETCHED_MAX = 500;
/** The portal's bodies are far smaller. */
const BODY_BYTES_MAX = 64 * 1024;

/**
 * Events of the portal, kept before they are answered: they come once. Which record, and the token of whoever changed it
 * (sealed: it is a key to the portal for an hour), is all that is kept; both go as soon as they were looked into.
 */
export class EventInbox {
  readonly #parts: InboxParts;
  readonly #seal: TokenSeal | null;
  #listener: () => void = () => {};

  constructor(parts: InboxParts) {
    const app = parts.access.config?.app ?? null;
    this.#parts = parts;
    this.#seal = app === null ? null : new TokenSeal(app.clientId, app.clientSecret);
  }

  /** Called when something came. */
  onEvent(listener: () => void): void {
    this.#listener = listener;
  }

  route(): InboundRoute {
    const handle = (request: InboundRequest): Promise<InboundAnswer> => this.#take(request);
    return { method: "POST", path: "/bitrix24/events", bytesMax: BODY_BYTES_MAX, handle };
  }

  /** Events that nobody has looked into, oldest first. */
  async waiting(): Promise<readonly WaitingEvent[]> {
    const rows = await this.#parts.database.db
      .selectFrom("bitrix24_event")
      .selectAll()
      .orderBy("at")
      .orderBy("id")
      .limit(FETCHED_MAX)
      .execute();
    return rows.map(({ id, ref, token, at }) => ({
      ...{ id, ref, at: Number(at) },
      token: token === null ? null : (this.#seal?.open(token, "access") ?? null),
    }));
  }

  async done(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#parts.database.db.deleteFrom("bitrix24_event").where("id", "in", ids).execute();
  }

  async #take(request: InboundRequest): Promise<InboundAnswer> {
    const { access, records, database, ids, clock } = this.#parts;
    const event = await access.readEvent(request);
    if (event === null) return { status: 403 };
    const ref = recordOfEvent(event.name, event.data, records);
    if (ref !== null) {
      const token = event.token === null ? null : (this.#seal?.seal(event.token.reveal(), "access") ?? null);
      await database.db.insertInto("bitrix24_event").values({ id: ids.next(), ref, token, at: clock.now() }).execute();
      this.#listener();
    }
    return { status: 200 };
  }
}
