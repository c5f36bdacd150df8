import { afterEach, describe } from "vitest";
import { openStore, type StoreConfig } from "../../../adapters/store/open-store.ts";
import type { Store } from "../../../engine/ports/store.ts";
import { START } from "../../contracts/store-life.ts";
import { queriesContract } from "../../contracts/store-queries.ts";
import { registriesContract } from "../../contracts/store-registries.ts";
import { versionsContract } from "../../contracts/store-versions.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";

const clock = { now: () => START, sleep: async () => {} };
const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function open(config: StoreConfig): Promise<Store> {
  const store = await openStore(config, { clock });
  opened.push(() => store.close());
  return store;
}

function contracts(fresh: () => Promise<Store>): void {
  describe("queries", () => queriesContract(fresh));
  describe("registries", () => registriesContract(fresh));
  describe("versions", () => versionsContract(fresh));
}

describe("on SQLite", () => contracts(() => open({ kind: "sqlite", file: ":memory:" })));

const postgres = await sharedPostgres();
describe.skipIf(postgres.skip !== undefined)(`on PostgreSQL${postgres.skip ? ` (${postgres.skip})` : ""}`, () => {
  contracts(async () => {
    if (postgres.skip !== undefined) throw new Error(postgres.skip);
    const database = await postgres.freshDatabase();
    opened.push(() => database.drop());
    return await open({ kind: "postgres", url: database.url, poolSize: 3 });
  });
});
