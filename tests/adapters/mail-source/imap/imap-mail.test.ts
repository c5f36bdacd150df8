import { randomBytes } from "node:crypto";
import { ImapFlow } from "imapflow";
import { afterAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../../adapters/clock/system-clock.ts";
import { readImap } from "../../../../adapters/mail-source/config.ts";
import { checkMailboxes } from "../../../../adapters/mail-source/imap/check-mailboxes.ts";
import type { MailboxTables } from "../../../../adapters/mail-source/imap/mailbox-tables.ts";
import { Section } from "../../../../adapters/section.ts";
import { withTables } from "../../../../adapters/sql-database.ts";
import type { ValueMap } from "../../../../engine/base/value.ts";
import { exampleCatalog } from "../../../support/example-company.ts";
import { type MailBench, openMailBench } from "../../../support/mail-bench.ts";
import { type RawLetter, rawLetter } from "../../../support/raw-letter.ts";
import { ownDovecot } from "../../../support/servers/dovecot.ts";
import { freePort } from "../../../support/servers/server-process.ts";

const server = await ownDovecot();
afterAll(() => (server.skip === undefined ? server.end() : undefined));

const WAIT = { timeout: 20_000, interval: 20 };
/** Looks so rarely that only what the server tells of itself is seen in a test. */
const RARELY = "PT30M";

let opened = 0;

async function rowsOf({ database }: MailBench, table: keyof MailboxTables): Promise<number> {
  return (await withTables<MailboxTables>(database).db.selectFrom(table).selectAll().execute()).length;
}

interface Office {
  readonly bench: MailBench;
  readonly user: (mailbox: string) => string;
  deliver(letter: RawLetter | Uint8Array, mailbox?: string): void;
  /** Messages ids told of so far, once there are so many. */
  told(count: number): Promise<readonly ValueMap[]>;
}

const title = `mailboxes on a server${server.skip === undefined ? "" : ` (skipped: ${server.skip})`}`;
describe.skipIf(server.skip !== undefined)(title, () => {
  if (server.skip !== undefined) return;
  const { host, port, password } = server;

  async function withOffice(
    settings: {
      readonly mailboxes?: Readonly<Record<string, object>>;
      readonly more?: object;
      readonly defaults?: object;
      readonly before?: (office: Omit<Office, "bench" | "told">) => void;
    },
    use: (office: Office) => Promise<void>,
  ): Promise<void> {
    opened += 1;
    const place = opened;
    const user = (mailbox: string): string => `${mailbox}-of-${place}`;
    const mailboxes = Object.fromEntries(
      Object.entries(settings.mailboxes ?? { sales: {} }).map(([name, own]) => [
        name,
        { user: user(name), password, ...own },
      ]),
    );
    const defaults = { host, port, tls: "none", poll: RARELY, timeout: "PT5S", ...settings.defaults };
    const imap = { mailboxes, defaults, ...settings.more };
    const deliver: Office["deliver"] = (letter, mailbox = "sales") =>
      void (server.skip === undefined
        ? server.deliver(user(mailbox), letter instanceof Uint8Array ? letter : rawLetter(letter))
        : null);
    settings.before?.({ user, deliver });
    const bench = await openMailBench({ mail: { imap }, catalog: exampleCatalog() });
    const all: ValueMap[] = [];
    try {
      await bench.start();
      await use({
        ...{ bench, user, deliver },
        async told(count) {
          await expect.poll(async () => all.push(...(await bench.told())), WAIT).toBeGreaterThanOrEqual(count);
          expect(all.length).toBe(count);
          return all;
        },
      });
    } finally {
      await bench.close();
    }
  }

  const idsOf = (letters: readonly ValueMap[]): readonly unknown[] => letters.map((letter) => letter["messageId"]);

  /** As a person's mail program does. */
  async function byHand(user: string, work: (client: ImapFlow) => Promise<void>): Promise<void> {
    const client = new ImapFlow({
      host,
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass: password },
      logger: false,
    });
    await client.connect();
    await client.mailboxOpen("INBOX");
    await work(client);
    await client.logout();
  }

  test("a letter is noticed when the server tells of it, long before the next look, and marked as read", () =>
    withOffice({}, async ({ bench, deliver, told, user }) => {
      deliver({ id: "<first@x.example>" });
      await told(1);
      for (let at = 2; at <= 4; at++) {
        const begun = performance.now();
        deliver({ id: `<${at}@x.example>` });
        await told(at);
        expect(performance.now() - begun).toBeLessThan(5_000);
      }
      expect(bench.troubles).toEqual([]);
      await expect.poll(() => server.letters(user("sales")).every((name) => /:2,\w*S/.test(name)), WAIT).toBe(true);
    }));

  test.each([
    ["unseen", ["<new@x.example>", "<unread@x.example>"]],
    ["skip", ["<new@x.example>"]],
    ["take", ["<new@x.example>", "<read@x.example>", "<unread@x.example>"]],
  ])("of what lay there before the first look: %s", async (existing, ids) => {
    const name = `before-${existing}`;
    server.deliver(name, rawLetter({ id: "<read@x.example>" }));
    await byHand(name, async (client) => void (await client.messageFlagsAdd("1", ["\\Seen"])));
    server.deliver(name, rawLetter({ id: "<unread@x.example>" }));
    await withOffice({ mailboxes: { sales: { user: name } }, defaults: { existing } }, async ({ told, bench }) => {
      await told(ids.length - 1);
      // Told of by the server once the first look is over.
      await expect.poll(async () => rowsOf(bench, "mailbox_bookmark"), WAIT).toBe(1);
      server.deliver(name, rawLetter({ id: "<new@x.example>" }));
      expect([...idsOf(await told(ids.length))].sort()).toEqual(ids);
    });
  });

  test("the server dies and comes back: what came meanwhile is taken in, nothing twice", () =>
    withOffice({}, async ({ deliver, told }) => {
      deliver({ id: "<1@x.example>" });
      await told(1);
      await server.kill();
      deliver({ id: "<2@x.example>" });
      await server.restart();
      expect(idsOf(await told(2))).toEqual(["<1@x.example>", "<2@x.example>"]);
    }));

  test("the server numbers its letters anew: those that are known raise nothing, and are still found", () =>
    withOffice({}, async ({ bench, deliver, told, user }) => {
      for (const at of [1, 2, 3]) deliver({ id: `<${at}@x.example>` });
      deliver({ text: "без номера" });
      await told(4);
      await server.kill();
      server.forgetNumbers(user("sales"));
      deliver({ id: "<4@x.example>" });
      await server.restart();
      await told(5);
      await expect.poll(async () => rowsOf(bench, "mailbox_attempt"), WAIT).toBe(0);
      expect(idsOf(await told(5)).length).toBe(5);
      // The server may number the new letter first: where the known ones lie now is found a moment later.
      const moved = async (): Promise<number> => {
        const answer = await bench.perform("mail.move", { letter: "<2@x.example>", folder: "spam" });
        expect(answer).toMatchObject({ kind: "done" });
        return server.letters(user("sales"), "Junk").length;
      };
      await expect.poll(moved, WAIT).toBe(1);
    }));

  test("spam goes to the folder for it, in every mailbox, once", () =>
    withOffice({ mailboxes: { sales: {}, info: { junk: "Спам" } } }, async ({ bench, deliver, told, user }) => {
      for (const mailbox of ["sales", "info"]) deliver({ id: "<spam@promo.example>" }, mailbox);
      deliver({ text: "без номера" });
      deliver({ id: "<last@x.example>" }, "info");
      const letters = await told(3);
      await expect.poll(async () => rowsOf(bench, "mailbox_place"), WAIT).toBe(4);
      for (let time = 0; time < 2; time++)
        expect(await bench.perform("mail.move", { letter: "<spam@promo.example>", folder: "spam" })).toEqual({
          kind: "done",
          output: { folder: "spam" },
        });
      expect(server.folders(user("sales"))).toContain("Junk");
      expect([server.letters(user("sales"), "Junk").length, server.letters(user("sales")).length]).toEqual([1, 1]);
      expect(server.letters(user("info")).length).toBe(1);
      const nameless = letters.find((letter) => letter["text"] === "без номера") ?? {};
      // Moved on the server, and the worker died before it could note that.
      await byHand(user("sales"), async (client) => void (await client.messageMove("1:*", "Junk")));
      expect(await bench.perform("mail.move", { letter: nameless, folder: "spam" })).toMatchObject({ kind: "done" });
      expect(server.letters(user("sales"), "Junk").length).toBe(2);
    }));

  test("a letter that somebody deleted is refused; a name that is no folder, too", () =>
    withOffice({}, async ({ bench, deliver, told, user }) => {
      deliver({ id: "<gone@x.example>" });
      await told(1);
      await byHand(user("sales"), async (client) => void (await client.messageDelete("1:*")));
      expect(await bench.perform("mail.move", { letter: "<gone@x.example>", folder: "spam" })).toMatchObject({
        kind: "refused",
        code: "LETTER_GONE",
      });
      expect(await bench.perform("mail.move", { letter: "<gone@x.example>", folder: "a\r\nb" })).toMatchObject({
        kind: "refused",
        code: "FOLDER_NAME_WRONG",
      });
    }));

  test("a letter that cannot be read is put into a folder of its own, kept as a file, and told of", () =>
    withOffice({}, async ({ bench, deliver, told, user }) => {
      const deep = Array.from(
        { length: 300 },
        (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
      );
      const poison = Buffer.from(`Content-Type: multipart/mixed; boundary=b0\r\n\r\n${deep.join("")}`);
      deliver(poison);
      deliver({ id: "<behind@x.example>" });
      expect(idsOf(await told(1))).toEqual(["<behind@x.example>"]);
      await expect.poll(() => server.letters(user("sales"), "Ordo-Quarantine").length, WAIT).toBe(1);
      expect(bench.troubles).toMatchObject([{ code: "LETTER_QUARANTINED", adapter: "mail" }]);
      const kept = /file:[^\s.]+/.exec(bench.troubles[0]?.remedy.ru ?? "")?.[0] ?? "";
      expect(Buffer.from((await bench.files.get(kept))?.bytes ?? []).equals(poison)).toBe(true);
      expect(server.letters(user("sales")).length).toBe(1);
    }));

  test("of a letter of 50 MB only the beginning is read: its text is there, the rest stays in the mailbox", () =>
    withOffice({}, async ({ deliver, told, bench }) => {
      const content = randomBytes(3 * 1024 * 1024)
        .toString("base64")
        .repeat(10);
      const letter = rawLetter({
        id: "<large@x.example>",
        text: "Чертежи во вложении",
        files: [{ name: "чертежи.zip", content }],
      });
      expect(letter.length).toBeGreaterThan(50_000_000);
      let peak = 0;
      const before = process.memoryUsage().arrayBuffers;
      const watching = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
      }, 1);
      deliver(letter);
      const [large] = await told(1);
      clearInterval(watching);
      expect(large).toMatchObject({ messageId: "<large@x.example>", attachments: [] });
      expect(large?.["text"]).toMatch(/^Чертежи во вложении\n\n\[Письмо больше предела \(5\d МБ\)/);
      expect(peak).toBeLessThan(16 * 1024 * 1024);
      expect(bench.troubles).toEqual([]);
    }));

  test("an attachment over the limit is named and stays in the mailbox, the others are kept", () =>
    withOffice({ more: { attachmentMb: 1 } }, async ({ deliver, told }) => {
      const files = [
        { name: "большой.bin", content: "x".repeat(2 * 1024 * 1024) },
        { name: "малый.txt", content: "x" },
      ];
      deliver({ id: "<files@x.example>", files });
      const [letter] = await told(1);
      expect(letter).toMatchObject({
        attachments: [{ name: "малый.txt", size: 1 }],
        text: "Добрый день!\n\n[Вложение «большой.bin» (2 МБ) больше предела: оно осталось в почтовом ящике.]",
      });
    }));

  test("a wrong password is told of with what to do; the other mailbox works", () =>
    withOffice({ mailboxes: { sales: {}, info: { password: "wrong" } } }, async ({ bench, deliver, told }) => {
      deliver({ id: "<1@x.example>" });
      await told(1);
      await expect.poll(() => bench.troubles.length, WAIT).toBe(1);
      expect(bench.troubles).toMatchObject([
        { code: "MAILBOX_LOGIN_REFUSED", remedy: { ru: expect.stringContaining("password ящика info") } },
      ]);
    }));

  test("a server that is not there, and a folder that is not there, leave the other mailboxes alone", async () => {
    const nobody = await freePort();
    await withOffice({ mailboxes: { sales: { port: nobody }, info: {} } }, async ({ deliver, told, bench }) => {
      deliver({ id: "<1@x.example>" }, "info");
      await told(1);
      expect(bench.troubles).toEqual([]);
    });
    await withOffice({ mailboxes: { sales: { folder: "Нет такой" }, info: {} } }, async ({ deliver, told, bench }) => {
      deliver({ id: "<1@x.example>" }, "info");
      await told(1);
      await expect.poll(() => bench.troubles.map(({ code }) => code), WAIT).toEqual(["MAILBOX_FOLDER_MISSING"]);
    });
  });

  test("a mailbox that the catalogue does not know, and one without a server, are refused in words", async () => {
    await expect(withOffice({ mailboxes: { elsewhere: {} } }, async () => {})).rejects.toThrow(/elsewhere.*catalog/);
    await expect(withOffice({ defaults: { host: undefined } }, async () => {})).rejects.toThrow(/names no server/);
  });

  test("the doctor logs in to every mailbox, says what is wrong, and changes nothing", async () => {
    opened += 1;
    const look = async (own: object, name = "sales") => {
      const given = { host, port, tls: "none", user: `doctor-${opened}`, password, ...own };
      const section = new Section({ mailboxes: { [name]: given } }, { environment: {}, folder: "." });
      const used = { operations: [], records: [] };
      const needs = { clock: systemClock(), catalog: exampleCatalog(), locale: "ru", used } as const;
      return (await checkMailboxes(readImap(section), needs)).map(({ status, says }) => `${status}: ${says.ru}`);
    };
    expect(await look({})).toEqual(["warning: Ящик sales: папки для спама на сервере нет."]);
    expect(await look({ junk: "INBOX" })).toEqual(["ok: Почтовые ящики в порядке: 1"]);
    expect(await look({ password: "wrong" })).toEqual([
      `problem: Ящик sales: сервер 127.0.0.1:${port} не принял имя или пароль.`,
    ]);
    expect(await look({ tls: "starttls" })).toEqual([
      `problem: Ящик sales: сервер 127.0.0.1:${port} не предлагает шифрования (STARTTLS), пароль не отправлен.`,
    ]);
    expect(await look({ folder: "Нет" })).toEqual(["problem: Ящик sales: на сервере нет папки «Нет»."]);
    expect((await look({}, "elsewhere")).join()).toMatch(/^problem: Ящика «elsewhere».*нет в catalog.yaml/);
    expect(server.folders(`doctor-${opened}`)).toEqual([]);
  });
});
