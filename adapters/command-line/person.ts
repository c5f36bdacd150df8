import { resolve } from "node:path";
import { couldNotRun, wrongUse } from "../complaint.ts";
import type { PersonAnswer, PersonOrder, PlainSurvey } from "../engine/person-orders.ts";
import { configured } from "./configured.ts";
import { knownPlace } from "./known-place.ts";
import { printJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { signedInOf } from "./with-engine.ts";

export interface PersonOptions {
  /** Names, addresses and phones that he is known by besides. */
  readonly also?: readonly string[];
  /** Of `export`: the folder. @default person-<who> */
  readonly to?: string;
  /** Of `erase`: without it only shows what would be. */
  readonly yes?: boolean;
  /** Of `erase`: stands in the registry of erasures. */
  readonly reason?: string;
  readonly json?: boolean;
}

/**
 * `ordo person export|erase <user or record>`: everything the installation knows of a person, in a folder; or a pseudonym
 * wherever he stands. Erasing without `--yes` shows what would be rewritten, and is refused (exit code 1) while anything
 * at work knows him.
 */
export async function person(
  { action, who }: { readonly action: "export" | "erase"; readonly who: string },
  options: PersonOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  knownPlace(configuration);
  const reason = options.reason ?? terminal.pick({ ru: "по заявлению", en: "on request" });
  const folder = resolve(options.to ?? `person-${who.replaceAll(/[^\w.-]+/g, "-")}`);
  const kind = action === "export" ? "export" : options.yes === true ? "erase" : "preview";
  const by = signedInOf(configuration);
  const order: PersonOrder = { kind, who, also: options.also ?? [], by, reason, folder };
  if (kind === "erase" && reason.includes(who))
    throw wrongUse(
      { ru: "В причине не должно быть того, кого стирают.", en: "The reason must not name who is erased." },
      { ru: "Например: --reason 'заявление от 23.11'", en: "For example: --reason 'request of 23 November'" },
    );
  const { reachEngine } = await import("../engine/reach-engine.ts");
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo person" });
  try {
    return tell((await reached.call("person", [order])) as PersonAnswer, { who, options, terminal });
  } finally {
    await reached.close();
  }
}

interface Telling {
  readonly who: string;
  readonly options: PersonOptions;
  readonly terminal: Terminal;
}

function tell(answer: PersonAnswer, { who, options, terminal }: Telling): ExitCode {
  if (answer.kind === "unknown" && !who.includes("/"))
    throw couldNotRun(
      {
        ru: `${who}: такого человека нет — ни среди сотрудников, ни среди учётных записей, ни в данных.`,
        en: `${who}: there is no such person, neither in the directory nor among the accounts nor in the data.`,
      },
      {
        ru: "Номер человека — в файле людей или в ordo account list; клиента называют записью: contact/3.",
        en: "Ids stand in the file of people and in ordo account list; a client is named by his record: contact/3.",
      },
    );
  if (answer.kind === "unknown")
    throw couldNotRun(
      { ru: `Записи ${who} нет.`, en: `There is no record ${who}.` },
      {
        ru: "Назовите, по чему искать: --also 'Пётр Иванов' --also p@example.com",
        en: "Say what to look for: --also 'Peter Ivanov' --also p@example.com",
      },
    );
  const code = answer.kind === "busy" ? 1 : 0;
  if (options.json === true) {
    printJson(terminal, answer);
    return code;
  }
  const { pick } = terminal;
  if (answer.kind === "exported") {
    terminal.print(answer.folder);
    terminal.say(pick({ ru: `Файлов: ${answer.files}.`, en: `${answer.files} files.` }));
  } else if (answer.kind === "erased") {
    terminal.print(answer.pseudonym);
    terminal.say(pick(ERASED));
  } else terminal.print(pick(searched(answer)));
  terminal.print(pick(where(answer)));
  if (answer.kind === "busy" || answer.kind === "preview") {
    const busy = stillNeeded(answer);
    if (busy !== null) terminal.say(pick(busy));
    else if (answer.kind === "preview")
      terminal.say(pick({ ru: "Стереть: та же команда с --yes.", en: "To erase: the same command with --yes." }));
  }
  return code;
}

const ERASED = {
  ru: "Стёрт. В прежних резервных копиях он ещё есть, пока они не уйдут; в файле людей и на портале уберите его сами; что написано внутри PDF и сканов, не изменено.",
  en: "Erased. Earlier backups still hold him until they go; remove him from the file of people and from the portal yourself; what stands inside PDF files and scans is as it was.",
};

function searched({ identity }: PlainSurvey) {
  const list = [identity.user, identity.record, ...identity.names, ...identity.emails, ...identity.phones]
    .filter((text) => text !== null)
    .join(", ");
  return { ru: `Ищется: ${list}`, en: `Looked for: ${list}` };
}

function where({ ended, registryRows, rows }: PlainSurvey) {
  const others = Object.entries(rows)
    .map(([table, count]) => `${table} ${count}`)
    .join(", ");
  return {
    ru: `Завершённых процессов: ${ended}, строк реестров: ${registryRows}${others === "" ? "" : `, прочее: ${others}`}.`,
    en: `Ended instances: ${ended}, registry rows: ${registryRows}${others === "" ? "" : `, besides: ${others}`}.`,
  };
}

/** What must be over first; null: nothing. */
function stillNeeded({ live, toLeave, arriving, unsealed }: PlainSurvey) {
  const parts: { ru: string; en: string }[] = [];
  if (live.length > 0)
    parts.push({
      ru: `о нём знают идущие процессы: ${live.slice(0, 20).join(", ")}${live.length > 20 ? "…" : ""} (ordo show <номер>). Передайте его задания, дождитесь конца или отмените их`,
      en: `instances at work know him: ${live.slice(0, 20).join(", ")}${live.length > 20 ? "…" : ""} (ordo show <id>). Hand his tasks over, wait for their end or cancel them`,
    });
  if (toLeave.length > 0)
    parts.push({
      ru: `сообщений, которые ещё не ушли: ${toLeave.length} (ordo messages). Отпустите их или выбросьте`,
      en: `${toLeave.length} messages have yet to leave (ordo messages). Release or drop them`,
    });
  if (arriving > 0)
    parts.push({
      ru: `пришло и ещё не разобрано: ${arriving}. Повторите через минуту`,
      en: `${arriving} things have arrived and are not handled yet. Try again in a minute`,
    });
  if (unsealed > 0 && parts.length === 0)
    parts.push({
      ru: `строк реестров без печати: ${unsealed}. Запустите ordo serve: он опечатает их за секунды`,
      en: `${unsealed} registry rows have no seal. Start ordo serve: it seals them in seconds`,
    });
  if (parts.length === 0) return null;
  return {
    ru: `Стереть нельзя, пока: ${parts.map(({ ru }) => ru).join("; ")}.`,
    en: `He cannot be erased while: ${parts.map(({ en }) => en).join("; ")}.`,
  };
}
