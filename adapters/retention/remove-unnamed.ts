import { createHash } from "node:crypto";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { contentOf, storedFiles } from "../backup/stored-file.ts";

/** A content that was given out within this time may be about to be named. Milliseconds. */
const NEW_MS = 24 * 3_600_000;
const PREFIX = "file:";

/**
 * Removes references from a folder of files, and the contents that no other reference has. A content that somebody puts
 * again at the same moment stays: it is set aside first, and who puts it either makes it new, so that it comes back, or
 * finds it missing and writes it.
 *
 * @param references `file:<key>`
 */
export async function removeUnnamed(folder: string, references: readonly string[]): Promise<void> {
  const contents = new Set<string>();
  const gone = new Set(
    references.filter((one) => one.startsWith(PREFIX)).map((one) => entryOf(one.slice(PREFIX.length))),
  );
  const kept = new Set<string>();
  for await (const file of storedFiles(folder)) {
    if ("unreadable" in file) continue;
    if (gone.has(file.entry)) contents.add(file.digest);
    else kept.add(file.digest);
  }
  for (const entry of gone) await rm(join(folder, entry), { force: true });
  for (const digest of contents) if (!kept.has(digest)) await removeContent(join(folder, contentOf(digest)));
}

function entryOf(key: string): string {
  const digest = createHash("sha256").update(key).digest("hex");
  return join("keys", digest.slice(0, 2), digest.slice(2));
}

async function removeContent(path: string): Promise<void> {
  const aside = `${path}.gone`;
  try {
    await rename(path, aside);
    const { mtimeMs } = await stat(aside);
    if (Date.now() - mtimeMs < NEW_MS) await rename(aside, path);
    else await rm(aside, { force: true });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}
