import { sql } from "kysely";
import { afterAll, describe, expect, test } from "vitest";
import type { Database } from "../../adapters/store/database.ts";
import { openPostgres } from "../../adapters/store/postgres/open-postgres.ts";
import { openSqlite } from "../../adapters/store/sqlite/open-sqlite.ts";
import { sharedPostgres } from "../support/servers/postgres.ts";
import { callOf, type OpenBench } from "./operations/bench.ts";
import { editingContract } from "./operations/editing.contract.ts";
import { equivalenceContract } from "./operations/equivalence.contract.ts";
import { keysContract } from "./operations/keys.contract.ts";
import { benchOn, CLOCK, localCrm, type OpenDatabase, TABLES } from "./operations/local-bench.ts";
import { portalBench } from "./operations/portal-bench.ts";
import { recordsContract } from "./operations/records.contract.ts";
import { openSimulation } from "./operations/simulation-bench.ts";
import { typesContract } from "./operations/types.contract.ts";

const postgres = await sharedPostgres();

const openFreshSqlite: OpenDatabase = async () => openSqlite(":memory:", CLOCK);

/** One database for all tests of this file, emptied after each: making one takes longer than they do. */
let shared: { readonly database: Database; readonly end: () => Promise<void> } | null = null;

const openEmptiedPostgres: OpenDatabase = async () => {
  shared ??= await openedPostgres();
  const { database } = shared;
  return { ...database, close: async () => void (await sql.raw(`truncate ${TABLES}`).execute(database.db)) };
};

async function openedPostgres(): Promise<NonNullable<typeof shared>> {
  if (postgres.skip !== undefined) throw new Error(postgres.skip);
  const { url, drop } = await postgres.freshDatabase();
  const database = await openPostgres({ url, poolSize: 4 }, { clock: CLOCK, logger: null });
  return { database, end: () => database.close().then(drop) };
}

afterAll(() => shared?.end());

interface Backend {
  readonly name: string;
  readonly open: OpenBench;
  /** Random stories compared with a dry run. */
  readonly seeds: number;
  readonly skip?: string | undefined;
}

const BACKENDS: readonly Backend[] = [
  { name: "a dry run", open: openSimulation, seeds: 0 },
  { name: "SQLite", open: benchOn(openFreshSqlite), seeds: 12 },
  { name: "PostgreSQL", open: benchOn(openEmptiedPostgres), seeds: 4, skip: postgres.skip },
];

for (const { name, open, seeds, skip } of BACKENDS) {
  const title = `records in ${name}${skip === undefined ? "" : ` (skipped: ${skip})`}`;
  describe.skipIf(skip !== undefined)(title, () => {
    recordsContract(open);
    typesContract(open);
    if (seeds > 0) equivalenceContract(open, openSimulation, seeds);
  });
}

describe("records in a Bitrix24 portal", () => {
  recordsContract(portalBench(openFreshSqlite), {
    "without a catalog every record of a type has the fields that any of them has, and any field may be written":
      "a portal has the fields it has, and the mapping names those that processes see",
  });
  typesContract(portalBench(openFreshSqlite), {
    "what fits is kept as the field keeps it":
      "a portal keeps only files whose bytes it was given; round trips have tests of their own",
  });
});

describe("keys and events in SQLite", () => keysContract(openFreshSqlite));
describe.skipIf(postgres.skip !== undefined)("keys and events in PostgreSQL", () => keysContract(openEmptiedPostgres));

describe("editing in SQLite", () => editingContract(openFreshSqlite));
describe.skipIf(postgres.skip !== undefined)("editing in PostgreSQL", () => editingContract(openEmptiedPostgres));

test("what the database cannot do now is unknown and may be tried again, never an error thrown", async () => {
  const database = await openFreshSqlite();
  const crm = await localCrm(database, null);
  await database.close();
  const { signal } = new AbortController();
  expect(await crm.perform(callOf("crm.get", { record: "company/1" }), signal)).toMatchObject({
    kind: "unknown",
    keyed: true,
  });
});
