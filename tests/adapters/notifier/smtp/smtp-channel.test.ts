import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Channel } from "../../../../adapters/notifier/channel.ts";
import { isBadAddress } from "../../../../adapters/notifier/smtp/smtp-outcome.ts";
import { selfSigned } from "../../../support/self-signed.ts";
import { startSmtp, type TestSmtp } from "../../../support/servers/smtp.ts";
import { NEVER } from "../outgoing/desk-bench.ts";
import { letterOf, PASSWORD, smtpChannel, temporaryFile } from "./smtp-bench.ts";

let server: TestSmtp;
let channel: Channel;
beforeEach(async () => {
  server = await startSmtp();
  channel = smtpChannel(server.port);
});
afterEach(async () => {
  await channel.close();
  await server.close();
});

const only = () => {
  const [letter] = server.letters;
  if (letter === undefined || server.letters.length > 1) throw new Error(`${server.letters.length} letters`);
  return letter;
};

describe("a letter", () => {
  test("says who writes to whom, in text and in HTML, and that a machine wrote it", async () => {
    const sent = await channel.deliver(letterOf("k"), NEVER);
    const { from, to, mail } = only();
    expect([from, to]).toEqual(["robot@zernoipar.example", ["client@partner.example"]]);
    expect(mail).toMatchObject({
      from: { name: "Ордо", address: "robot@zernoipar.example" },
      subject: "Ваша заявка",
      text: "Ваша заявка принята в работу. Номер 1",
    });
    expect(mail.html).toContain("Ваша заявка принята в работу. Номер 1");
    expect(mail.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated");
    expect(sent).toEqual({ kind: "done", id: mail.messageId });
  });

  test("has the same Message-ID for the same key, in which the key does not show", async () => {
    await channel.deliver(letterOf("i-1/tell@4/message:lead/1"), NEVER);
    await channel.deliver(letterOf("i-1/tell@4/message:lead/1", { attempt: 2 }), NEVER);
    await channel.deliver(letterOf("another"), NEVER);
    const ids = server.letters.map(({ mail }) => mail.messageId);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(ids[0]).toMatch(/^<ordo\.[0-9a-f]{40}@zernoipar\.example>$/);
  });

  test("is noted with its record before it goes, so that an answer finds the record", async () => {
    const noted: { id: string; record: string | null }[] = [];
    const noting = smtpChannel(server.port, {}, { noted });
    await noting.deliver(letterOf("k"), NEVER);
    await noting.deliver(letterOf("l", { message: { to: "head-1" } }), NEVER);
    await noting.close();
    expect(noted).toMatchObject([
      { id: server.letters[0]?.mail.messageId, record: "lead/1" },
      { id: server.letters[1]?.mail.messageId, record: null },
    ]);
  });

  test("of a mailbox of the catalogue leaves in its name, and its answers go where the step says", async () => {
    await channel.deliver(
      letterOf("k", { message: { from: "sales", replyTo: "Пётр <petr@zernoipar.example>" } }),
      NEVER,
    );
    expect(only().mail).toMatchObject({
      from: { name: "Продажи", address: "sales@zernoipar.example" },
      replyTo: [{ name: "Пётр", address: "petr@zernoipar.example" }],
      messageId: expect.stringContaining("@zernoipar.example>"),
    });
  });

  test("that answers one names it and those before it", async () => {
    const answered = { id: "<3@partner.example>", references: ["<2@partner.example>", "<1@partner.example>"] };
    const answering = smtpChannel(server.port, {}, { answered });
    await answering.deliver(letterOf("k"), NEVER);
    await answering.close();
    expect(only().mail).toMatchObject({
      inReplyTo: "<3@partner.example>",
      references: "<1@partner.example> <2@partner.example> <3@partner.example>",
    });
  });

  test("that was redirected says whom it was meant for", async () => {
    await channel.deliver(
      letterOf("k", {
        meantFor: "client@partner.example",
        route: { channel: "email", address: "trial@zernoipar.example" },
      }),
      NEVER,
    );
    expect(only().to).toEqual(["trial@zernoipar.example"]);
    expect(only().mail.subject).toBe("[→ client@partner.example] Ваша заявка");
    expect(only().mail.text).toMatch(/^Проверка: письмо предназначалось client@partner\.example\n\n/);
    expect(only().mail.html).toContain("предназначалось client@partner.example");
  });

  test("about a task shows its facts as a table and opens it by a link", async () => {
    const facts = [
      { title: "Сумма", text: "1 500 000,00 ₽" },
      { title: "Кто", text: "Анна" },
    ];
    const message = {
      ...{ about: "task" as const, to: "head-1", subject: "Новое задание: Согласовать", facts },
      text: "Новое задание: Согласовать\nСумма: 1 500 000,00 ₽\nКто: Анна\nПроверьте договор.",
    };
    await channel.deliver(letterOf("k", { message, link: "https://ordo.example/tasks/t-1?a=1&b=2" }), NEVER);
    const { text, html } = only().mail;
    expect(text).toBe(`${message.text}\n\nhttps://ordo.example/tasks/t-1?a=1&b=2`);
    expect(html?.match(/Сумма/g)).toHaveLength(1);
    expect(html?.match(/Новое задание: Согласовать/g)).toHaveLength(2);
    expect(html).toContain("Проверьте договор.");
    expect(html).toContain('href="https://ordo.example/tasks/t-1?a=1&amp;b=2"');
  });

  test("with markup in its data is text, not markup", async () => {
    const evil = `<script>alert("1")</script><img src=x onerror='x'> {{7*7}} & "q"`;
    await channel.deliver(
      letterOf("k", { message: { text: evil, subject: evil, facts: [{ title: evil, text: evil }] } }),
      NEVER,
    );
    const { html = "", text, subject } = only().mail;
    expect(html).not.toMatch(/<script|<img|onerror='/);
    expect(html).toContain("&lt;script&gt;");
    expect(text).toContain(evil);
    expect(subject).toBe(evil);
  });

  test("cannot be given headers or addressees by its data", async () => {
    const break_ = "Тема\r\nBcc: all@partner.example\r\n\r\nbody\u2028x";
    await channel.deliver(letterOf("k", { message: { subject: break_ } }), NEVER);
    const { raw, to, mail } = only();
    expect(to).toEqual(["client@partner.example"]);
    expect(mail.subject).toBe("Тема Bcc: all@partner.example body x");
    expect(raw).not.toMatch(/^bcc:/im);
    for (const from of [
      "a@b.example\r\nBcc: c@d.example",
      "x <a@b.example>\nTo: y@z.example",
      "a@b.example, c@d.example",
    ])
      expect(await channel.deliver(letterOf("l", { message: { from } }), NEVER)).toMatchObject({
        code: "SENDER_UNKNOWN",
      });
    expect(server.letters).toHaveLength(1);
  });

  test("without a subject begins with its text; a long one is cut", async () => {
    await channel.deliver(letterOf("k", { message: { subject: null, text: "Первая строка\nвторая" } }), NEVER);
    await channel.deliver(letterOf("l", { message: { subject: "я".repeat(500) } }), NEVER);
    expect(server.letters.map(({ mail }) => mail.subject?.length)).toEqual(["Первая строка".length, 200]);
  });
});

describe("an address", () => {
  test.each([
    [" Anna@Partner.EXAMPLE ", "Anna@partner.example"],
    ["иван@почта.рф", "иван@почта.рф"],
    ["ivan@xn--80a1acny.xn--p1ai", "ivan@почта.рф"],
    ["o'neil+tag@sub.partner.example", "o'neil+tag@sub.partner.example"],
    ["", null],
    ["anna", null],
    ["@partner.example", null],
    ["anna@", null],
    ["anna@localhost", null],
    ["an na@partner.example", null],
    ["a..b@partner.example", null],
    ["anna@-x.example", null],
    ["anna@10.0.0.1", null],
    ["Anna <anna@partner.example>", null],
    ["anna@partner.example\r\nRCPT TO:<b@c.example>", null],
    [`${"a".repeat(65)}@partner.example`, null],
    ["(a)".repeat(100_000), null],
  ])("%j is %j", (given, usual) => {
    expect(channel.addressOf(given)).toBe(usual);
  });

  test("in a national domain is reached by its real name", async () => {
    await channel.deliver(letterOf("k", { route: { channel: "email", address: "ivan@почта.рф" } }), NEVER);
    expect(only().to).toEqual(["ivan@почта.рф"]);
  });
});

describe("what the server says", () => {
  test("later (greylisting): it was not sent and may come again", async () => {
    server.faults.push("later");
    expect(await channel.deliver(letterOf("k"), NEVER)).toMatchObject({ kind: "unknown", keyed: true });
    expect(await channel.deliver(letterOf("k"), NEVER)).toMatchObject({ kind: "done" });
    expect(server.letters).toHaveLength(1);
  });

  test("no: refused with its number", async () => {
    server.faults.push("unknownAddress", "spam");
    expect(await channel.deliver(letterOf("k"), NEVER)).toMatchObject({ kind: "refused", code: "SMTP_550" });
    expect(await channel.deliver(letterOf("k"), NEVER)).toMatchObject({ kind: "refused", code: "SMTP_554" });
  });

  test("no such mailbox: the address reaches nobody; every other no is about us", async () => {
    server.faults.push("unknownAddress", "spam");
    expect(await channel.deliver(letterOf("k"), NEVER)).toMatchObject({ code: "SMTP_550", unreachable: true });
    expect(await channel.deliver(letterOf("k"), NEVER)).toMatchObject({ code: "SMTP_554", unreachable: false });
  });

  test.each([
    [550, "RCPT TO", "550 5.1.1 <x@y.example>: Recipient address rejected: User unknown", true],
    [550, "RCPT TO", "550 No such user here", true],
    [550, "DATA", "550 5.1.1 no such user", true],
    [553, "RCPT TO", "553 5.1.2 bad destination system", true],
    [550, "RCPT TO", "550 5.7.1 Unknown client: your address is blocked by policy", false],
    [550, "RCPT TO", "550 Relay not permitted for unknown user", false],
    [550, "MAIL FROM", "550 5.1.8 sender address rejected: domain not found", false],
    [554, "DATA", "554 5.7.1 spam", false],
    [450, "RCPT TO", "450 4.1.1 user unknown", false],
  ])("%i at %s: %s", (responseCode, command, response, isBad) => {
    expect(isBadAddress({ code: "EENVELOPE", responseCode, command, response })).toBe(isBad);
  });

  test("later, after it had the letter: it was not taken", async () => {
    server.faults.push("busyAfterLetter");
    expect(await channel.deliver(letterOf("k"), NEVER)).toMatchObject({ kind: "unknown", keyed: true });
    expect(server.letters).toEqual([]);
  });

  test("nothing any more, after it had the letter: nobody knows, and it goes out once", async () => {
    server.faults.push("dropAfterLetter");
    expect(await channel.deliver(letterOf("k"), NEVER)).toMatchObject({ kind: "unknown", keyed: false });
    expect(server.letters).toHaveLength(1);
  });

  test("nothing, before it had the letter: it was not sent", async () => {
    server.faults.push("dropBeforeLetter", "dropBeforeLetter");
    expect(await channel.deliver(letterOf("k"), NEVER)).toMatchObject({ kind: "unknown", keyed: true });
    expect(server.letters).toEqual([]);
  });

  test("a connection that it closed between two letters costs nothing", async () => {
    await channel.deliver(letterOf("k"), NEVER);
    server.faults.push("dropBeforeLetter");
    expect(await channel.deliver(letterOf("l"), NEVER)).toMatchObject({ kind: "done" });
    expect(server.letters).toHaveLength(2);
  });

  test("several letters share a connection", async () => {
    for (const key of ["a", "b", "c", "d"]) await channel.deliver(letterOf(key), NEVER);
    expect([server.letters.length, server.connections()]).toEqual([4, 1]);
  });

  test("a letter that is too large is refused, one that no server takes before it is sent", async () => {
    const small = await startSmtp({ size: 2_000 });
    const narrow = smtpChannel(small.port);
    const large = letterOf("k", { message: { text: "я".repeat(5_000) } });
    expect(await narrow.deliver(large, NEVER)).toMatchObject({ kind: "refused", code: "SMTP_552" });
    expect(await channel.deliver(letterOf("k", { message: { text: "я".repeat(300_000) } }), NEVER)).toMatchObject({
      code: "MESSAGE_TOO_LARGE",
    });
    await narrow.close();
    await small.close();
  });
});

describe("a signal", () => {
  test("before anything was said: it was not sent", async () => {
    expect(await channel.deliver(letterOf("k"), AbortSignal.abort())).toMatchObject({ kind: "unknown", keyed: true });
    expect(server.letters).toEqual([]);
  });

  test("while the server holds the letter: nobody knows", async () => {
    server.faults.push("silence");
    const stop = new AbortController();
    const sent = channel.deliver(letterOf("k"), stop.signal);
    while (server.letters.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(await sent).toMatchObject({ kind: "unknown", keyed: false });
  });
});

describe("an encrypted server with a login", () => {
  const certificate = selfSigned();
  const trusted = temporaryFile(certificate.cert);
  const users = { robot: PASSWORD.reveal(), sales: "canary-password-2" };

  afterEach(() => expect(server.letters).toEqual([]));

  test.each(["implicit", "starttls"] as const)("%s: letters leave, each under its own login", async (tls) => {
    const secure = await startSmtp({ tls, certificate, users });
    const identities = { sales: { user: "sales", password: PASSWORD, name: "Отдел продаж" } };
    const logged = smtpChannel(secure.port, { tls, ca: trusted.path, user: "robot", password: PASSWORD, identities });
    expect(await logged.deliver(letterOf("k"), NEVER)).toMatchObject({ kind: "done" });
    expect(secure.letters[0]?.user).toBe("robot");
    const wrong = await logged.deliver(letterOf("l", { message: { from: "sales" } }), NEVER);
    expect(wrong).toMatchObject({ kind: "unknown", keyed: true, trouble: { code: "SMTP_AUTH" } });
    expect(JSON.stringify(wrong)).not.toContain("canary");
    await logged.close();
    await secure.close();
  });

  test("whose certificate is not trusted gets no letter and no password", async () => {
    const secure = await startSmtp({ tls: "implicit", certificate, users });
    const trusting = smtpChannel(secure.port, { tls: "implicit", user: "robot", password: PASSWORD });
    expect(await trusting.deliver(letterOf("k"), NEVER)).toMatchObject({
      kind: "unknown",
      keyed: true,
      trouble: { code: "SMTP_CERTIFICATE", remedy: { en: expect.stringContaining("ca") } },
    });
    await trusting.close();
    await secure.close();
  });

  test("that offers no encryption gets no letter where it is required", async () => {
    const plain = smtpChannel(server.port, { tls: "starttls" });
    expect(await plain.deliver(letterOf("k"), NEVER)).toMatchObject({ kind: "unknown", trouble: { code: "SMTP_TLS" } });
    await plain.close();
  });

  test("that is not there, or has no such name: it was not sent", async () => {
    const gone = await startSmtp();
    await gone.close();
    const nowhere = smtpChannel(gone.port);
    expect(await nowhere.deliver(letterOf("k"), NEVER)).toMatchObject({ kind: "unknown", keyed: true });
    await nowhere.close();
    const nameless = smtpChannel(25, { host: "no-such-host.invalid" });
    expect(await nameless.deliver(letterOf("k"), NEVER)).toMatchObject({ trouble: { code: "SMTP_HOST_UNKNOWN" } });
    await nameless.close();
  });

  test("its configuration names a sender that is none: it does not open", () => {
    expect(() => smtpChannel(25, { from: "nowhere" })).toThrow(/neither an address nor a mailbox/);
    expect(() => smtpChannel(25, { ca: "no-such-file.pem", tls: "implicit" })).toThrow(/cannot be read/);
    trusted.remove();
  });
});

test("a refusal is said in the language of the installation", async () => {
  const says = async (locale: "ru" | "en") =>
    smtpChannel(1, {}, { locale }).deliver(letterOf("k", { message: { from: "nobody" } }), NEVER);
  expect(await says("ru")).toMatchObject({ message: "nobody — не почтовый ящик из catalog.yaml и не адрес" });
  expect(await says("en")).toMatchObject({ message: "nobody is neither a mailbox of catalog.yaml nor an address" });
});
