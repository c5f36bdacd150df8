import type { Clock } from "../../../engine/ports/clock.ts";
import type { Ids } from "../../../engine/ports/ids.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Needs } from "../../adapter.ts";
import type { Portal } from "../../bitrix24/portal.ts";
import type { PortalAccess } from "../../bitrix24/portal-access.ts";
import type { InboundRoute } from "../../inbound-route.ts";
import { withTables } from "../../sql-database.ts";
import type { Bitrix24Tables } from "./bitrix24-tables.ts";
import { ChangeFinder } from "./change-finder.ts";
import { ChangeWatch } from "./change-watch.ts";
import type { Bitrix24CrmConfig } from "./config.ts";
import { EventActors } from "./event-actors.ts";
import { EventInbox } from "./event-inbox.ts";
import type { Bitrix24Crm } from "./open-bitrix24-crm.ts";

/** What watching a portal needs beside its records. */
export interface WatchNeeds {
  readonly config: Bitrix24CrmConfig;
  readonly portal: Portal;
  readonly access: Pick<PortalAccess, "readEvent" | "config" | "users">;
  readonly database: Needs["database"];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly raise: Needs["raise"];
  readonly settle: Needs["settle"];
}

/** The watch over a portal's records, and the address to which the portal sends its events. */
export function watchBitrix24Crm(
  crm: Bitrix24Crm,
  needs: WatchNeeds,
): { readonly watch: ChangeWatch; readonly route: InboundRoute } {
  const { config, portal, access, clock, ids, logger, raise, settle } = needs;
  const { book, reader, observer, shadow, marks, journal } = crm;
  const { records } = config;
  const database = withTables<Bitrix24Tables>(needs.database);
  const inbox = new EventInbox({ database, records, access, clock, ids });
  const actors = new EventActors({ portal, users: access.users, database, clock });
  const finder = new ChangeFinder({ portal, book, reader, observer, shadow, marks, records, clock });
  const work = { config, portal, book, observer, finder, inbox, actors, marks, journal };
  const parts = { ...work, clock, logger, raise, settle };
  return { watch: new ChangeWatch(parts), route: inbox.route() };
}
