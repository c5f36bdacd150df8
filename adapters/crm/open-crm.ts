import type { Crm } from "../../engine/ports/crm.ts";
import type { RecordsData } from "../../engine/record/record-change.ts";
import type { Needs, Opened } from "../adapter.ts";
import type { PortalAccess } from "../bitrix24/portal-access.ts";
import { couldNotRun } from "../complaint.ts";
import type { Section } from "../section.ts";
import { withTables } from "../sql-database.ts";
import { readBitrix24Crm } from "./bitrix24/config.ts";
import { openBitrix24Crm } from "./bitrix24/open-bitrix24-crm.ts";
import { watchBitrix24Crm } from "./bitrix24/watch-bitrix24-crm.ts";
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
 * @param access the portal, where there is one
 * @throws {Complaint} records are to be in a portal, and none is named
 */
export async function openCrm(
  root: Section,
  needs: Needs,
  records: RecordsData | null,
  access: PortalAccess,
): Promise<OpenedCrm> {
  const crm = root.section("crm");
  if (crm.has("bitrix24")) return openPortalCrm(crm.section("bitrix24"), needs, access);
  return openOwnCrm(needs, records);
}

async function openOwnCrm(needs: Needs, records: RecordsData | null): Promise<OpenedCrm> {
  const { database, feed, catalog, clock, ids, zone, locale } = needs;
  const crm = openLocalCrm({
    ...{ database: withTables<RecordTables>(database), feed, catalog, clock, ids, zone, locale },
  });
  await crm.prepare();
  if (records !== null) await crm.seed(records);
  return { port: crm, editing: crm, watches: [], routes: [], close: () => crm.close() };
}

async function openPortalCrm(section: Section, needs: Needs, access: PortalAccess): Promise<OpenedCrm> {
  const { portal, users } = access;
  if (portal === null) throw noPortal();
  const { feed, catalog, clock, ids, locale, logger, files, nowText, raise, settle } = needs;
  const config = readBitrix24Crm(section);
  const crm = openBitrix24Crm({
    ...{ config, portal, users, database: needs.database, feed, catalog, clock, locale, logger, files, nowText },
  });
  const watching = watchBitrix24Crm(crm, {
    config,
    portal,
    access,
    database: needs.database,
    clock,
    ids,
    logger,
    raise,
    settle,
  });
  const { watch, route } = watching;
  return { port: crm.port, editing: null, watches: [watch], routes: [route], close: () => watch.stop() };
}

function noPortal() {
  return couldNotRun(
    {
      ru: "crm.bitrix24: портал не назван, записи брать неоткуда.",
      en: "crm.bitrix24: no portal is named, there is nowhere to keep records.",
    },
    {
      ru: "Добавьте раздел bitrix24 с адресом вебхука или приложением.",
      en: "Add a section bitrix24 with the address of a webhook, or an app.",
    },
  );
}
