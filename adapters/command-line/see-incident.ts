import { reachEngine } from "../engine/reach-engine.ts";
import { configured } from "./configured.ts";
import type { IncidentsOptions } from "./incidents.ts";
import { knownPlace } from "./known-place.ts";
import { printJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { signedInOf } from "./with-engine.ts";

/** `ordo incidents --seen <id>`: nobody is alerted of it again. 1 where no such incident is open. */
export async function seeIncident(incident: string, options: IncidentsOptions, terminal: Terminal): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  knownPlace(configuration);
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo incidents" });
  const operating = { engine: reached.useCases, signedIn: signedInOf(configuration), options, terminal };
  try {
    const { user } = await operatorOf(operating);
    const seen = (await reached.call("see", [incident, user])) === true;
    if (options.json) printJson(terminal, { incident, seen });
    else terminal.say(terminal.pick(seen ? SEEN(incident) : UNKNOWN));
    return seen ? 0 : 1;
  } finally {
    await reached.close();
  }
}

const SEEN = (incident: string) => ({
  ru: `Отмечено: ${incident}. Оповещений о нём больше не будет; закрыт он станет, когда с ним разберутся.`,
  en: `Marked as seen: ${incident}. Nobody is alerted of it again; it closes when it is seen to.`,
});

const UNKNOWN = {
  ru: "Такого открытого сбоя нет: ordo incidents",
  en: "No such incident is open: ordo incidents",
};
