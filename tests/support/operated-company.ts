import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { COMMAND, type Ended, environmentOf, lastingFolder, ordo, type RunOptions } from "./command-line.ts";
import { ROOT } from "./source-files.ts";

/** Bound of every wait, in milliseconds: far more than any machine needs, so that only what never comes fails. */
const WAIT_MS = 40_000;

/** A copy of the sample company with one process, for a test that operates it for real. Whoever makes it removes it. */
export function companyFolder(settings = ""): string {
  const folder = lastingFolder({});
  for (const path of ["catalog.yaml", "calendars", "processes/sample", "processes/discount-approval"])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  const own = [
    "directory: processes/sample/directory.yaml",
    "records: processes/sample/records.yaml",
    'users: { "*": admin-1 }',
    "service: { port: 0 }",
  ];
  writeFileSync(join(folder, "ordo.yaml"), `${own.join("\n")}\n${settings}`);
  return folder;
}

/** Removes a company's folder. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The command in that folder, its standard output as JSON. */
export function ordoJson<Shape>(argv: readonly string[], options: RunOptions): Shape {
  const { out, talk }: Ended = ordo([...argv, "--json"], options);
  try {
    return JSON.parse(out) as Shape;
  } catch {
    throw new Error(`no JSON: ${out}\n${talk}`);
  }
}

/** `ordo serve` or `ordo worker`, at work. */
export interface Serving {
  readonly child: ChildProcess;
  /** Everything it has printed. */
  said(): string;
  /** Resolves when it has printed the text. */
  until(text: string): Promise<void>;
  /** Sends a signal; resolves with how the process ended. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

/** Starts a long-running command; killed when the test is over, whatever happens. */
export function serving(argv: readonly string[], options: RunOptions): Serving {
  const child = spawn(process.execPath, [COMMAND, ...argv], {
    cwd: options.in ?? ROOT,
    env: environmentOf(options),
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal)),
  );
  return {
    child,
    said: () => text,
    until: (wanted) =>
      eventually(`"${wanted}" in ${text}`, () => {
        if (child.exitCode !== null && !text.includes(wanted)) throw new Error(`ended without "${wanted}": ${text}`);
        return text.includes(wanted);
      }),
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** Waits until the condition holds. @throws after a bound, naming what did not come */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const begun = Date.now(); !(await holds()); await pause(50))
    if (Date.now() - begun > WAIT_MS) throw new Error(`never came: ${what}`);
}
