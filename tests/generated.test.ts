import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedFiles } from "../scripts/generated-files.ts";
import { ROOT, textOfFile } from "./support/source-files.ts";

test("every generated file is fresh (else: npm run generate)", async () => {
  const files = await generatedFiles();
  const stale = [...files].filter(([path, content]) => !existsSync(join(ROOT, path)) || textOfFile(path) !== content);
  expect(stale.map(([path]) => path)).toEqual([]);
});
