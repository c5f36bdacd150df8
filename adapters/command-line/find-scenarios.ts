import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { wrongUse } from "../complaint.ts";
import { fileTrouble } from "../process-source/folder/file-trouble.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { kindOfPath } from "../process-source/folder/kind-of-path.ts";
import { walkFolder } from "../process-source/folder/walk-folder.ts";

/**
 * The scenario files that the paths mean: a folder stands for everything in `scenarios` folders below it (where there is
 * none, for the files in it that begin with `scenario:`), a `process.yaml` for the scenarios beside it, a file for itself,
 * an id for the scenarios of that process. Sorted, each once.
 *
 * @throws {Complaint} where a path does not exist, or no scenario is found
 */
export function findScenarios(paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const plain = path.replaceAll("\\", "/").replace(/\/$/, "") || "/";
    if (kindOfPath(path) === "folder") inFolder(plain, found);
    else if (basename(path) === "process.yaml") inFolder(plain.replace(/\/?process\.yaml$/, "") || ".", found);
    else if (kindOfPath(path) === null) inFolder(folderOfId(path), found);
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

/** @throws {Complaint} where nothing is called so */
function folderOfId(path: string): string {
  const folder = folderSource().locate(path);
  if (folder === null) throw fileTrouble(path, "ENOENT");
  return folder;
}

function inFolder(root: string, found: Set<string>): void {
  const before = found.size;
  const below = filesBelow(root);
  for (const { folder, file } of below) if (basename(resolve(folder)) === "scenarios") found.add(named(folder, file));
  if (found.size > before) return;
  for (const { folder, file } of below) if (isScenario(join(folder, file))) found.add(named(folder, file));
}

function filesBelow(root: string): readonly { readonly folder: string; readonly file: string }[] {
  const below: { readonly folder: string; readonly file: string }[] = [];
  try {
    walkFolder(root, (folder, files) => {
      for (const file of files) if (/\.ya?ml$/i.test(file)) below.push({ folder, file });
    });
  } catch (error) {
    throw fileTrouble(root, error);
  }
  return below;
}

function named(folder: string, file: string): string {
  return `${folder.replaceAll("\\", "/")}/${file}`.replace(/^\.\//, "");
}

function isScenario(path: string): boolean {
  try {
    return /^scenario:/m.test(readFileSync(path, "utf8"));
  } catch {
    return false;
  }
}
