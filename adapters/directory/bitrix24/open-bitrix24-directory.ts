import type { People } from "../../../engine/ports/people.ts";
import type { Needs, Opened } from "../../adapter.ts";
import type { Portal } from "../../bitrix24/portal.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import { withTables } from "../../sql-database.ts";
import type { Bitrix24DirectoryConfig } from "../config.ts";
import { Bitrix24People } from "./bitrix24-people.ts";
import { KeptPeople } from "./kept-people.ts";
import type { PortalPeopleTables } from "./people-tables.ts";
import { peopleWatch } from "./people-watch.ts";

/**
 * People and departments of a portal, as they were read last; the watch reads them again.
 *
 * @throws {Complaint} where nobody was ever read and the portal does not tell, or the file laid over them is wrong
 */
export async function openBitrix24Directory(
  config: Bitrix24DirectoryConfig,
  needs: Pick<Needs, "database" | "clock" | "logger" | "locale" | "raise">,
  { portal, users }: { readonly portal: Portal; readonly users: PortalUsers },
): Promise<Opened<People>> {
  const { database, clock, logger, locale, raise } = needs;
  const kept = new KeptPeople(withTables<PortalPeopleTables>(database), () => portal.host());
  const port = new Bitrix24People({ config, portal, users, kept, clock, logger, locale, raise });
  await port.begin();
  const refresh = (signal: AbortSignal): Promise<void> => port.refresh(signal);
  const watch = peopleWatch({ refresh, everyMs: config.refreshMs, clock });
  return { port, watches: [watch], routes: [], close: () => watch.stop() };
}
