import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, link, mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { namesIn } from "./backup-place.ts";

/** A reference's entry in a folder of files (`adapters/files/folder`). */
export interface StoredFile {
  /** `keys/ab/cdef…` */
  readonly entry: string;
  /** `content/ab/cdef…` */
  readonly content: string;
  /** SHA-256 of the content, hex. */
  readonly digest: string;
  readonly size: number;
}

/** All references of a folder of files, shelf by shelf. Entries that cannot be read are told by their digest alone. */
export async function* storedFiles(folder: string): AsyncGenerator<StoredFile | { readonly unreadable: string }> {
  for (const shelf of [...(await namesIn(join(folder, "keys")))].sort()) {
    for (const name of [...(await namesIn(join(folder, "keys", shelf)))].sort()) {
      if (name.includes(".")) continue;
      const entry = join("keys", shelf, name);
      const told = await toldBy(join(folder, entry));
      if (told === null) yield { unreadable: shelf + name };
      else yield { entry, content: contentOf(told.digest), ...told };
    }
  }
}

/** Where a content lies in a folder of files. @param digest SHA-256, hex */
export function contentOf(digest: string): string {
  return join("content", digest.slice(0, 2), digest.slice(2));
}

async function toldBy(path: string): Promise<Pick<StoredFile, "digest" | "size"> | null> {
  try {
    const { digest, size } = JSON.parse(await readFile(path, "utf8")) as Partial<StoredFile>;
    return typeof digest === "string" && /^[0-9a-f]{64}$/.test(digest) && typeof size === "number"
      ? { digest, size }
      : null;
  } catch {
    return null;
  }
}

/** Size of a file; null: it is not there. */
export async function sizeOf(path: string): Promise<number | null> {
  return await stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

/** SHA-256 of a file, hex; null: it cannot be read. */
export async function digestOf(path: string): Promise<string | null> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest("hex");
  } catch {
    return null;
  }
}

/**
 * Copies a file, on the disk when this resolves, and says what was copied.
 *
 * @returns SHA-256 of the bytes, hex; null: the source cannot be read. What cannot be written is thrown.
 */
export async function copyFile(from: string, to: string): Promise<string | null> {
  const source = await open(from, "r").catch(() => null);
  if (source === null) return null;
  try {
    await mkdir(dirname(to), { recursive: true });
    const target = await open(to, "w", 0o600);
    try {
      const digest = await pour(source, target);
      if (digest !== null) await target.sync();
      return digest;
    } finally {
      await target.close();
    }
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  } finally {
    await source.close();
  }
}

/** @returns null: the source cannot be read to its end */
async function pour(source: FileHandle, target: FileHandle): Promise<string | null> {
  const hash = createHash("sha256");
  const buffer = new Uint8Array(CHUNK_BYTES);
  for (;;) {
    const bytesRead = await source.read(buffer, 0, CHUNK_BYTES, null).then(
      (read) => read.bytesRead,
      () => null,
    );
    if (bytesRead === null) return null;
    if (bytesRead === 0) return hash.digest("hex");
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    await target.writeFile(chunk);
  }
}

const CHUNK_BYTES = 256 * 1024;

/** The same bytes under another name, without taking room. False: this file system cannot. */
export async function linkFile(from: string, to: string): Promise<boolean> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await link(from, to);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "EXDEV" || code === "EPERM" || code === "EMLINK" || code === "ENOTSUP")
      return false;
    if (code === "EEXIST") return true;
    throw error;
  }
}
