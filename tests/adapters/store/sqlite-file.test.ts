import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openDatabase, openStore, storeOn } from "../../../adapters/store/open-store.ts";
import { id } from "../../../engine/base/ids.ts";
import { StoreUnavailable } from "../../../engine/base/unavailable.ts";
import { MORNING, moveOf } from "../../support/store-moves.ts";
import { TestClock } from "../../support/test-clock.ts";

const folder = mkdtempSync(join(tmpdir(), "ordo-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clock = new TestClock(MORNING);
const COMMITTED = { kind: "committed" };

describe("a SQLite file", () => {
  test("what was committed is there when it is opened again", async () => {
    const config = { kind: "sqlite", file: join(folder, "again.db") } as const;
    const before = await openStore(config, { clock });
    await before.instances.commit([moveOf("i-1", 0), moveOf("i-2", 0)]);
    await before.close();
    const after = await openStore(config, { clock });
    expect((await after.instances.load([id("i-1"), id("i-2")])).size).toBe(2);
    expect(await after.instances.commit([moveOf("i-1", 2)])).toMatchObject([COMMITTED]);
    await after.close();
  });

  test("it waits for the disk, trusts no schema, and belongs to its owner alone", async () => {
    const file = join(folder, "modes.db");
    const { database } = await openDatabase({ kind: "sqlite", file }, { clock });
    const valueOf = (pragma: string) =>
      database.transaction(
        async (tx) => Object.values((await tx.query<object>(`pragma ${pragma}`, [])).rows[0] ?? {})[0],
      );
    expect(await valueOf("journal_mode")).toBe("wal");
    expect(await valueOf("synchronous")).toBe(2);
    expect(await valueOf("foreign_keys")).toBe(1);
    expect(await valueOf("trusted_schema")).toBe(0);
    expect(await valueOf("cell_size_check")).toBe(1);
    expect(existsSync(file)).toBe(true);
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
    await database.close();
  });

  test("a full disk is said before anything is acknowledged; reading goes on, and so does writing when there is room", async () => {
    const context = await openDatabase({ kind: "sqlite", file: join(folder, "full.db") }, { clock });
    const store = await storeOn(context);
    await store.instances.commit([moveOf("i-1", 0)]);
    const pages = (pragma: string) => context.database.transaction((tx) => tx.query(`pragma ${pragma}`, []));
    await pages("max_page_count = 1");
    const large = Array.from({ length: 200 }, (_, n) => moveOf(`j-${n}`, 0, { after: { subject: "x".repeat(5000) } }));
    await expect(store.instances.commit(large)).rejects.toThrow(StoreUnavailable);
    expect(await store.instances.history(id("i-1"))).toHaveLength(2);
    expect((await store.instances.load([id("j-0")])).size).toBe(0);
    await pages("max_page_count = 1000000");
    expect((await store.instances.commit(large)).every(({ kind }) => kind === "committed")).toBe(true);
    await store.close();
  });

  test("a transaction is alone: what runs beside it sees none of it, and comes after it", async () => {
    const { database } = await openDatabase({ kind: "sqlite", file: ":memory:" }, { clock });
    const told: string[] = [];
    await database.transaction((tx) => tx.query("create table note (text text)", []));
    const first = database.transaction(async (tx) => {
      await tx.query("insert into note values ('one')", []);
      await new Promise((resolve) => setImmediate(resolve));
      told.push("first ends");
      throw new Error("not after all");
    });
    const second = database.transaction(async (tx) => {
      const { rows } = await tx.query("select text from note", []);
      told.push(`second sees ${rows.length}`);
    });
    await expect(first).rejects.toThrow("not after all");
    await second;
    expect(told).toEqual(["first ends", "second sees 0"]);
    await database.close();
    await database.close();
  });
});
