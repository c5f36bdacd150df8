import { describe, expect, test } from "vitest";
import { importFormatOf, rangesOf, readImportedYear } from "../../../engine/calendar/import-year.ts";
import { putYear } from "../../../engine/calendar/put-year.ts";

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<calendar year="2024" lang="ru"><holidays><holiday id="1" title="x"/></holidays><days>
  <day d="01.06" t="1" h="1"/><day d="02.22" t="2"/><day d="04.29" t="1" f="04.27"/>
  <day d="04.30" t="1" f="11.02"/><day d="05.10" t="1" f="01.06"/><day d="11.02" t="2"/><day d="12.28" t="3"/>
</days></calendar>`;
const JSON_TEXT = JSON.stringify({
  year: 2024,
  dayoff: ["0106", "0429", "0430", "0510"],
  predayoff: ["0222", "1102"],
  workday: ["1228", "0427", "1102"],
  covidday: [],
  dayoff6: ["0101"],
});

describe("a year of a public calendar", () => {
  test("means the same from either publisher", () => {
    const expected = {
      year: 2024,
      off: ["2024-01-06", "2024-04-29", "2024-04-30", "2024-05-10"],
      working: ["2024-04-27", "2024-11-02", "2024-12-28"],
      short: ["2024-02-22", "2024-11-02"],
    };
    expect(readImportedYear(XML, importFormatOf(XML))).toEqual(expected);
    expect(readImportedYear(JSON_TEXT, importFormatOf(JSON_TEXT))).toEqual(expected);
  });

  test.each([
    ["{", "no JSON"],
    ["{}", "no list `dayoff`"],
    [JSON.stringify({ year: 2026, dayoff: ["0230"] }), "no such day: 2026-02-30"],
    [JSON.stringify({ year: 2026, dayoff: [101] }), "not written as isdayoff does"],
    [JSON.stringify({ dayoff: ["0101"] }), "which year"],
    [JSON.stringify({ year: 2026, dayoff: ["0101"], workday: ["0101"] }), "both a day off and a working day"],
    ['<calendar year="2026"><days></days></calendar>', "no day off"],
    ['<calendar year="2026"><day d="01.01" t="9"/></calendar>', "unknown kind of day"],
    ["<html>404</html>", "which year"],
    [`{"dayoff": "${"x".repeat(1_000_001)}"}`, "too large"],
  ])("that makes no sense is refused with the reason", (text, why) => {
    const read = readImportedYear(text, importFormatOf(text));
    expect("problem" in read ? read.problem.en : "").toContain(why);
  });

  test("lists neighbors as ranges, across months too", () => {
    expect(rangesOf(["2026-01-31", "2026-02-01", "2026-02-03"])).toEqual(["2026-01-31..2026-02-01", "2026-02-03"]);
  });
});

describe("a calendar file", () => {
  const FILE = `# Наш офис
zone: Europe/Moscow
hours:
  mon-fri: ["09:00-18:00"]    # без обеда
decreed: [2024..2025]   # постановления
daysOff:
  # 2025
  - 2025-05-01..2025-05-02
  # 2024
  - 2024-04-29    # перенос
# Рабочие субботы.
working: [2024-04-27]
`;
  const YEAR = { year: 2026, daysOff: ["2026-01-01", "2026-01-02", "2026-05-11"], working: [], short: ["2026-04-30"] };

  test("keeps everything that is not of the year, comments too", () => {
    expect(putYear(FILE, YEAR)).toBe(`# Наш офис
zone: Europe/Moscow
hours:
  mon-fri: ["09:00-18:00"]    # без обеда
decreed: [2024..2026]
daysOff:
  # 2026
  - 2026-01-01..2026-01-02
  - 2026-05-11
  # 2025
  - 2025-05-01..2025-05-02
  # 2024
  - 2024-04-29    # перенос
# Рабочие субботы.
working:
  - 2024-04-27

short:
  # 2026
  - 2026-04-30
`);
  });

  test("takes the same year twice without a change", () => {
    const once = putYear(FILE, YEAR);
    expect(putYear(once, YEAR)).toBe(once);
  });

  test("has the year's days replaced, not added to", () => {
    const twice = putYear(putYear(FILE, YEAR), { ...YEAR, daysOff: ["2026-03-09"], short: [] });
    expect(twice).toContain("  # 2026\n  - 2026-03-09\n  # 2025\n");
    expect(twice).not.toMatch(/2026-01|2026-05|2026-04/);
    expect(twice).toContain("short: []");
  });
});
