import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FilesManifest } from "./backup-place.ts";
import { copyFile, digestOf, linkFile, type StoredFile, sizeOf, storedFiles } from "./stored-file.ts";

/** Days within which every file shared with earlier backups is read again: damage of a disk does not creep through all. */
const ROUND_DAYS = 7;
const DAY_MS = 86_400_000;

/** What to copy where. */
export interface CopyOrder {
  /** Folder of files. */
  readonly from: string;
  readonly to: string;
  /** Files of the backup before: what is the same is shared with it. Null: there is none. */
  readonly before: string | null;
  /** Milliseconds since 1970: which share of the files is read again today. */
  readonly now: number;
  readonly onProgress?: (files: number) => void;
}

/**
 * Copies a folder of files. A content has its digest for a name and never changes, so one that the backup before holds is
 * shared with it (a hard link): fourteen backups take the room of one and of what came since. What cannot be read here is
 * taken from the backup before; what is nowhere whole is told.
 *
 * References first, then contents: a file that is removed meanwhile belongs to nothing that the database still has.
 */
export async function copyFiles(order: CopyOrder): Promise<FilesManifest> {
  const { from } = order;
  const contents = new Set<string>();
  const lost = new Set<string>();
  let [count, bytes] = [0, 0];
  for await (const file of storedFiles(from)) {
    if ("unreadable" in file) {
      lost.add(file.unreadable);
      continue;
    }
    if (!(await keepEntry(order, file))) continue;
    count += 1;
    order.onProgress?.(count);
    if (contents.has(file.digest)) continue;
    contents.add(file.digest);
    bytes += file.size;
    if (!(await keepContent(order, file))) lost.add(file.digest);
  }
  return { count, bytes, lost: [...lost].sort() };
}

/** Bytes that {@link copyFiles} would have to write. */
export async function bytesToCopy({ from, before }: Pick<CopyOrder, "from" | "before">): Promise<number> {
  const seen = new Set<string>();
  let bytes = 0;
  for await (const file of storedFiles(from)) {
    if ("unreadable" in file || seen.has(file.digest)) continue;
    seen.add(file.digest);
    if (before !== null && (await sizeOf(join(before, file.content))) === file.size) continue;
    bytes += file.size;
  }
  return bytes;
}

/** False: it was removed meanwhile. */
async function keepEntry({ from, to, before }: CopyOrder, { entry }: StoredFile): Promise<boolean> {
  const told = await readFile(join(from, entry)).catch(() => null);
  const kept = before === null ? null : await readFile(join(before, entry)).catch(() => null);
  if (told !== null && kept !== null && before !== null && told.equals(kept))
    if (await linkFile(join(before, entry), join(to, entry))) return true;
  return (await copyFile(join(from, entry), join(to, entry))) !== null;
}

/** False: neither here nor in the backup before are the bytes what they were. */
async function keepContent({ from, to, before, now }: CopyOrder, file: StoredFile): Promise<boolean> {
  const { content, digest, size } = file;
  const [target, shared] = [join(to, content), before === null ? null : join(before, content)];
  if (shared !== null && (await isSound(shared, file, isTurnOf(digest, now))) && (await linkFile(shared, target)))
    return true;
  const copied = (await sizeOf(join(from, content))) === size ? await copyFile(join(from, content), target) : null;
  if (copied === digest) return true;
  return shared !== null && (await digestOf(shared)) === digest && (await copyFile(shared, target)) === digest;
}

async function isSound(path: string, { digest, size }: StoredFile, isRead: boolean): Promise<boolean> {
  if ((await sizeOf(path)) !== size) return false;
  return !isRead || (await digestOf(path)) === digest;
}

/** Each day another share of the digests. */
function isTurnOf(digest: string, now: number): boolean {
  return Number.parseInt(digest.slice(0, 4), 16) % ROUND_DAYS === Math.floor(now / DAY_MS) % ROUND_DAYS;
}
