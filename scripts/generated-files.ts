import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Path from the root → content. */
export type GeneratedFiles = Readonly<Record<string, string>>;

/** What a file of `scripts/generators/` exports. */
interface Generator {
  generate(): Promise<GeneratedFiles> | GeneratedFiles;
}

/** Every generated file as it should be now: path from the root → content. `npm run generate` writes them. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const folder = join(import.meta.dirname, "generators");
  const files = new Map<string, string>();
  for (const name of readdirSync(folder).sort()) {
    const generator: Generator = await import(join(folder, name));
    for (const [path, content] of Object.entries(await generator.generate())) files.set(path, content);
  }
  return files;
}
