import type { Calendar } from "../../../engine/calendar/calendar.ts";
import { isZone } from "../../../engine/calendar/zone.ts";
import { couldNotRun } from "../../complaint.ts";
import type { Section } from "../../section.ts";
import type { OutgoingConfig } from "./outgoing-config.ts";
import { modeOf } from "./outgoing-mode.ts";
import type { QuietTime } from "./quiet-time.ts";

/** A day of tries outlives a night without a mail server. */
const TRY_FOR_MS = 86_400_000;

/** What one process, and all together, may send in an hour where `ordo.yaml` says nothing. */
const LIMITS: Readonly<Record<"process" | "channel", Readonly<Record<string, number>>>> = {
  process: { sms: 100, email: 300 },
  channel: { sms: 500, email: 2_000 },
};

/**
 * `outgoing:` as configuration.
 *
 * @param around.channels those that are open, by name; `limited`: whether they reach anybody (the log does not)
 * @param around.calendar a calendar by name; null: there is none
 * @param around.zone where clock times are meant that name no zone
 * @throws {Complaint} a calendar that is not there
 */
export function readOutgoing(
  section: Section,
  around: {
    readonly channels: readonly { readonly name: string; readonly limited: boolean }[];
    readonly calendar: (id: string) => Calendar | null;
    readonly zone: string;
  },
): OutgoingConfig {
  const names = around.channels.map(({ name }) => name);
  const limited = around.channels.filter((one) => one.limited).map(({ name }) => name);
  const limits = section.section("limits");
  const quiet = section.section("quiet");
  const uncertain = section.section("uncertain");
  const urgent = section.list("urgent");
  return {
    modes: new Map(names.map((name) => [name, modeOf(section.text(name) ?? "live") ?? { kind: "hold" }])),
    quiet: Object.fromEntries(
      quiet.names().flatMap((name) => {
        const time = quietOf(quiet.section(name), around);
        return time === null ? [] : [[name, time]];
      }),
    ),
    urgent: (["task", "notice"] as const).filter((kind) => urgent.includes(kind)),
    limits: {
      process: limitsOf(limits.section("process"), LIMITS.process, limited),
      channel: limitsOf(limits.section("channel"), LIMITS.channel, limited),
    },
    tryForMs: section.ms("tryFor") ?? TRY_FOR_MS,
    uncertain: Object.fromEntries(
      uncertain.names().map((name) => [name, uncertain.text(name) === "retry" ? "retry" : "ask"]),
    ),
    link: section.text("link"),
  };
}

function limitsOf(section: Section, usual: Readonly<Record<string, number>>, limited: readonly string[]) {
  const own = section.names().flatMap((name) => {
    const max = section.number(name);
    return max === null ? [] : [[name, max] as const];
  });
  const defaults = Object.entries(usual).filter(([name]) => limited.includes(name));
  return Object.fromEntries([...defaults, ...own]);
}

function quietOf(
  section: Section,
  around: { readonly calendar: (id: string) => Calendar | null; readonly zone: string },
): QuietTime | null {
  const id = section.text("calendar");
  if (id !== null) {
    const calendar = around.calendar(id);
    if (calendar !== null) return { kind: "calendar", calendar };
    throw couldNotRun(
      {
        ru: `Нет календаря ${id} для тихого времени сообщений`,
        en: `There is no calendar ${id} for the quiet time of messages`,
      },
      {
        ru: `Исправьте outgoing: quiet в ordo.yaml; календари лежат в папке calendars`,
        en: `Mend outgoing: quiet in ordo.yaml; calendars are in the folder calendars`,
      },
    );
  }
  const [from, to] = [minutesOf(section.text("from")), minutesOf(section.text("to"))];
  if (from === null || to === null) return null;
  const zone = section.text("zone") ?? around.zone;
  if (isZone(zone)) return { kind: "clock", from, to, zone };
  throw couldNotRun(
    { ru: `Нет часового пояса ${zone}`, en: `There is no time zone ${zone}` },
    {
      ru: "Исправьте outgoing: quiet в ordo.yaml: Europe/Moscow, Asia/Vladivostok…",
      en: "Mend outgoing: quiet in ordo.yaml: Europe/Moscow, Asia/Vladivostok…",
    },
  );
}

function minutesOf(text: string | null): number | null {
  const found = /^(\d\d):(\d\d)$/.exec(text ?? "");
  return found === null ? null : Number(found[1]) * 60 + Number(found[2]);
}
