import { readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BackupManifest } from "../store/backup-file.ts";

/*
 * A backup is a folder: `database.jsonl.gz`, `files/`, `seals/` and, written last, `manifest.json`. Until everything in it
 * is whole and on the disk the folder is called `….partial`; while it is being removed, `….removing`. So whatever lies
 * under a plain name is a backup.
 */

/** What is in the folder of a backup. */
export const DATABASE = "database.jsonl.gz";
export const FILES = "files";
export const SEALS = "seals";
const MANIFEST = "manifest.json";

const NAME = /^ordo-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z(?:-\d+)?$/;
const UNFINISHED = /^ordo-.*\.(?:partial|removing)$/;
/** A partial backup that nobody has written to for so long is of a process that died. Milliseconds. */
const ABANDONED_MS = 12 * 3_600_000;

/** What a backup says of itself. */
export interface WholeManifest {
  readonly ordo: "whole-backup";
  /** ISO 8601, UTC: the moment its database stands at. */
  readonly at: string;
  /** Made by itself, or by `ordo backup`: those of people are never removed. */
  readonly made: "daily" | "command";
  readonly database: Pick<BackupManifest, "schema" | "counts" | "heads" | "digest" | "bytes">;
  readonly files: FilesManifest;
  /** Bytes that this backup takes in all, those shared with other backups included. */
  readonly bytes: number;
}

/** The files of a backup. */
export interface FilesManifest {
  /** References. */
  readonly count: number;
  readonly bytes: number;
  /** Contents whose bytes were already missing or damaged in the files' folder, by digest: no backup could keep them. */
  readonly lost: readonly string[];
}

/** A backup that is whole. */
export interface Whole {
  /** Absolute, or as the folder of backups was given. */
  readonly path: string;
  readonly name: string;
  readonly manifest: WholeManifest;
}

/** Whole backups of a folder, newest first; none where there is no folder. */
export async function wholeBackups(folder: string): Promise<readonly Whole[]> {
  const names = (await namesIn(folder)).filter((name) => NAME.test(name));
  const found = await Promise.all(names.map((name) => wholeAt(join(folder, name), name)));
  return found
    .flatMap((one) => (one === null ? [] : [one]))
    .sort((one, other) =>
      one.manifest.at === other.manifest.at ? order(other.name, one.name) : order(other.manifest.at, one.manifest.at),
    );
}

/** The backup in that folder; null: it is none, or not whole. */
export async function wholeAt(path: string, name = path): Promise<Whole | null> {
  try {
    const manifest = JSON.parse(await readFile(join(path, MANIFEST), "utf8")) as Partial<WholeManifest>;
    return manifest.ordo === "whole-backup" ? { path, name, manifest: manifest as WholeManifest } : null;
  } catch {
    return null;
  }
}

/** Path of the manifest in the folder of a backup. */
export function manifestIn(folder: string): string {
  return join(folder, MANIFEST);
}

/** Removes a backup. One that is half removed counts as none. */
export async function removeBackup(path: string): Promise<void> {
  await rename(path, `${path}.removing`);
  await rm(`${path}.removing`, { recursive: true, force: true });
}

/** Removes what dead processes left half written or half removed. @param now milliseconds since 1970 */
export async function removeLeftovers(folder: string, now: number): Promise<void> {
  for (const name of (await namesIn(folder)).filter((one) => UNFINISHED.test(one))) {
    const path = join(folder, name);
    const touched = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => now,
    );
    if (name.endsWith(".removing") || now - touched > ABANDONED_MS) await rm(path, { recursive: true, force: true });
  }
}

/** Names in a folder; none where there is no folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
