import { join, resolve } from "node:path";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { processIdOf } from "../command-line/process-id.ts";
import { ProcessLoader } from "../command-line/process-loader.ts";
import { putDisk } from "../process-source/folder/disk.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { kindOfPath } from "../process-source/folder/kind-of-path.ts";
import { overlayDisk } from "./overlay-disk.ts";
import type { Changes, Workspace } from "./workspace.ts";

/** Where work on a process is done, with its unsaved changes laid over what is saved. */
export interface WorkPlace {
  /** The process's folder, as paths of problems begin. */
  readonly folder: string;
  readonly source: ProcessSource;
  readonly loader: ProcessLoader;
  readonly locale: "ru" | "en";
}

/** The same for all processes. */
export interface WorkGround extends Omit<WorkPlace, "folder"> {
  /** Folders of all processes. */
  readonly folders: readonly string[];
}

/** From here on this thread sees the workspace, and what is in it. */
export function enterGround(workspace: Workspace, locale: "ru" | "en"): WorkGround {
  putDisk(overlayDisk(workspace));
  const source = folderSource();
  const { folders } = source.find(workspace.processes.filter((path) => kindOfPath(path) !== null));
  return { folders, source, locale, loader: new ProcessLoader(source, { directory: workspace.directory }) };
}

/**
 * Enters the workspace with changes of one process laid over it. Found by what is saved: the id may be what somebody is
 * just changing. Null: there is no such process, and nothing was changed that would make it one.
 */
export function enterPlace(
  workspace: Workspace,
  of: { readonly process: string; readonly changes: Changes; readonly locale: "ru" | "en" },
): WorkPlace | null {
  const saved = enterGround(workspace, of.locale);
  const known = saved.folders.find((folder) => processIdOf(folder, saved.source) === of.process);
  const folder = known ?? join(workspace.processes[0] ?? "processes", of.process).replaceAll("\\", "/");
  if (known === undefined && typeof of.changes["process.yaml"] !== "string") return null;
  const laid = Object.entries(of.changes).map(([path, text]) => [resolve(folder, path), text] as const);
  const changed = { ...workspace.changed, ...Object.fromEntries(laid) };
  const { source, loader, locale } = enterGround({ ...workspace, changed }, of.locale);
  return { folder, source, loader, locale };
}

/** A path as it is inside the process's folder; null where it lies elsewhere. */
export function pathInside(path: string, folder: string): string | null {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}
