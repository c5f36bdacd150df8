import { join } from "node:path";
import { FILES, type Whole } from "./backup-place.ts";
import { digestOf, sizeOf, storedFiles } from "./stored-file.ts";

/** What reading all files of a backup came to. */
export interface FilesVerification {
  /** References. */
  readonly count: number;
  /** Contents that are missing or other than they were, by digest, those apart that no backup could keep. */
  readonly damaged: readonly string[];
  /** Contents that were lost before the backup was made. */
  readonly lost: readonly string[];
  /** Every reference that the manifest counts is there, and none is damaged. */
  readonly holds: boolean;
}

/** Reads every file of a backup and compares it with its digest. */
export async function verifyFiles({ path, manifest }: Pick<Whole, "path" | "manifest">): Promise<FilesVerification> {
  const folder = join(path, FILES);
  const lost = new Set(manifest.files.lost);
  const damaged = new Set<string>();
  const seen = new Set<string>();
  let count = 0;
  for await (const file of storedFiles(folder)) {
    if ("unreadable" in file) {
      damaged.add(file.unreadable);
      continue;
    }
    count += 1;
    if (seen.has(file.digest) || lost.has(file.digest)) continue;
    seen.add(file.digest);
    const place = join(folder, file.content);
    if ((await sizeOf(place)) !== file.size || (await digestOf(place)) !== file.digest) damaged.add(file.digest);
  }
  const holds = damaged.size === 0 && count === manifest.files.count;
  return { count, damaged: [...damaged].sort(), lost: [...lost].sort(), holds };
}
