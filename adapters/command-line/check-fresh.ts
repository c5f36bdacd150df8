import type { Problem } from "../../engine/definition/problem.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { kindOfPath } from "../process-source/folder/kind-of-path.ts";
import { checkFile } from "./check-file.ts";
import { loadSettings } from "./load-settings.ts";
import { ProcessLoader } from "./process-loader.ts";

/** What is to be checked by reading and compiling it. */
export interface ToCheck {
  readonly folders: readonly string[];
  /** Files named one by one that are no process. */
  readonly others: readonly string[];
  readonly source: ProcessSource;
  /** `directory.yaml` that the command names. */
  readonly directory: string | null;
}

/** Every problem found, and the texts to print them with. */
export interface CheckedFresh {
  readonly problems: readonly Problem[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads and compiles the processes, follows their routes through the directory, and looks at the other files. */
export async function checkFresh({ folders, others, source, directory }: ToCheck): Promise<CheckedFresh> {
  const loader = new ProcessLoader(source, { directory });
  const found = new Map(
    folders.map((folder) => [folder, [...loader.load(folder).problems, ...loader.scenarioProblems(folder)]]),
  );
  // Without a directory there is nobody to follow a route to: then its code is not even loaded.
  const { routesOf } = folders.some((folder) => loader.directoryFor(folder) !== null)
    ? await import("./check-routes.ts")
    : {};
  if (routesOf) for (const folder of folders) found.get(folder)?.push(...routesOf(folder, loader));
  const around = [...loader.problemsAround(), ...recordsAround(folders, loader, source)];
  const problems = [...[...found.values()].flat(), ...others.flatMap((path) => checkFile(path, loader)), ...around];
  return { problems, texts: loader.texts };
}

/** Problems of the records that `ordo.yaml` names for the processes. */
function recordsAround(
  folders: readonly string[],
  loader: ProcessLoader,
  source: ToCheck["source"],
): readonly Problem[] {
  const files = folders.flatMap((folder) => loadSettings(loader.reader, source, folder).records ?? []);
  return [...new Set(files)].filter((path) => kindOfPath(path) !== null).flatMap((path) => checkFile(path, loader));
}
