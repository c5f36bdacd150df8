import { dirname, join, relative, resolve } from "node:path";
import { kindOfPath } from "./kind-of-path.ts";

/** Folders looked at on the way up; nobody's project lies deeper. */
const LEVELS_MAX = 64;

/**
 * The nearest file (or folder, with `kind: "folder"`) of that name, in `folder` or upwards; null for none. The path is
 * relative where `folder` is, so that messages show what people typed.
 */
export function nearest(name: string, folder: string, kind: "file" | "folder" = "file"): string | null {
  let at = resolve(folder);
  for (let level = 0; level < LEVELS_MAX; level += 1) {
    const candidate = join(at, name);
    if (kindOfPath(candidate) === kind) return shown(candidate, folder);
    const above = dirname(at);
    if (above === at) return null;
    at = above;
  }
  return null;
}

function shown(path: string, folder: string): string {
  const isAbsolute = resolve(folder) === folder;
  return (isAbsolute ? path : relative(".", path) || ".").replaceAll("\\", "/");
}
