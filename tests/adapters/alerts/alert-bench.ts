import { AlertDesk } from "../../../adapters/alerts/alert-desk.ts";
import { AlertShelf } from "../../../adapters/alerts/alert-shelf.ts";
import type { AlertTables } from "../../../adapters/alerts/alert-tables.ts";
import type { Exchange } from "../../../adapters/alerts/alert-webhook.ts";
import { readAlerts } from "../../../adapters/alerts/config.ts";
import { keyBytes } from "../../../adapters/inbound/webhook-signature.ts";
import type { Channel, Delivered, OutgoingMessage } from "../../../adapters/notifier/channel.ts";
import { sendAlert } from "../../../adapters/notifier/outgoing/alert-sending.ts";
import { MessageShelf } from "../../../adapters/notifier/outgoing/message-shelf.ts";
import type { MessageTables } from "../../../adapters/notifier/outgoing/message-tables.ts";
import type { OutgoingMode } from "../../../adapters/notifier/outgoing/outgoing-mode.ts";
import { OutgoingSwitches } from "../../../adapters/notifier/outgoing/outgoing-switches.ts";
import { Section } from "../../../adapters/section.ts";
import { withTables } from "../../../adapters/sql-database.ts";
import type { Database } from "../../../adapters/store/database.ts";
import { migrate } from "../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../adapters/store/migrations/index.ts";
import { storeOn } from "../../../adapters/store/open-store.ts";
import { id, type ProcessId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { IncidentRow, Store } from "../../../engine/ports/store.ts";
import type { VirtualClock } from "../../support/virtual-clock.ts";
import { FIRM } from "../directory/people-bench.ts";

/** Where the console of the bench is. */
export const ADDRESS = "https://ordo.example.com";

/** A mail server or a gateway that a test turns off. */
export class Post implements Channel {
  readonly name: string;
  readonly isKeyed = false;
  readonly handed: OutgoingMessage[] = [];
  answer: Delivered | (() => Promise<Delivered>) = { kind: "done", id: "1" };

  constructor(name: string) {
    this.name = name;
  }

  async deliver(message: OutgoingMessage): Promise<Delivered> {
    this.handed.push(message);
    return typeof this.answer === "function" ? this.answer() : this.answer;
  }

  async untell(): Promise<void> {}
  addressOf = (address: string): string => address;
  preview = ({ message: { text } }: OutgoingMessage) => ({ text, length: text.length, segments: null });
  async close(): Promise<void> {}
}

/** One worker that alerts. */
export interface AlertBench {
  readonly desk: AlertDesk;
  readonly store: Store;
  readonly email: Post;
  readonly sms: Post;
  readonly shelf: MessageShelf;
  readonly logged: { readonly message: string; readonly fields: unknown }[];
  readonly calls: { readonly headers: Readonly<Record<string, string>>; readonly body: string }[];
  open(name: string, more?: Partial<IncidentRow>): Promise<void>;
}

/** @param alerts `alerts:` of `ordo.yaml` @param around what two workers share */
export async function alertBench(
  database: Database,
  clock: VirtualClock,
  alerts: unknown,
  around: {
    readonly email?: Post;
    readonly sms?: Post;
    readonly mode?: OutgoingMode;
    readonly status?: () => number;
  } = {},
): Promise<AlertBench> {
  const context = { database, clock, logger: null };
  await migrate(context, MIGRATIONS);
  const store = await storeOn(context);
  const [email, sms] = [around.email ?? new Post("smtp"), around.sms ?? new Post("sms")];
  const logged: { message: string; fields: unknown }[] = [];
  const note = (message: string, fields?: unknown): void => void logged.push({ message, fields });
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  const metrics = { count: () => {}, observe: () => {}, gauge: () => {} };
  const mode = around.mode ?? { kind: "live" };
  const modes = new Map<string, OutgoingMode>([
    ["email", mode],
    ["sms", mode],
  ]);
  const shelf = new MessageShelf(withTables<MessageTables>(database));
  const switches = new OutgoingSwitches(shelf.database, modes);
  const channels = new Map<string, Channel>([
    ["email", email],
    ["sms", sms],
  ]);
  const config = {
    modes,
    quiet: {},
    urgent: [],
    limits: { process: {}, channel: {} },
    tryForMs: 1,
    uncertain: {},
    link: null,
  };
  const raise = async (): Promise<void> => {
    throw new Error("an alert raises nothing about itself");
  };
  const parts = { shelf, switches, channels, config, clock, logger, metrics, raise, settle: raise };
  const calls: AlertBench["calls"] = [];
  const exchange: Exchange = async ({ headers, body }) => {
    calls.push({ headers, body: body ?? "" });
    return { status: around.status?.() ?? 200, headers: {}, body: Buffer.alloc(0) };
  };
  const root = new Section({ alerts }, { environment: {}, folder: "." });
  const desk = new AlertDesk({
    ...{
      rules: readAlerts(root, keyBytes),
      shelf: new AlertShelf(withTables<AlertTables>(database)),
      store,
      clock,
      logger,
    },
    ...{ metrics, locale: "ru", address: ADDRESS, exchange, people: { snapshot: async () => FIRM } },
    send: (parcel, signal) => sendAlert(parts, parcel, signal),
  });
  return {
    ...{ desk, store, email, sms, shelf, logged, calls },
    open: (name, more = {}) =>
      store.queries.raise({
        ...{ id: name, instance: null, process: id<ProcessId>("invoice-approval"), step: "pay", code: "HTTP_503" },
        message: { ru: "Банк не отвечает", en: "The bank does not answer" },
        remedy: { ru: "Повторите: ordo retry", en: "Try again: ordo retry" },
        ...{ resolution: "none", at: instant(clock.now()), ...more },
      }),
  };
}
