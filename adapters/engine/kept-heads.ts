import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Head } from "../../engine/ports/registries.ts";
import type { Configuration } from "../configuration/configuration.ts";

/** Files of heads that are read: a day each, for thirty years. */
const FILES_MAX = 11_000;

/** The heads that {@link writeHeads} wrote outside the database, oldest first. A line that is no head is skipped. */
export async function keptHeads({ registry }: Pick<Configuration, "registry">): Promise<readonly Head[]> {
  const folder = registry.seals;
  if (folder === null || !existsSync(folder)) return [];
  const files = readdirSync(folder)
    .filter((name) => /^heads-\d{4}-\d{2}-\d{2}\.jsonl$/.test(name))
    .sort()
    .slice(-FILES_MAX);
  return files.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n").flatMap(headIn));
}

function headIn(line: string): readonly Head[] {
  try {
    const head = JSON.parse(line) as Partial<Head>;
    const isHead =
      typeof head.registry === "string" && typeof head.count === "number" && typeof head.chain === "string";
    return isHead ? [head as Head] : [];
  } catch {
    return [];
  }
}
