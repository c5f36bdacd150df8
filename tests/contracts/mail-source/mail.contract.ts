import { expect, test } from "vitest";
import { ownMessageId } from "../../../adapters/sent-letters.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { MailBench } from "../../support/mail-bench.ts";
import { type RawLetter, rawLetter } from "../../support/raw-letter.ts";

/** Mail with the mailboxes `info` and `sales`, and a way for letters to get there. */
export interface MailSource {
  readonly bench: MailBench;
  /** As the world puts a letter into a mailbox. */
  deliver(mailbox: "info" | "sales", raw: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Records that letters belong to. */
const RECORDS = { "lead/101": { title: "Шоурум", stage: "NEW" } };

/** What every source of mail promises, whether letters lie on a server or in a folder. */
export function mailContract(open: (records: Readonly<Record<string, ValueMap>>) => Promise<MailSource>): void {
  const law = (title: string, check: (source: MailSource) => Promise<void>): void =>
    test(title, { timeout: LAW_MS_MAX }, async () => {
      const source = await open(RECORDS);
      try {
        await source.bench.start();
        await check(source);
      } finally {
        await source.close();
      }
    });

  const put = ({ deliver }: MailSource, letter: RawLetter, mailbox: "info" | "sales" = "sales") =>
    deliver(mailbox, rawLetter(letter));

  law("a letter comes in with everything that processes read of it", async (source) => {
    const files = [
      { name: "план.pdf", content: "план" },
      { name: "../../etc/passwd", content: "x" },
    ];
    await put(source, { id: "<a@client.example>", subject: "Нужна кофемашина", text: "Подскажите цену.", files });
    const [letter] = await toldOf(source, 1);
    expect(letter).toMatchObject({
      messageId: "<a@client.example>",
      mailbox: "sales",
      from: "olga@kofe-dom.example",
      to: ["sales@company.example"],
      subject: "Нужна кофемашина",
      text: "Подскажите цену.",
      automatic: false,
      record: null,
      inReplyTo: null,
      attachments: [
        { name: "план.pdf", type: "application/octet-stream", size: 8 },
        { name: "passwd", type: "application/octet-stream", size: 1 },
      ],
    });
    const [plan] = (letter?.["attachments"] ?? []) as readonly { readonly id: string }[];
    const kept = await source.bench.files.get(plan?.id ?? "");
    expect({ name: kept?.name, text: new TextDecoder().decode(kept?.bytes) }).toEqual({
      name: "план.pdf",
      text: "план",
    });
  });

  law("the same letter is told of once, in one mailbox or in two", async (source) => {
    await put(source, { id: "<a@client.example>" });
    await put(source, { id: "<a@client.example>" }, "info");
    await put(source, { id: "<a@client.example>" });
    await put(source, { id: "<last@client.example>" });
    await put(source, { id: "<last-too@client.example>" }, "info");
    const told = await toldOf(source, 3);
    expect(told.map((letter) => letter["messageId"]).sort()).toEqual([
      "<a@client.example>",
      "<last-too@client.example>",
      "<last@client.example>",
    ]);
  });

  law("a letter without an id has one that stays; two letters under one id are two", async (source) => {
    await put(source, { text: "без номера" });
    await put(source, { text: "без номера" });
    await put(source, { id: "<form@site.example>", text: "Заявка первого клиента" });
    await put(source, { id: "<form@site.example>", text: "Заявка второго клиента" });
    await put(source, { id: "<form@site.example>", text: "Заявка второго клиента" });
    await put(source, { id: "<last@client.example>" });
    const told = await toldOf(source, 4);
    expect(told.map((letter) => letter["text"]).sort()).toEqual([
      "Добрый день!",
      "Заявка второго клиента",
      "Заявка первого клиента",
      "без номера",
    ]);
    expect(new Set(told.map((letter) => letter["messageId"])).size).toBe(4);
  });

  law("an answer joins the record: of the letter it answers, of our own letter, of its thread", async (source) => {
    const ours = ownMessageId("notify-1", "company.example");
    await source.bench.sent.note({ id: ours, record: "lead/101", at: 1 });
    await put(source, { id: "<first@client.example>" });
    await toldOf(source, 1);
    await source.bench.perform("mail.link", { letter: "<first@client.example>", record: "lead/101" });
    await put(source, { id: "<b@c.example>", headers: ["In-Reply-To: <first@client.example>"] });
    await put(source, { id: "<c@c.example>", headers: [`In-Reply-To: ${ours}`] });
    await put(source, {
      id: "<d@c.example>",
      headers: ["In-Reply-To: <lost@c.example>", `References: ${ours} <lost@c.example>`],
    });
    await put(source, {
      id: "<e@c.example>",
      subject: "Re: [#101] Шоурум",
      headers: ["In-Reply-To: <unknown@c.example>"],
    });
    const told = await toldOf(source, 4);
    const records = Object.fromEntries(told.map(({ messageId, record }) => [String(messageId), record]));
    expect(records).toMatchObject({
      "<b@c.example>": { ref: "lead/101", title: "Шоурум" },
      "<c@c.example>": { ref: "lead/101" },
      "<d@c.example>": { ref: "lead/101" },
      "<e@c.example>": null,
    });
  });

  law("letters of machines are known as such; those of people are not taken for them", async (source) => {
    const machines: readonly RawLetter[] = [
      { headers: ["Auto-Submitted: auto-replied (vacation)"] },
      { headers: ["Precedence: auto_reply"] },
      { headers: ["Precedence: bulk"] },
      { headers: ["List-Id: <news.example>"] },
      { headers: ["List-Unsubscribe: <mailto:x@news.example>"] },
      { headers: ["X-Autoreply: yes"] },
      { headers: ["Return-Path: <>"] },
      { from: "Mail Delivery <MAILER-DAEMON@mx.example>" },
      { id: ownMessageId("loop", "company.example") },
    ];
    const people: readonly RawLetter[] = [
      {},
      { headers: ["Auto-Submitted: no"] },
      { headers: ["Return-Path: <olga@kofe-dom.example>"] },
      { from: "Сайт <noreply@shop.example>" },
      { headers: ["Precedence: first-class"] },
    ];
    for (const [at, letter] of machines.entries()) await put(source, { id: `<machine-${at}@x.example>`, ...letter });
    for (const [at, letter] of people.entries()) await put(source, { id: `<person-${at}@x.example>`, ...letter });
    const told = await toldOf(source, machines.length + people.length);
    const wrong = told.filter((one) => one["automatic"] === String(one["messageId"]).startsWith("<person"));
    expect(wrong).toEqual([]);
  });

  law("a letter is moved, and moving it again comes to the same", async (source) => {
    await put(source, { id: "<spam@promo.example>" });
    await toldOf(source, 1);
    const letter = { messageId: "<spam@promo.example>" };
    for (let time = 0; time < 2; time++)
      expect(await source.bench.perform("mail.move", { letter, folder: "spam" })).toEqual({
        kind: "done",
        output: { folder: "spam" },
      });
    expect((await source.bench.mail.letters.get("<spam@promo.example>"))?.folder).toBe("spam");
  });

  law("a letter that cannot be read does not stop those behind it, and people are told", async (source) => {
    const nested = Array.from({ length: 1_000 }, (_, at) => [
      `--b${at}`,
      `Content-Type: multipart/mixed; boundary=b${at + 1}`,
      "",
    ]);
    const poison = [
      "Content-Type: multipart/mixed; boundary=b0",
      "Message-ID: <poison@x.example>",
      "",
      ...nested.flat(),
      "",
    ];
    await source.deliver("sales", Buffer.from(poison.join("\r\n")));
    await put(source, { id: "<behind@client.example>" });
    const [letter] = await toldOf(source, 1);
    expect(letter).toMatchObject({ messageId: "<behind@client.example>" });
    await expect
      .poll(() => source.bench.troubles, WAIT)
      .toMatchObject([
        { adapter: "mail", code: "LETTER_QUARANTINED", remedy: { ru: expect.stringContaining("sales") } },
      ]);
    expect(await source.bench.told()).toEqual([]);
  });
}

/** Bounds far beyond what any machine needs, however busy: only what never comes fails. Milliseconds. */
const WAIT = { timeout: 60_000, interval: 25 };
const LAW_MS_MAX = 180_000;

/** Waits until so many letters were told of. */
async function toldOf({ bench }: MailSource, count: number): Promise<readonly ValueMap[]> {
  const told: ValueMap[] = [];
  await expect
    .poll(async () => {
      told.push(...(await bench.told()));
      return told.length;
    }, WAIT)
    .toBeGreaterThanOrEqual(count);
  expect(told.length).toBe(count);
  return told;
}
