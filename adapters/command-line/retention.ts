import { textTable } from "../../engine/view/text-table.ts";
import type { RetentionPreview, RetentionTerms } from "../retention/instance-remover.ts";
import { configured } from "./configured.ts";
import { knownPlace } from "./known-place.ts";
import { localZone, printJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

export interface RetentionOptions {
  readonly json?: boolean;
}

/**
 * `ordo retention`: what `retention:` of ordo.yaml would archive and remove now, process by process. Changes nothing:
 * `ordo serve` does it, once an hour and in small batches.
 */
export async function retention(options: RetentionOptions, terminal: Terminal): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  knownPlace(configuration);
  const { reachEngine } = await import("../engine/reach-engine.ts");
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo retention" });
  try {
    const { endedMs, processes } = configuration.retention;
    const terms: RetentionTerms = { now: reached.useCases.now(), endedMs, processes };
    const found = (await reached.call("retention", [terms])) as readonly RetentionPreview[];
    if (options.json === true) printJson(terminal, { processes: found.map(plain) });
    else terminal.print(tableOf(found, terminal));
    return 0;
  } finally {
    await reached.close();
  }
}

function plain({ process, archived, removed, oldest }: RetentionPreview) {
  return { process, archived, removed, oldest: oldest === null ? null : new Date(oldest).toISOString() };
}

function tableOf(found: readonly RetentionPreview[], terminal: Terminal): string {
  const { pick } = terminal;
  if (found.length === 0) return pick({ ru: "Завершённых процессов нет.", en: "Nothing has ended yet." });
  const columns = [
    { title: pick({ ru: "ПРОЦЕСС", en: "PROCESS" }) },
    { title: pick({ ru: "В АРХИВ", en: "TO ARCHIVE" }), align: "right" as const },
    { title: pick({ ru: "УДАЛИТЬ", en: "REMOVE" }), align: "right" as const },
    { title: pick({ ru: "САМЫЙ СТАРЫЙ", en: "OLDEST" }) },
  ];
  const rows = found.map(({ process, archived, removed, oldest }) => [
    { text: process },
    { text: String(archived) },
    { text: String(removed) },
    { text: oldest === null ? "" : new Date(oldest).toISOString().slice(0, 10) },
  ]);
  const { locale, color, columns: width } = terminal;
  return textTable(columns, rows, { locale, color, columns: width, zone: localZone() });
}
