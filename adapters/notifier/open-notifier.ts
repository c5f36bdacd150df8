import type { Notifier } from "../../engine/ports/notifier.ts";
import type { Needs, Opened } from "../adapter.ts";
import type { PortalAccess } from "../bitrix24/portal-access.ts";
import type { Section } from "../section.ts";
import { withTables } from "../sql-database.ts";
import type { MessageTables } from "./log/message-tables.ts";
import { openLogNotifier } from "./log/open-log-notifier.ts";

/** Opens the channels that `ordo.yaml` names. @param _root the whole file; @param _access the portal, where there is one */
export async function openNotifier(_root: Section, needs: Needs, _access: PortalAccess): Promise<Opened<Notifier>> {
  const { database, clock, logger } = needs;
  const port = openLogNotifier({ database: withTables<MessageTables>(database), clock, logger });
  return { port, watches: [], routes: [], close: async () => {} };
}
