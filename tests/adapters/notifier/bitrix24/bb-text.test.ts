import { expect, test } from "vitest";
import {
  type BbMessage,
  bbTextOf,
  escapeBb,
  NOTIFICATION_CHARACTERS_MAX,
  plainTextOf,
} from "../../../../adapters/notifier/bitrix24/bb-text.ts";
import { letterHtml } from "../../../../adapters/notifier/bitrix24/letter-html.ts";

const PLAIN: BbMessage = { subject: null, text: "text", facts: [], link: null, meantFor: null };
const CODE = /\[\/?(?:[A-Za-z*])/;

test.each([
  "[URL=https://evil.example]your bank[/URL]",
  "[B]bold[/B]",
  "[USER=1]director[/USER]",
  "[url]javascript:alert(1)[/url]",
  "[[B]]nested[[/B]]",
  "[*]",
])("what looks like a code in people's words is none: %s", (text) => {
  expect(escapeBb(text)).not.toMatch(CODE);
  expect(escapeBb(text).replaceAll("\u200B", "")).toBe(text);
});

test("numbers in brackets, prices and lines stay as they are", () => {
  const text = "Row [1]: 5 000 < 6 000 & more\nsecond line [2026]";
  expect(escapeBb(text)).toBe(text);
});

test("codes of ours alone stand in a notification", () => {
  const evil = "[URL=https://evil.example]x[/URL]";
  const text = bbTextOf(
    { subject: evil, text: evil, facts: [{ title: evil, text: evil }], link: "https://ordo.example/t", meantFor: evil },
    "en",
  );
  expect(text.match(/\[(?:URL|\/URL|B|\/B|I|\/I)[\]=]/g)).toEqual([
    "[I]",
    "[/I]",
    "[B]",
    "[/B]",
    "[B]",
    "[/B]",
    "[URL=",
    "[/URL]",
  ]);
});

test("what the text says of subject, facts and link stands there once", () => {
  const facts = [
    { title: "Сумма", text: "5 000 ₽" },
    { title: "Срок", text: "завтра" },
  ];
  const link = "https://ordo.example/t";
  const text = `Новое задание: Счёт\nСумма: 5 000 ₽\nСрок: завтра\nПосмотрите до обеда.\n${link}`;
  const message: BbMessage = { ...PLAIN, subject: "Новое задание: Счёт", text, facts, link };
  expect(bbTextOf(message, "ru")).toBe(
    `[B]Новое задание: Счёт[/B]\nПосмотрите до обеда.\n[B]Сумма:[/B] 5 000 ₽\n[B]Срок:[/B] завтра\n[URL=${link}]Открыть[/URL]`,
  );
  expect(plainTextOf(message, "ru")).toBe(
    `Новое задание: Счёт\nПосмотрите до обеда.\nСумма: 5 000 ₽\nСрок: завтра\n${link}`,
  );
  expect(bbTextOf({ ...message, text: "Новое задание: Счёт" }, "ru")).toBe(
    `[B]Новое задание: Счёт[/B]\n[B]Сумма:[/B] 5 000 ₽\n[B]Срок:[/B] завтра\n[URL=${link}]Открыть[/URL]`,
  );
});

test.each(["javascript:alert(1)", "https://a.example/]x", "https://a.example/ b"])(
  "a link that a browser would not open over HTTP is left out: %s",
  (link) => {
    expect(bbTextOf({ ...PLAIN, link }, "en")).toBe("text");
  },
);

test("a long text is shortened, its codes are not", () => {
  const text = bbTextOf({ ...PLAIN, text: "слово ".repeat(5_000), link: "https://ordo.example/t" }, "ru");
  expect(text.length).toBeLessThanOrEqual(NOTIFICATION_CHARACTERS_MAX);
  expect(text.endsWith("…\n[URL=https://ordo.example/t]Открыть[/URL]")).toBe(true);
});

test("facts that fill a notification by themselves give way to the text", () => {
  const facts = Array.from({ length: 500 }, (_, index) => ({ title: `Fact ${index}`, text: "x".repeat(50) }));
  expect(bbTextOf({ ...PLAIN, facts }, "en")).toBe("text");
});

test("a letter's words cannot become its markup", () => {
  const html = letterHtml(
    {
      text: "<b>5 < 6</b>\nline\n\nnext & last",
      facts: [{ title: "<i>", text: '"quoted"' }],
      link: 'https://a.example/?a=1&b="2"',
      meantFor: null,
    },
    "en",
  );
  expect(html).toBe(
    "<p>&lt;b&gt;5 &lt; 6&lt;/b&gt;<br>\nline</p>\n<p>next &amp; last</p>\n<p><b>&lt;i&gt;:</b> &quot;quoted&quot;</p>\n" +
      '<p><a href="https://a.example/?a=1&amp;b=&quot;2&quot;">https://a.example/?a=1&amp;b=&quot;2&quot;</a></p>',
  );
});
