import { describe, expect, test } from "vitest";
import {
  instantAt,
  instantOf,
  shownDay,
  shownMoment,
  typedDay,
  typedMoment,
} from "../../console/src/words/typed-moment.ts";
import { shownNumber, typedNumber } from "../../console/src/words/typed-number.ts";

describe("a day that is typed", () => {
  test.each([
    ["01.12.2026", "2026-12-01"],
    ["05.12.2026", "2026-12-05"],
    ["13.12.2026", "2026-12-13"],
    ["5.12.26", "2026-12-05"],
    [" 5.1.2027 ", "2027-01-05"],
    ["29.02.2028", "2028-02-29"],
    ["2026-12-05", "2026-12-05"],
  ])("%s is %s", (text, day) => {
    expect(typedDay(text)).toBe(day);
    expect(shownDay(day)).toBe(day.split("-").reverse().join("."));
  });

  test.each([
    "31.02.2027",
    "29.02.2027",
    "00.12.2026",
    "12.13.2026",
    "12/25/2026",
    "01/12/2026",
    "2027-02-31",
    "5.12",
    "5.12.0026",
    "завтра",
    "",
  ])("%s is no day, and never another one", (text) => expect(typedDay(text)).toBeNull());
});

describe("a moment that is typed", () => {
  test.each([
    ["05.12.2026 14:30", "Europe/Moscow", "2026-12-05T11:30:00.000Z"],
    ["5.12.26, 9:05", "Asia/Vladivostok", "2026-12-04T23:05:00.000Z"],
    ["01.07.2026 00:00", "America/New_York", "2026-07-01T04:00:00.000Z"],
  ])("%s in %s is %s", (text, zone, instant) => {
    expect(typedMoment(text, zone)).toBe(instant);
    expect(typedMoment(shownMoment(instant, zone), zone)).toBe(instant);
  });

  test.each(["05.12.2026", "05.12.2026 24:00", "31.02.2027 10:00", "05.12.2026 10:60"])("%s is none", (text) =>
    expect(typedMoment(text, "Europe/Moscow")).toBeNull(),
  );

  test("stays the same instant, whichever zone it was written in", () => {
    expect(shownMoment("2026-12-05T14:30:00@Asia/Vladivostok", "Europe/Moscow")).toBe("05.12.2026 07:30");
    expect(instantOf("2026-12-05T14:30:00+03:00")).toBe("2026-12-05T11:30:00.000Z");
    // On the night when clocks leave out 02:30, it is the hour after.
    expect(instantAt("2026-03-29", "02:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
    expect(shownMoment("31.02.2027", "Europe/Moscow")).toBe("31.02.2027");
  });
});

describe("a number that is typed", () => {
  test.each([
    ["1,234.56", "ru", "1234.56"],
    ["1,234.56", "en", "1234.56"],
    ["1.234,56", "ru", "1234.56"],
    ["1 234,56", "ru", "1234.56"],
    ["1\u00a0234\u202f567,50", "ru", "1234567.5"],
    ["1,234,567", "ru", "1234567"],
    ["1,234", "ru", "1.234"],
    ["1,234", "en", "1234"],
    ["12,5", "en", "12.5"],
    ["-5", "ru", "-5"],
    ["007", "ru", "7"],
    ["0,05", "ru", "0.05"],
  ] as const)("%s (%s) is %s", (text, locale, decimal) => expect(typedNumber(text, locale)).toBe(decimal));

  test.each(["", "-", "abc", "1.234.56", "1,2,3", "12 руб", "1e5", ",", "12,34.5"])("%s is none", (text) => {
    expect(typedNumber(text, "ru")).toBeNull();
    expect(typedNumber(text, "en")).toBeNull();
  });

  test("is written out as it was understood", () => {
    expect(shownNumber("1234567.5", "ru")).toBe("1\u00a0234\u00a0567,5");
    expect(shownNumber("-1234.56", "en")).toBe("-1,234.56");
    expect(shownNumber("1,2,3", "ru")).toBe("1,2,3");
  });
});
