import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Calendar } from "../../engine/calendar/calendar.ts";
import type { Notifier, Parcel } from "../../engine/ports/notifier.ts";
import type { Needs, Opened } from "../adapter.ts";
import type { PortalAccess } from "../bitrix24/portal-access.ts";
import { Reader } from "../command-line/reader.ts";
import { type Complaint, couldNotRun } from "../complaint.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { productFolder } from "../product-folder.ts";
import type { Section } from "../section.ts";
import { SentLetters, type SentLetterTables } from "../sent-letters.ts";
import { withTables } from "../sql-database.ts";
import type { Channel } from "./channel.ts";
import { CHANNELS, REDIRECT_EXAMPLES } from "./config.ts";
import { openLogChannel } from "./log/open-log-channel.ts";
import { openBitrix24Channel } from "./open-bitrix24-channel.ts";
import { type Alerted, sendAlert } from "./outgoing/alert-sending.ts";
import { sendEntryLetter } from "./outgoing/entry-letter.ts";
import type { TaskLinks } from "./outgoing/message-link.ts";
import { MessageReview } from "./outgoing/message-review.ts";
import { MessageShelf } from "./outgoing/message-shelf.ts";
import type { MessageTables } from "./outgoing/message-tables.ts";
import { OutgoingDesk } from "./outgoing/outgoing-desk.ts";
import { OutgoingSwitches } from "./outgoing/outgoing-switches.ts";
import { OutgoingWatch } from "./outgoing/outgoing-watch.ts";
import { readOutgoing } from "./outgoing/read-outgoing.ts";
import { reportRoutes } from "./outgoing/report-routes.ts";
import { readSms } from "./sms/config.ts";
import { readSmtp } from "./smtp/config.ts";
import type { SmtpParts } from "./smtp/open-smtp-channel.ts";

/** What the channels are told of the rest of the outside. */
export interface NotifierSurroundings {
  /** The portal, where there is one. */
  readonly access: PortalAccess;
  /** The letter that a message to a record answers; null: none. */
  readonly answeredBy: SmtpParts["answeredBy"];
  /** Where tasks open by links of ours; null: nobody has said where people reach us. @default null */
  readonly links?: TaskLinks | null;
  /** Does it only show whether it would open? Then no module of the company is run. */
  readonly isTrial?: boolean;
}

/** Messages as the engine sends them, and as people review them. */
export interface OpenedNotifier extends Opened<Notifier> {
  readonly review: MessageReview;
  readonly switches: OutgoingSwitches;
  /** Forgets settled messages made before that instant. @returns how many */
  readonly forget: MessageShelf["forget"];
  /** Tells an operator of incidents, past a hold and quiet hours. */
  readonly alert: (parcel: Parcel, signal: AbortSignal) => Promise<Alerted>;
  /** Sends somebody his one-time link. False: it did not leave. */
  readonly letIn: (letter: Parameters<typeof sendEntryLetter>[1], signal: AbortSignal) => Promise<boolean>;
}

/**
 * Opens the channels that `ordo.yaml` names, and the desk before them. Where it names none, all are the log.
 *
 * @param root the whole file
 * @throws {Complaint} a calendar or a zone that is not there, a redirection to what is no address
 */
export async function openNotifier(root: Section, needs: Needs, around: NotifierSurroundings): Promise<OpenedNotifier> {
  const { database, clock, logger, metrics, raise, settle, zone } = needs;
  const channels = await openChannels(root, needs, around);
  const config = readOutgoing(root.section("outgoing"), {
    channels: [...channels].map(([name, channel]) => ({ name, limited: channel.name !== "log" })),
    calendar: (id) => calendarOf(root, id),
    zone,
  });
  for (const [name, mode] of config.modes)
    if (mode.kind === "redirect" && channels.get(name)?.addressOf(mode.to) === null) throw badRedirect(name, mode.to);
  const shelf = new MessageShelf(withTables<MessageTables>(database));
  const switches = new OutgoingSwitches(shelf.database, config.modes);
  const links = around.links ?? null;
  const desk = new OutgoingDesk({ shelf, switches, channels, config, links, clock, logger, metrics, raise, settle });
  return {
    alert: (parcel, signal) => sendAlert(desk.parts, parcel, signal),
    letIn: (letter, signal) => sendEntryLetter(desk.parts, letter, signal),
    port: desk,
    review: new MessageReview({ shelf, switches, channels, config, links, clock, settle }),
    switches,
    forget: (before, limit) => shelf.forget(before, limit),
    watches: [new OutgoingWatch(desk)],
    routes: reportRoutes({ shelf, channels, clock }),
    async close() {
      for (const channel of channels.values()) await channel.close();
    },
  };
}

/** Those that are named; where none is, all of them are the log. One that is not named reaches nobody. */
async function openChannels(
  root: Section,
  needs: Needs,
  around: NotifierSurroundings,
): Promise<ReadonlyMap<string, Channel>> {
  const section = root.section("channels");
  const named = section.names();
  const wanted = named.length === 0 ? CHANNELS : CHANNELS.filter((name) => named.includes(name));
  const opened: [string, Channel][] = [];
  for (const name of wanted) {
    const portal = openBitrix24Channel(name, root, needs, around.access);
    opened.push([name, portal ?? (await openChannel(name, section.section(name), needs, around))]);
  }
  return new Map(opened);
}

/** The libraries are loaded by those alone who use them. */
async function openChannel(
  name: string,
  section: Section,
  needs: Needs,
  { answeredBy, isTrial = false }: NotifierSurroundings,
): Promise<Channel> {
  if (section.text("module") !== null && isTrial) return openLogChannel();
  if (section.text("module") !== null) {
    const { openModuleChannel } = await import("./module/load-channel-module.ts");
    return openModuleChannel(name, section, needs);
  }
  if (section.has("smtp")) {
    const { openSmtpChannel } = await import("./smtp/open-smtp-channel.ts");
    const { database, clock, locale, catalog } = needs;
    return openSmtpChannel(readSmtp(section.section("smtp")), {
      ...{ clock, locale, mailboxes: catalog?.mailboxes ?? {}, answeredBy },
      sent: new SentLetters(withTables<SentLetterTables>(database)),
    });
  }
  const sms = readSms(section);
  if (sms !== null) {
    const { openSmsChannel } = await import("./sms/open-sms-channel.ts");
    return openSmsChannel(sms, needs.locale);
  }
  return openLogChannel();
}

/** A calendar of the company's, else one that ships with the product. */
function calendarOf(root: Section, id: string): Calendar | null {
  const folders = [root.path("calendars") ?? root.pathOf("calendars"), join(productFolder(), "calendars")];
  const path = folders.map((folder) => join(folder, `${id}.yaml`)).find((one) => existsSync(one));
  return path === undefined ? null : new Reader(folderSource()).calendar(path, id).value;
}

function badRedirect(channel: string, to: string): Complaint {
  return couldNotRun(
    {
      ru: `outgoing: ${channel}: redirect:${to} — по такому адресу канал ничего не отправит`,
      en: `outgoing: ${channel}: redirect:${to}: the channel can send nothing to such an address`,
    },
    {
      ru: `Исправьте в ordo.yaml, например: redirect:${REDIRECT_EXAMPLES[channel] ?? REDIRECT_EXAMPLES["email"]}`,
      en: `Mend it in ordo.yaml, for example: redirect:${REDIRECT_EXAMPLES[channel] ?? REDIRECT_EXAMPLES["email"]}`,
    },
  );
}
