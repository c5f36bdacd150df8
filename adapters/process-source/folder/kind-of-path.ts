import { statSync } from "node:fs";

/** What lies at a path, links followed; null where nothing does, or nothing that may be looked at. Never throws. */
export function kindOfPath(path: string): "file" | "folder" | "other" | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return null;
    return stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other";
  } catch {
    return null;
  }
}
