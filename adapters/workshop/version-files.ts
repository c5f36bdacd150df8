import type { Bundle } from "../../engine/ports/versions.ts";
import type { WorkFile } from "./work-survey.ts";

/** The files of a deployed version, as they lie in its folder. */
export function versionFiles({ main, files }: Bundle): readonly WorkFile[] {
  const folder = main.path.slice(0, main.path.lastIndexOf("/") + 1);
  return [main, ...files].map(({ path, text }) => ({
    path: path.startsWith(folder) ? path.slice(folder.length) : path,
    text,
  }));
}
