import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { CompiledQuery } from "kysely";
import { afterEach, describe, expect, test } from "vitest";
import { backup } from "../../../adapters/store/backup.ts";
import { LEFT_OUT, tablesOf } from "../../../adapters/store/backup-tables.ts";
import type { Context } from "../../../adapters/store/database.ts";
import { openDatabase, openStore, type StoreConfig, storeOf } from "../../../adapters/store/open-store.ts";
import { rebuild } from "../../../adapters/store/rebuild.ts";
import { restore } from "../../../adapters/store/restore.ts";
import { verifyBackup } from "../../../adapters/store/verify-backup.ts";
import { id } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Store } from "../../../engine/ports/store.ts";
import { verifyRegistries } from "../../../engine/runtime/verify-registries.ts";
import { archivedLife, Life, laneOf, START, wholeLife } from "../../contracts/store-life.ts";
import { KEY, sealAll } from "../../contracts/store-registries.ts";
import { sharedPostgres } from "../../support/servers/postgres.ts";

const clock = { now: () => START, sleep: async () => {} };
const LATER = instant(START + 100_000);
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "ordo-backup-"));
  cleanups.push(() => rm(made, { recursive: true, force: true }));
  return made;
}

interface Opened {
  readonly store: Store;
  readonly context: Context;
}

async function open(config: StoreConfig): Promise<Opened> {
  await (await openStore(config, { clock })).close();
  const context = await openDatabase(config, { clock });
  cleanups.push(() => context.database.close());
  return { store: storeOf(context), context };
}

const sqlite = async (): Promise<Opened> => open({ kind: "sqlite", file: join(await folder(), "ordo.db") });

const server = await sharedPostgres();
async function postgres(): Promise<Opened> {
  if (server.skip !== undefined) throw new Error(server.skip);
  const database = await server.freshDatabase();
  cleanups.push(() => database.drop());
  return await open({ kind: "postgres", url: database.url, poolSize: 3 });
}

/** A little of everything: asleep, outside, ended, archived, a book with seals and an erasure. */
async function populated(make: () => Promise<Opened>): Promise<Opened> {
  const opened = await make();
  const { store } = opened;
  await archivedLife(store, "i-0", 1);
  await new Life(store, "i-1", 2).start({ company: 'Ёлка «Ю»\n\t\u0001 "', size: 3 }, "key-1");
  await (await new Life(store, "i-2", 3).start()).answer();
  const life = await wholeLife(store, "i-3", 4);
  await sealAll(store);
  const [row] = await store.registries.rowsOf([life.id]);
  const erasure = { registry: "discounts", instance: life.id, sequence: row?.sequence ?? 0, fields: ["company"] };
  await store.registries.erase([erasure], { id: "e-1", at: START, by: null, reason: "по заявлению" });
  await wholeLife(store, "i-4", 5);
  return opened;
}

/** The lines of a backup, without the line that says when. */
async function lines(file: string): Promise<readonly string[]> {
  const text = gunzipSync(await readFile(file)).toString();
  return text.split("\n").slice(1);
}

const isWithout = server.skip !== undefined;
const ROUTES = [
  ["SQLite into SQLite", sqlite, sqlite, false],
  ["PostgreSQL into PostgreSQL", postgres, postgres, isWithout],
  ["SQLite into PostgreSQL", sqlite, postgres, isWithout],
  ["PostgreSQL into SQLite", postgres, sqlite, isWithout],
] as const;

describe.each(ROUTES)("%s", (_name, from, to, isSkipped) => {
  test.skipIf(isSkipped)("what is restored is what was kept, and works", async () => {
    const [source, where] = [await populated(from), await folder()];
    const first = await backup(source.context.database, { folder: where, at: START });
    const file = join(where, first.file);
    const target = await to();
    const end = await restore(target.context, { file });
    expect(end.counts).toMatchObject({ instance: 4, instance_archive: 1, registry_row: 5, registry_seal: 3 });
    const again = await backup(target.context.database, { folder: await folder(), at: START });
    expect(again.digest).toBe(first.digest);
    const rebuilt = await rebuild(target.store, target.context, { laneOf, repair: false });
    expect(rebuilt).toMatchObject({ instances: 5, differing: 0 });
    expect(await sealAll(target.store)).toBe(2);
    const [open] = (await target.store.queries.tasks({}, { limit: 1 })).rows;
    expect(open?.instance).toBe("i-1");
  });
});

describe.each([
  ["SQLite", sqlite, false],
  ["PostgreSQL", postgres, isWithout],
] as const)("every table of %s", (_name, make, isSkipped) => {
  test.skipIf(isSkipped)("is in a backup, or left out for a reason", async () => {
    const { database } = (await make()).context;
    const all =
      database.kind === "sqlite"
        ? "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
        : "select tablename::text as name from pg_tables where schemaname = current_schema()";
    const { there, kept } = await database.transaction(async (tx) => ({
      there: (await tx.query<{ name: string }>(all, [])).rows.map(({ name }) => name),
      kept: (await tablesOf(tx, database.kind)).map(({ name }) => name),
    }));
    expect([...kept, ...LEFT_OUT.keys()].sort()).toEqual(there.sort());
    expect(kept).toContain("occurrence_feed");
  });

  test.skipIf(isSkipped)("that is in it is emptied where it is replaced", async () => {
    const [source, target, where] = [await make(), await make(), await folder()];
    const signIn = ({ context }: Opened) =>
      context.database.transaction((tx) =>
        tx.query(
          "insert into account_session (hash, person, created_at, seen_at, expires_at) values ('h', 'head-1', 1, 1, 9)",
          [],
        ),
      );
    const put = ({ context }: Opened, id: string) =>
      context.database.transaction((tx) =>
        tx.query(`insert into occurrence_feed (id, position, occurrence) values ('${id}', 1, '{}')`, []),
      );
    await put(source, "crm:lead/1@1");
    await put(target, "crm:lead/2@1");
    await signIn(target);
    const { file } = await backup(source.context.database, { folder: where, at: START });
    await restore(target.context, { file: join(where, file), replace: true });
    const { rows } = await target.context.database.transaction((tx) => tx.query("select id from occurrence_feed", []));
    expect(rows).toEqual([{ id: "crm:lead/1@1" }]);
    // Whoever was signed in before signs in again, though no backup holds that.
    const left = await target.context.database.transaction((tx) =>
      tx.query("select hash from account_session union all select hash from account_link", []),
    );
    expect(left.rows).toEqual([]);
  });
});

describe("a backup", () => {
  test("is dated, complete under its name, and has a manifest beside it", async () => {
    const [{ context }, where] = [await populated(sqlite), await folder()];
    const manifest = await backup(context.database, { folder: join(where, "new"), at: START });
    expect((await readdir(join(where, "new"))).sort()).toEqual([
      "ordo-2026-11-23T09-00-00Z.jsonl.gz",
      "ordo-2026-11-23T09-00-00Z.jsonl.gz.manifest.json",
    ]);
    const written: unknown = JSON.parse(await readFile(join(where, "new", `${manifest.file}.manifest.json`), "utf8"));
    expect(written).toEqual(manifest);
    expect(manifest.heads.map((head) => [head.registry, head.count])).toEqual([["discounts", 3]]);
    expect(manifest.counts).not.toHaveProperty("worker");
  });

  test("holds one moment, whatever is written meanwhile", async () => {
    const [{ store, context }, where] = [await populated(sqlite), await folder()];
    let added = 0;
    const manifest = await backup(context.database, {
      folder: where,
      at: START,
      onProgress: () => {
        if (added++ === 0) void wholeLife(store, "i-later", 77);
      },
    });
    const text = (await lines(join(where, manifest.file))).join("\n");
    expect(text).not.toContain("i-later");
    expect(await store.queries.instance("i-later")).not.toBeNull();
  });

  test("verifies: it is restored apart, every history folded, every registry checked", async () => {
    const [{ context }, where] = [await populated(sqlite), await folder()];
    const { file } = await backup(context.database, { folder: where, at: START });
    const verified = await verifyBackup({ file: join(where, file), clock, key: KEY, kept: [], laneOf });
    expect(verified).toMatchObject({ holds: true, integrity: "ok", instances: { instances: 5, differing: 0 } });
    expect(verified.registries?.map(({ registry, sealed, breaches }) => [registry, sealed, breaches])).toEqual([
      ["discounts", 3, 0],
      ["erasures", 0, 0],
    ]);
  });

  test("does not verify where somebody changed a row or a snapshot before it was made", async () => {
    const [{ context }, where] = [await populated(sqlite), await folder()];
    const run = (text: string) => context.database.db.executeQuery(CompiledQuery.raw(text, []));
    await run("update registry_value set entry = replace(entry, '10', '11') where instance = 'i-0'");
    await run("update instance set snapshot = replace(snapshot, '\"number\":2', '\"number\":9') where id = 'i-1'");
    await run("delete from timer where instance = 'i-1'");
    const { file } = await backup(context.database, { folder: where, at: START });
    const verified = await verifyBackup({ file: join(where, file), clock, key: KEY, kept: [], laneOf });
    expect(verified.holds).toBe(false);
    expect(verified.instances.differences.map(({ instance, what, is }) => [instance, what, is])).toEqual([
      ["i-1", "snapshot", "other"],
      ["i-1", "timers", "missing"],
    ]);
    const findings = verified.registries?.flatMap((one) => one.findings.filter((finding) => finding.isBreach)) ?? [];
    expect(findings.map(({ kind, instance }) => [kind, instance])).toEqual([
      ["changed", "i-0"],
      ["historyDiffers", "i-0"],
    ]);
  });

  test("that is cut off or changed is refused, and the store stays empty", async () => {
    const [{ context }, where] = [await populated(sqlite), await folder()];
    const { file } = await backup(context.database, { folder: where, at: START });
    const bytes = await readFile(join(where, file));
    const target = await sqlite();
    for (const damage of [bytes.subarray(0, bytes.length / 2), bytes.with(bytes.length >> 1, 0), Buffer.from("{}")]) {
      const broken = join(where, "broken.gz");
      await writeFile(broken, damage);
      await expect(restore(target.context, { file: broken })).rejects.toMatchObject({ code: "BACKUP_DAMAGED" });
    }
    expect(await target.store.queries.ids(null, 10)).toEqual([]);
  });

  test("overwrites nothing unless told", async () => {
    const [{ context }, where] = [await populated(sqlite), await folder()];
    const { file } = await backup(context.database, { folder: where, at: START });
    const target = await sqlite();
    await wholeLife(target.store, "i-own", 1);
    const order = { file: join(where, file) };
    await expect(restore(target.context, order)).rejects.toMatchObject({ code: "STORE_NOT_EMPTY" });
    expect(await target.store.queries.ids(null, 10)).toEqual(["i-own"]);
    await restore(target.context, { ...order, replace: true });
    expect(await target.store.queries.instance("i-own")).toBeNull();
  });

  test("frees what workers held, and keeps in mind what they had begun", async () => {
    const [{ store, context }, where] = [await populated(sqlite), await folder()];
    const worker = { id: "w-1", name: "w", version: "1", now: START, expiresAt: START };
    const fence = await store.workers.enter(worker);
    const leased = await store.outbox.lease(fence, { now: LATER, limit: 1, lanes: ["crm"] });
    const [entry] = leased.map((one) => one.entry.id);
    await store.outbox.begin(fence, [entry ?? ""]);
    const { file } = await backup(context.database, { folder: where, at: START });
    const target = await sqlite();
    await restore(target.context, { file: join(where, file) });
    const other = await target.store.workers.enter({ ...worker, id: "w-2" });
    const again = await target.store.outbox.lease(other, { now: LATER, limit: 9, only: [entry ?? ""] });
    expect(again.map((one) => [one.entry.id, one.uncertain])).toEqual([[entry, true]]);
  });
});

describe("verifying a registry in its store", () => {
  const tampered = async (text: string) => {
    const { store, context } = await populated(sqlite);
    await context.database.db.executeQuery(CompiledQuery.raw(text, []));
    const verified = await verifyRegistries(store, { key: KEY, kept: [], registries: null });
    const breaches = verified.flatMap(({ findings }) => findings.filter(({ isBreach }) => isBreach));
    return breaches.map(({ kind, number, instance }) => [kind, number, instance]);
  };

  test("a row that is gone is missed by the numbers and by the history", async () => {
    expect(await tampered("delete from registry_row where instance = 'i-2'")).toEqual([
      ["removed", null, null],
      ["rowMissing", null, "i-2"],
    ]);
  });

  test("the last row, its seal and its head gone, is missed by the history", async () => {
    expect(await tampered("delete from registry_row where instance = 'i-4'")).toEqual([["rowMissing", null, "i-4"]]);
  });

  test("a row that no instance wrote is found, sealed or not", async () => {
    const row = "select registry, 'i-9', 1, process, step, actor, at, null from registry_row where instance = 'i-4'";
    expect(await tampered(`insert into registry_row ${row}`)).toEqual([]);
    const value = "insert into registry_value select registry, 'i-1', 1, entry, salts, erased from registry_value";
    const both = `${value} where instance = 'i-4'`;
    const { store, context } = await populated(sqlite);
    for (const text of [`insert into registry_row ${row.replace("'i-9'", "'i-1'")}`, both])
      await context.database.db.executeQuery(CompiledQuery.raw(text, []));
    const verified = await verifyRegistries(store, { key: KEY, kept: [], registries: ["discounts"] });
    expect(
      verified[0]?.findings.filter(({ isBreach }) => isBreach).map(({ kind, instance }) => [kind, instance]),
    ).toEqual([["eventMissing", "i-1"]]);
  });

  test("a chain whose key is another was not made by us", async () => {
    const { store } = await populated(sqlite);
    const [verified] = await verifyRegistries(store, { key: new Uint8Array(32), kept: [], registries: ["discounts"] });
    expect(verified?.findings.filter(({ isBreach }) => isBreach).map(({ kind, number }) => [kind, number])).toEqual([
      ["forged", 1],
      ["forged", 2],
      ["forged", 3],
    ]);
  });
});

describe("rebuilding", () => {
  test("repairs what differs from the history and leaves the rest", async () => {
    const { store, context } = await populated(sqlite);
    expect(await rebuild(store, context, { laneOf, repair: false })).toMatchObject({ differing: 0 });
    const before = await store.queries.stored(id("i-1"));
    const run = (text: string) => context.database.db.executeQuery(CompiledQuery.raw(text, []));
    await run("delete from timer where instance = 'i-1'");
    await run("delete from task_actor");
    await run("update task set title = 'Другое' where instance = 'i-1'");
    await run("delete from outbox where instance = 'i-1'");
    await run("update instance set snapshot = '{}' where id = 'i-2'");
    const repaired = await rebuild(store, context, { laneOf, repair: true });
    expect(repaired).toMatchObject({ instances: 5, differing: 2, repaired: 2 });
    expect(await store.queries.stored(id("i-1"))).toEqual(before);
    expect((await store.queries.tasks({ actor: id("head-1") }, { limit: 9 })).rows).toHaveLength(1);
    expect(await rebuild(store, context, { laneOf, repair: false })).toMatchObject({ differing: 0 });
  });
});
