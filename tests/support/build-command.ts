import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./source-files.ts";

/** Where those commands keep what they compiled for the next one, as they do for a user: it saves a third of their time. */
export const COMMAND_CACHE = join(ROOT, "node_modules/.cache/ordo-test");

/** Builds the command that the tests start, once before all of them: they try what is published. */
export default function buildCommand(): void {
  rmSync(COMMAND_CACHE, { recursive: true, force: true });
  const built = spawnSync(process.execPath, [join(ROOT, "scripts/build.ts")], { cwd: ROOT, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`The command could not be built.\n${built.stdout}\n${built.stderr}`);
}
