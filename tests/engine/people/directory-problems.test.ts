import { expect, test } from "vitest";
import { directoryProblems } from "../../../engine/people/directory-problems.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import { COMPANY } from "./people.fixture.ts";

test("a directory without problems has none", () => {
  expect(directoryProblems(COMPANY)).toEqual([]);
  expect(directoryProblems({})).toEqual([]);
});

test.each([
  [{ users: { a: { manger: "b" } } }, ["users", "a", "manger"], 'no key "manger"'],
  [{ users: ["a"] }, ["users"], "keys are needed"],
  [{ users: { a: { groups: "g" } } }, ["users", "a", "groups"], "a list"],
  [{ users: { a: { active: "no" } } }, ["users", "a", "active"], "true or false"],
  [{ users: { a: { name: 5 } } }, ["users", "a", "name"], "text"],
  [{ users: { a: { manager: "b" } } }, ["users", "a", "manager"], 'no user "b"'],
  [{ users: { a: { department: "d" } } }, ["users", "a", "department"], 'no department "d"'],
  [
    { users: { a: { absent: [{ from: "1.12.2026", to: "2026-12-14" }] } } },
    ["users", "a", "absent", 0, "from"],
    "a date",
  ],
  [
    { users: { a: { absent: [{ from: "2026-12-14", to: "2026-12-01" }] } } },
    ["users", "a", "absent", 0, "to"],
    "before",
  ],
  [
    { users: { a: { absent: [{ from: "2026-12-14", to: "2026-12-15", substitute: "z" }] } } },
    ["users", "a", "absent", 0, "substitute"],
    "z",
  ],
  [{ departments: { d: { head: "x" } } }, ["departments", "d", "head"], 'no user "x"'],
  [{ departments: { d: { parent: "e" }, e: { parent: "d" } } }, ["departments", "d", "parent"], "circle"],
  [{ groups: { g: { members: ["x"] } } }, ["groups", "g", "members", 0], 'no user "x"'],
  [{ users: { a: { timeZone: "Moscow" } } }, ["users", "a", "timeZone"], 'no time zone "Moscow"'],
  [{ users: { a: { email: "no mail" } } }, ["users", "a", "email"], "no mail address"],
  [{ users: { a: { manager: "b" }, b: { manager: "a" } } }, ["users", "a", "manager"], "circle"],
  [
    { users: { a: { groups: ["que"] } }, groups: { queue: { title: "Очередь" } } },
    ["users", "a", "groups", 0],
    '"queue"',
  ],
  [{ users: { a: { absent: [{ from: "2026-02-31" }] } } }, ["users", "a", "absent", 0, "from"], "a date"],
  [{ administrators: ["x"] }, ["administrators", 0], 'no user "x"'],
])("%j has a problem at %j", (data, path, says) => {
  const found = directoryProblems(data).map((problem) => [problem.path, problem.says.en]);
  expect(found).toContainEqual([path, expect.stringContaining(says)]);
});

test("what is left out of the file has its default", () => {
  expect(readDirectory({ users: { a: null } }).users["a"]).toEqual({
    id: "a",
    name: "a",
    position: null,
    email: null,
    phone: null,
    department: null,
    groups: [],
    manager: null,
    locale: "ru",
    timeZone: null,
    absent: [],
    active: true,
  });
  expect(readDirectory(null)).toEqual({ users: {}, departments: {}, groups: {}, administrators: [] });
});
