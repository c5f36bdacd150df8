import { AbsenceDesk } from "../../../adapters/directory/absence-desk.ts";
import { KeptAbsences } from "../../../adapters/directory/kept-absences.ts";
import { PeopleLedger } from "../../../adapters/directory/people-ledger.ts";
import type { PeopleTables } from "../../../adapters/directory/people-tables.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { migrate } from "../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../adapters/store/migrations/index.ts";
import { freezeDeep } from "../../../engine/definition/freeze-deep.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { VirtualClock } from "../../support/virtual-clock.ts";

/** A company of four: a head, two of hers, an administrator. */
export const FIRM: DirectorySnapshot = freezeDeep(
  readDirectory({
    users: {
      head: { name: "Анна", department: "sales" },
      ivan: { name: "Иван", department: "sales", groups: ["queue"] },
      vera: { name: "Вера", department: "sales", groups: ["queue"] },
      admin: { name: "Тимур" },
    },
    departments: { sales: { head: "head" } },
    administrators: ["admin"],
  }),
);

/** One server's view of people: the overlay and its desk. */
export interface PeopleBench {
  readonly people: KeptAbsences;
  readonly desk: AbsenceDesk;
  readonly ledger: PeopleLedger;
  readonly base: { directory: DirectorySnapshot };
  readonly logged: string[];
}

/** On a database that is migrated first. */
export async function peopleBench(database: Database, clock: VirtualClock): Promise<PeopleBench> {
  await migrate({ database, clock, logger: null }, MIGRATIONS);
  const logged: string[] = [];
  const note = (message: string): void => void logged.push(message);
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  const base = { directory: FIRM };
  const ledger = new PeopleLedger(withTables<PeopleTables>(database));
  const people = new KeptAbsences({ snapshot: async () => base.directory }, { ledger, clock, logger });
  let count = 0;
  const ids = { next: () => `absence-${++count}` };
  return { people, ledger, base, logged, desk: new AbsenceDesk({ ledger, people, clock, ids, zone: "Europe/Moscow" }) };
}
