import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

/*
 * `npm run build:console`: the console as files that `ordo serve` hands out, in `console/dist`. With `--if-stale` only
 * where something of it is newer than what was built.
 */
const CONSOLE = join(import.meta.dirname, "..", "console");
const { values } = parseArgs({ options: { "if-stale": { type: "boolean", default: false } } });

const built = join(CONSOLE, "dist", "index.html");
if (!values["if-stale"] || !existsSync(built) || newestIn(CONSOLE) > statSync(built).mtimeMs) {
  // Whoever builds it (a test, a packer): what is built is what is published.
  process.env["NODE_ENV"] = "production";
  const { build } = await import("vite");
  await build({ configFile: join(CONSOLE, "vite.config.ts"), logLevel: "warn" });
}

/** When the newest source was changed, in milliseconds. */
function newestIn(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "dist")
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newestIn(path) : statSync(path).mtimeMs;
    });
  return Math.max(0, ...times);
}
