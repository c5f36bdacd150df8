import { basename, join } from "node:path";
import { childOf, textOf } from "../../engine/definition/node.ts";
import { processFileKind } from "./process-file.ts";
import { enterGround, pathInside, type WorkGround, type WorkPlace } from "./work-place.ts";
import type { Workspace } from "./workspace.ts";

/** A process as its files are. */
export interface SurveyedProcess {
  readonly process: string;
  readonly title: string;
  readonly folder: string;
  /** Of the version that the files would be; null: they have errors. */
  readonly digest: string | null;
  readonly errors: number;
  readonly warnings: number;
  readonly scenarios: number;
}

/** A file of a process. */
export interface WorkFile {
  /** Inside the process's folder. */
  readonly path: string;
  readonly text: string;
}

/** Every process that is saved, compiled. */
export function workSurvey(workspace: Workspace, locale: "ru" | "en"): readonly SurveyedProcess[] {
  const ground = enterGround(workspace, locale);
  return ground.folders.map((folder) => surveyed(folder, ground));
}

function surveyed(folder: string, { loader }: WorkGround): SurveyedProcess {
  const { document, definition, problems, folder: read } = loader.load(folder);
  const written = (name: string): string | undefined =>
    document === null ? undefined : textOf(childOf(document.root, name));
  const process = written("process") ?? basename(folder);
  return {
    ...{ process, folder, title: definition?.title ?? written("title") ?? process },
    digest: definition?.digest ?? null,
    errors: problems.filter(({ severity }) => severity === "error").length,
    warnings: problems.filter(({ severity }) => severity === "warning").length,
    scenarios: read.scenarios.length,
  };
}

/** A file larger than this is not edited in a page. Bytes. */
const BYTES_MAX = 1024 * 1024;

/** The texts of a process's files, its description among them. What is no text, or too large, is left out. */
export function workFiles({ folder, source, loader }: WorkPlace): readonly WorkFile[] {
  const { process, decisions, templates, scenarios } = source.read(folder);
  const readme = join(folder, "README.md").replaceAll("\\", "/");
  const named = [...scenarios, ...(source.nearest("README.md", folder) === readme ? [readme] : [])];
  const files = [process, ...decisions, ...templates, ...named.map((path) => source.readFile(path, BYTES_MAX))];
  return files.flatMap((file) => {
    const path = pathInside(file.path, folder);
    if (path === null || processFileKind(path) === null || file.size > BYTES_MAX) return [];
    const read = loader.reader.textOf(file, "records");
    return "problem" in read ? [] : [{ path, text: read.text }];
  });
}
