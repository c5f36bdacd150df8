import { existsSync } from "node:fs";
import type { Clock } from "../../engine/ports/clock.ts";
import type { AccountTables } from "../accounts/account-tables.ts";
import { countAccounts } from "../accounts/count-accounts.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { storeConfig } from "../engine/store-config.ts";
import { doubtful, type Finding, fine } from "../finding.ts";
import { withTables } from "../sql-database.ts";
import { openDatabase } from "../store/open-store.ts";

const CHECK = "accounts";

/** How many may sign in, and is there an administrator among them? Nothing where there is no database with accounts yet. */
export async function checkAccounts(configuration: Configuration, clock: Clock): Promise<readonly Finding[]> {
  const { store } = configuration;
  if (store.kind === "sqlite" && !existsSync(store.file)) return [];
  const { database } = await openDatabase(storeConfig(configuration), { clock });
  try {
    const { active, administrators } = await countAccounts(withTables<AccountTables>(database));
    return [administrators > 0 ? counted(active, administrators) : NO_ADMINISTRATOR];
  } catch {
    // A schema of before knows no accounts. A store that is away has a finding of its own.
    return [];
  } finally {
    await database.close();
  }
}

function counted(active: number, administrators: number): Finding {
  return fine(
    CHECK,
    `Учётных записей: ${active}, из них администраторов: ${administrators}`,
    `Accounts: ${active}, administrators among them: ${administrators}`,
  );
}

const NO_ADMINISTRATOR: Finding = doubtful(
  CHECK,
  {
    ru: "Нет ни одного администратора: в консоли некому приглашать людей",
    en: "There is no administrator: nobody can invite people in the console",
  },
  {
    ru: "Откройте ссылку, которую печатает ordo serve, или пригласите: ordo account invite <сотрудник> --role administrator",
    en: "Open the link that ordo serve prints, or invite one: ordo account invite <user> --role administrator",
  },
);
