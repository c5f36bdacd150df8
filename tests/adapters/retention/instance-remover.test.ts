import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { InstanceRemover } from "../../../adapters/retention/instance-remover.ts";
import { rebuild } from "../../../adapters/store/rebuild.ts";
import { type InstanceId, id } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import { verifyRegistries } from "../../../engine/runtime/verify-registries.ts";
import { archivedLife, Life, laneOf, START, wholeLife } from "../../contracts/store-life.ts";
import { KEY, sealAll } from "../../contracts/store-registries.ts";
import { bytesOf, Installations, type KeptInstallation, POSTGRES } from "../backup/kept-installation.ts";

const made = new Installations();
afterEach(() => made.removeAll());

const PROCESS = "under-test";
const LATER = START + 50_000_000;

const removerOf = ({ context, installation, clock }: KeptInstallation) =>
  new InstanceRemover({ database: context.database, files: installation.files, clock });

async function filesOf(kept: KeptInstallation): Promise<number> {
  const names = await readdir(join(kept.installation.files, "content"), { recursive: true, withFileTypes: true });
  return names.filter((entry) => entry.isFile()).length;
}

/** Files lie there since yesterday: new ones are left alone. */
async function aged(kept: KeptInstallation): Promise<void> {
  const content = join(kept.installation.files, "content");
  for (const entry of await readdir(content, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), 1_000_000, 1_000_000);
}

describe.each([
  ["SQLite", () => made.sqlite(), false],
  ["PostgreSQL", () => made.postgres(), POSTGRES.skip !== undefined],
] as const)("on %s", (_name, make, isSkipped) => {
  test.skipIf(isSkipped)(
    "what has ended long ago goes with its files; registry rows stay and their chain holds",
    async () => {
      const kept = await make();
      const { store, files } = kept;
      const put = (key: string, text: string) =>
        files.put(key, { name: "a.txt", type: "text/plain", bytes: bytesOf(text) });
      const own = await put("i-1/own", "own");
      const same = await put("i-2/same", "as another's");
      const another = await put("i-9/same", "as another's");
      const shared = await put("both", "both");
      for (const [name, comment, number] of [
        ["i-1", own, 1],
        ["i-2", same, 2],
        ["i-3", shared, 3],
      ] as const) {
        const life = await new Life(store, name, number).start();
        await life.tell({ kind: "complete", task: life.task.id, outcome: "yes", form: {}, comment }, "head-1");
        await life.end();
        await life.settle();
      }
      await store.instances.archive(instant(START + 10_000_000), 1);
      await new Life(store, "i-4", 4).start({ company: `Смотрите ${shared}.`, size: 4 });
      await sealAll(store);
      await aged(kept);
      const remover = removerOf(kept);
      const terms = { now: LATER + 1, endedMs: 1e12, processes: { [PROCESS]: { endedMs: null, removedMs: 1 } } };
      expect(await remover.preview(terms)).toMatchObject([{ process: PROCESS, archived: 0, removed: 3 }]);

      // The oldest first, as many as are asked for.
      expect(await remover.remove(PROCESS, LATER, 1)).toBe(1);
      expect(await store.instances.history(id<InstanceId>("i-1"))).toEqual([]);
      expect(await files.get(own)).toBeNull();
      expect(await filesOf(kept)).toBe(2);

      expect(await remover.remove(PROCESS, LATER, 500)).toBe(2);
      expect(await remover.remove(PROCESS, LATER, 500)).toBe(0);
      expect(await files.get(same)).toBeNull();
      expect((await files.get(another))?.bytes).toEqual(bytesOf("as another's"));
      expect((await files.get(shared))?.bytes).toEqual(bytesOf("both"));
      expect(await filesOf(kept)).toBe(2);
      expect((await store.queries.ids(null, 10)).map(String)).toEqual(["i-4"]);

      await sealAll(store, instant(START + 900_000));
      const verified = await verifyRegistries(store, { key: KEY, kept: [], registries: null });
      expect(verified.map(({ registry, sealed, breaches }) => [registry, sealed, breaches])).toEqual([
        ["discounts", 3, 0],
        ["removals", 3, 0],
      ]);
      expect(await rebuild(store, kept.context, { laneOf, repair: false })).toMatchObject({
        instances: 1,
        differing: 0,
      });
    },
  );

  test.skipIf(isSkipped)(
    "what is still to be done outside stays, and so do other processes and younger ones",
    async () => {
      const kept = await make();
      await wholeLife(kept.store, "i-1", 1);
      expect(await removerOf(kept).remove(PROCESS, LATER, 500)).toBe(0);
      await archivedLife(kept.store, "i-2", 2);
      expect(await removerOf(kept).remove("another", LATER, 500)).toBe(0);
      expect(await removerOf(kept).remove(PROCESS, START, 500)).toBe(0);
      expect(await removerOf(kept).remove(PROCESS, LATER, 500)).toBe(1);
    },
  );

  test.skipIf(isSkipped)(
    "a row whose instance is gone without a word in the registry of removals is a breach",
    async () => {
      const kept = await make();
      await archivedLife(kept.store, "i-1", 1);
      await sealAll(kept.store);
      await kept.context.database.transaction(async (tx) => {
        await tx.query("delete from instance_archive", []);
        await tx.query("delete from history_archive", []);
      });
      const [verified] = await verifyRegistries(kept.store, { key: KEY, kept: [], registries: null });
      expect(verified).toMatchObject({ registry: "discounts", breaches: 1 });
    },
  );

  test.skipIf(isSkipped)("processes are archived at times of their own", async () => {
    const { store } = await make();
    const life = await wholeLife(store, "i-1", 1);
    await life.settle();
    expect(await store.instances.archive(instant(LATER), 10, { except: [PROCESS] })).toBe(0);
    expect(await store.instances.archive(instant(LATER), 10, { only: "another" })).toBe(0);
    expect(await store.instances.archive(instant(LATER), 10, { only: PROCESS })).toBe(1);
  });
});
