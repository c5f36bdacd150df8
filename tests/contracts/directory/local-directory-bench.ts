import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { openLocalDirectory } from "../../../adapters/directory/local/open-local-directory.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import { TestClock } from "../../support/test-clock.ts";
import type { Company } from "./company.ts";
import type { DirectoryBench } from "./directory.contract.ts";

/** People from a file. */
export async function openLocalBench(company: Company): Promise<DirectoryBench> {
  const folder = mkdtempSync(join(tmpdir(), "ordo-people-"));
  const path = join(folder, "directory.yaml");
  const clock = new TestClock(instant(Date.UTC(2026, 10, 20)));
  let warned = 0;
  const warn = (): void => {
    warned += 1;
  };
  const logger: Logger = { debug: () => {}, info: () => {}, warn, error: () => {} };
  const write = (text: string): void => {
    writeFileSync(path, text);
    clock.set(clock.now() + 1_000);
  };
  write(stringify(company));
  const people = openLocalDirectory(path, { clock, logger });
  return {
    people,
    change: async (changed) => write(stringify(changed)),
    breakDown: async () => write("users: [\n"),
    warnings: () => warned,
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
