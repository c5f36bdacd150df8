import { afterAll, describe, expect, test } from "vitest";
import type { Context } from "../../../adapters/store/database.ts";
import { migrate } from "../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../adapters/store/migrations/index.ts";
import type { Migration } from "../../../adapters/store/migrations/migration.ts";
import { openDatabase, type StoreConfig, storeOn } from "../../../adapters/store/open-store.ts";
import { TABLES } from "../../../adapters/store/schema.ts";
import { sharedPostgres, type TestDatabase } from "../../support/servers/postgres.ts";
import { MORNING, moveOf } from "../../support/store-moves.ts";
import { TestClock } from "../../support/test-clock.ts";

const postgres = await sharedPostgres();
const clock = new TestClock(MORNING);

const COLUMNS = {
  sqlite: `select m.name as "table", c.name as "column", c.type, c."notnull" = 0 and c.pk = 0 as free
    from sqlite_schema m, pragma_table_info(m.name) c where m.type = 'table'`,
  postgres: `select table_name as "table", column_name as "column", data_type as type,
    (is_nullable = 'YES')::int as free from information_schema.columns where table_schema = 'public'`,
};

function kindOf(type: string): string {
  if (/^(big)?int/i.test(type)) return "int";
  return /^(real|double)/i.test(type) ? "real" : "text";
}

function laws(config: () => Promise<StoreConfig>): void {
  async function open(): Promise<Context> {
    return await openDatabase(await config(), { clock });
  }
  const appliedIn = async ({ database }: Context) =>
    (await database.db.selectFrom("migration").select(["number", "name"]).orderBy("number").execute()).map(
      ({ number, name }) => `${number} ${name}`,
    );
  const next = (number: number, ...statements: readonly string[]): Migration => ({
    number,
    name: `next-${number}`,
    statements: () => statements,
  });
  const known = MIGRATIONS.length;

  test("all migrations are applied once, in order", async () => {
    const context = await open();
    await migrate(context, MIGRATIONS);
    await migrate(context, MIGRATIONS);
    expect(await appliedIn(context)).toEqual(MIGRATIONS.map(({ number, name }) => `${number} ${name}`));
    await context.database.close();
  });

  test("the tables have exactly the columns that the code writes", async () => {
    const context = await open();
    await migrate(context, MIGRATIONS);
    const rows = await context.database.transaction((tx) =>
      tx.query<{ readonly table: string; readonly column: string; readonly type: string; readonly free: number }>(
        COLUMNS[context.database.kind],
        [],
      ),
    );
    const there = new Set(
      rows.rows.map(({ table, column, type, free }) => {
        return `${table}.${column}: ${kindOf(type)}${free ? "?" : ""}`;
      }),
    );
    const meant = Object.entries(TABLES).flatMap(([table, columns]) =>
      Object.entries(columns).map(([column, kind]) => `${table}.${column}: ${kind}`),
    );
    expect(meant.filter((column) => !there.has(column))).toEqual([]);
    const tables = Object.keys(TABLES).map((table) => `${table}.`);
    const ours = [...there].filter((column) => tables.some((table) => column.startsWith(table)));
    expect(ours.filter((column) => !meant.includes(column))).toEqual([]);
    await context.database.close();
  });

  test("a migration that fails leaves the schema as it was", async () => {
    const context = await open();
    await migrate(context, MIGRATIONS);
    const bad = next(known + 1, "create table fresh (id bigint)", "create table fresh (id bigint)");
    await expect(migrate(context, [...MIGRATIONS, bad])).rejects.toThrow();
    expect(await appliedIn(context)).toHaveLength(known);
    await migrate(context, [...MIGRATIONS, next(known + 1, "create table fresh (id bigint)")]);
    await context.database.close();
  });

  test("a schema one migration ahead is worked with; two ahead, or another one, is refused in both languages", async () => {
    const context = await open();
    const ahead = [...MIGRATIONS, next(known + 1), next(known + 2)];
    await migrate(context, ahead.slice(0, known + 1));
    const store = await storeOn(context);
    expect(await store.instances.commit([moveOf("i-1", 0)])).toMatchObject([{ kind: "committed" }]);
    await migrate(context, ahead);
    await expect(migrate(context, MIGRATIONS)).rejects.toMatchObject({
      code: "SCHEMA_TOO_NEW",
      says: { ru: expect.stringMatching(/[а-я]/), en: expect.stringMatching(/[a-z]/) },
      remedy: { ru: expect.stringMatching(/[а-я]/), en: expect.stringMatching(/[a-z]/) },
    });
    const other = [{ ...next(1), name: "not-ours" }, ...ahead.slice(1)];
    await expect(migrate(context, other)).rejects.toMatchObject({ code: "SCHEMA_DIFFERS" });
    await store.close();
  });
}

describe("migrations on SQLite", () => laws(async () => ({ kind: "sqlite", file: ":memory:" })));

describe.skipIf(postgres.skip !== undefined)("migrations on PostgreSQL", () => {
  const databases: TestDatabase[] = [];
  afterAll(async () => {
    for (const database of databases) await database.drop();
  });
  const fresh = async () => {
    if (postgres.skip !== undefined) throw new Error(postgres.skip);
    const database = await postgres.freshDatabase();
    databases.push(database);
    return { kind: "postgres", url: database.url, poolSize: 2 } as const;
  };
  laws(fresh);

  test("workers that start together on an empty database migrate it once", async () => {
    const config = await fresh();
    const contexts = await Promise.all([1, 2, 3].map(() => openDatabase(config, { clock })));
    await Promise.all(contexts.map((context) => migrate(context, MIGRATIONS)));
    await Promise.all(contexts.map(({ database }) => database.close()));
  });
});

test("a file that cannot be opened is the store being unavailable", async () => {
  const config = { kind: "sqlite", file: "/nowhere/at/all.db" } as const;
  await expect(openDatabase(config, { clock })).rejects.toMatchObject({ name: "StoreUnavailable" });
});

test("a server that does not answer is the store being unavailable", async () => {
  const config = { kind: "postgres", url: "postgres://nobody@127.0.0.1:9/none" } as const;
  await expect(openDatabase(config, { clock })).rejects.toMatchObject({ name: "StoreUnavailable" });
});
