import type { Rebuilt } from "../store/rebuild.ts";
import { configured } from "./configured.ts";
import { knownPlace } from "./known-place.ts";
import { printJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** `ordo rebuild` */
export interface RebuildOptions {
  /** What differs is written anew from the history. */
  readonly repair?: boolean;
  readonly json?: boolean;
}

/** Differences that are printed; the rest is counted. */
const SHOWN_MAX = 20;

/**
 * `ordo rebuild`: computes every instance from its history and compares all that the store keeps beside it. Exit 1 where
 * anything differs and was not repaired.
 */
export async function rebuild(options: RebuildOptions, terminal: Terminal): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  knownPlace(configuration);
  const { reachEngine } = await import("../engine/reach-engine.ts");
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo rebuild" });
  try {
    const found = (await reached.call("rebuild", [options.repair === true])) as Rebuilt;
    if (options.json === true) printJson(terminal, found);
    else tell(found, terminal);
    return found.differing > found.repaired ? 1 : 0;
  } finally {
    await reached.close();
  }
}

function tell({ instances, events, differing, repaired, differences }: Rebuilt, terminal: Terminal): void {
  for (const one of differences.slice(0, SHOWN_MAX)) terminal.print(JSON.stringify(one));
  terminal.say(
    terminal.pick({
      ru: `Процессов ${instances}, событий ${events}: с расхождениями ${differing}, исправлено ${repaired}.`,
      en: `${instances} instances, ${events} events: ${differing} differ, ${repaired} repaired.`,
    }),
  );
  if (differing > repaired)
    terminal.say(
      terminal.pick({
        ru: "История верна, строки рядом с ней — нет. Исправить их: ordo rebuild --repair",
        en: "The histories hold, the rows beside them do not. To mend these: ordo rebuild --repair",
      }),
    );
}
