import { statSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import type { Found, ProcessFolder, ProcessSource } from "../../../engine/ports/process-source.ts";
import { productFolder } from "../../product-folder.ts";
import { diskInUse } from "./disk.ts";
import { fileTrouble } from "./file-trouble.ts";
import { kindOfPath } from "./kind-of-path.ts";
import { nearest } from "./nearest.ts";
import { readSource } from "./read-source.ts";
import { listFolder, walkFolder } from "./walk-folder.ts";

/** The name that makes a folder a process. */
const PROCESS_FILE = "process.yaml";
/** Largest of the files beside a process; the reader knows the tighter limit of each kind. */
const BYTES_MAX = 2 * 1024 * 1024;

/**
 * Processes in folders of a disk (language §2).
 *
 * @throws {Complaint} from every method, where a named path does not exist or may not be read
 */
export function folderSource(): ProcessSource {
  return { find, locate, read, readFile: readSource, nearest: (name, folder) => nearest(name, folder) };
}

function find(paths: readonly string[]): Found {
  const folders = new Set<string>();
  const others = new Set<string>();
  for (const path of paths) {
    if (isFolder(path)) walk(path, { folders, others });
    else if (basename(path) === PROCESS_FILE) folders.add(forward(dirname(path)));
    else others.add(forward(path));
  }
  return { folders: [...folders].sort(), others: [...others].sort() };
}

/** The processes below a folder; where there is none, its other files, as far as they are ours. */
function walk(root: string, into: { readonly folders: Set<string>; readonly others: Set<string> }): void {
  const found: string[] = [];
  const files: string[] = [];
  try {
    walkFolder(root, (folder, names) => {
      if (names.includes(PROCESS_FILE)) found.push(forward(folder));
      files.push(...names.filter((name) => /\.ya?ml$/i.test(name)).map((name) => slashed(folder, name)));
    });
  } catch (error) {
    throw fileTrouble(root, error);
  }
  for (const folder of found) into.folders.add(folder);
  if (found.length === 0) for (const file of files) if (isOurs(file)) into.others.add(file);
}

/** Does the file begin like one of ours? Other people's YAML is not judged. */
function isOurs(path: string): boolean {
  const { bytes } = readSource(path, BYTES_MAX);
  return FIRST_KEYS.test(new TextDecoder().decode(bytes ?? new Uint8Array()));
}

const FIRST_KEYS = /^(?:scenario|process|users|zone|hitPolicy|registries|mailboxes|records):/m;

/** Where an id may be meant: `processes/<id>`, or `<id>` beside or below the working folder. */
function locate(idOrPath: string): string | null {
  if (idOrPath === "") return null;
  if (basename(idOrPath) === PROCESS_FILE) return isFile(idOrPath) ? forward(dirname(idOrPath)) : null;
  const isId = /^[\w-]+$/.test(idOrPath);
  const above = isId ? nearest("processes", ".", "folder") : null;
  const candidates = isId
    ? [join("processes", idOrPath), idOrPath, ...(above ? [join(above, idOrPath)] : [])]
    : [idOrPath];
  const folder = candidates.find((candidate) => isFile(join(candidate, PROCESS_FILE)));
  return folder === undefined ? null : forward(folder);
}

function read(folder: string, file: string = PROCESS_FILE): ProcessFolder {
  const catalog = nearest("catalog.yaml", folder);
  return {
    path: folder,
    process: readSource(slashed(folder, file), BYTES_MAX),
    decisions: filesIn(slashed(folder, "decisions"), /\.(csv|ya?ml)$/i).map((path) => readSource(path, BYTES_MAX)),
    templates: filesIn(slashed(folder, "templates"), /./).map((path) => readSource(path, BYTES_MAX)),
    scenarios: filesIn(slashed(folder, "scenarios"), /\.ya?ml$/i),
    catalog,
    calendars: calendarsFor(folder),
    neighbors: neighborsOf(folder),
  };
}

function calendarsFor(folder: string): Readonly<Record<string, string>> {
  const own = nearest("calendars", folder, "folder");
  const shipped = join(productFolder(), "calendars");
  const paths = [shipped, ...(own === null ? [] : [own])].flatMap((place) => filesIn(forward(place), /\.ya?ml$/i));
  return Object.fromEntries(paths.map((path) => [basename(path).replace(/\.ya?ml$/i, ""), path]));
}

function neighborsOf(folder: string): readonly string[] {
  const above = normalize(join(folder, ".."));
  return listFolder(above)
    .map((entry) => entry.name)
    .filter((name) => !name.startsWith(".") && isFile(join(above, name, PROCESS_FILE)))
    .sort();
}

/** Paths of the plain files in a folder whose names match; none where there is no such folder. */
function filesIn(folder: string, name: RegExp): readonly string[] {
  if (kindOfPath(folder) !== "folder") return [];
  return listFolder(folder)
    .filter((entry) => !entry.isFolder && !entry.name.startsWith(".") && name.test(entry.name))
    .map((entry) => slashed(folder, entry.name));
}

function isFolder(path: string): boolean {
  const kind = kindOfPath(path);
  if (kind !== null) return kind === "folder";
  if (diskInUse() !== null) throw fileTrouble(path, "ENOENT");
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw fileTrouble(path, error);
  }
}

function isFile(path: string): boolean {
  return kindOfPath(path) === "file";
}

function slashed(folder: string, name: string): string {
  return forward(join(folder, name));
}

function forward(path: string): string {
  return normalize(path)
    .replaceAll("\\", "/")
    .replace(/(?<=.)\/$/, "");
}
