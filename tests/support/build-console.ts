import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { NO_BROWSER } from "./browser.ts";
import { ROOT } from "./source-files.ts";

/** Builds the console that the browser tests open, where it is older than its sources and there is a browser. */
export default function buildConsole(): void {
  if (NO_BROWSER !== null) return;
  const script = join(ROOT, "scripts/build-console.ts");
  const built = spawnSync(process.execPath, [script, "--if-stale"], { cwd: ROOT, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`The console could not be built.\n${built.stdout}\n${built.stderr}`);
}
