import { existsSync } from "node:fs";
import { copyFile as copyPlain, mkdir, rename, rm, statfs, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Clock } from "../../engine/ports/clock.ts";
import { backup, backupName, syncFolder } from "../store/backup.ts";
import { readBackup } from "../store/backup-file.ts";
import type { Database } from "../store/database.ts";
import { StoreError } from "../store/store-error.ts";
import {
  DATABASE,
  FILES,
  manifestIn,
  namesIn,
  removeBackup,
  removeLeftovers,
  SEALS,
  type Whole,
  type WholeManifest,
  wholeBackups,
} from "./backup-place.ts";
import { bytesToCopy, copyFiles } from "./copy-files.ts";

/** What a backup is made of. */
export interface Installation {
  readonly database: Database;
  readonly clock: Clock;
  /** Folder of documents and attachments. */
  readonly files: string;
  /** Folder of the registries' heads; null: there is none. */
  readonly seals: string | null;
  /** For tests. @default what the file system says */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** What to make. */
export interface MakeOrder {
  /** Made if it is not there. */
  readonly folder: string;
  readonly made: WholeManifest["made"];
  /** Of `daily`: so many are kept. @default all */
  readonly keep?: number;
  /** Aborted: the backup is given up, and nothing of it is left. */
  readonly signal?: AbortSignal;
}

/** Room that is left free beside a backup: the database must go on. 64 MiB. */
const SPARE_BYTES = 64 * 1024 * 1024;

/**
 * Keeps the whole installation in a folder of its own: the database at one moment, all files, the heads of the registries.
 * The database first: whatever it refers to was on the disk before. The folder has its name once everything in it is on
 * the disk and was read again; only then older daily ones go.
 *
 * @throws {StoreError} `BACKUP_NO_ROOM`: nothing is left behind
 * @throws {StoreUnavailable}
 */
export async function makeBackup(of: Installation, order: MakeOrder): Promise<Whole> {
  const { clock } = of;
  const now = clock.now();
  await mkdir(order.folder, { recursive: true });
  await removeLeftovers(order.folder, now);
  const known = await wholeBackups(order.folder);
  const before = known[0] ?? null;
  await requireRoom(of, order.folder, before);
  const name = freeName(order.folder, backupName(now));
  const path = join(order.folder, name);
  const draft = `${path}.partial`;
  try {
    const manifest = await fill(of, { draft, at: now, before, order });
    await writeFile(manifestIn(draft), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
    await syncFolder(draft);
    await rename(draft, path);
    await syncFolder(order.folder);
    if (order.made === "daily" && order.keep !== undefined) await thin(order.folder, order.keep);
    return { path, name, manifest };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw isFull(error) ? noRoom(order.folder, null, error) : error;
  }
}

async function fill(
  { database, files, seals }: Installation,
  of: {
    readonly draft: string;
    readonly at: ReturnType<Clock["now"]>;
    readonly before: Whole | null;
    readonly order: MakeOrder;
  },
): Promise<WholeManifest> {
  const { draft, at, before } = of;
  const { made, signal } = of.order;
  const onProgress = (): void => signal?.throwIfAborted();
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const kept = await backup(database, { folder: draft, at, name: DATABASE, onProgress });
  // What was written is read: a disk that keeps other bytes than it was given is found now, not on the day of need.
  await readBackup(join(draft, DATABASE), { head: async () => {}, line: async () => onProgress() });
  const copied = await copyFiles({
    ...{ from: files, to: join(draft, FILES), now: at, onProgress },
    before: before === null ? null : join(before.path, FILES),
  });
  if (seals !== null) await copySeals(seals, join(draft, SEALS));
  const { schema, counts, heads, digest, bytes } = kept;
  return {
    ordo: "whole-backup",
    at: kept.at,
    made,
    database: { schema, counts, heads, digest, bytes },
    files: copied,
    bytes: bytes + copied.bytes,
  };
}

async function copySeals(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await namesIn(from)) if (isHeads(name)) await copyPlain(join(from, name), join(to, name));
}

/** Is that a file that `registry.seals` keeps? */
export function isHeads(name: string): boolean {
  return /^heads-\d{4}-\d{2}-\d{2}\.jsonl$/.test(name);
}

/** Keeps the newest daily ones; those that people made stay. */
async function thin(folder: string, keep: number): Promise<void> {
  const daily = (await wholeBackups(folder)).filter(({ manifest }) => manifest.made === "daily");
  for (const { path } of daily.slice(keep)) await removeBackup(path);
}

/** Two within one second. */
function freeName(folder: string, name: string): string {
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(join(folder, tried)) && !existsSync(join(folder, `${tried}.partial`))) return tried;
  }
}

/** Better said before than noticed half-way: a full disk also stops the database that lies on it. */
async function requireRoom(
  { files, freeBytes = freeOf }: Installation,
  folder: string,
  before: Whole | null,
): Promise<void> {
  const database = before?.manifest.database.bytes ?? 0;
  const needed =
    Math.ceil(database * 1.2) +
    (await bytesToCopy({ from: files, before: before === null ? null : join(before.path, FILES) }));
  const free = await freeBytes(folder);
  if (free < needed + SPARE_BYTES) throw noRoom(folder, { needed: needed + SPARE_BYTES, free });
}

async function freeOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}

function noRoom(
  folder: string,
  room: { readonly needed: number; readonly free: number } | null,
  cause?: unknown,
): StoreError {
  const mb = (bytes: number): string => String(Math.ceil(bytes / 1e6));
  const [ru, en] =
    room === null
      ? ["диск заполнен", "the disk is full"]
      : [
          `нужно ${mb(room.needed)} МБ, свободно ${mb(room.free)} МБ`,
          `${mb(room.needed)} MB needed, ${mb(room.free)} MB free`,
        ];
  return new StoreError(
    "BACKUP_NO_ROOM",
    {
      says: {
        ru: `Для резервной копии не хватает места в ${resolve(folder)}: ${ru}. Прежние копии целы.`,
        en: `There is no room for a backup in ${resolve(folder)}: ${en}. Earlier backups are untouched.`,
      },
      remedy: {
        ru: "Освободите место, назовите папку на другом диске (backup: { folder }) или держите меньше копий (keep).",
        en: "Free some room, name a folder on another disk (backup: { folder }), or keep fewer backups (keep).",
      },
    },
    cause === undefined ? undefined : { cause },
  );
}
