import { processIdOf } from "../command-line/process-id.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { kindOfPath } from "../process-source/folder/kind-of-path.ts";
import type { WorkFile } from "./work-survey.ts";

/** Bytes of one scenario that are read. */
const BYTES_MAX = 256 * 1024;

/** Scenarios that lie in the folder of a process; none where there is no such folder. */
export function folderExtras({ processes }: Configuration, process: string): readonly WorkFile[] {
  const source = folderSource();
  const { folders } = source.find(processes.filter((path) => kindOfPath(path) !== null));
  const folder = folders.find((one) => processIdOf(one, source) === process);
  if (folder === undefined) return [];
  return source.read(folder).scenarios.flatMap((path) => {
    const { bytes } = source.readFile(path, BYTES_MAX);
    if (bytes === null) return [];
    return [{ path: path.slice(folder.length + 1), text: new TextDecoder().decode(bytes) }];
  });
}
