import { resolve, sep } from "node:path";
import type { SourceFile } from "../../engine/ports/process-source.ts";
import { type Disk, withDisk } from "../process-source/folder/disk.ts";
import { fileTrouble } from "../process-source/folder/file-trouble.ts";
import { kindOfPath, type PathKind } from "../process-source/folder/kind-of-path.ts";
import { readSource } from "../process-source/folder/read-source.ts";
import { type FolderEntry, listFolder, realPath } from "../process-source/folder/walk-folder.ts";
import type { Workspace } from "./workspace.ts";

/** A workspace as a disk: its changed files over those that may be read, and nothing besides. */
export function overlayDisk(workspace: Workspace): Disk {
  const changed = new Map(Object.entries(workspace.changed));
  const there = [...changed].flatMap(([path, text]) => (text === null ? [] : [path]));
  const known = [...there, ...workspace.folders, ...workspace.files];

  function mayRead(path: string): boolean {
    const isOpen = workspace.files.includes(path) || workspace.folders.some((folder) => isIn(path, folder));
    return isOpen && !workspace.hidden.some((folder) => isIn(path, folder));
  }

  function kindOf(path: string): PathKind {
    const at = resolve(path);
    if (changed.has(at)) return changed.get(at) === null ? null : "file";
    const kind = mayRead(at) ? machine(() => kindOfPath(at)) : null;
    if (kind !== null) return kind;
    return known.some((one) => one !== at && isIn(one, at)) ? "folder" : null;
  }

  function names(folder: string): readonly FolderEntry[] {
    const at = resolve(folder);
    if (kindOf(at) !== "folder") throw fileTrouble(folder, "ENOENT");
    const entries = new Map<string, FolderEntry>();
    if (mayRead(at) && machine(() => kindOfPath(at)) === "folder")
      for (const entry of machine(() => listFolder(at)))
        if (kindOf(`${at}${sep}${entry.name}`) !== null) entries.set(entry.name, entry);
    for (const path of there) {
      if (path === at || !isIn(path, at)) continue;
      const [name = "", ...below] = path.slice(at.endsWith(sep) ? at.length : at.length + 1).split(sep);
      entries.set(name, { name, isFolder: below.length > 0 });
    }
    return [...entries.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  function bytes(path: string, bytesMax: number): SourceFile {
    const at = resolve(path);
    const text = changed.get(at);
    const shown = path.replaceAll("\\", "/");
    if (typeof text === "string") {
      const own = new TextEncoder().encode(text);
      return { path: shown, size: own.length, bytes: own.length > bytesMax ? null : own };
    }
    if (text === null || !mayRead(at)) throw fileTrouble(path, kindOf(at) === "folder" ? "EISDIR" : "ENOENT");
    return { ...machine(() => readSource(at, bytesMax)), path: shown };
  }

  function real(folder: string): string {
    const at = resolve(folder);
    return mayRead(at) && machine(() => kindOfPath(at)) === "folder" ? machine(() => realPath(at)) : at;
  }

  return { kindOf, names, real, bytes };
}

/** Asks the machine's own disk. */
function machine<T>(work: () => T): T {
  return withDisk(null, work);
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
