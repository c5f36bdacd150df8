import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Trouble } from "../../../adapters/adapter.ts";
import { wholeBackups } from "../../../adapters/backup/backup-place.ts";
import { BackupWatch, type BackupWatchParts } from "../../../adapters/backup/backup-watch.ts";
import { checkBackup } from "../../../adapters/backup/check-backup.ts";
import { readBackup } from "../../../adapters/backup/config.ts";
import { lastDaily } from "../../../adapters/backup/daily-hour.ts";
import { makeBackup } from "../../../adapters/backup/make-backup.ts";
import { Section } from "../../../adapters/section.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import { filled, Installations, type KeptInstallation, setClock } from "./kept-installation.ts";

const made = new Installations();
const HOUR_MS = 3_600_000;
const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const at = (text: string): number => Date.parse(text);

afterEach(() => made.removeAll());

function watched(kept: KeptInstallation, more: Partial<BackupWatchParts> = {}) {
  const folder = join(kept.folder, "backups");
  const open = new Map<string, Trouble>();
  const config = { folder, minute: 3 * 60 + 30, keep: 14, daily: true };
  const watch = new BackupWatch({
    ...{ clock: kept.clock, logger: SILENT, config, zone: "Europe/Moscow" },
    make: (signal) => makeBackup(kept.installation, { folder, made: "daily", keep: 14, signal }),
    hold: async () => true,
    raise: async (trouble) => void open.set(trouble.id, trouble),
    settle: async (trouble) => void open.delete(trouble),
    ...more,
  });
  return { watch, open, config };
}

describe("the hour of a zone", () => {
  test.each([
    ["2026-11-23T00:29:59Z", "2026-11-22T00:30:00Z", "Europe/Moscow"],
    ["2026-11-23T00:30:00Z", "2026-11-23T00:30:00Z", "Europe/Moscow"],
    ["2026-11-23T09:00:00Z", "2026-11-23T00:30:00Z", "Europe/Moscow"],
    // 03:30 of that night is 01:30Z in summer time: the clocks have just gone forward.
    ["2026-03-29T12:00:00Z", "2026-03-29T01:30:00Z", "Europe/Berlin"],
  ])("%s: it was last due at %s", (now, due, zone) => {
    expect(lastDaily(instant(at(now)), 210, zone)).toBe(at(due));
  });
});

describe("the daily backup", () => {
  test("is made once a day at its hour, and caught up after a standstill", async () => {
    const kept = await filled(await made.sqlite());
    const { watch } = watched(kept);
    const look = async (when: string) => {
      setClock(kept.clock, at(when));
      return (await watch.look())?.name ?? null;
    };
    // What was missed before the start waits until the service has begun.
    expect(await look("2026-11-23T09:00:00Z")).toBeNull();
    expect(await look("2026-11-23T09:04:59Z")).toBeNull();
    expect(await look("2026-11-23T09:05:00Z")).toBe("ordo-2026-11-23T09-05-00Z");
    expect(await look("2026-11-23T23:00:00Z")).toBeNull();
    expect(await look("2026-11-24T00:31:00Z")).toBe("ordo-2026-11-24T00-31-00Z");
    expect(await look("2026-11-24T00:32:00Z")).toBeNull();
    expect(await look("2026-11-29T18:00:00Z")).toBe("ordo-2026-11-29T18-00-00Z");
    expect(await look("2026-11-29T18:01:00Z")).toBeNull();
  });

  test("that fails is an incident, is tried again in an hour, and the incident goes when it succeeds", async () => {
    const kept = await filled(await made.sqlite());
    let freeBytes = 0;
    const folder = join(kept.folder, "backups");
    const installation = { ...kept.installation, freeBytes: async () => freeBytes };
    const { watch, open } = watched(kept, {
      make: (signal) => makeBackup(installation, { folder, made: "daily", keep: 14, signal }),
    });
    setClock(kept.clock, at("2026-11-24T00:20:00Z"));
    expect(await watch.look()).toBeNull();
    expect(open.size).toBe(0);
    setClock(kept.clock, at("2026-11-24T00:30:00Z"));
    expect(await watch.look()).toBeNull();
    expect(open.get("backup:failed")).toMatchObject({ code: "BACKUP_FAILED", adapter: "backup" });
    expect(open.get("backup:failed")?.message.ru).toContain("не хватает места");
    freeBytes = 1e12;
    kept.clock.jump(60_000);
    expect(await watch.look()).toBeNull();
    kept.clock.jump(HOUR_MS);
    expect(await watch.look()).not.toBeNull();
    expect(open.size).toBe(0);
    expect(await wholeBackups(folder)).toHaveLength(1);
  });

  test("goes on by itself, and is given up when the service stops", async () => {
    const kept = await filled(await made.sqlite());
    setClock(kept.clock, at("2026-11-24T00:29:30Z"));
    const begun = Promise.withResolvers<void>();
    const { watch, open } = watched(kept, {
      make: (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          begun.resolve();
        }),
    });
    await watch.start();
    for (let minute = 0; minute < 6; minute++) await kept.clock.pass(60_000);
    await begun.promise;
    await watch.stop();
    expect(open.size).toBe(0);
  });

  test("is made by one of several workers", async () => {
    const kept = await filled(await made.sqlite());
    const { watch } = watched(kept, { hold: async () => false });
    expect(await watch.look()).toBeNull();
    kept.clock.jump(HOUR_MS);
    expect(await watch.look()).toBeNull();
    expect(await wholeBackups(join(kept.folder, "backups"))).toEqual([]);
  });
});

describe("the section backup", () => {
  const read = (data: object, store: "sqlite" | "postgres" = "sqlite") =>
    readBackup(new Section(data, { environment: {}, folder: "company" }), store);

  test("is on where the database is a file, and asked for where it is a server", () => {
    expect(read({})).toEqual({ folder: "company/backups", minute: 210, keep: 14, daily: true });
    expect(read({}, "postgres").daily).toBe(false);
    expect(read({ backup: { at: "21:05", keep: 3, folder: "/var/backups" } }, "postgres")).toEqual({
      folder: "/var/backups",
      minute: 21 * 60 + 5,
      keep: 3,
      daily: true,
    });
    expect(read({ backup: "off" }).daily).toBe(false);
  });
});

describe("the doctor", () => {
  test("warns of no backup, and of one that is older than two days", async () => {
    const kept = await filled(await made.sqlite());
    const { config } = watched(kept);
    const database = join(kept.folder, "ordo.db");
    const look = (now: number) => checkBackup(config, { database, now });
    expect(await look(kept.clock.now())).toMatchObject([{ check: "backup", status: "warning" }]);
    await makeBackup(kept.installation, { folder: config.folder, made: "command" });
    const now = kept.clock.now();
    expect(await look(now + 47 * HOUR_MS)).toMatchObject([{ status: "ok" }]);
    expect(await look(now + 48 * HOUR_MS)).toMatchObject(
      [{ status: "warning", says: { en: /older than two days/ } }].map((one) => ({ ...one, says: expect.anything() })),
    );
    const unborn = { ...config, folder: join(kept.folder, "none") };
    expect(await checkBackup(unborn, { database: join(kept.folder, "none.db"), now })).toMatchObject([
      { status: "skipped" },
    ]);
  });
});
