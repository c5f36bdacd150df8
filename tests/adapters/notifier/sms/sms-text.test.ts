import { describe, expect, test } from "vitest";
import { phoneNumber } from "../../../../adapters/notifier/sms/phone-number.ts";
import { transliterate } from "../../../../adapters/notifier/sms/transliterate.ts";
import { smsLength } from "../../../../engine/message/sms-length.ts";
import { smsChannel, smsOf } from "./sms-bench.ts";

describe("a telephone number", () => {
  test.each([
    ["+7 900 000-00-01", "+79000000001"],
    ["8 (900) 000-00-01", "+79000000001"],
    ["8(900)0000001", "+79000000001"],
    ["79000000001", "+79000000001"],
    ["9000000001", "+79000000001"],
    ["+7‑900‑000‑00‑01", "+79000000001"],
    ["+7 701 000 00 01", "+77010000001"],
    ["+375 29 123-45-67", "+375291234567"],
    ["00375291234567", "+375291234567"],
    ["", null],
    ["+79", null],
    ["8 900 000-00-0", null],
    ["+7 900 000-00-01 доб. 5", null],
    ["+7 100 000-00-01", null],
    ["123456789", null],
    ["375291234567", null],
    ["+0012345678", null],
    ["позвонить после 6", null],
    ["89000000001, 89000000002", null],
  ])("%j is %j", (given, usual) => {
    expect(phoneNumber(given)).toBe(usual);
  });
});

describe("the length of an SMS", () => {
  test.each([
    ["Latin, one", "a".repeat(160), "gsm7", 160, 1],
    ["Latin, two", "a".repeat(161), "gsm7", 161, 2],
    ["Latin, two full", "a".repeat(306), "gsm7", 306, 2],
    ["Latin, three", "a".repeat(307), "gsm7", 307, 3],
    ["marks of two places", "€".repeat(80), "gsm7", 160, 1],
    ["a mark of two places is not parted", `${"a".repeat(152)}€${"a".repeat(152)}`, "gsm7", 306, 3],
    ["Russian, one", "я".repeat(70), "ucs2", 70, 1],
    ["Russian, two", "я".repeat(71), "ucs2", 71, 2],
    ["Russian, two full", "я".repeat(134), "ucs2", 134, 2],
    ["Russian, three", "я".repeat(135), "ucs2", 135, 3],
    ["a picture is two, never parted", `${"я".repeat(66)}😀${"я".repeat(66)}`, "ucs2", 134, 3],
    ["nothing", "", "gsm7", 0, 1],
    ["one Russian letter makes it all longer", `${"a".repeat(100)}я`, "ucs2", 101, 2],
  ] as const)("%s", (_name, text, alphabet, length, segments) => {
    expect(smsLength(text)).toEqual({ alphabet, length, segments });
  });
});

describe("transliteration (ICAO 9303)", () => {
  test.each([
    ["Ваша заявка принята в работу. Номер 101", "Vasha zaiavka priniata v rabotu. Nomer 101"],
    ["Щука, щука, ЩУКА", "Shchuka, shchuka, SHCHUKA"],
    ["Объявление № 7: «Съёмка» — 1 500 ₽…", 'Obieiavlenie No  7: "Sieemka" - 1 500 RUB...'],
    ["Ёжик, июль, чаша, хлеб, цена, жук, Юля Ы", "Ezhik, iiul, chasha, khleb, tsena, zhuk, Iulia Y"],
  ])("%s", (russian, latin) => {
    expect(transliterate(russian)).toBe(latin);
    expect(smsLength(transliterate(russian)).alphabet).toBe("gsm7");
  });
});

describe("before it leaves", () => {
  test("it is shown to the letter, with its length and how many SMS it takes", () => {
    const russian = smsOf("k", { message: { text: `Номер ${"я".repeat(70)}` } });
    const plain = smsChannel({ "sms-ru": { key: "${KEY}" } });
    expect(plain.preview(russian)).toEqual({ text: russian.message.text, length: 76, segments: 2 });
    const latin = smsChannel({ "sms-ru": { key: "${KEY}", transliterate: true } });
    expect(latin.preview(smsOf("k", { message: { text: "Номер 1" }, meantFor: "+79000000002" }))).toEqual({
      text: "(dlia +79000000002) Nomer 1",
      length: 27,
      segments: 1,
    });
  });
});
