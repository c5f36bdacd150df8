import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/*
 * `npm run lock`, after every `npm install`: a registry mirror may lack the platform packages of systems that nobody
 * behind it uses. npm then leaves them out of the lock file, and `npm ci` refuses that file everywhere. This adds what
 * is missing, as npm itself writes it for a system that is not this one (without the hash: it was never downloaded).
 */
interface Entry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const PATH = join(import.meta.dirname, "../package-lock.json");
const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const LIBRARIES: Readonly<Record<string, string>> = {
  musl: "musl",
  musleabihf: "musl",
  gnu: "glibc",
  gnueabihf: "glibc",
};

const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(PATH, "utf8"));
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    if (lock.packages[key] !== undefined || !/^\d/.test(version)) continue;
    lock.packages[key] = platformEntry(name, version, entry.dev === true);
    process.stdout.write(`${name}@${version}\n`);
  }
}
const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(PATH, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);

function platformEntry(name: string, version: string, dev: boolean): Entry {
  const words = name.split(/[-/]/);
  const named = (known: readonly string[]): readonly string[] => words.filter((word) => known.includes(word));
  const [os, cpu] = [named(SYSTEMS), named(PROCESSORS)];
  const libc = words.flatMap((word) => LIBRARIES[word] ?? []);
  return {
    version,
    ...(cpu.length ? { cpu } : {}),
    ...(dev ? { dev } : {}),
    ...(libc.length ? { libc } : {}),
    optional: true,
    ...(os.length ? { os } : {}),
  } as Entry;
}
