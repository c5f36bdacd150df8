import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where the product's own data lie: the nearest folder upwards from this file that has both `package.json` and
 * `calendars/`. The same from source and from the built `dist/` (which has a `package.json` of its own).
 */
export function productFolder(): string {
  let folder = HERE;
  while (!existsSync(join(folder, "calendars")) || !existsSync(join(folder, "package.json"))) {
    const above = dirname(folder);
    if (above === folder) return folder;
    folder = above;
  }
  return folder;
}

const HERE = dirname(fileURLToPath(import.meta.url));

/** The version in `package.json`. */
export function productVersion(): string {
  return textIn(join(productFolder(), "package.json"), "version") ?? "unknown";
}

/** Another text for every other code of ours: of the built command what the build wrote, from source the state of its files. */
export function buildId(): string {
  return textIn(join(HERE, "package.json"), "build") ?? sourceState(productFolder());
}

function textIn(path: string, name: string): string | null {
  if (!existsSync(path)) return null;
  const manifest: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(path, "utf8"));
  return typeof manifest[name] === "string" ? manifest[name] : null;
}

/** Path, size and time of every source file: reading them all would take longer than a check. */
function sourceState(root: string): string {
  const states = LOCKS.map((name) => stateOf(join(root, name)));
  const folders = ["engine", "adapters"].map((name) => join(root, name));
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (/\.[jt]s$/.test(entry.name)) states.push(stateOf(path));
    }
  }
  return states.join("\n");
}

/** What says which packages are installed. */
const LOCKS = ["package-lock.json", "node_modules/.package-lock.json"];

function stateOf(path: string): string {
  const state = statSync(path, { throwIfNoEntry: false });
  return `${path} ${state?.size} ${state?.mtimeMs}`;
}
