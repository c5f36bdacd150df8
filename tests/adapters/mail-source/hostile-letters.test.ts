import { afterAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../adapters/clock/system-clock.ts";
import { MailParser } from "../../../adapters/mail-source/mail-parser.ts";
import { parseMail } from "../../../adapters/mail-source/parse-mail.ts";
import { rawLetter } from "../../support/raw-letter.ts";

const parser = new MailParser({ clock: systemClock(), limitMs: 10_000 });
afterAll(() => parser.close());

/** Headers and a body as bytes: what stands beyond ASCII is given as bytes. */
function bytes(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** Russian in the encodings of old programs. */
function encoded(text: string, encoding: "windows-1251" | "koi8-r"): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Uint8Array.from([...text], (letter) => table.get(letter) ?? 0x3f);
}

const IN_TIME_MS = 10_000;

describe("letters made to harm who reads them", () => {
  test("a megabyte of an address in comments is read in linear time", async () => {
    const begun = performance.now();
    const long = "(a)".repeat(350_000);
    const mail = await parser
      .parse(bytes(`From: ${long}@x\r\nTo: ${long}@x\r\nSubject: Да\r\n\r\nтекст`))
      .catch(String);
    expect(performance.now() - begun).toBeLessThan(IN_TIME_MS);
    expect(mail).toBe("LetterUnreadable: Maximum header size of 2097152 bytes exceeded");
    const half = await parser.parse(bytes(`From: ${long}@x\r\nSubject: Да\r\n\r\nтекст`));
    expect(performance.now() - begun).toBeLessThan(IN_TIME_MS);
    expect(half).toMatchObject({ from: null, subject: "Да", text: "текст" });
  });

  test("ten thousand addressees become fifty", async () => {
    const to = Array.from({ length: 10_000 }, (_, at) => `p${at}@client.example`).join(", ");
    const mail = await parser.parse(rawLetter({ to }));
    expect(mail.to.length).toBe(50);
  });

  test("MIME nested a thousand deep is refused, not followed", async () => {
    const parts = Array.from(
      { length: 1_000 },
      (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
    );
    const raw = `Content-Type: multipart/mixed; boundary=b0\r\n\r\n${parts.join("")}`;
    await expect(parser.parse(bytes(raw))).rejects.toThrow(/nesting/i);
  });

  test("letters within letters become attachments", async () => {
    let inner = rawLetter({ text: "самое внутреннее" }).toString();
    for (let depth = 0; depth < 50; depth++)
      inner = `Subject: ${depth}\r\nContent-Type: message/rfc822\r\n\r\n${inner}`;
    const mail = await parser.parse(bytes(inner));
    expect(mail.attachments.map(({ name, type }) => [name, type])).toEqual([["attachment-1.eml", "message/rfc822"]]);
  });

  test("HTML nested ten thousand deep, and a megabyte of it, gives text", async () => {
    const html = `${"<div>".repeat(10_000)}глубоко${"</div>".repeat(10_000)}<p>Цена?</p>${"<b>x</b>".repeat(200_000)}`;
    const begun = performance.now();
    const mail = await parser.parse(bytes(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`));
    expect(performance.now() - begun).toBeLessThan(IN_TIME_MS);
    expect(mail.text.length).toBeLessThanOrEqual(50_000);
  });

  test("a thread that hangs, and one that takes all memory, are ended; the next letter is read", async () => {
    const script = new URL("hanging-thread.fixture.ts", import.meta.url);
    const bad = new MailParser({ clock: systemClock(), limitMs: 300, heapMb: 32, threads: 1, script });
    await expect(bad.parse(bytes("hang"))).rejects.toThrow("it took longer than 0.3 s");
    const heavy = new MailParser({ clock: systemClock(), limitMs: 20_000, heapMb: 32, threads: 1, script });
    await expect(heavy.parse(bytes("eat"))).rejects.toThrow(/memory/i);
    await expect(heavy.parse(bytes("exit"))).rejects.toThrow("ended");
    expect(await heavy.parse(bytes("well"))).toMatchObject({ subject: "well" });
    await Promise.all([bad.close(), heavy.close()]);
  });

  test("one letter that hangs leaves the other threads to the rest", async () => {
    const script = new URL("hanging-thread.fixture.ts", import.meta.url);
    const both = new MailParser({ clock: systemClock(), limitMs: 1_500, threads: 2, script });
    const slow = both.parse(bytes("hang")).catch(() => "given up");
    const others = await Promise.all(Array.from({ length: 20 }, () => both.parse(bytes("well"))));
    expect(others.length).toBe(20);
    expect(await slow).toBe("given up");
    await both.close();
  });
});

describe("letters of careless programs", () => {
  test.each(["windows-1251", "koi8-r"] as const)("%s, named and bare in headers", async (encoding) => {
    const [subject, text] = [encoded("Заказ кофемашины", encoding), encoded("Добрый день, сколько стоит?", encoding)];
    const named = await parser.parse(
      bytes(
        `Subject: =?${encoding}?B?${Buffer.from(subject).toString("base64")}?=\r\nContent-Type: text/plain; charset=${encoding}\r\n\r\n`,
        text,
      ),
    );
    expect(named).toMatchObject({ subject: "Заказ кофемашины", text: "Добрый день, сколько стоит?" });
    const bare = await parser.parse(
      bytes("Subject: ", subject, `\r\nContent-Type: text/plain; charset=${encoding}\r\n\r\n`, text),
    );
    expect(bare).toMatchObject({ subject: "Заказ кофемашины", text: "Добрый день, сколько стоит?" });
  });

  test("an unknown, a wrong and a lying character set give some text, and nothing breaks", async () => {
    for (const charset of ["x-unknown-9", "utf-8", "us-ascii", '"'])
      expect(
        (
          await parser.parse(
            bytes(`Content-Type: text/plain; charset=${charset}\r\n\r\n`, encoded("Привет", "windows-1251")),
          )
        ).text.length,
      ).toBeGreaterThan(0);
  });

  test("broken MIME: no end of parts, no boundary, broken base64, nothing at all", async () => {
    const cases: readonly (readonly [string, string])[] = [
      ["Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nтекст", "текст"],
      ["Content-Type: multipart/mixed\r\n\r\nтекст", ""],
      [
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n0KLQtdC6\r\n!!!!\r\n0YHRgg==",
        "Текст",
      ],
      ["", ""],
      ["\r\n\r\n", ""],
      ["нет заголовков вовсе", ""],
      [":\r\n: : :\r\nSubject\r\n\r\nтело", "тело"],
    ];
    for (const [raw, text] of cases) expect((await parser.parse(bytes(raw))).text).toBe(text);
  });

  test("winmail.dat stays a file; an empty subject is empty", async () => {
    const raw = rawLetter({ subject: "", text: "", files: [{ name: "winmail.dat", content: "\x78\x9f\x3e\x22" }] });
    const mail = await parser.parse(raw);
    expect(mail).toMatchObject({ subject: "", text: "" });
    expect(mail.attachments.map(({ name }) => name)).toEqual(["winmail.dat"]);
  });

  test("what would inject a header is one line; ids and addresses hold nothing else", async () => {
    const subject = `=?utf-8?B?${Buffer.from("Да\r\nBcc: all@company.example\u0000").toString("base64")}?=`;
    const sneaky = `=?utf-8?B?${Buffer.from("a@b.example>\r\nRCPT TO:<x@y.example").toString("base64")}?=`;
    const raw = `From: ${sneaky}\r\nSubject: ${subject}\r\nMessage-ID: <a b>\r\nIn-Reply-To: no id\r\n\r\n`;
    expect(await parser.parse(bytes(raw))).toMatchObject({
      from: null,
      subject: "Да Bcc: all@company.example",
      messageId: null,
      inReplyTo: null,
    });
  });

  test("names of files: no folders, no hidden turns, not too long", async () => {
    const names = [
      "..\\..\\boot.ini",
      "/etc/passwd",
      "счёт\u202efdp.exe",
      ".bashrc",
      `${"д".repeat(300)}.pdf`,
      "a\u0000b.txt",
      "",
    ];
    const mail = await parser.parse(rawLetter({ files: names.map((name) => ({ name, content: "x" })) }));
    expect(mail.attachments.map(({ name }) => name)).toEqual([
      "boot.ini",
      "passwd",
      "счётfdp.exe",
      "bashrc",
      `${"д".repeat(146)}.pdf`,
      "ab.txt",
      "attachment-7.bin",
    ]);
  });

  test("a long text is cut between letters, HTML alone is read as text", async () => {
    const long = await parseMail(rawLetter({ text: `${"я".repeat(49_999)}😀😀` }));
    expect([long.isTextCut, long.text.length, long.text.isWellFormed()]).toEqual([true, 49_999, true]);
    const html = await parseMail(
      bytes(
        "Content-Type: text/html; charset=utf-8\r\n\r\n<style>p{}</style><p>Добрый&nbsp;день</p><script>x()</script><a href='https://a.example'>цена</a>",
      ),
    );
    expect(html.text).toBe("Добрый день\n\nцена [https://a.example]");
  });
});
