import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { calendarImport } from "../../../adapters/command-line/calendar-import.ts";
import { createCalendar } from "../../../engine/calendar/create-calendar.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import { plainOf } from "../../../engine/definition/value-of-node.ts";
import { folderWith } from "../../support/command-line.ts";
import { ROOT } from "../../support/source-files.ts";
import { recordedTerminal } from "./recorded-terminal.ts";

const YEAR_2027 = JSON.stringify({
  year: 2027,
  dayoff: ["0101", "0102", "0104", "0105", "0106", "0107", "0108", "0222", "0223", "0308", "0503", "0510", "0614"],
  predayoff: ["0220", "0430"],
  workday: ["0220"],
});

function calendarIn(folder: string, name: string) {
  const path = join(folder, "calendars", `${name}.yaml`);
  const { document } = readDocument(path, readFileSync(path, "utf8"), "calendar");
  if (document === null) throw new Error("no calendar");
  return createCalendar(plainOf(document.root) as Parameters<typeof createCalendar>[0], name);
}

describe("ordo calendar import", () => {
  test("puts a year into the company's calendar and leaves the others as they were", async () => {
    const folder = folderWith({
      "ordo.yaml": "locale: ru\n",
      "calendars/ru-office.yaml": readFileSync(join(ROOT, "calendars/ru-office.yaml")),
      "ru2027.json": YEAR_2027,
    });
    const terminal = recordedTerminal();
    const before = calendarIn(folder, "ru-office");
    expect(await calendarImport(join(folder, "ru2027.json"), { folder, json: true }, terminal)).toBe(0);
    const after = calendarIn(folder, "ru-office");
    expect([before.isProvisional(2027), after.isProvisional(2027), after.isProvisional(2028)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(["2027-01-08", "2027-02-20", "2027-02-22", "2027-02-24"].map((day) => after.isWorkingDay(day))).toEqual([
      false,
      true,
      false,
      true,
    ]);
    for (const [from, to] of [
      ["2013-01-01", "2026-12-31"],
      ["2020-01-01", "2020-12-31"],
    ] as const)
      expect(after.workingDaysBetween(from, to)).toBe(before.workingDaysBetween(from, to));
  });

  test("makes a calendar that is not there, and takes the same year twice without a change", async () => {
    const folder = folderWith({ "ru2027.json": YEAR_2027 });
    const file = join(folder, "ru2027.json");
    const [first, second] = [recordedTerminal(), recordedTerminal()];
    await calendarImport(file, { folder, name: "warehouse", json: true }, first);
    await calendarImport(file, { folder, name: "warehouse", json: true }, second);
    expect(JSON.parse(first.printed.join("\n"))).toMatchObject({ year: 2027, working: ["2027-02-20"], changed: true });
    expect(JSON.parse(second.printed.join("\n"))).toMatchObject({ changed: false });
    expect(calendarIn(folder, "warehouse").isWorkingDay("2027-02-20")).toBe(true);
  });

  test.each([
    [{ year: "2026" }, "is of 2027, not of 2026"],
    [{ format: "xmlcalendar" as const }, "cannot be understood"],
    [{ name: "../etc" }, "does not do as a calendar's name"],
  ])("with %o refuses and writes nothing", async (options, why) => {
    const folder = folderWith({ "ru2027.json": YEAR_2027 });
    const asked = calendarImport(join(folder, "ru2027.json"), { folder, ...options }, recordedTerminal());
    await expect(asked).rejects.toThrow(why);
    expect(existsSync(join(folder, "calendars"))).toBe(false);
  });

  test("leaves a calendar alone that it cannot read", async () => {
    const broken = 'zone: Nowhere\nhours: { mon-fri: ["09:00-18:00"] }\n';
    const folder = folderWith({ "calendars/ru-office.yaml": broken, "ru2027.json": YEAR_2027 });
    await expect(calendarImport(join(folder, "ru2027.json"), { folder }, recordedTerminal())).rejects.toThrow("sound");
    expect(readFileSync(join(folder, "calendars/ru-office.yaml"), "utf8")).toBe(broken);
  });
});
