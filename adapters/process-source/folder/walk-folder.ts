import { type Dirent, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { diskInUse } from "./disk.ts";
import { kindOfPath } from "./kind-of-path.ts";
import { look } from "./looks.ts";

/** Deeper than this there are no processes, only mistakes. */
const DEPTH_MAX = 32;
/** A folder tree with more entries is a disk, not a project; walking on would take minutes. */
const ENTRIES_MAX = 200_000;

/** Names never entered: other people's code, and whatever hides behind a dot. */
const SKIPPED = new Set(["node_modules", "dist"]);

/**
 * Calls `visit` with every folder under `root`, itself included, and the names of the files in it; sorted, so that two
 * runs see the same order. Links are followed, each real folder is entered once: a loop of links ends.
 */
export function walkFolder(root: string, visit: (folder: string, files: readonly string[]) => void): void {
  const seen = new Set<string>();
  let entries = 0;
  const enter = (folder: string, depth: number): void => {
    const real = realPath(folder);
    if (seen.has(real) || depth > DEPTH_MAX) return;
    seen.add(real);
    const found = listFolder(folder);
    entries += found.length;
    if (entries > ENTRIES_MAX) return;
    visit(
      folder,
      found.filter((entry) => !entry.isFolder).map((entry) => entry.name),
    );
    for (const entry of found) if (entry.isFolder && isEntered(entry.name)) enter(join(folder, entry.name), depth + 1);
  };
  enter(root, 0);
}

/** The path with every link followed. */
export function realPath(folder: string): string {
  const disk = diskInUse();
  if (disk !== null) return disk.real(folder);
  const real = realpathSync(folder);
  look("real", folder, real);
  return real;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What lies in a folder, sorted by name; links count as what they point to, broken ones are left out. */
export function listFolder(folder: string): readonly FolderEntry[] {
  const disk = diskInUse();
  if (disk !== null) return disk.names(folder);
  const entries = readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({ name: entry.name, kind: kindOf(folder, entry) }))
    .filter((entry) => entry.kind !== null)
    .map((entry) => ({ name: entry.name, isFolder: entry.kind === "folder" }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  look("names", folder, namesText(entries));
  return entries;
}

/** The entries as one text. */
export function namesText(entries: readonly FolderEntry[]): string {
  return entries.map(({ name, isFolder }) => (isFolder ? `${name}/` : name)).join("\0");
}

function kindOf(folder: string, entry: Dirent): "file" | "folder" | null {
  if (entry.isDirectory()) return "folder";
  if (entry.isFile()) return "file";
  if (!entry.isSymbolicLink()) return null;
  const target = kindOfPath(join(folder, entry.name));
  return target === "other" ? null : target;
}

function isEntered(name: string): boolean {
  return !name.startsWith(".") && !SKIPPED.has(name);
}
