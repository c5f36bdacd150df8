import { statSync } from "node:fs";
import { diskInUse } from "./disk.ts";
import { look } from "./looks.ts";

export type PathKind = "file" | "folder" | "other" | null;

/** What lies at a path, links followed; null where nothing does, or nothing that may be looked at. Never throws. */
export function kindOfPath(path: string): PathKind {
  const disk = diskInUse();
  if (disk !== null) return disk.kindOf(path);
  const kind = askedOf(path);
  look("kind", path, String(kind));
  return kind;
}

function askedOf(path: string): PathKind {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return null;
    return stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other";
  } catch {
    return null;
  }
}
