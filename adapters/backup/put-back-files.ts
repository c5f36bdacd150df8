import { existsSync } from "node:fs";
import { copyFile as copyPlain, mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "../store/backup.ts";
import { FILES, namesIn, SEALS } from "./backup-place.ts";
import { isHeads } from "./make-backup.ts";
import { copyFile, digestOf, sizeOf, storedFiles } from "./stored-file.ts";

/** What was put back. */
export interface PutBack {
  /** References. */
  readonly files: number;
  /** Of these so many were there already. */
  readonly there: number;
}

/**
 * Puts the files of a backup into a folder of files: each whole or not at all, what is there already stays, and what the
 * backup does not have too (nothing refers to it). Files before the database that refers to them.
 *
 * @param backup folder of a backup
 */
export async function putBackFiles(backup: string, folder: string): Promise<PutBack> {
  const from = join(backup, FILES);
  let [files, there] = [0, 0];
  for await (const file of storedFiles(from)) {
    if ("unreadable" in file) continue;
    files += 1;
    const content = join(folder, file.content);
    const isThere = (await sizeOf(content)) === file.size && (await digestOf(content)) === file.digest;
    if (!isThere && (await sizeOf(join(from, file.content))) !== null) await put(join(from, file.content), content);
    if (isThere) there += 1;
    const [entry, target] = [join(from, file.entry), join(folder, file.entry)];
    if (!(await isSame(entry, target))) await put(entry, target);
  }
  return { files, there };
}

/** Heads that are not there yet: those that are may know more than the backup, and are never overwritten. */
export async function putBackSeals(backup: string, folder: string): Promise<void> {
  for (const name of await namesIn(join(backup, SEALS))) {
    if (!isHeads(name) || existsSync(join(folder, name))) continue;
    await mkdir(folder, { recursive: true });
    await copyPlain(join(backup, SEALS, name), join(folder, name));
  }
}

async function isSame(one: string, other: string): Promise<boolean> {
  const told = await readFile(other).catch(() => null);
  return told?.equals(await readFile(one)) === true;
}

async function put(from: string, to: string): Promise<void> {
  const draft = `${to}.${process.pid}.part`;
  try {
    await copyFile(from, draft);
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(to));
}
