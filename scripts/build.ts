import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type OutputChunk, rolldown } from "rolldown";
import { LAZY_INPUTS, lazyPackages } from "./lazy-packages.ts";
import { buildThreadPrograms, threadPrograms } from "./thread-programs.ts";

/*
 * `npm run build`: the command as built JavaScript in `dist/`. Node refuses types under `node_modules`, so what is
 * published is built; and a bundle starts in a fraction of the time.
 *
 * - `dist/cli.js` asserts the version of Node in words any Node reads, then loads the rest, with the compiled code that
 *   an earlier run has kept (scripts/built-entry.cjs).
 * - Every command, and every library that only some commands need, is a chunk of its own, loaded when it is used.
 * - CommonJS, because it starts faster than ES modules; `dist/package.json` says so, and names the build, by which
 *   what was remembered of another one is told apart.
 */
const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST);
const chunks = [...(await bundle()), ...(await buildThreadPrograms(ROOT, DIST))];
const build = createHash("sha256")
  .update(chunks.map((chunk) => chunk.code).join())
  .digest("hex");
writeFileSync(join(DIST, "package.json"), `${JSON.stringify({ type: "commonjs", build })}\n`);
// Two files: what an old Node reads must hold no syntax that it does not know.
writeFileSync(join(DIST, "cli.js"), `#!/usr/bin/env node\n${script("require-node.cjs")}require("./start.js");\n`);
writeFileSync(join(DIST, "start.js"), `const BUILD = "${build.slice(0, 16)}";\n${script("built-entry.cjs")}`);
// What documents are set in: pdfmake reads it when the first one is printed.
cpSync(join(ROOT, "node_modules/pdfmake/fonts/Roboto"), join(DIST, "fonts"), { recursive: true });
writeFileSync(join(DIST, "LICENSES.txt"), licenses(packagesIn(chunks)));

async function bundle(): Promise<readonly OutputChunk[]> {
  const build = await rolldown({
    input: { main: join(ROOT, "cli.ts"), ...LAZY_INPUTS },
    platform: "node",
    cwd: ROOT,
    plugins: [lazyPackages(), threadPrograms()],
  });
  const { output } = await build.write({
    dir: DIST,
    format: "cjs",
    minify: true,
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
  });
  await build.close();
  const chunks = output.filter((part) => part.type === "chunk");
  for (const { fileName } of chunks) {
    const path = join(DIST, fileName);
    writeFileSync(path, asFunction(readFileSync(path, "utf8")));
  }
  return chunks;
}

/**
 * A chunk as the function that `dist/start.js` calls with what a module of Node knows; in ASCII, so that it can be read
 * without being decoded.
 */
function asFunction(code: string): string {
  if (/String\.raw`[^`]*[^\0-\x7F]/.test(code))
    throw new Error("String.raw must hold ASCII: escapes would be seen in it");
  const escaped = code
    .replace(/^#!.*/, "")
    .replace(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `(function(exports,require,module,__filename,__dirname){${escaped}\n})`;
}

function script(name: string): string {
  return readFileSync(join(ROOT, "scripts", name), "utf8");
}

/** Names of the npm packages whose code went into the chunks. */
function packagesIn(built: readonly OutputChunk[]): readonly string[] {
  const names = built
    .flatMap((chunk) => chunk.moduleIds)
    .flatMap((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id.replaceAll("\\", "/"))?.[1] ?? []);
  return [...new Set(names)].sort();
}

/** The licenses of the packages that travel inside the bundle, as their licenses ask. */
function licenses(names: readonly string[]): string {
  return names
    .map((name) => `${"─".repeat(80)}\n${name}\n\n${licenseOf(join(ROOT, "node_modules", name))}\n`)
    .join("\n");
}

function licenseOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const manifest: { license?: string; repository?: { url?: string } } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const stated = `License: ${manifest.license ?? "see its repository"} · ${manifest.repository?.url ?? ""}`;
  return file === undefined ? stated : `${stated}\n\n${readFileSync(join(folder, file), "utf8").trim()}`;
}
