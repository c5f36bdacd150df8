import { describe, expect, test } from "vitest";
import { fits } from "../../../engine/simulation/match-value.ts";

describe("what a scenario expects fits what happened", () => {
  test.each([
    ["a part of a map", { stage: "NEW" }, { stage: "NEW", title: "x" }],
    ["a part of a list, in any order", ["b"], ["a", "b"]],
    ["an empty list", [], []],
    ["a regular expression", "/Номер 1\\d1/", "Ваш Номер 101"],
    ["one without regard to case", "/номер/i", "НОМЕР"],
    ["equal amounts", { amount: "275000", currency: "RUB" }, { amount: "275000.00", currency: "RUB" }],
    ["a record and its reference", "deal/1", { id: "1", type: "deal", ref: "deal/1", title: "x" }],
    ["one instant in two zones", "2026-11-20T10:00:00+03:00", "2026-11-20T07:00:00Z"],
    ["null and nothing", null, undefined],
    ["a regular expression against a number", "/^5/", 57],
  ])("%s", (_what, expected, actual) => {
    expect(fits(expected, actual as never)).toBe(true);
  });

  test.each([
    ["[] against something", [], ["a"]],
    ["another amount", { amount: "275000.01", currency: "RUB" }, { amount: "275000.00", currency: "RUB" }],
    ["a text against nothing", "x", null],
    ["a key that is not there", { a: 1 }, { b: 1 }],
    ["a number against its text", 5, "5"],
  ])("but not %s", (_what, expected, actual) => {
    expect(fits(expected, actual as never)).toBe(false);
  });
});
