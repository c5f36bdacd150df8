import { choice, key, map, type Schema, TEXT, words } from "../../engine/definition/schema/schema.ts";
import type { Section } from "../section.ts";

/** Backups that are made by themselves. */
export interface BackupConfig {
  /** Where they go, absolute or counted from the folder of `ordo.yaml`. */
  readonly folder: string;
  /** Minutes after midnight, in the installation's zone. */
  readonly minute: number;
  /** Daily ones that are kept; older ones go once a new one is whole. */
  readonly keep: number;
  /** False: none is made by itself. */
  readonly daily: boolean;
}

const KEEP = 14;
/** Half past three: after midnight's deadlines, before anybody works. */
const AT = "03:30";

const TIME: Schema = {
  type: "string",
  pattern: "^(?:[01]\\d|2[0-3]):[0-5]\\d$",
  "x-expects": { ru: "время суток: 03:30", en: "a time of day: 03:30" },
};

/** `backup:` of `ordo.yaml`. */
export const BACKUP_SCHEMA: Schema = choice(
  { ru: "off или { folder, at, keep }", en: "off, or { folder, at, keep }" },
  { when: "text", then: words("off") },
  {
    when: "map",
    then: map({
      folder: key(
        "Папка копий; лучше на другом диске. Без ключа — backups рядом с ordo.yaml.",
        "Folder of the backups, better on another disk. Without it backups beside ordo.yaml.",
        "/var/backups/ordo",
        TEXT,
      ),
      at: key(
        "Во сколько делать ежедневную копию; без ключа — 03:30.",
        "When the daily backup is made; 03:30 without it.",
        AT,
        TIME,
      ),
      keep: key(
        "Сколько ежедневных копий держать; без ключа — 14.",
        "How many daily backups are kept; 14 without it.",
        KEEP,
        {
          type: "integer",
          minimum: 1,
          maximum: 1_000,
        },
      ),
    }),
  },
);

/**
 * The section as configuration. Without it a backup is made daily where the database is a SQLite file; a PostgreSQL server
 * has backups of its own, so there it is asked for by writing the section.
 *
 * @param root the whole of `ordo.yaml`
 */
export function readBackup(root: Section, store: "sqlite" | "postgres"): BackupConfig {
  const section = root.section("backup");
  const [hours = 3, minutes = 30] = (section.text("at") ?? AT).split(":").map(Number);
  const isOff = root.text("backup") === "off";
  return {
    folder: section.path("folder") ?? root.pathOf("backups"),
    minute: hours * 60 + minutes,
    keep: section.number("keep") ?? KEEP,
    daily: !isOff && (store === "sqlite" || root.has("backup")),
  };
}
