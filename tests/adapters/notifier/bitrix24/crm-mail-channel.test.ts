import { afterEach, expect, test } from "vitest";
import { openCrmMailChannel } from "../../../../adapters/notifier/bitrix24/open-crm-mail-channel.ts";
import type { Channel } from "../../../../adapters/notifier/channel.ts";
import type { FakePortal } from "../../../support/bitrix24/fake-portal.ts";
import { type MessagesBench, messageOf, NEVER, NUMBERS, openMessagesBench } from "./messages-bench.ts";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Bench extends MessagesBench {
  readonly channel: Channel;
  /** Number of a lead that Anna answers for. */
  readonly lead: number;
}

async function opened(responsible: string | null = null): Promise<Bench> {
  const bench = await openMessagesBench();
  ends.push(() => bench.close());
  const { portal, users, database, clock, fake } = bench;
  const lead = fake.person(1).create("lead", { title: "Order", assignedById: NUMBERS.anna });
  const entities: Readonly<Record<string, number>> = { lead: 1, deal: 2 };
  const channel = openCrmMailChannel({
    ...{ portal, users, database, clock, locale: "en", responsible },
    entityOf: (type) => entities[type] ?? null,
    senderOf: (mailbox) => (mailbox === "sales" ? "Sales <sales@example.com>" : null),
  });
  return { ...bench, channel, lead };
}

const letter = (to: string, more: { readonly from?: string | null; readonly key?: string } = {}) =>
  messageOf({
    ...{ channel: "email", address: "client@example.com", key: more.key ?? "ack-1" },
    message: { to, from: more.from ?? null, subject: "Your request", text: "We have it.\nNumber 5" },
  });

const mailed = (fake: FakePortal): number => fake.world.activities.filter((one) => one.mailed).length;

test("a letter is an activity of its record, with the three marks without which nothing leaves", async () => {
  const { channel, fake, lead } = await opened();
  const sent = await channel.deliver(letter(`lead/${lead}`, { from: "sales" }), NEVER);
  const [activity] = fake.world.activities;
  expect(sent).toEqual({ kind: "done", id: String(activity?.id) });
  expect(activity?.mailed).toBe(true);
  expect(activity?.values).toMatchObject({
    ...{ TYPE_ID: 4, DIRECTION: 2, COMPLETED: "Y", OWNER_TYPE_ID: 1, OWNER_ID: lead, SUBJECT: "Your request" },
    ...{ DESCRIPTION: "<p>We have it.<br>\nNumber 5</p>", DESCRIPTION_TYPE: 3, RESPONSIBLE_ID: NUMBERS.anna },
    ...{ ORIGINATOR_ID: "ordo", SETTINGS: { MESSAGE_FROM: "Sales <sales@example.com>" } },
  });
  expect(activity?.values["COMMUNICATIONS"]).toMatchObject([
    { VALUE: "client@example.com", ENTITY_ID: String(lead), ENTITY_TYPE_ID: "1" },
  ]);
});

test.each(["dropped-after", "html-502-after", "html-504-after", "error-after"] as const)(
  "an answer that is lost after the work (%s): it is looked for, and there is one letter",
  async (kind) => {
    const { channel, fake, lead } = await opened();
    fake.faults.next(kind, { method: "crm.activity.add" });
    const first = await channel.deliver(letter(`lead/${lead}`), NEVER);
    expect(first).toMatchObject({ kind: "unknown", keyed: true, retryAfterMs: 75_000 });
    expect(mailed(fake)).toBe(1);
    expect(await channel.deliver(letter(`lead/${lead}`), NEVER)).toEqual({
      kind: "done",
      id: String(fake.world.activities[0]?.id),
    });
    expect(mailed(fake)).toBe(1);
  },
);

test("a request that may still be at work is not sent again before the portal must be done with it", async () => {
  const { channel, fake, lead, clock } = await opened();
  fake.faults.next("dropped-before", { method: "crm.activity.add" });
  await channel.deliver(letter(`lead/${lead}`), NEVER);
  clock.set(clock.now() + 30_000);
  const early = await channel.deliver(letter(`lead/${lead}`), NEVER);
  expect(early).toMatchObject({ kind: "unknown", keyed: true, retryAfterMs: 45_000 });
  expect(fake.world.activities).toEqual([]);
  clock.set(clock.now() + 45_000);
  expect(await channel.deliver(letter(`lead/${lead}`), NEVER)).toMatchObject({ kind: "done" });
  expect(mailed(fake)).toBe(1);
});

test("a crash between the mark and the request looks like a lost answer: nothing is sent blindly", async () => {
  const { channel, fake, lead, clock, database } = await opened();
  await database.db.insertInto("bitrix24_mail").values({ key: "ack-1", tries: 1, begun_at: clock.now() }).execute();
  expect(await channel.deliver(letter(`lead/${lead}`), NEVER)).toMatchObject({ kind: "unknown", keyed: true });
  clock.set(clock.now() + 75_000);
  expect(await channel.deliver(letter(`lead/${lead}`), NEVER)).toMatchObject({ kind: "done" });
  expect(mailed(fake)).toBe(1);
});

test("an activity whose letter did not leave is a refusal; asked again, the letter leaves and is another activity", async () => {
  const { channel, fake, lead } = await opened();
  fake.world.mailFails = true;
  expect(await channel.deliver(letter(`lead/${lead}`), NEVER)).toMatchObject({
    kind: "refused",
    code: "PORTAL_MAIL_NOT_SENT",
  });
  expect(fake.world.activities.length).toBe(1);
  fake.world.mailFails = false;
  expect(await channel.deliver(letter(`lead/${lead}`), NEVER)).toMatchObject({ kind: "done" });
  expect(mailed(fake)).toBe(1);
  const origins = fake.world.activities.map(({ values }) => values["ORIGIN_ID"]);
  expect(new Set(origins).size).toBe(2);
});

test("no connection is told at once, and the next try waits for nothing", async () => {
  const { channel, fake, lead } = await opened();
  fake.faults.next("refused", { method: "crm.activity.add" });
  expect(await channel.deliver(letter(`lead/${lead}`), NEVER)).toMatchObject({ kind: "unknown", keyed: true });
  expect(await channel.deliver(letter(`lead/${lead}`), NEVER)).toMatchObject({ kind: "done" });
  expect(mailed(fake)).toBe(1);
});

test("a deal's letter goes to its contact, else to its company", async () => {
  const { channel, fake } = await opened();
  const person = fake.person(1);
  const contact = person.create("contact", { name: "Client" });
  const company = person.create("company", { title: "Company" });
  const both = person.create("deal", { title: "A", assignedById: 1, contactId: contact, companyId: company });
  const one = person.create("deal", { title: "B", assignedById: 1, companyId: company });
  await channel.deliver(letter(`deal/${both}`, { key: "a" }), NEVER);
  await channel.deliver(letter(`deal/${one}`, { key: "b" }), NEVER);
  expect(fake.world.activities.map(({ values }) => values["COMMUNICATIONS"])).toMatchObject([
    [{ ENTITY_ID: String(contact), ENTITY_TYPE_ID: "3" }],
    [{ ENTITY_ID: String(company), ENTITY_TYPE_ID: "4" }],
  ]);
});

test.each([
  ["anna", "PORTAL_MAIL_NEEDS_RECORD"],
  ["machine/5", "PORTAL_MAIL_NEEDS_RECORD"],
  ["lead/4000", "NOT_FOUND"],
])("mail for %s is refused with %s, and nothing leaves", async (to, code) => {
  const { channel, fake } = await opened();
  expect(await channel.deliver(letter(to), NEVER)).toMatchObject({ kind: "refused", code });
  expect(fake.world.activities).toEqual([]);
});

test("an address is one address: nobody else is slipped in", async () => {
  const { channel } = await opened();
  expect(channel.addressOf(" client@example.com ")).toBe("client@example.com");
  for (const bad of ["a@b.example, c@d.example", "A <a@b.example>", "a@b.example\nBcc: c@d.example", "no address"])
    expect(channel.addressOf(bad)).toBeNull();
});
