import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { glyphsOf } from "../../../../adapters/documents/pdf/glyphs-of.ts";
import { printableBy, REPLACEMENT } from "../../../../adapters/documents/pdf/printable-text.ts";
import { commonGlyphs, robotoFiles } from "../../../../adapters/documents/pdf/roboto.ts";

const GLYPHS = commonGlyphs(robotoFiles());

describe("the font", () => {
  test("has what is written in Russian and English, and says what it has not", () => {
    const alphabet =
      "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя№₽€«»„“—–…·×°±½ \u00A0ҐґЄєІіЇїЎў";
    expect([...alphabet].filter((one) => !GLYPHS.has(one.codePointAt(0) ?? 0))).toEqual([]);
    for (const one of ["👍", "漢", "ع"]) expect([one, GLYPHS.has(one.codePointAt(0) ?? 0)]).toEqual([one, false]);
    expect(GLYPHS.has(REPLACEMENT.codePointAt(0) ?? 0)).toBe(true);
  });

  test("that is none is not read as one", () => {
    expect(() => glyphsOf(new Uint8Array(64))).toThrow(RangeError);
    expect(() => glyphsOf(new Uint8Array(2))).toThrow(RangeError);
    expect(glyphsOf(readFileSync(robotoFiles().bolditalics)).size).toBeGreaterThan(900);
  });
});

test.each([
  ["обычный текст № 1", "обычный текст № 1"],
  ["и\u0306 е\u0308", "й ё"],
  ["а\tб\u2009в\u3000г", "а б в г"],
  ["👍", "[…]"],
  ["🏳️‍🌈👩🏽‍💻 🇷🇺", "[…]"],
  ["Согласовано 👍 и оплачено 🎉", "Согласовано и оплачено"],
  ["© два  пробела", "© два  пробела"],
  ["漢字", "\uFFFD\uFFFD"],
  ["1️⃣", "1"],
  ["\u202Eзадом\u202C на\u00ADперёд\u0007", "задом наперёд"],
  ["\uD83D один", " один"],
  ["не\u200Bвидно", "невидно"],
  ["одна\r\nдругая\u2028третья", "одна\nдругая\nтретья"],
  ["", ""],
])("%j is printed as %j", (text, shown) => {
  const printable = printableBy(GLYPHS);
  expect(printable(text)).toBe(shown);
});
