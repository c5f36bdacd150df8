import { type InstanceId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { isoText } from "../../engine/calendar/iso-text.ts";
import type { People } from "../../engine/ports/people.ts";
import type { EntryLink } from "../accounts/entry-links.ts";
import type { Accounts } from "../accounts/open-accounts.ts";
import type { Needs } from "../adapter.ts";
import type { Outside } from "./outside.ts";

/** What letters with one-time links are made of. */
export interface EntryLetterParts extends Pick<Needs, "clock" | "ids" | "logger" | "zone"> {
  readonly accounts: Pick<Accounts, "linkForLetter">;
  readonly people: People;
  readonly send: Outside["messages"]["letIn"];
  readonly locale: "ru" | "en";
  /** Where people reach the console (`service: address`); null: then no letter is sent, its link would lead nowhere. */
  readonly address: string | null;
  /** Is there a mail server to send by? */
  readonly hasMail: boolean;
}

/** A letter is sent within that time, or counts as not sent. Milliseconds. */
const SENDING_MS = 30_000;

/** Letters by which people get in: invitations, new passwords. */
export class EntryLetters {
  readonly #parts: EntryLetterParts;
  readonly #underWay = new Set<Promise<void>>();

  constructor(parts: EntryLetterParts) {
    this.#parts = parts;
  }

  /** Can letters be sent at all: is it known where the service is, and is there mail? */
  get isOpen(): boolean {
    return this.#parts.address !== null && this.#parts.hasMail;
  }

  /** Sends somebody his link. @returns the address it went to; null: it did not leave, and the link is handed over */
  async send(user: UserId, { kind, link, expiresAt }: EntryLink): Promise<string | null> {
    const { people, send, ids, zone, locale: own } = this.#parts;
    const person = (await people.snapshot()).users[user];
    if (!this.isOpen || person === undefined || person.email === null) return null;
    const locale = person.locale === "en" || person.locale === "ru" ? person.locale : own;
    const until = isoText(expiresAt, person.timeZone ?? zone);
    const words = WORDS[kind === "invitation" ? "invitation" : "reset"][locale];
    const parcel = {
      ...{ key: `entry-${ids.next()}`, attempt: 1, zone: null, step: null },
      route: { channel: "email" as const, address: person.email },
      process: id<ProcessId>("accounts"),
      instance: id<InstanceId>(""),
      message: {
        ...{ about: "notice" as const, to: user, channels: ["email"], all: false, from: null, replyTo: null },
        ...{ subject: words.subject, text: words.text(moment(until)), facts: [], task: null },
      },
    };
    const isSent = await send({ parcel, link }, AbortSignal.timeout(SENDING_MS));
    return isSent ? person.email : null;
  }

  /**
   * Sends a link for a new password to whoever has that login, if anybody. Nobody waits for it: how long it takes would tell
   * whether there is such a login.
   */
  forgotten(login: string): void {
    const { accounts, logger } = this.#parts;
    const sending = (async () => {
      try {
        const asked = this.isOpen ? await accounts.linkForLetter(login) : null;
        if (asked !== null) await this.send(asked.user, asked.link);
      } catch (error) {
        logger.warn("a letter for a new password was not sent", { error: error instanceof Error ? error.name : "?" });
      }
    })();
    this.#underWay.add(sending);
    void sending.then(() => this.#underWay.delete(sending));
  }

  /** Resolves when nothing is being sent. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}

/** `2026-11-30T10:15:00+03:00` → `30.11.2026 10:15 (+03:00)` */
function moment(iso: string): string {
  const [, year, month, day, time, zone] = /^(\d+)-(\d+)-(\d+)T(\d+:\d+)\S*?([+-]\d\d:\d\d|Z)/.exec(iso) ?? [];
  return `${day}.${month}.${year} ${time} (${zone})`;
}

const WORDS = {
  invitation: {
    ru: {
      subject: "Вас пригласили в Ordo",
      text: (until: string) =>
        `По ссылке вы выберете пароль и войдёте. Она открывается один раз и действует до ${until}. Никому её не пересылайте.`,
    },
    en: {
      subject: "You are invited to Ordo",
      text: (until: string) =>
        `Choose a password by the link and sign in. It opens once and holds until ${until}. Forward it to nobody.`,
    },
  },
  reset: {
    ru: {
      subject: "Новый пароль в Ordo",
      text: (until: string) =>
        `По ссылке вы выберете новый пароль. Она открывается один раз и действует до ${until}.\n\nЕсли вы об этом не просили, ничего не делайте: прежний пароль действует.`,
    },
    en: {
      subject: "A new password in Ordo",
      text: (until: string) =>
        `Choose a new password by the link. It opens once and holds until ${until}.\n\nIf you did not ask for it, do nothing: your password holds.`,
    },
  },
} as const;
