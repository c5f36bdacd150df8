import { createHash } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Files } from "../../../engine/ports/files.ts";

/** Larger files are not documents. 64 MiB. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;
/** Longer keys are a mistake. */
const KEY_CHARACTERS_MAX = 2_000;

const PREFIX = "file:";

/** What stands under a key. */
interface Entry {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** SHA-256 of the content, hexadecimal. */
  readonly digest: string;
}

/**
 * Files in a folder. The content lies under its digest, so that equal files are one and a damaged one is noticed; what
 * a key means lies beside it, under the digest of the key: no key becomes a path. A file is on the disk before its
 * reference is given out.
 *
 * @param folder made where it is not there
 */
export function openFolderFiles(folder: string): Files {
  const entryAt = (key: string): string => place(folder, "keys", sha256(key));
  const contentAt = (digest: string): string => place(folder, "content", digest);

  return {
    async put(key, { name, type, bytes }) {
      if (key === "" || key.length > KEY_CHARACTERS_MAX)
        throw new Error(`A file's key has 1 to ${KEY_CHARACTERS_MAX} characters`);
      if (bytes.length > FILE_BYTES_MAX)
        throw new Error(`A file holds at most ${FILE_BYTES_MAX} bytes, not ${bytes.length}`);
      const known = await readEntry(entryAt(key));
      if (known) return PREFIX + key;
      const digest = sha256(bytes);
      if (!(await isKept(contentAt(digest), bytes.length))) await write(contentAt(digest), bytes);
      const entry: Entry = { key, name: bareName(name), type, size: bytes.length, digest };
      await write(entryAt(key), new TextEncoder().encode(`${JSON.stringify(entry)}\n`), "first");
      return PREFIX + key;
    },

    async get(reference) {
      if (!reference.startsWith(PREFIX)) return null;
      const entry = await readEntry(entryAt(reference.slice(PREFIX.length)));
      if (!entry) return null;
      const bytes = await readFile(contentAt(entry.digest));
      if (sha256(bytes) !== entry.digest) throw new Error(`The file ${reference} is damaged: its content has changed`);
      return { name: entry.name, type: entry.type, bytes: new Uint8Array(bytes) };
    },
  };
}

/** A name without folders and hidden characters: whoever saves it under its name saves it where he wanted. */
function bareName(name: string): string {
  const bare = name
    .replace(/[\p{Cc}\p{Cf}]+/gu, "")
    .replace(/[/\\]+/g, "-")
    .trim();
  return bare === "" || /^\.+$/.test(bare) ? "file" : bare;
}

/** `content/ab/cdef…`: a folder holds a 256th of the files. */
function place(folder: string, kind: string, digest: string): string {
  return join(folder, kind, digest.slice(0, 2), digest.slice(2));
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

async function readEntry(path: string): Promise<Entry | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Entry;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** Is that content there? It counts as new from now on: who removes contents that nothing names leaves new ones alone. */
async function isKept(path: string, size: number): Promise<boolean> {
  try {
    if ((await stat(path)).size !== size) return false;
    const now = new Date();
    await utimes(path, now, now);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/**
 * Whole or not at all: written beside, synced, renamed, and the folder synced, so that the name survives a crash too.
 *
 * @param whose of several who write at once, `first`: what stands there stays; `last`: it is replaced
 */
async function write(path: string, bytes: Uint8Array, whose: "first" | "last" = "last"): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  count += 1;
  const draft = `${path}.${process.pid}.${count}.part`;
  try {
    await synced(draft, "wx", (file) => file.writeFile(bytes));
    if (whose === "last") await rename(draft, path);
    else await linkOnce(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** The name is taken by whoever is first; a file system without links has one writer, who renames. */
async function linkOnce(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "EPERM" || code === "ENOTSUP" || code === "EOPNOTSUPP") return rename(draft, path);
    if (code !== "EEXIST") throw error;
  }
  await rm(draft, { force: true });
}

/** Distinguishes drafts of one process. */
let count = 0;

async function synced(
  path: string,
  flags: string,
  work: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows has no such thing, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  await synced(folder, "r", async () => {});
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error ? String(error.code) : null;
}
