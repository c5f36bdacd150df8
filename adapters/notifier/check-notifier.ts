import { Complaint } from "../complaint.ts";
import { doubtful, type Finding, fine, wrong } from "../finding.ts";
import type { Section } from "../section.ts";
import { CHANNELS } from "./config.ts";
import { modeOf, modeText, type OutgoingMode } from "./outgoing/outgoing-mode.ts";
import { readSms } from "./sms/config.ts";
import { readSmtp } from "./smtp/config.ts";

/**
 * What `ordo doctor` says about messages: do the channels answer, does anything hold or redirect them. Sends nothing.
 *
 * @param root the whole of `ordo.yaml`
 * @param switched channel → how it was switched while running; null: the database could not be asked
 */
export async function checkNotifier(
  root: Section,
  switched: ReadonlyMap<string, OutgoingMode> | null,
): Promise<readonly Finding[]> {
  const channels = root.section("channels");
  const findings: Finding[] = [];
  for (const name of CHANNELS) {
    const section = channels.section(name);
    const sms = read(() => readSms(section));
    if (sms instanceof Complaint) findings.push(wrong(`channel-${name}`, sms.says, sms.remedy));
    else if (section.has("smtp")) {
      const { checkSmtp } = await import("./smtp/check-smtp.ts");
      findings.push(...(await checkSmtp(readSmtp(section.section("smtp")))));
    } else if (sms !== null) {
      const { checkSms } = await import("./sms/check-sms.ts");
      findings.push(...(await checkSms(sms)));
    }
  }
  const named =
    channels.names().length === 0 ? [...CHANNELS] : CHANNELS.filter((name) => channels.names().includes(name));
  const outgoing = root.section("outgoing");
  return [...findings, ...named.flatMap((name) => modeFinding(name, outgoing, switched))];
}

/** What cannot be used at all is a finding for the doctor, not its end. */
function read<Config>(reader: () => Config): Config | Complaint {
  try {
    return reader();
  } catch (error) {
    if (error instanceof Complaint) return error;
    throw error;
  }
}

function modeFinding(
  name: string,
  outgoing: Section,
  switched: ReadonlyMap<string, OutgoingMode> | null,
): readonly Finding[] {
  const check = "outgoing";
  const own = switched?.get(name);
  const mode = own ?? modeOf(outgoing.text(name) ?? "live") ?? { kind: "hold" };
  if (mode.kind === "live")
    return own === undefined ? [] : [fine(check, `Канал ${name}: live`, `Channel ${name}: live`)];
  const shown = modeText(mode);
  const by =
    own === undefined
      ? { ru: "в ordo.yaml", en: "in ordo.yaml" }
      : { ru: "переключён на ходу", en: "switched while running" };
  return [
    doubtful(
      check,
      {
        ru: `Сообщения канала ${name} не уходят людям: ${shown} (${by.ru})`,
        en: `Messages of the channel ${name} do not reach people: ${shown} (${by.en})`,
      },
      {
        ru: `Если так и нужно, всё в порядке. Иначе: ordo outgoing ${name} live; придержанные — ordo messages --held`,
        en: `Fine if that is meant. Otherwise: ordo outgoing ${name} live; those that are held: ordo messages --held`,
      },
    ),
  ];
}
