import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { COMMAND_CACHE } from "./build-command.ts";
import { ROOT } from "./source-files.ts";

/** The built command: `tests/support/build-command.ts` builds it before the tests that start it. */
export const COMMAND = join(ROOT, "dist/cli.js");

/** The environment of a command: nothing of ours but where programs lie. */
export function environmentOf({ environment }: RunOptions): NodeJS.ProcessEnv {
  const own = { LANG: "C", TZ: "UTC", XDG_CACHE_HOME: COMMAND_CACHE };
  return { PATH: process.env["PATH"] ?? "", ...own, ...environment };
}

/** What a command printed and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly talk: string;
}

export interface RunOptions {
  /** Working folder. @default the project's root */
  readonly in?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs `ordo` as it is published, in a process of its own, in English unless told otherwise. */
export function ordo(argv: readonly string[], options: RunOptions = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...argv], {
    cwd: options.in ?? ROOT,
    encoding: "utf8",
    input: options.input ?? "",
    env: environmentOf(options),
    timeout: 60_000,
  });
  return { code: status, out: stdout, talk: stderr };
}

/** A folder with these files (path → text or bytes), gone when the test is over. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = lastingFolder(files);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with these files, for several tests: whoever makes it removes it. */
export function lastingFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "ordo-test-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Lines that look like a stack trace; nobody should ever see one. */
export function stackTrace(ended: Ended): readonly string[] {
  return `${ended.out}\n${ended.talk}`
    .split("\n")
    .filter((line) => /^\s+at .*[(:]|node:internal|Internal error|Внутренняя ошибка/.test(line));
}
