import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Trouble } from "../../../adapters/adapter.ts";
import type { Portal, Row } from "../../../adapters/bitrix24/portal.ts";
import { PortalUsers } from "../../../adapters/bitrix24/portal-users.ts";
import { openBitrix24Directory } from "../../../adapters/directory/bitrix24/open-bitrix24-directory.ts";
import type { Bitrix24DirectoryConfig } from "../../../adapters/directory/config.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { migrate } from "../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../adapters/store/migrations/index.ts";
import { openSqlite } from "../../../adapters/store/sqlite/open-sqlite.ts";
import type { Fields, Logger } from "../../../engine/ports/logger.ts";
import type { People } from "../../../engine/ports/people.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";
import type { Company } from "./company.ts";
import type { DirectoryBench } from "./directory.contract.ts";
import { PeoplePortal } from "./people-portal.ts";

/** Time between two looks at the portal. */
export const REFRESH_MS = 300_000;

/** Who is which number in the portal: in the order of the company. */
export function numbersOf(names: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.keys(names).map((name, index) => [name, index + 1]));
}

/** The company in the words of `user.get` and `department.get`. */
export function rowsOf({ users, departments }: Company): {
  readonly users: readonly Row[];
  readonly departments: readonly Row[];
} {
  const [numbers, units] = [numbersOf(users), numbersOf(departments)];
  return {
    users: Object.entries(users).map(([name, person]) => {
      const [first = "", ...rest] = person.name.split(" ");
      return {
        ...{ ID: String(numbers[name]), ACTIVE: person.active !== false, NAME: first, LAST_NAME: rest.join(" ") },
        ...{ EMAIL: person.email ?? "", PERSONAL_MOBILE: person.phone ?? "", WORK_POSITION: person.position ?? "" },
        ...{ TIME_ZONE: person.timeZone ?? "", TIMESTAMP_X: {}, USER_TYPE: "employee" },
        UF_DEPARTMENT: person.department === undefined ? false : [units[person.department]],
      };
    }),
    departments: Object.entries(departments).map(([name, { title, head, parent }]) => ({
      ...{ ID: String(units[name]), NAME: title, SORT: 500 },
      ...(parent === undefined ? {} : { PARENT: String(units[parent]) }),
      ...(head === undefined ? {} : { UF_HEAD: String(numbers[head]) }),
    })),
  };
}

/** A line of the log. */
export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Fields | undefined;
}

/** A directory of a portal in its world, and all that it does there. */
export interface PortalBench extends DirectoryBench {
  readonly portal: PeoplePortal;
  readonly clock: VirtualClock;
  readonly database: Database;
  readonly log: readonly LogLine[];
  readonly troubles: readonly Trouble[];
  /** Another process on the same database. Its watch runs; close it. */
  open(): Promise<{ readonly people: People; close(): Promise<void> }>;
}

/** People from a portal in memory, absences from a file. */
export async function openPortalBench(
  company: Company,
  more: Partial<Bitrix24DirectoryConfig> = {},
): Promise<PortalBench> {
  const folder = mkdtempSync(join(tmpdir(), "ordo-portal-people-"));
  const absences = join(folder, "absences.yaml");
  const clock = new VirtualClock(Date.UTC(2026, 10, 20));
  const database = openSqlite(":memory:", clock);
  await migrate({ database, clock, logger: null }, MIGRATIONS);
  const log: LogLine[] = [];
  const troubles: Trouble[] = [];
  const line =
    (level: LogLine["level"]) =>
    (message: string, fields?: Fields): void =>
      void log.push({ level, message, fields });
  const logger: Logger = { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") };
  const portal = new PeoplePortal();
  const say = (said: Company): void => {
    Object.assign(portal, rowsOf(said), { failing: null });
    const away = Object.entries(said.users).map(([name, { absent }]) => [name, absent === undefined ? {} : { absent }]);
    writeFileSync(absences, stringify({ users: Object.fromEntries(away) }));
  };
  say(company);
  const config: Bitrix24DirectoryConfig = {
    departments: numbersOf(company.departments),
    groups: Object.fromEntries(
      Object.entries(company.groups).map(([name, group]) => [name, { ...group, departments: [] }]),
    ),
    administrators: company.administrators,
    ...{ absences, refreshMs: REFRESH_MS, ...more },
  };
  const raise = async (trouble: Trouble): Promise<void> => void troubles.push(trouble);
  const open = async (): Promise<{ readonly people: People; close(): Promise<void> }> => {
    // Whoever joins later has a number already.
    const users = new PortalUsers(numbersOf({ ...company.users, novice: null }));
    const opened = await openBitrix24Directory(
      config,
      { database, clock, logger, locale: "en", raise },
      { portal: portal satisfies Portal, users },
    );
    for (const watch of opened.watches) await watch.start();
    return { people: opened.port, close: () => opened.close() };
  };
  const first = await open();
  return {
    ...{ portal, clock, database, log, troubles, open, people: first.people },
    change: async (changed) => {
      say(changed);
      await clock.pass(REFRESH_MS);
    },
    breakDown: async () => {
      portal.failing = { kind: "refused", code: "insufficient_scope", status: 403, says: "" };
      await clock.pass(REFRESH_MS);
    },
    warnings: () => log.filter(({ level }) => level === "warn").length,
    close: async () => {
      await first.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
