import { dirname, join, resolve } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { kindOfPath } from "../process-source/folder/kind-of-path.ts";
import { productFolder } from "../product-folder.ts";
import { readProcessesSource } from "./config.ts";
import type { WorkFile } from "./work-survey.ts";
import type { Workspace } from "./workspace.ts";

/** Folders looked at on the way up, as the language looks for catalogs and calendars. */
const LEVELS_MAX = 64;

/**
 * What the workshop may see of an installation: the folders of processes, catalogs and calendars above them, the company's
 * people and sample records. Of `ordo.yaml` it sees three keys, and no secret.
 *
 * @param drafts where the store is the source: the files of each process in it
 */
export function workspaceOf(
  configuration: Configuration,
  drafts: readonly { readonly process: string; readonly files: readonly WorkFile[] }[],
): Workspace {
  const { processes, directory, records, file, root } = configuration;
  const isStore = readProcessesSource(root) === "store";
  const [above, folders] = [new Set<string>(), [join(productFolder(), "calendars")]];
  for (const place of [...processes, ...(file === null ? [] : [dirname(file)])].map((path) => resolve(path)))
    for (let [at, level] = [place, 0]; level < LEVELS_MAX && !above.has(at); level += 1) {
      above.add(at);
      at = dirname(at);
    }
  folders.push(...[...above].map((folder) => join(folder, "calendars")), ...processes.map((path) => resolve(path)));
  const home = join(processes[0] ?? "processes");
  const drafted = isStore
    ? drafts.flatMap(({ process, files }) =>
        files.map(({ path, text }) => [resolve(home, process, path), text] as const),
      )
    : [];
  const settings = Object.fromEntries(
    ["directory", "records", "locale"].flatMap((name) => {
      const written = root.text(name);
      return written === null ? [] : [[name, written]];
    }),
  );
  return {
    ...{ processes, directory, folders },
    root: file === null ? resolve(".") : dirname(resolve(file)),
    changed: {
      ...Object.fromEntries(drafted),
      ...(file === null ? {} : { [resolve(file)]: JSON.stringify(settings) }),
    },
    files: [
      ...[...above].map((folder) => join(folder, "catalog.yaml")),
      ...[directory, records].flatMap((path) => (path === null ? [] : [resolve(path)])),
    ],
    hidden: isStore ? processFolders(processes) : [],
  };
}

/** Folders of the disk that hold a process. */
function processFolders(processes: readonly string[]): readonly string[] {
  return folderSource()
    .find(processes.filter((path) => kindOfPath(path) !== null))
    .folders.map((folder) => resolve(folder));
}
