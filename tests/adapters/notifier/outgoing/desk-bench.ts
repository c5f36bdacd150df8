import type { Trouble } from "../../../../adapters/adapter.ts";
import type { Channel, Delivered, OutgoingMessage } from "../../../../adapters/notifier/channel.ts";
import type { TaskLinks } from "../../../../adapters/notifier/outgoing/message-link.ts";
import { MessageReview } from "../../../../adapters/notifier/outgoing/message-review.ts";
import { MessageShelf } from "../../../../adapters/notifier/outgoing/message-shelf.ts";
import type { MessageRow, MessageTables } from "../../../../adapters/notifier/outgoing/message-tables.ts";
import type { OutgoingConfig } from "../../../../adapters/notifier/outgoing/outgoing-config.ts";
import { OutgoingDesk } from "../../../../adapters/notifier/outgoing/outgoing-desk.ts";
import { OutgoingSwitches } from "../../../../adapters/notifier/outgoing/outgoing-switches.ts";
import { OutgoingWatch } from "../../../../adapters/notifier/outgoing/outgoing-watch.ts";
import { withTables } from "../../../../adapters/sql-database.ts";
import type { Database } from "../../../../adapters/store/database.ts";
import { migrate } from "../../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../../adapters/store/migrations/index.ts";
import { openSqlite } from "../../../../adapters/store/sqlite/open-sqlite.ts";
import { type InstanceId, id, type ProcessId, type TaskId } from "../../../../engine/base/ids.ts";
import type { Message } from "../../../../engine/instance/event.ts";
import type { Logger } from "../../../../engine/ports/logger.ts";
import type { Parcel } from "../../../../engine/ports/notifier.ts";
import { VirtualClock } from "../../../support/virtual-clock.ts";

export const NEVER = new AbortController().signal;
/** A Monday, 12:00 in Moscow. */
export const NOON = Date.parse("2026-11-23T09:00:00Z");

/** A channel whose answers a test decides; it keeps what it was handed. */
export class FakeChannel implements Channel {
  readonly name = "fake";
  isKeyed = false;
  isPrivate = false;
  tracks = true;
  readonly handed: OutgoingMessage[] = [];
  /** The next answers; afterwards it takes everything over. */
  readonly answers: (Delivered | (() => Promise<Delivered>))[] = [];
  readonly withdrawn: string[] = [];
  closed = false;

  async deliver(message: OutgoingMessage): Promise<Delivered> {
    this.handed.push(message);
    const answer = this.answers.shift() ?? { kind: "done", id: `id-${this.handed.length}` };
    return typeof answer === "function" ? answer() : answer;
  }

  async untell(task: string): Promise<void> {
    this.withdrawn.push(task);
  }

  addressOf(address: string): string | null {
    return address.startsWith("+") ? address : null;
  }

  preview({ message: { text }, meantFor }: OutgoingMessage) {
    const shown = meantFor === null ? text : `[${meantFor}] ${text}`;
    return { text: shown, length: shown.length, segments: 1 };
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

/** A desk with everything around it. */
export interface DeskBench {
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly channel: FakeChannel;
  readonly desk: OutgoingDesk;
  readonly watch: OutgoingWatch;
  readonly review: MessageReview;
  readonly switches: OutgoingSwitches;
  readonly shelf: MessageShelf;
  readonly troubles: Trouble[];
  readonly logged: unknown[];
  readonly counted: string[];
  row(key: string): Promise<MessageRow>;
  statuses(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const OPEN: OutgoingConfig = {
  modes: new Map([["sms", { kind: "live" }]]),
  quiet: {},
  urgent: [],
  limits: { process: {}, channel: {} },
  tryForMs: 3_600_000,
  uncertain: {},
  link: null,
};

/** A desk on that database (one in memory without it), which has been migrated where it was used before. */
export async function deskBench(
  more: Partial<OutgoingConfig> = {},
  around: {
    readonly database?: Database;
    readonly clock?: VirtualClock;
    readonly channel?: FakeChannel;
    readonly troubles?: Trouble[];
    readonly links?: TaskLinks;
  } = {},
): Promise<DeskBench> {
  const clock = around.clock ?? new VirtualClock(NOON);
  const database = around.database ?? openSqlite(":memory:", clock);
  await migrate({ database, clock, logger: null }, MIGRATIONS);
  const channel = around.channel ?? new FakeChannel();
  const channels = new Map<string, Channel>([["sms", channel]]);
  const config = { ...OPEN, ...more };
  const [troubles, logged, counted]: [Trouble[], unknown[], string[]] = [around.troubles ?? [], [], []];
  const note = (message: string, fields?: unknown): void => void logged.push({ message, fields });
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  const metrics = {
    count: (name: string, labels?: Readonly<Record<string, string>>): void =>
      void counted.push(`${name}:${labels?.["outcome"] ?? ""}`),
    observe: () => {},
    gauge: () => {},
  };
  const raise = async (trouble: Trouble): Promise<void> => {
    if (!troubles.some((one) => one.id === trouble.id)) troubles.push(trouble);
  };
  const settle = async (id: string): Promise<void> => {
    const at = troubles.findIndex((one) => one.id === id);
    if (at >= 0) troubles.splice(at, 1);
  };
  const shelf = new MessageShelf(withTables<MessageTables>(database));
  const switches = new OutgoingSwitches(shelf.database, config.modes);
  const links = around.links ?? null;
  const desk = new OutgoingDesk({ shelf, switches, channels, config, links, clock, logger, metrics, raise, settle });
  const review = new MessageReview({ shelf, switches, channels, config, links, clock, settle });
  return {
    ...{ database, clock, channel, desk, review, switches, shelf, troubles, logged, counted },
    watch: new OutgoingWatch(desk),
    async row(key) {
      const row = await shelf.find(key);
      if (row === null) throw new Error(`no message ${key}`);
      return row;
    },
    async statuses() {
      const { messages } = await review.list({}, { limit: 100, after: null });
      return messages.map(({ status }) => status).toSorted();
    },
    close: () => database.close(),
  };
}

/** A message for a client by SMS. */
export function parcelOf(
  key: string,
  more: Partial<Omit<Parcel, "message">> & { readonly message?: Partial<Message> } = {},
): Parcel {
  return {
    ...{ key, attempt: 1, zone: null, step: "tell" },
    process: id<ProcessId>("lead-distribution"),
    instance: id<InstanceId>("i-1"),
    route: { channel: "sms", address: "+79000000001" },
    ...more,
    message: {
      ...{ about: "notice", to: "lead/1", channels: ["sms"], all: false, from: null, replyTo: null, subject: null },
      ...{ text: "Ваша заявка принята в работу. Номер 1", facts: [], task: null },
      ...more.message,
    },
  };
}

/** A message that tells somebody of a task. */
export function taskParcel(key: string, task: string): Parcel {
  return parcelOf(key, { message: { about: "task", task: id<TaskId>(task) } });
}

/** Not sent, and it may come again. */
export const LATER: Delivered = { kind: "unknown", message: "421 try again later", keyed: true };
/** Nobody knows. */
export const LOST: Delivered = { kind: "unknown", message: "the connection broke", keyed: false };
