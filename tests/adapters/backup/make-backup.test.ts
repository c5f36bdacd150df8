import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { DATABASE, FILES, wholeBackups } from "../../../adapters/backup/backup-place.ts";
import { type Installation, makeBackup } from "../../../adapters/backup/make-backup.ts";
import { putBackFiles, putBackSeals } from "../../../adapters/backup/put-back-files.ts";
import { contentOf } from "../../../adapters/backup/stored-file.ts";
import { verifyFiles } from "../../../adapters/backup/verify-whole.ts";
import { openFolderFiles } from "../../../adapters/files/folder/open-folder-files.ts";
import { rebuild } from "../../../adapters/store/rebuild.ts";
import { restore } from "../../../adapters/store/restore.ts";
import { verifyRegistries } from "../../../engine/runtime/verify-registries.ts";
import { laneOf } from "../../contracts/store-life.ts";
import { KEY } from "../../contracts/store-registries.ts";
import { bytesOf, filled, Installations, type KeptInstallation, POSTGRES, setClock } from "./kept-installation.ts";

const made = new Installations();
const DAY_MS = 86_400_000;

afterEach(() => made.removeAll());

/** Path → bytes of every file under a folder. */
async function contentsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const read = paths.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length), (await readFile(path)).toString("hex")] as const;
  });
  return new Map((await Promise.all(read)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const isWithout = POSTGRES.skip !== undefined;
const sqlite = (): Promise<KeptInstallation> => made.sqlite();
const postgres = (): Promise<KeptInstallation> => made.postgres();

describe.each([
  ["SQLite into SQLite", sqlite, sqlite, false],
  ["PostgreSQL into PostgreSQL", postgres, postgres, isWithout],
  ["SQLite into PostgreSQL", sqlite, postgres, isWithout],
  ["PostgreSQL into SQLite", postgres, sqlite, isWithout],
] as const)("%s", (_name, from, to, isSkipped) => {
  test.skipIf(isSkipped)(
    "everything that was kept is restored: rows, histories, registries, letters, files",
    async () => {
      const [source, target] = [await filled(await from()), await to()];
      const whole = await makeBackup(source.installation, { folder: join(source.folder, "backups"), made: "command" });
      expect(whole.manifest.files).toMatchObject({ count: 3, lost: [] });

      expect(await putBackFiles(whole.path, target.installation.files)).toEqual({ files: 3, there: 1 });
      await putBackSeals(whole.path, target.installation.seals ?? "");
      const end = await restore(target.context, { file: join(whole.path, DATABASE) });
      expect(end.counts).toMatchObject({ instance: 2, instance_archive: 1, letter: 1 });

      expect(await contentsOf(target.installation.files)).toEqual(await contentsOf(source.installation.files));
      expect(await contentsOf(target.installation.seals ?? "")).toEqual(
        await contentsOf(source.installation.seals ?? ""),
      );
      const again = await makeBackup(target.installation, { folder: join(target.folder, "backups"), made: "command" });
      expect(again.manifest.database.digest).toBe(whole.manifest.database.digest);
      const rebuilt = await rebuild(target.store, target.context, { laneOf, repair: false });
      expect(rebuilt).toMatchObject({ instances: 3, differing: 0 });
      const [verified] = await verifyRegistries(target.store, { key: KEY, kept: end.heads, registries: null });
      expect(verified).toMatchObject({ sealed: 2, breaches: 0 });
      expect((await target.files.get("file:letter/imap-2/1"))?.bytes).toEqual(bytesOf("%PDF-1 счёт"));
      // Again over what is there: nothing is copied twice.
      expect(await putBackFiles(whole.path, target.installation.files)).toEqual({ files: 3, there: 3 });
    },
  );
});

describe("a backup", () => {
  const daily = (kept: KeptInstallation, more: Partial<Installation> = {}, keep = 14) =>
    makeBackup({ ...kept.installation, ...more }, { folder: join(kept.folder, "backups"), made: "daily", keep });

  test("shares with the one before what has not changed", async () => {
    const kept = await filled(await made.sqlite());
    const first = await daily(kept);
    kept.clock.jump(DAY_MS);
    await kept.files.put("letter/imap-3/1", { name: "new.pdf", type: "application/pdf", bytes: bytesOf("new") });
    const second = await daily(kept);
    const contents = await contentsOf(join(first.path, FILES, "content"));
    const shared = [...contents.keys()].map((path) => join(FILES, "content", path));
    expect(shared).toHaveLength(2);
    for (const path of shared) expect(statSync(join(second.path, path)).ino).toBe(statSync(join(first.path, path)).ino);
    expect(second.manifest.files.count).toBe(4);
    // And never with the files people work with: damage there must not reach a backup.
    expect(statSync(join(second.path, shared[0] ?? "")).nlink).toBe(2);
    await rm(first.path, { recursive: true });
    expect(await verifyFiles(second)).toMatchObject({ holds: true, count: 4 });
  });

  test("goes when newer ones are whole, those that people made stay", async () => {
    const kept = await filled(await made.sqlite());
    await makeBackup(kept.installation, { folder: join(kept.folder, "backups"), made: "command" });
    for (let day = 1; day <= 4; day++) {
      kept.clock.jump(DAY_MS);
      await daily(kept, {}, 2);
    }
    const left = await wholeBackups(join(kept.folder, "backups"));
    expect(left.map(({ name }) => name.slice(5, 15))).toEqual(["2026-11-27", "2026-11-26", "2026-11-23"]);
    expect(await readdir(join(kept.folder, "backups"))).toHaveLength(3);
  });

  test("is not begun where the disk has no room, and the ones before stay", async () => {
    const kept = await filled(await made.sqlite());
    await daily(kept, {}, 1);
    kept.clock.jump(DAY_MS);
    const full = daily(kept, { freeBytes: async () => 1_000_000 }, 1);
    await expect(full).rejects.toMatchObject({ code: "BACKUP_NO_ROOM" });
    expect(await readdir(join(kept.folder, "backups"))).toEqual(["ordo-2026-11-23T09-00-00Z"]);
  });

  test("that fails half-way leaves nothing behind, and the ones before stay", async () => {
    const kept = await filled(await made.sqlite());
    await daily(kept, {}, 1);
    kept.clock.jump(DAY_MS);
    const stop = new AbortController();
    const { database } = kept.installation;
    const stopping = {
      ...database,
      snapshot: (work: Parameters<typeof database.snapshot>[0]) => {
        stop.abort();
        return database.snapshot(work);
      },
    };
    const given = makeBackup(
      { ...kept.installation, database: stopping as typeof database },
      { folder: join(kept.folder, "backups"), made: "daily", keep: 1, signal: stop.signal },
    );
    await expect(given).rejects.toMatchObject({ name: "AbortError" });
    expect(await readdir(join(kept.folder, "backups"))).toEqual(["ordo-2026-11-23T09-00-00Z"]);
  });

  test("of a process that died counts as none, and is cleaned up a day later", async () => {
    const kept = await filled(await made.sqlite());
    const whole = await daily(kept);
    const folder = join(kept.folder, "backups");
    await rm(join(whole.path, "manifest.json"));
    expect(await wholeBackups(folder)).toEqual([]);
    await rename(whole.path, `${whole.path}.partial`);
    setClock(kept.clock, Date.now() + DAY_MS);
    await daily(kept);
    expect((await readdir(folder)).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  test("takes from the one before what is damaged here, and tells what is nowhere whole", async () => {
    const kept = await filled(await made.sqlite());
    await daily(kept);
    const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
    const fresh = bytesOf("only here");
    await kept.files.put("i-1/fresh", { name: "fresh.txt", type: "text/plain", bytes: fresh });
    const old = join(kept.installation.files, contentOf(digestOf(bytesOf("%PDF-1 счёт"))));
    await writeFile(old, bytesOf("%PDF-1 чужо"));
    await truncate(join(kept.installation.files, contentOf(digestOf(fresh))), 3);
    kept.clock.jump(DAY_MS);
    const second = await daily(kept);
    expect(second.manifest.files.lost).toEqual([digestOf(fresh)]);
    expect(await verifyFiles(second)).toMatchObject({ holds: true, lost: [digestOf(fresh)] });
    const folder = await made.folder();
    await putBackFiles(second.path, folder);
    expect((await openFolderFiles(folder).get("file:letter/imap-1/1"))?.bytes).toEqual(bytesOf("%PDF-1 счёт"));
  });

  test("whose files were changed or removed does not hold", async () => {
    const kept = await filled(await made.sqlite());
    const whole = await daily(kept);
    const paths = [...(await contentsOf(join(whole.path, FILES, "content"))).keys()];
    const content = join(whole.path, FILES, "content", paths[0] ?? "");
    const bytes = await readFile(content);
    await writeFile(
      content,
      Uint8Array.from(bytes, (byte) => byte ^ 1),
    );
    expect(await verifyFiles(whole)).toMatchObject({ holds: false, damaged: [expect.any(String)] });
    await writeFile(content, bytes);
    expect(await verifyFiles(whole)).toMatchObject({ holds: true });
    const [entry = ""] = [...(await contentsOf(join(whole.path, FILES, "keys"))).keys()];
    await rm(join(whole.path, FILES, "keys", entry));
    expect(await verifyFiles(whole)).toMatchObject({ holds: false, count: 2 });
  });
});
