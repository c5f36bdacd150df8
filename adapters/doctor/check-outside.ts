import { existsSync } from "node:fs";
import type { CheckNeeds, Needs } from "../adapter.ts";
import { checkPortal } from "../bitrix24/check-portal.ts";
import { type Bitrix24Config, readBitrix24 } from "../bitrix24/config.ts";
import { scopesNeeded } from "../bitrix24/portal-scopes.ts";
import { usersOf } from "../bitrix24/portal-users.ts";
import { TokenSeal } from "../bitrix24/token-seal.ts";
import { type StoredTokens, TokenStore } from "../bitrix24/token-store.ts";
import type { TokenTables } from "../bitrix24/token-tables.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { checkLocalCrm } from "../crm/local/check-local-crm.ts";
import { latestReading } from "../directory/bitrix24/kept-people.ts";
import type { PortalPeopleTables } from "../directory/bitrix24/people-tables.ts";
import { readDirectoryConfig } from "../directory/config.ts";
import { storeConfig } from "../engine/store-config.ts";
import type { Finding } from "../finding.ts";
import { checkHttp } from "../http-client/check-http.ts";
import { checkInbound } from "../inbound/check-inbound.ts";
import { readMail } from "../mail-source/config.ts";
import { checkLetterFolder } from "../mail-source/local/check-letter-folder.ts";
import { withTables } from "../sql-database.ts";
import { openDatabase } from "../store/open-store.ts";
import { checkAccounts } from "./check-accounts.ts";
import { checkMessages } from "./check-messages.ts";
import { checkOpening } from "./check-opening.ts";
import { guarded } from "./guard-check.ts";

/** What the checks of the outside are given. */
export interface OutsideLook {
  readonly configuration: Configuration;
  readonly needs: CheckNeeds;
}

type Check = (look: OutsideLook) => Promise<readonly Finding[]>;

/** One line an adapter: what it is called, and how it looks at what the configuration has chosen. Nothing where it has not. */
const CHECKS: readonly (readonly [name: string, check: Check])[] = [
  ["records", lookAtRecords],
  ["inbound", ({ configuration }) => checkInbound(configuration)],
  ["http", ({ configuration }) => checkHttp(configuration.http)],
  ["mailboxes", lookAtMailboxes],
  ["portal", lookAtPortal],
  ["messages", ({ configuration, needs }) => checkMessages(configuration, needs.clock)],
  ["accounts", ({ configuration, needs }) => checkAccounts(configuration, needs.clock)],
  ["directory", lookAtPeople],
  ["portal-mapping", lookAtMapping],
  ["channels", lookAtModules],
  ["opening", ({ configuration, needs }) => checkOpening(configuration, needs)],
];

/** Every adapter to the outside, as far as the configuration has chosen it. Changes nothing outside. */
export async function checkOutside(look: OutsideLook): Promise<readonly Finding[]> {
  const found = await Promise.all(CHECKS.map(([name, check]) => guarded(name, () => check(look))));
  return found.flat().filter(isFirst);
}

/** What keeps a part from opening was said by its own check, too. */
function isFirst({ says }: Finding, at: number, all: readonly Finding[]): boolean {
  return all.findIndex((other) => other.says.ru === says.ru) === at;
}

async function lookAtRecords({ configuration, needs }: OutsideLook): Promise<readonly Finding[]> {
  return configuration.root.section("crm").names().length > 0 ? [] : checkLocalCrm(needs);
}

async function lookAtMailboxes({ configuration, needs }: OutsideLook): Promise<readonly Finding[]> {
  const { imap, local } = readMail(configuration.root.section("mail"));
  const folder = local === null ? [] : [await checkLetterFolder(local)];
  if (imap === null) return folder;
  const { checkMailboxes } = await import("../mail-source/imap/check-mailboxes.ts");
  return [...folder, ...(await checkMailboxes(imap, needs))];
}

/** Channels of the company's own. */
async function lookAtModules({ configuration, needs }: OutsideLook): Promise<readonly Finding[]> {
  const channels = configuration.root.section("channels");
  const named = channels.names().filter((name) => channels.section(name).text("module") !== null);
  if (named.length === 0) return [];
  const { checkModuleChannel } = await import("../notifier/module/load-channel-module.ts");
  const found = await Promise.all(named.map((name) => checkModuleChannel(name, channels.section(name), needs)));
  return found.flat();
}

async function lookAtPortal({ configuration, needs }: OutsideLook): Promise<readonly Finding[]> {
  const { root } = configuration;
  const config = readBitrix24(root.section("bitrix24"));
  if (config === null) return [];
  return await checkPortal({
    ...{ config, needs, scopes: scopesNeeded(root, needs.used) },
    isWatched: root.section("crm").names().includes("bitrix24"),
    tokens: () => storedTokens(configuration, config.app, needs.clock),
  });
}

async function lookAtPeople({ configuration, needs }: OutsideLook): Promise<readonly Finding[]> {
  const { root, store } = configuration;
  const directory = readDirectoryConfig(root);
  if (directory.kind !== "bitrix24") return [];
  const { checkPortalPeople } = await import("../directory/bitrix24/check-portal-people.ts");
  return await checkPortalPeople({
    ...{ config: directory.config, clock: needs.clock, locale: needs.locale },
    users: usersOf(readBitrix24(root.section("bitrix24"))),
    kept: async () => {
      if (store.kind === "sqlite" && !existsSync(store.file)) return null;
      const { database } = await openDatabase(storeConfig(configuration), { clock: needs.clock });
      try {
        return await latestReading(withTables<PortalPeopleTables>(database)).catch(() => null);
      } finally {
        await database.close();
      }
    },
  });
}

async function lookAtMapping({ configuration, needs }: OutsideLook): Promise<readonly Finding[]> {
  const { root } = configuration;
  const crm = root.section("crm");
  const portal = readBitrix24(root.section("bitrix24"));
  if (!crm.has("bitrix24") || portal === null) return [];
  const [{ checkMapping }, { readBitrix24Crm }, { withPortal }] = await Promise.all([
    import("../crm/bitrix24/check-mapping.ts"),
    import("../crm/bitrix24/config.ts"),
    import("../command-line/portal-of-command.ts"),
  ]);
  const { catalog, clock } = needs;
  const look = {
    config: readBitrix24Crm(crm.section("bitrix24")),
    users: usersOf(portal),
    catalog,
    clock,
  };
  return await withPortal(configuration, {}, (opened) => checkMapping({ ...look, portal: opened }));
}

/** The app's tokens; null where there is no database yet, or it does not know of tokens. */
async function storedTokens(
  configuration: Configuration,
  app: Bitrix24Config["app"],
  clock: Needs["clock"],
): Promise<StoredTokens | "unreadable" | null> {
  const { store } = configuration;
  if (app === null || (store.kind === "sqlite" && !existsSync(store.file))) return null;
  const { clientId, clientSecret } = app;
  const { database } = await openDatabase(storeConfig(configuration), { clock });
  try {
    const tokens = new TokenStore(withTables<TokenTables>(database), new TokenSeal(clientId, clientSecret), clientId);
    return await tokens.read().catch(() => null);
  } finally {
    await database.close();
  }
}
