import { readdirSync } from "node:fs";
import { ProcessLoader } from "../../adapters/command-line/process-loader.ts";
import { folderSource } from "../../adapters/process-source/folder/folder-source.ts";
import { diagramSvg } from "../../engine/diagram/diagram-svg.ts";
import type { GeneratedFiles } from "../generated-files.ts";

/** Pictures of the shipped processes for the README and the processes' own pages: what `ordo diagram` draws. */
export async function generate(): Promise<GeneratedFiles> {
  const source = folderSource();
  const loader = new ProcessLoader(source);
  const files: Record<string, string> = {};
  for (const name of readdirSync("processes").sort()) {
    if (name === "sample") continue;
    const folder = `processes/${name}`;
    const { definition, problems } = loader.load(folder);
    if (definition === null) throw new Error(`${folder} has ${problems.length} problems: ordo check ${folder}`);
    const directory = loader.directoryFor(folder);
    files[`docs/pictures/${name}.svg`] = await diagramSvg(definition, {
      locale: "ru",
      ...(directory === null ? {} : { directory }),
    });
  }
  return files;
}
