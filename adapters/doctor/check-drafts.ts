import { processIdOf } from "../command-line/process-id.ts";
import { ProcessLoader } from "../command-line/process-loader.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { doubtful, type Finding, fine } from "../finding.ts";
import { withDisk } from "../process-source/folder/disk.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import type { Draft } from "../workshop/drafts.ts";
import { overlayDisk } from "../workshop/overlay-disk.ts";
import { workspaceOf } from "../workshop/workspace-of.ts";

/** Where the store is the source of processes: drafts against what runs. Null: the drafts could not be read. */
export function checkDrafts(
  configuration: Configuration,
  drafts: readonly Draft[] | null,
  current: ReadonlyMap<string, string> | null,
): readonly Finding[] {
  if (drafts === null || current === null) return [];
  const digests = digestsOf(configuration, drafts);
  const waiting = drafts
    .map(({ process }) => process)
    .filter((process) => digests.get(process) !== current.get(process));
  const broken = waiting.filter((process) => digests.get(process) === undefined);
  if (waiting.length === 0)
    return [fine("drift", "Развёрнуто то, что в черновиках", "What is deployed is what the drafts say")];
  const names = waiting.join(", ");
  const faulty = broken.length === 0 ? "" : broken.join(", ");
  return [
    doubtful(
      "drift",
      {
        ru: `Черновики расходятся с развёрнутым: ${names}${faulty === "" ? "" : `; с ошибками: ${faulty}`}`,
        en: `Drafts and what is deployed differ: ${names}${faulty === "" ? "" : `; with errors: ${faulty}`}`,
      },
      {
        ru: "Разверните или отбросьте их в консоли: Процессы → Версии",
        en: "Deploy or discard them in the console: Processes → Versions",
      },
    ),
  ];
}

/** Process → digest of the version that its draft would be; a draft with errors has none. */
function digestsOf(configuration: Configuration, drafts: readonly Draft[]): ReadonlyMap<string, string> {
  const disk = overlayDisk(workspaceOf(configuration, drafts));
  return withDisk(disk, () => {
    const source = folderSource();
    const loader = new ProcessLoader(source, { directory: configuration.directory });
    const { folders } = source.find(configuration.processes);
    return new Map(
      folders.flatMap((folder): (readonly [string, string])[] => {
        const { definition } = loader.load(folder);
        return definition === null ? [] : [[processIdOf(folder, source), definition.digest]];
      }),
    );
  });
}
