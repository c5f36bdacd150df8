import type { Crm } from "../../engine/ports/crm.ts";
import type { RecordsData } from "../../engine/record/record-change.ts";
import type { Needs, Opened } from "../adapter.ts";
import type { PortalAccess } from "../bitrix24/portal-access.ts";
import type { Section } from "../section.ts";
import { withTables } from "../sql-database.ts";
import { openLocalCrm, type RecordEditing } from "./local/open-local-crm.ts";
import type { RecordTables } from "./local/record-tables.ts";

/** Records, and how people change them here; null: they are changed where they are kept. */
export interface OpenedCrm extends Opened<Crm> {
  readonly editing: RecordEditing | null;
}

/**
 * Opens the CRM that `ordo.yaml` names.
 *
 * @param root the whole file
 * @param records what an empty local CRM begins with; null: nothing
 * @param _access the portal, where there is one
 */
export async function openCrm(
  _root: Section,
  needs: Needs,
  records: RecordsData | null,
  _access: PortalAccess,
): Promise<OpenedCrm> {
  const { database, feed, catalog, clock, ids, zone, locale } = needs;
  const crm = openLocalCrm({
    ...{ database: withTables<RecordTables>(database), feed, catalog, clock, ids, zone, locale },
  });
  await crm.prepare();
  if (records !== null) await crm.seed(records);
  return { port: crm, editing: crm, watches: [], routes: [], close: () => crm.close() };
}
