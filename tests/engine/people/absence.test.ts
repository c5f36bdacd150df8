import { expect, test } from "vitest";
import { instant } from "../../../engine/base/instant.ts";
import { createCalendar } from "../../../engine/calendar/create-calendar.ts";
import { datesAt } from "../../../engine/calendar/dates-at.ts";
import { deputiesOf, isAbsent } from "../../../engine/people/absence.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import { directory, on, withAbsences } from "./people.fixture.ts";

test("an absence holds on its first and its last day, and not a day longer", () => {
  const company = withAbsences({ "manager-1": ["2026-12-01", "2026-12-14", "manager-2"] });
  const days = ["2026-11-30", "2026-12-01", "2026-12-14", "2026-12-15"];
  expect(days.map((day) => isAbsent(company, "manager-1", on(day)))).toEqual([false, true, true, false]);
});

test("an absence ends at 23:59 where the person lives, not where the office is", () => {
  const calendar = createCalendar({ zone: "Europe/Moscow", hours: { "mon-fri": ["09:00-18:00"] } }, "office");
  const company = readDirectory({
    users: {
      east: { timeZone: "Asia/Vladivostok", absent: [{ from: "2026-12-01", to: "2026-12-14" }] },
      here: { absent: [{ from: "2026-12-01", to: "2026-12-14" }] },
      odd: { timeZone: "Mars/Olympus", absent: [{ from: "2026-12-01", to: "2026-12-14" }] },
    },
  });
  const at = (text: string) => datesAt(instant(Date.parse(text)), calendar);
  const evening = at("2026-12-14T17:00:00+03:00"); // midnight in Vladivostok
  expect(["east", "here", "odd"].map((user) => isAbsent(company, user, evening))).toEqual([false, true, true]);
  expect(isAbsent(company, "here", at("2026-12-14T23:59:59+03:00"))).toBe(true);
  expect(isAbsent(company, "here", at("2026-12-15T00:00:00+03:00"))).toBe(false);
});

test("nobody stands in for one who is at work", () => {
  expect(deputiesOf(directory, "manager-1", on("2026-12-01"))).toEqual([]);
  expect(deputiesOf(directory, "stranger", on("2026-12-01"))).toEqual([]);
});

test("a substitute stands in on behalf of the absent person", () => {
  const company = withAbsences({ "manager-1": ["2026-12-01", "2026-12-14", "manager-2"] });
  expect(deputiesOf(company, "manager-1", on("2026-12-05"))).toEqual([
    { user: "manager-2", onBehalfOf: "manager-1", isPresent: true },
  ]);
});

test("where the substitute is away too, his own substitute stands in for the first", () => {
  const company = withAbsences({
    "manager-1": ["2026-12-01", "2026-12-14", "manager-2"],
    "manager-2": ["2026-12-05", "2026-12-06", "manager-3"],
  });
  expect(deputiesOf(company, "manager-1", on("2026-12-05"))).toEqual([
    { user: "manager-2", onBehalfOf: "manager-1", isPresent: false },
    { user: "manager-3", onBehalfOf: "manager-1", isPresent: true },
  ]);
  expect(deputiesOf(company, "manager-1", on("2026-12-07"))).toHaveLength(1);
});

test("two who stand in for each other and are both away end the chain", () => {
  const company = withAbsences({
    "manager-1": ["2026-12-01", "2026-12-14", "manager-2"],
    "manager-2": ["2026-12-01", "2026-12-14", "manager-1"],
  });
  expect(deputiesOf(company, "manager-1", on("2026-12-05")).map(({ user }) => user)).toEqual(["manager-2"]);
});

test("a circle of three that does not pass through the first ends too", () => {
  const company = withAbsences({
    ceo: ["2026-12-01", "2026-12-14", "manager-1"],
    "manager-1": ["2026-12-01", "2026-12-14", "manager-2"],
    "manager-2": ["2026-12-01", "2026-12-14", "manager-1"],
  });
  expect(deputiesOf(company, "ceo", on("2026-12-05")).map(({ user }) => user)).toEqual(["manager-1", "manager-2"]);
});

test("a leaver never stands in", () => {
  const company = withAbsences({ "manager-1": ["2026-12-01", "2026-12-14", "leaver"] });
  expect(deputiesOf(company, "manager-1", on("2026-12-05"))).toEqual([]);
});

test("of two absences at once the one that names a substitute counts", () => {
  const absent = [
    { from: "2026-12-01", to: "2026-12-31" },
    { from: "2026-12-03", to: "2026-12-10", substitute: "b" },
  ];
  const company = readDirectory({ users: { a: { absent }, b: {} } });
  expect(deputiesOf(company, "a", on("2026-12-05")).map(({ user }) => user)).toEqual(["b"]);
  expect(deputiesOf(company, "a", on("2026-12-20"))).toEqual([]);
});
