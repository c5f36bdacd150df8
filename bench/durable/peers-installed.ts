import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../peers");
/** The lock file that was installed: npm's own note of it says nothing of packages for other systems. */
const INSTALLED = join(FOLDER, "node_modules/.installed-lock.json");

/**
 * Brings the peers' packages (about 240 MB, most of it Restate's server), unless they are there. No install script runs
 * (`bench/peers/.npmrc`): none of them needs one.
 *
 * @throws Error where npm cannot bring them
 */
export function installPeers(): void {
  const lock = readFileSync(join(FOLDER, "package-lock.json"), "utf8");
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, "utf8") === lock) return;
  process.stderr.write("npm ci in bench/peers…\n");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: FOLDER, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`npm ci in bench/peers ended with ${status}`);
  writeFileSync(INSTALLED, lock);
}
