import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles } from "./generated-files.ts";

/*
 * `npm run generate`: writes every generated file (schemas, validators, reference pages) that is not fresh.
 * tests/generated.test.ts fails while one is stale.
 */
const ROOT = join(import.meta.dirname, "..");

for (const [path, content] of await generatedFiles()) {
  const target = join(ROOT, path);
  if (existsSync(target) && readFileSync(target, "utf8") === content) continue;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  process.stdout.write(`${path}\n`);
}
