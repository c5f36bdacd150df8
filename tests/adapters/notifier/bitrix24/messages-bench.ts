import { openPortal } from "../../../../adapters/bitrix24/open-portal.ts";
import type { Portal } from "../../../../adapters/bitrix24/portal.ts";
import { PortalUsers } from "../../../../adapters/bitrix24/portal-users.ts";
import type { NoticeTables } from "../../../../adapters/notifier/bitrix24/notice-tables.ts";
import type { OutgoingMessage } from "../../../../adapters/notifier/channel.ts";
import { Secret } from "../../../../adapters/secret.ts";
import { type SqlDatabase, withTables } from "../../../../adapters/sql-database.ts";
import { migrate } from "../../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../../adapters/store/migrations/index.ts";
import { openSqlite } from "../../../../adapters/store/sqlite/open-sqlite.ts";
import { type InstanceId, id, type ProcessId, type TaskId } from "../../../../engine/base/ids.ts";
import { instant } from "../../../../engine/base/instant.ts";
import type { Message } from "../../../../engine/instance/event.ts";
import { createFakePortal, type FakePortal } from "../../../support/bitrix24/fake-portal.ts";
import { TestClock } from "../../../support/test-clock.ts";

export const NEVER = new AbortController().signal;

/** Numbers of people in the portal of these tests. */
export const NUMBERS = { admin: 1, anna: 11, igor: 12 } as const;

/** A portal, the client that speaks with it, and a database of ours. */
export interface MessagesBench {
  readonly fake: FakePortal;
  readonly portal: Portal;
  readonly users: PortalUsers;
  readonly database: SqlDatabase<NoticeTables>;
  readonly clock: TestClock;
  readonly log: string[];
  close(): Promise<void>;
}

/** @param scopes of the webhook. Default: all */
export async function openMessagesBench(scopes?: readonly string[]): Promise<MessagesBench> {
  const clock = new TestClock(instant(Date.UTC(2026, 10, 20, 9)));
  const fake = createFakePortal({ clock });
  fake.world.addUser({ id: NUMBERS.anna, name: "Anna" });
  fake.world.addUser({ id: NUMBERS.igor, name: "Igor" });
  const sqlite = openSqlite(":memory:", clock);
  await migrate({ database: sqlite, clock, logger: null }, MIGRATIONS);
  const log: string[] = [];
  const line = (message: string): void => void log.push(message);
  const portal = await openPortal(
    {
      ...{ webhook: new Secret(fake.webhookUrl(1, scopes)), app: null, outboundToken: null, users: NUMBERS },
      rate: { perSecond: 2, burst: 50 },
    },
    {
      ...{ database: sqlite, clock, redis: null, locale: "en", raise: async () => {}, settle: async () => {} },
      ids: { next: () => "id" },
      logger: { debug: line, info: line, warn: line, error: line },
      metrics: { count: () => {}, observe: () => {}, gauge: () => {} },
    },
    { fetch: fake.fetch, late: () => NEVER },
  );
  return {
    ...{ fake, portal, users: new PortalUsers(NUMBERS), clock, log },
    database: withTables<NoticeTables>(sqlite),
    close: async () => {
      await portal.close();
      await sqlite.close();
    },
  };
}

/** A message on its way. */
export function messageOf(more: {
  readonly key?: string;
  readonly channel?: string;
  readonly address?: string;
  readonly link?: string | null;
  readonly meantFor?: string | null;
  readonly message?: Partial<Message>;
}): OutgoingMessage {
  const { key = "notice-1", channel = "portal", address = "anna", link = null, meantFor = null } = more;
  const message: Message = {
    ...{ about: "notice", to: address, channels: [], all: false, from: null, replyTo: null },
    ...{ subject: "Approve the invoice", text: "Invoice 17 waits for you", facts: [], task: null },
    ...more.message,
  };
  return {
    ...{ key, route: { channel, address }, message, attempt: 1, tries: 1, zone: null, link, meantFor },
    ...{ process: id<ProcessId>("invoice-approval"), instance: id<InstanceId>("invoice-approval/1"), step: "ask" },
  };
}

/** A task's id. */
export const task = (name: string): TaskId => id<TaskId>(name);
