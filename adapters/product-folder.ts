import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where the product's own data lie: the nearest folder upwards from this file that has both `package.json` and
 * `calendars/`. The same from source and from the built `dist/` (which has a `package.json` of its own).
 */
export function productFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "calendars")) || !existsSync(join(folder, "package.json"))) {
    const above = dirname(folder);
    if (above === folder) return folder;
    folder = above;
  }
  return folder;
}

/** The version in `package.json`. */
export function productVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(productFolder(), "package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "unknown";
}
