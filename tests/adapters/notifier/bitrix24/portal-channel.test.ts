import { afterEach, expect, test } from "vitest";
import { openPortalChannel } from "../../../../adapters/notifier/bitrix24/open-portal-channel.ts";
import type { Channel } from "../../../../adapters/notifier/channel.ts";
import { type MessagesBench, messageOf, NEVER, NUMBERS, openMessagesBench, task } from "./messages-bench.ts";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function opened(scopes?: readonly string[]): Promise<MessagesBench & { readonly channel: Channel }> {
  const bench = await openMessagesBench(scopes);
  ends.push(() => bench.close());
  const { portal, users, database, clock, log } = bench;
  const line = (message: string): void => void log.push(message);
  const logger = { debug: line, info: line, warn: line, error: line };
  return { ...bench, channel: openPortalChannel({ portal, users, database, clock, logger, locale: "en" }) };
}

test("a person is told once, with subject, text, facts and a link", async () => {
  const { channel, fake } = await opened();
  const message = { facts: [{ title: "Amount", text: "100 000 RUB" }] };
  const sent = await channel.deliver(messageOf({ link: "https://ordo.example.com/tasks/7", message }), NEVER);
  const [notice, ...more] = fake.world.notifications;
  expect(more).toEqual([]);
  expect(sent).toEqual({ kind: "done", id: String(notice?.id) });
  expect(notice).toMatchObject({ userId: NUMBERS.anna, kind: "personal" });
  expect(notice?.message).toBe(
    "[B]Approve the invoice[/B]\nInvoice 17 waits for you\n[B]Amount:[/B] 100 000 RUB\n[URL=https://ordo.example.com/tasks/7]Open[/URL]",
  );
});

test.each(["dropped-after", "html-502-after", "html-504-after", "error-after"] as const)(
  "an answer that is lost after the work (%s) is unknown; sent again, there is one notification",
  async (kind) => {
    const { channel, fake } = await opened();
    fake.faults.next(kind, { method: "im.notify.personal.add" });
    const first = await channel.deliver(messageOf({}), NEVER);
    expect(first).toMatchObject({ kind: "unknown", keyed: true });
    expect(fake.world.notifications.length).toBe(1);
    expect(await channel.deliver(messageOf({}), NEVER)).toMatchObject({ kind: "done" });
    expect(fake.world.notifications.length).toBe(1);
  },
);

test("the same message to two people is two notifications: a tag belongs to a person", async () => {
  const { channel, fake } = await opened();
  await channel.deliver(messageOf({ key: "same" }), NEVER);
  await channel.deliver(messageOf({ key: "same", address: "igor" }), NEVER);
  expect(fake.world.notifications.map(({ userId }) => userId)).toEqual([NUMBERS.anna, NUMBERS.igor]);
  expect(new Set(fake.world.notifications.map(({ tag }) => tag)).size).toBe(2);
});

test("when a task closes its notifications go, others stay", async () => {
  const { channel, fake } = await opened();
  const about = { about: "task", task: task("t-1") } as const;
  await channel.deliver(messageOf({ key: "a", message: about }), NEVER);
  await channel.deliver(messageOf({ key: "b", address: "igor", message: about }), NEVER);
  await channel.deliver(messageOf({ key: "c", message: { ...about, task: task("t-2") } }), NEVER);
  await channel.untell("t-1");
  expect(fake.world.notifications.map(({ userId }) => userId)).toEqual([NUMBERS.anna]);
  const requests = fake.requests.length;
  await channel.untell("t-1");
  expect(fake.requests.length).toBe(requests);
});

test("a second try that comes after the task closed does not bring the notification back", async () => {
  const { channel, fake } = await opened();
  const message = { about: "task", task: task("t-1") } as const;
  fake.faults.next("dropped-before", { method: "im.notify.personal.add" });
  expect(await channel.deliver(messageOf({ message }), NEVER)).toMatchObject({ kind: "unknown" });
  await channel.untell("t-1");
  expect(await channel.deliver(messageOf({ message }), NEVER)).toEqual({ kind: "done", id: null });
  expect(fake.world.notifications).toEqual([]);
});

test("where the portal does not remove it, a line takes its place that says that nothing has to be done", async () => {
  const { channel, fake, portal, users, database, clock } = await opened();
  const message = { about: "task", task: task("t-1") } as const;
  await channel.deliver(messageOf({ message }), NEVER);
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const call: typeof portal.call = (method, params, how) =>
    method === "im.notify.delete"
      ? Promise.resolve({ kind: "refused", code: "ERROR_METHOD_NOT_FOUND", status: 404, says: "Method not found!" })
      : portal.call(method, params, how);
  const old = openPortalChannel({ portal: { ...portal, call }, users, database, clock, logger, locale: "en" });
  await old.untell("t-1");
  expect(fake.world.notifications.map(({ message: text }) => text)).toEqual([
    "The task is closed: nothing has to be done.",
  ]);
});

test("somebody who is nobody in the portal is refused, and nothing is sent", async () => {
  const { channel, fake } = await opened();
  expect(channel.addressOf("stranger")).toBeNull();
  expect(await channel.deliver(messageOf({ address: "stranger" }), NEVER)).toMatchObject({
    kind: "refused",
    code: "PORTAL_USER_UNKNOWN",
  });
  expect(fake.requests).toEqual([]);
});

test("a missing scope stands in the way of all messages: they stay, and the trouble names the remedy", async () => {
  const { channel } = await opened(["crm"]);
  expect(await channel.deliver(messageOf({}), NEVER)).toMatchObject({
    kind: "unknown",
    keyed: true,
    trouble: { code: "insufficient_scope", remedy: { en: expect.stringContaining("missing scope") } },
  });
});

test("a database that does not answer is unknown, and nothing was sent", async () => {
  const { channel, fake, database } = await opened();
  await database.db.schema.dropTable("bitrix24_notice").execute();
  const delivered = await channel.deliver(messageOf({ message: { about: "task", task: task("t") } }), NEVER);
  expect(delivered).toMatchObject({ kind: "unknown", keyed: true });
  expect(fake.requests).toEqual([]);
  await channel.untell("t");
});
