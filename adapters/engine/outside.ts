import type { Crm, OperationAdapter } from "../../engine/ports/crm.ts";
import type { Leavers } from "../../engine/ports/leavers.ts";
import type { Notifier } from "../../engine/ports/notifier.ts";
import type { People } from "../../engine/ports/people.ts";
import type { RecordsData } from "../../engine/record/record-change.ts";
import type { Needs, Opened, Watch } from "../adapter.ts";
import { readBitrix24 } from "../bitrix24/config.ts";
import { openPortal } from "../bitrix24/open-portal.ts";
import type { PortalAccess } from "../bitrix24/portal-access.ts";
import { usersOf } from "../bitrix24/portal-users.ts";
import { Complaint } from "../complaint.ts";
import type { RecordEditing } from "../crm/local/open-local-crm.ts";
import { openCrm } from "../crm/open-crm.ts";
import { AbsenceDesk } from "../directory/absence-desk.ts";
import { readDirectoryConfig } from "../directory/config.ts";
import { KeptAbsences } from "../directory/kept-absences.ts";
import { keptLeavers } from "../directory/kept-leavers.ts";
import { openDirectory } from "../directory/open-directory.ts";
import { PeopleLedger } from "../directory/people-ledger.ts";
import type { PeopleTables } from "../directory/people-tables.ts";
import { openInbound } from "../inbound/open-inbound.ts";
import type { InboundRoute } from "../inbound-route.ts";
import type { Letters } from "../mail-source/letters.ts";
import { type OpenedMail, openMail } from "../mail-source/open-mail.ts";
import { type OpenedNotifier, openNotifier } from "../notifier/open-notifier.ts";
import type { Section } from "../section.ts";
import { SentLetters, type SentLetterTables } from "../sent-letters.ts";
import { withTables } from "../sql-database.ts";
import { ForgetWatch } from "./forget-watch.ts";
import { taskLinks } from "./task-links.ts";

/** The world outside, as `ordo.yaml` names it. */
export interface Outside {
  readonly crm: Crm;
  /** How people change records here; null: they are changed where they are kept. */
  readonly editing: RecordEditing | null;
  /** The directory, with absences that people entered and leavers laid over. */
  readonly people: People;
  /** Where people enter absences. */
  readonly absences: AbsenceDesk;
  readonly leavers: Leavers;
  readonly mail: OperationAdapter;
  readonly letters: Letters;
  readonly notifier: Notifier;
  /** How people review messages, and let them out. */
  readonly messages: Pick<OpenedNotifier, "review" | "switches" | "port" | "alert" | "letIn">;
  /** Started with the worker, stopped with it. */
  readonly watches: readonly Watch[];
  readonly routes: readonly InboundRoute[];
  close(): Promise<void>;
}

/**
 * Opens every adapter to the outside; nothing runs yet.
 *
 * @param root the whole of `ordo.yaml`
 * @param records what an empty local CRM begins with; null: nothing
 * @throws {Complaint} where one cannot be used
 */
export async function openOutside(root: Section, needs: Needs, records: RecordsData | null): Promise<Outside> {
  const opened: Opened<unknown>[] = [];
  const kept = async <One extends Opened<unknown>>(opening: Promise<One>): Promise<One> => {
    const one = await opening;
    opened.push(one);
    return one;
  };
  const close = async (): Promise<void> => {
    for (const one of opened.toReversed()) await one.close();
  };
  try {
    const { port: access } = await kept(openPortalAccess(root, needs));
    const crm = await kept(openCrm(root, needs, records, access));
    const people = await kept(openDirectory(root, needs, access));
    const mail = await kept(openMail(root, needs, crm.port));
    const notifier = await kept(
      openNotifier(root, needs, {
        access,
        answeredBy: (record) => mail.letters.lastOf(record),
        links: taskLinks(root, needs),
      }),
    );
    await kept(openInbound(root, needs));
    return {
      crm: crm.port,
      editing: crm.editing,
      ...keptPeople(people.port, needs),
      mail: mail.port,
      letters: mail.letters,
      notifier: notifier.port,
      messages: notifier,
      watches: [...opened.flatMap(({ watches }) => watches), forgetting(root, needs, { mail, notifier })],
      routes: opened.flatMap(({ routes }) => routes),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What people enter about themselves is laid over whatever directory there is. */
function keptPeople(directory: People, needs: Needs): Pick<Outside, "people" | "absences" | "leavers"> {
  const { clock, ids, logger, zone } = needs;
  const ledger = new PeopleLedger(withTables<PeopleTables>(needs.database));
  const people = new KeptAbsences(directory, { ledger, clock, logger });
  return {
    ...{ people, leavers: keptLeavers(ledger, people) },
    absences: new AbsenceDesk({ ledger, people, clock, ids, zone }),
  };
}

const DAY_MS = 86_400_000;

/** What people wrote and were written is kept as long as `retention:` says; 1 year for messages, 3 for letters. */
function forgetting(
  root: Section,
  { clock, logger, database }: Needs,
  { mail, notifier }: { readonly mail: OpenedMail; readonly notifier: OpenedNotifier },
): Watch {
  const retention = root.section("retention");
  const lettersMs = retention.ms("letters") ?? 3 * 365 * DAY_MS;
  const sent = new SentLetters(withTables<SentLetterTables>(database));
  return new ForgetWatch({
    ...{ clock, logger },
    kinds: [
      {
        name: "messages",
        keptMs: retention.ms("sent") ?? 365 * DAY_MS,
        forget: (before, limit) => notifier.forget(before, limit),
      },
      { name: "letters", keptMs: lettersMs, forget: (before, limit) => mail.letters.forget(before, limit) },
      { name: "sent letters", keptMs: lettersMs, forget: (before, limit) => sent.forget(before, limit) },
    ],
  });
}

/**
 * Opens everything as {@link openOutside} would, each part for itself, and closes it again: what would not open, for `ordo
 * doctor`. Left out is what calls a server (people of a portal) or runs what the company wrote (channels of its own): they
 * have checks of their own.
 *
 * @returns one complaint for each part that cannot be used
 */
export async function tryOutside(
  root: Section,
  needs: Needs,
  records: RecordsData | null,
): Promise<readonly Complaint[]> {
  const complaints: Complaint[] = [];
  const opened: Opened<unknown>[] = [];
  const tried = async <One extends Opened<unknown>>(opening: () => Promise<One>): Promise<One | null> => {
    try {
      const one = await opening();
      opened.push(one);
      return one;
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      complaints.push(error);
      return null;
    }
  };
  try {
    const portal = await tried(() => openPortalAccess(root, needs));
    if (portal !== null) {
      const { port: access } = portal;
      await tried(() => openCrm(root, needs, records, access));
      if (access.portal === null || readDirectoryConfig(root).kind !== "bitrix24")
        await tried(() => openDirectory(root, needs, access));
      await tried(() => openNotifier(root, needs, { access, answeredBy: async () => null, isTrial: true }));
    }
    await tried(() => openMail(root, needs, { look: async () => null }));
    await tried(() => openInbound(root, needs));
  } finally {
    for (const one of opened.toReversed()) await one.close();
  }
  return complaints;
}

/** The portal of `bitrix24:`, one for all that speak with it. */
async function openPortalAccess(root: Section, needs: Needs): Promise<Opened<PortalAccess>> {
  const config = readBitrix24(root.section("bitrix24"));
  const users = usersOf(config);
  const portal = config === null ? null : await openPortal(config, needs);
  const readEvent: PortalAccess["readEvent"] = async (request) => (await portal?.readEvent(request)) ?? null;
  const close = async (): Promise<void> => await portal?.close();
  return { port: { portal, users, config, readEvent }, watches: [], routes: portal?.routes ?? [], close };
}
