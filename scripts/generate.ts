import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generate as generateAdapterSchemas } from "./generators/adapter-schemas.ts";

/*
 * `npm run generate`: writes every generated file (schemas, validators, reference pages) that is not fresh.
 * tests/generated.test.ts fails while one is stale.
 */
const ROOT = join(import.meta.dirname, "..");

// Everything else is made from the language, and the adapters' sections are part of it: they come first.
write(Object.entries(generateAdapterSchemas()));
const { generatedFiles } = await import("./generated-files.ts");
write(await generatedFiles());

function write(files: Iterable<readonly [path: string, content: string]>): void {
  for (const [path, content] of files) {
    const target = join(ROOT, path);
    if (existsSync(target) && readFileSync(target, "utf8") === content) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
    process.stdout.write(`${path}\n`);
  }
}
