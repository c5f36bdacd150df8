import { existsSync } from "node:fs";
import { describe } from "vitest";

/**
 * Tests that need facts which may lie beside this repository (`../shared`): run where they are, else skipped with the
 * reason printed. The product itself never needs them.
 */
export function whereBeside(path: string, title: string, tests: () => void): void {
  const missing = !existsSync(path);
  if (missing) process.stdout.write(`${title}: skipped, the facts are not beside this repository\n`);
  describe.skipIf(missing)(missing ? `${title} — skipped: the facts are not beside this repository` : title, tests);
}
