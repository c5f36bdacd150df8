import { expect, test } from "vitest";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import { standsInToday } from "../../../engine/people/stands-in.ts";
import { teamOf } from "../../../engine/people/team.ts";

const company = readDirectory({
  users: {
    boss: { department: "firm" },
    head: { department: "sales" },
    deputy: { department: "sales" },
    seller: { department: "sales" },
    left: { department: "north", active: false },
    north: { department: "north" },
    clerk: { department: "office", manager: "head" },
    alone: {},
  },
  departments: {
    firm: { head: "boss" },
    sales: { head: "head", parent: "firm" },
    north: { parent: "sales" },
    office: { head: "boss", parent: "firm" },
  },
});

test("a head's team are the people of his departments and of all below, leavers too, himself not", () => {
  expect(teamOf(company, "head")).toEqual(["deputy", "seller", "left", "north"]);
  expect(teamOf(company, "boss")).toEqual(["head", "deputy", "seller", "left", "north", "clerk"]);
});

test("who heads no department has no team, whoever names him as manager", () => {
  for (const user of ["seller", "clerk", "alone", "stranger", "constructor"]) expect(teamOf(company, user)).toEqual([]);
});

test("departments that go in a circle have a team nevertheless", () => {
  const circle = readDirectory({
    users: { a: { department: "one" }, b: { department: "two" } },
    departments: { one: { head: "a", parent: "two" }, two: { parent: "one" } },
  });
  expect(teamOf(circle, "a")).toEqual(["b"]);
});

test("somebody stands in for the absent who named him, and for those whose absent substitute named him", () => {
  const away = readDirectory({
    users: {
      ann: { absent: [{ from: "2026-12-01", to: "2026-12-05", substitute: "ben" }] },
      ben: { absent: [{ from: "2026-12-03", to: "2026-12-05", substitute: "cid" }] },
      cid: {},
    },
  });
  const on = (...dates: string[]) => dates.map((date) => () => date);
  expect(standsInToday(away, "ben", on("2026-12-01"))).toEqual(["ann"]);
  expect(standsInToday(away, "cid", on("2026-12-01"))).toEqual([]);
  expect(standsInToday(away, "cid", on("2026-12-04"))).toEqual(["ann", "ben"]);
  expect(standsInToday(away, "ben", on("2026-12-06"))).toEqual([]);
  // Where calendars differ by a day he acts in neither's name too early.
  expect(standsInToday(away, "ben", on("2026-11-30", "2026-12-01"))).toEqual([]);
  expect(standsInToday(away, "ben", [])).toEqual([]);
});
