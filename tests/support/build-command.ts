import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./source-files.ts";

/** Builds the command that the tests start, once before all of them: they try what is published. */
export default function buildCommand(): void {
  const built = spawnSync(process.execPath, [join(ROOT, "scripts/build.ts")], { cwd: ROOT, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`The command could not be built.\n${built.stdout}\n${built.stderr}`);
}
