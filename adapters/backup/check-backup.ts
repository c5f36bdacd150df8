import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { doubtful, type Finding, fine, skipped } from "../finding.ts";
import { type Whole, wholeBackups } from "./backup-place.ts";
import type { BackupConfig } from "./config.ts";

const HOUR_MS = 3_600_000;
/** Older ones are too old: a day's backup was missed, and the next one too. */
const AGE_MAX_MS = 48 * HOUR_MS;

/**
 * Is there a backup, is it younger than two days, and is there room for the next one? Changes nothing.
 *
 * @param database path of the SQLite file, so that an installation that has not begun yet is not warned; null: PostgreSQL
 */
export async function checkBackup(
  { daily, folder }: BackupConfig,
  { database, now }: { readonly database: string | null; readonly now: number },
): Promise<readonly Finding[]> {
  const check = "backup";
  const newest = (await wholeBackups(folder))[0] ?? null;
  if (newest === null && database !== null && !existsSync(database))
    return [skipped(check, "Копий ещё нет: нечего хранить", "No backup yet: there is nothing to keep")];
  return [...ageOf(newest, { check, daily, folder, now }), ...(await roomFor(newest, folder))];
}

function ageOf(
  newest: Whole | null,
  {
    check,
    daily,
    folder,
    now,
  }: { readonly check: string; readonly daily: boolean; readonly folder: string; readonly now: number },
): readonly Finding[] {
  const remedy = daily
    ? {
        ru: "Сделайте копию (ordo backup) и посмотрите, почему её нет: ordo incidents; ежедневную делает ordo serve",
        en: "Make one (ordo backup) and see why there is none: ordo incidents; `ordo serve` makes the daily one",
      }
    : {
        ru: "Сделайте копию (ordo backup) или включите ежедневную: backup: { at: 03:30 } в ordo.yaml",
        en: "Make one (ordo backup), or turn the daily one on: backup: { at: 03:30 } in ordo.yaml",
      };
  if (newest === null)
    return [
      doubtful(
        check,
        { ru: `Резервных копий нет: ${resolve(folder)}`, en: `There is no backup: ${resolve(folder)}` },
        remedy,
      ),
    ];
  const hours = Math.max(0, Math.floor((now - Date.parse(newest.manifest.at)) / HOUR_MS));
  if (hours * HOUR_MS >= AGE_MAX_MS)
    return [
      doubtful(
        check,
        {
          ru: `Последней резервной копии больше двух дней: ${newest.name} (${Math.floor(hours / 24)} дн.)`,
          en: `The newest backup is older than two days: ${newest.name} (${Math.floor(hours / 24)} days)`,
        },
        remedy,
      ),
    ];
  return [fine(check, `Резервная копия: ${newest.name}, ей ${hours} ч`, `Backup: ${newest.name}, ${hours} h old`)];
}

async function roomFor(newest: Whole | null, folder: string): Promise<readonly Finding[]> {
  if (newest === null) return [];
  const place = existsSync(folder) ? folder : dirname(folder);
  const { bavail, bsize } = await statfs(place);
  const [free, needed] = [bavail * bsize, newest.manifest.database.bytes * 2];
  if (free >= needed) return [];
  return [
    doubtful(
      "backup-room",
      {
        ru: `Для следующей копии может не хватить места: свободно ${mb(free)} МБ, база занимает в копии ${mb(newest.manifest.database.bytes)} МБ`,
        en: `There may be no room for the next backup: ${mb(free)} MB free, the database takes ${mb(newest.manifest.database.bytes)} MB in one`,
      },
      {
        ru: "Освободите место или назовите папку на другом диске: backup: { folder }",
        en: "Free some room, or name a folder on another disk: backup: { folder }",
      },
    ),
  ];
}

function mb(bytes: number): string {
  return String(Math.round(bytes / 1e6));
}
