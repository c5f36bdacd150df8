import fc from "fast-check";
import { expect, test } from "vitest";
import { headOf, managerOf, nextUp } from "../../../engine/people/chart.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import { directory } from "./people.fixture.ts";

test("a department's head is nobody where the place is vacant, the head left, or there is no such department", () => {
  expect(["sales", "north", "archive", "nowhere", "constructor"].map((name) => headOf(directory, name))).toEqual([
    "head-sales",
    null,
    null,
    null,
    null,
  ]);
});

test.each([
  ["the person's own manager before the department's head", "head-service", "exec"],
  ["the department's head", "manager-1", "head-sales"],
  ["the head of the department above, for a head", "head-sales", "ceo"],
  ["the head above a vacant place", "manager-3", "head-sales"],
  ["the manager of a manager who left", "under-leaver", "manager-1"],
  ["nobody, at the top", "ceo", null],
  ["nobody, for a stranger", "stranger", null],
])("a manager is %s", (_, user, manager) => {
  expect(managerOf(directory, user)).toBe(manager);
});

test("a person is never his own manager", () => {
  const alone = readDirectory({
    users: { a: { manager: "a", department: "d" } },
    departments: { d: { head: "a", parent: "d" } },
  });
  expect(managerOf(alone, "a")).toBeNull();
});

test("the climb passes over people already asked and ends at the top", () => {
  expect(nextUp(directory, "manager-1", new Set())).toBe("head-sales");
  expect(nextUp(directory, "manager-1", new Set(["head-sales"]))).toBe("ceo");
  expect(nextUp(directory, "manager-1", new Set(["head-sales", "ceo"]))).toBeNull();
  expect(nextUp(directory, "ceo", new Set())).toBeNull();
});

test("the climb ends where two are each other's manager", () => {
  const pair = readDirectory({ users: { a: { manager: "b" }, b: { manager: "a" } } });
  expect(nextUp(pair, "a", new Set(["b"]))).toBeNull();
  expect(nextUp(pair, "a", new Set(["a", "b"]))).toBeNull();
});

test("on any chart, circles included, a climb ends, asks active people only, and nobody twice", () => {
  const users = ["a", "b", "c", "d", "e"];
  const someone = fc.option(fc.constantFrom(...users));
  const somewhere = fc.option(fc.constantFrom("x", "y", "z"));
  const person = fc.record({ manager: someone, department: somewhere, active: fc.boolean() });
  const department = fc.record({ head: someone, parent: somewhere });
  const company = fc.record({
    users: fc.record(Object.fromEntries(users.map((user) => [user, person]))),
    departments: fc.record({ x: department, y: department, z: department }),
  });
  fc.assert(
    fc.property(company, fc.constantFrom(...users), (data, start) => {
      const chart = readDirectory(data);
      const asked = new Set([start]);
      for (let next = nextUp(chart, start, asked); next !== null; next = nextUp(chart, next, asked)) {
        expect(chart.users[next]?.active).toBe(true);
        expect(asked.has(next)).toBe(false);
        asked.add(next);
      }
      expect(asked.size).toBeLessThanOrEqual(users.length);
    }),
    { seed: 20_261_120, numRuns: 1000 },
  );
});
