import { basename } from "node:path";
import { wrongUse } from "../complaint.ts";
import { fileTrouble } from "../process-source/folder/file-trouble.ts";
import { kindOfPath } from "../process-source/folder/kind-of-path.ts";
import { walkFolder } from "../process-source/folder/walk-folder.ts";

/**
 * The scenario files that the paths mean: a folder stands for everything in `scenarios` folders below it, a
 * `process.yaml` for the scenarios beside it, a file for itself. Sorted, each once.
 *
 * @throws {Complaint} where a path does not exist, or no scenario is found
 */
export function findScenarios(paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const plain = path.replaceAll("\\", "/").replace(/\/$/, "") || "/";
    if (kindOfPath(path) === "folder") inFolder(plain, found);
    else if (basename(path) === "process.yaml") inFolder(plain.replace(/\/?process\.yaml$/, "") || ".", found);
    else if (kindOfPath(path) === null) throw fileTrouble(path, "ENOENT");
    else found.add(plain);
  }
  if (found.size > 0) return [...found].sort();
  throw wrongUse(
    { ru: `Сценариев здесь нет: ${paths.join(", ")}`, en: `There are no scenarios here: ${paths.join(", ")}` },
    {
      ru: "Сценарии лежат в папке scenarios рядом с process.yaml.",
      en: "Scenarios lie in a scenarios folder beside process.yaml.",
    },
  );
}

function inFolder(root: string, found: Set<string>): void {
  try {
    walkFolder(root, (folder, files) => {
      if (basename(folder) !== "scenarios") return;
      for (const file of files)
        if (/\.ya?ml$/i.test(file)) found.add(`${folder.replaceAll("\\", "/")}/${file}`.replace(/^\.\//, ""));
    });
  } catch (error) {
    throw fileTrouble(root, error);
  }
}
