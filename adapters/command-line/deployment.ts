import { basename } from "node:path";
import { digestOfText } from "../../engine/definition/digest.ts";
import { childOf, type Document, textOf } from "../../engine/definition/node.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import type { BundleFile, CalendarRow } from "../../engine/ports/versions.ts";
import { bundleOf } from "../../engine/runtime/compile-bundle.ts";
import type { Deployment } from "../../engine/runtime/versions-desk.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { printChecked } from "./print-checked.ts";
import { type LoadedProcess, ProcessLoader } from "./process-loader.ts";
import type { Terminal } from "./terminal.ts";

/**
 * What the files would deploy: every process under the paths (else those that `ordo.yaml` names), with the calendars
 * they use. Null where a file has errors: they are told, and nothing is deployed.
 */
export async function deploymentOf(
  paths: readonly string[],
  configuration: Configuration,
  { terminal, json }: { readonly terminal: Terminal; readonly json?: boolean },
): Promise<Deployment | null> {
  const source = folderSource();
  const loader = new ProcessLoader(source, { directory: configuration.directory });
  const { folders } = source.find(paths.length > 0 ? paths : configuration.processes);
  const { deployment, problems, checked } = deploymentIn(folders, loader);
  if (checked === 0) {
    terminal.say(terminal.pick({ ru: "Ни одного процесса не найдено.", en: "No process was found." }));
    return null;
  }
  if (deployment === null)
    await printChecked(
      { checked, problems, texts: loader.texts },
      { format: json === true ? "json" : "text" },
      terminal,
    );
  return deployment;
}

/**
 * The same of folders that were found. The deployment is null where a file has errors, or there is no process.
 *
 * @param only ids of the processes to deploy: the others are only what these may name. @default all
 */
export function deploymentIn(
  folders: readonly string[],
  loader: ProcessLoader,
  only: readonly string[] | null = null,
): { readonly deployment: Deployment | null; readonly problems: readonly Problem[]; readonly checked: number } {
  const all = folders.map((folder) => loader.load(folder));
  const isWanted = ({ folder, document }: LoadedProcess): boolean =>
    only === null || only.includes((document && textOf(childOf(document.root, "process"))) ?? basename(folder.path));
  const loaded = all.filter(isWanted);
  const problems = [...loaded.flatMap((one) => one.problems), ...loader.problemsAround()];
  const isUnsound =
    loaded.some(({ definition }) => definition === null) || problems.some(({ severity }) => severity === "error");
  if (loaded.length === 0 || isUnsound) return { deployment: null, problems, checked: loaded.length };
  const documents = all.flatMap(({ document }) => document ?? []);
  const calendars = new Map<string, CalendarRow>();
  const bundles = loaded.flatMap((one) => {
    const bundle = bundleIn(one, loader, documents);
    const row = bundle === null ? null : calendarOf(one, bundle.calendar, loader);
    if (row !== null) calendars.set(row.name, row);
    return bundle === null || one.definition === null ? [] : [{ bundle, title: one.definition.title }];
  });
  const deployment = { bundles, calendars: [...calendars.values()], retired: [] };
  return { deployment, problems, checked: loaded.length };
}

function bundleIn(
  { folder, definition, document }: LoadedProcess,
  loader: ProcessLoader,
  neighbors: readonly Document[],
) {
  if (definition === null || document === null) return null;
  const files = [...folder.decisions, ...folder.templates].flatMap((file) => {
    const read = loader.reader.textOf(file, "table");
    return "problem" in read ? [] : [read];
  });
  const catalog = folder.catalog === null ? null : fileAt(folder.catalog, loader, "catalog");
  return bundleOf({ definition, main: { path: document.path, text: document.text }, files, catalog, neighbors });
}

function calendarOf({ folder }: LoadedProcess, name: string, loader: ProcessLoader): CalendarRow | null {
  const path = folder.calendars[name];
  const file = path === undefined ? null : fileAt(path, loader, "calendar");
  return file === null ? null : { name, digest: digestOfText(file.text), ...file };
}

function fileAt(path: string, loader: ProcessLoader, kind: "catalog" | "calendar"): BundleFile | null {
  const { document } = loader.reader.document(path, kind);
  return document === null ? null : { path, text: document.text };
}
