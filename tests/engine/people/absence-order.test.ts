import { describe, expect, test } from "vitest";
import {
  type AbsenceOrder,
  absenceProblem,
  headsAbove,
  mayEnterAbsence,
  peopleUnder,
} from "../../../engine/people/absence-order.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import { COMPANY, directory, on, withAbsences } from "./people.fixture.ts";

const TODAY = on("2026-12-01");
const order: AbsenceOrder = { person: "manager-1", from: "2026-12-07", to: "2026-12-11", substitute: "manager-2" };

function codeOf(more: Partial<AbsenceOrder>, by = "manager-1", company = directory): string | null {
  return absenceProblem({ ...order, ...more }, company, { by, dateOf: TODAY })?.code ?? null;
}

describe("what may be entered", () => {
  test.each<[string, Partial<AbsenceOrder>, string | null]>([
    ["a week with a substitute", {}, null],
    ["nobody stands in", { substitute: null }, null],
    ["today alone", { from: "2026-12-01", to: "2026-12-01" }, null],
    ["no day of the calendar", { from: "2026-02-30" }, "ABSENCE_DATES"],
    ["no date at all", { to: "tomorrow" }, "ABSENCE_DATES"],
    ["ends before it begins", { to: "2026-12-06" }, "ABSENCE_DATES"],
    ["begins yesterday", { from: "2026-11-30" }, "ABSENCE_PAST"],
    ["the year mistyped", { to: "2028-12-11" }, "ABSENCE_TOO_LONG"],
    ["himself", { substitute: "manager-1" }, "SUBSTITUTE_SELF"],
    ["a substitute nobody knows", { substitute: "nobody" }, "SUBSTITUTE_UNKNOWN"],
    ["a substitute who left", { substitute: "leaver" }, "SUBSTITUTE_UNKNOWN"],
    ["a name of the language's own machinery", { substitute: "__proto__" }, "SUBSTITUTE_UNKNOWN"],
    ["somebody nobody knows", { person: "constructor" }, "PERSON_UNKNOWN"],
    ["a leaver", { person: "leaver" }, "PERSON_UNKNOWN"],
  ])("%s", (_what, more, code) => {
    expect(codeOf(more)).toBe(code);
  });

  test("not twice on one day, not even on the last one; the day after is free", () => {
    const company = withAbsences({ "manager-1": ["2026-12-11", "2026-12-20"] });
    expect(codeOf({}, "manager-1", company)).toBe("ABSENCE_OVERLAP");
    expect(codeOf({ to: "2026-12-10" }, "manager-1", company)).toBeNull();
  });

  test("the substitute must be there on every one of the days", () => {
    const company = withAbsences({ "manager-2": ["2026-12-11", "2026-12-20", "manager-3"] });
    expect(codeOf({}, "manager-1", company)).toBe("SUBSTITUTE_ABSENT");
    expect(codeOf({ to: "2026-12-10" }, "manager-1", company)).toBeNull();
  });

  test("substitutes do not go in a circle, however long", () => {
    const pair = withAbsences({ "manager-2": ["2026-12-08", "2026-12-09", "manager-1"] });
    expect(codeOf({}, "manager-1", pair)).toBe("SUBSTITUTE_CIRCLE");
    const ring = withAbsences({
      "manager-2": ["2026-12-08", "2026-12-09", "manager-3"],
      "manager-3": ["2026-12-08", "2026-12-09", "manager-1"],
    });
    expect(codeOf({}, "manager-1", ring)).toBe("SUBSTITUTE_CIRCLE");
  });

  test("today is today where the person lives", () => {
    const company = readDirectory({
      ...COMPANY,
      users: { ...COMPANY.users, "manager-1": { ...COMPANY.users["manager-1"], timeZone: "Asia/Vladivostok" } },
    });
    const dateOf = (zone: string | null): string => (zone === "Asia/Vladivostok" ? "2026-12-02" : "2026-12-01");
    const wanted = { ...order, from: "2026-12-01" };
    expect(absenceProblem(wanted, company, { by: "manager-1", dateOf })?.code).toBe("ABSENCE_PAST");
    expect(absenceProblem(wanted, directory, { by: "manager-1", dateOf })).toBeNull();
  });
});

describe("who may enter it", () => {
  test.each([
    ["himself", "manager-1", true],
    ["his head", "head-sales", true],
    ["the head above", "ceo", true],
    ["an administrator", "exec", true],
    ["a colleague", "manager-2", false],
    ["the head of another department", "head-service", false],
    ["a leaver", "leaver", false],
    ["nobody", "nobody", false],
  ])("%s", (_who, by, may) => {
    expect(mayEnterAbsence(directory, by, "manager-1")).toBe(may);
    expect(codeOf({}, by)).toBe(may ? null : "ABSENCE_NOT_YOURS");
  });

  test("the chain of heads ends at the top, also where the chart goes in a circle", () => {
    expect(headsAbove(directory, "manager-3")).toEqual(["head-sales", "ceo"]);
    const ring = readDirectory({ users: { a: { manager: "b" }, b: { manager: "c" }, c: { manager: "a" } } });
    expect(headsAbove(ring, "a")).toEqual(["b", "c"]);
  });

  test("a head's list is he himself and his people, an administrator's is everybody at work", () => {
    const hers = ["head-sales", "manager-1", "manager-2", "manager-3", "under-leaver"];
    expect(peopleUnder(directory, "head-sales")).toEqual(hers);
    expect(peopleUnder(directory, "manager-2")).toEqual(["manager-2"]);
    expect(peopleUnder(directory, "exec")).not.toContain("leaver");
    expect(peopleUnder(directory, "leaver")).toEqual([]);
  });
});
