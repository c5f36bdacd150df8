import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/*
 * `npm start`: the sample company at work, with API and console, on one SQLite file in this folder. The first start builds
 * the console, deploys the nine processes and prints the link for the first administrator. It takes no options: what a company
 * of its own wants stands in its `ordo.yaml`.
 */
if (process.argv.length > 2) {
  process.stderr.write(
    `npm start takes no options (${process.argv.slice(2).join(" ")}). Another port: service: { port: 8401 } in ordo.yaml. Your own company: npm run ordo -- serve --help\n`,
  );
  process.exit(2);
}
const ROOT = join(import.meta.dirname, "..");
const CLI = join(ROOT, "cli.ts");

function run(...argv: readonly string[]): void {
  const { status } = spawnSync(process.execPath, argv, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 3);
}

run(join(ROOT, "scripts", "build-console.ts"), "--if-stale");
if (!existsSync(join(ROOT, "ordo.db"))) run(CLI, "deploy");
const serving = spawn(process.execPath, [CLI, "serve"], { cwd: ROOT, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => serving.kill(signal));
serving.on("exit", (code) => process.exit(code ?? 0));
