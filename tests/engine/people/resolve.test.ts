import { describe, expect, test } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import type { Principal } from "../../../engine/people/directory.ts";
import { strikeOut } from "../../../engine/people/exclusion.ts";
import { membersOf } from "../../../engine/people/lookup.ts";
import { principalsIn } from "../../../engine/people/principal.ts";
import { resolvePrincipal } from "../../../engine/people/resolve.ts";
import { nextInTurn } from "../../../engine/people/turn.ts";
import { directory, on, withAbsences } from "./people.fixture.ts";

const facts = { dateOf: on("2026-11-20"), lastTurn: () => null };
const user = (name: string) => id<UserId>(name);
const resolve = (principal: Principal) => resolvePrincipal(principal, directory, facts);

describe("a group", () => {
  test("has its own members first, then those who name it, each once, leavers never", () => {
    expect(membersOf(directory, "queue")).toEqual(["manager-2", "manager-1", "manager-3"]);
  });

  test("that only its members name exists", () => {
    expect(membersOf(directory, "executives")).toEqual(["exec"]);
  });
});

describe("a principal", () => {
  test.each<[Principal, readonly string[]]>([
    [{ user: "manager-1" }, ["manager-1"]],
    [{ group: "queue" }, ["manager-2", "manager-1", "manager-3"]],
    [{ each: "ring" }, ["manager-1", "manager-2", "manager-3"]],
    [{ headOf: "sales" }, ["head-sales"]],
    [{ managerOf: "manager-3" }, ["head-sales"]],
    [{ nextOf: "ring" }, ["manager-1"]],
  ])("%j is %j", (principal, users) => {
    expect(resolve(principal)).toMatchObject({ users, vacancy: null });
  });

  test.each<[Principal, string]>([
    [{ user: "stranger" }, "в справочнике нет сотрудника «stranger»"],
    [{ user: "__proto__" }, "в справочнике нет сотрудника «__proto__»"],
    [{ user: "leaver" }, "Ушёл Уже больше не работает"],
    [{ group: "empty" }, "группа «Пустая» пуста"],
    [{ group: "nobody" }, "в справочнике нет группы «nobody»"],
    [{ headOf: "north" }, "у отдела «Север» нет руководителя"],
    [{ headOf: "nowhere" }, "в справочнике нет отдела «nowhere»"],
    [{ managerOf: "ceo" }, "над сотрудником Соколова Ирина нет руководителя"],
    [{ nextOf: "empty" }, "группа «Пустая» пуста"],
  ])("%j is a vacancy, never an empty answer: %s", (principal, ru) => {
    expect(resolve(principal)).toMatchObject({ users: [], vacancy: { ru, en: expect.any(String) } });
  });

  test("in lists of lists is read in order; a text is a user's id, null is nobody", () => {
    const value = ["a", [{ group: "g" }, null, [{ headOf: "d" }]], "b"];
    expect(principalsIn(value).principals).toEqual([{ user: "a" }, { group: "g" }, { headOf: "d" }, { user: "b" }]);
  });

  test.each([[5], [{ team: "x" }], [{ user: "a", group: "b" }], [{ user: null }], [""], [true]])(
    "%j is none",
    (value) => {
      expect(principalsIn([value]).wrong).toEqual(value);
    },
  );
});

describe("turns", () => {
  const dateOf = on("2026-11-20");
  test("go round", () => {
    const after = (last: string | null) => nextInTurn(directory, { group: "ring", last, dateOf });
    expect([null, "manager-1", "manager-2", "manager-3", "gone"].map(after)).toEqual([
      "manager-1",
      "manager-2",
      "manager-3",
      "manager-1",
      "manager-1",
    ]);
  });

  test("skip the absent and the excluded", () => {
    const company = withAbsences({ "manager-2": ["2026-11-20", "2026-11-20"] });
    expect(nextInTurn(company, { group: "ring", last: "manager-1", dateOf })).toBe("manager-3");
    const excluded = new Set(["manager-3"]);
    expect(nextInTurn(company, { group: "ring", last: "manager-1", dateOf, excluded })).toBe("manager-1");
  });

  test("come to nobody where all are away, and say so", () => {
    const away = ["2026-11-20", "2026-11-20"] as const;
    const company = withAbsences({ "manager-1": away, "manager-2": away, "manager-3": away });
    expect(resolvePrincipal({ nextOf: "ring" }, company, facts).vacancy?.ru).toContain("некого выбрать");
  });

  test("are written into the resolution", () => {
    const taken = resolvePrincipal({ nextOf: "ring" }, directory, { ...facts, lastTurn: () => "manager-1" });
    expect(taken.turn).toEqual({ group: "ring", user: "manager-2" });
  });
});

describe("four eyes", () => {
  const excluded = new Set(["manager-1"]);
  const strike = (users: readonly string[], ifExcluded: "manager" | "skip" | "incident", out = excluded) =>
    strikeOut(users.map(user), directory, { excluded: out, ifExcluded });

  test("take an excluded person out of a group without replacing him", () => {
    const left = strike(["manager-1", "manager-2"], "incident");
    expect(left).toEqual({ users: ["manager-2"], notes: [], vacancy: null, isSkipped: false });
  });

  test("replace the only one by his manager, with a note", () => {
    const left = strike(["manager-1"], "manager");
    expect(left.users).toEqual(["head-sales"]);
    expect(left.notes).toMatchObject([{ kind: "replaced", user: "manager-1", by: "head-sales" }]);
    expect(left.notes[0]?.says.ru).toBe("Иванов Илья не решает по своему вопросу, вместо него — Орлова Анна");
  });

  test("never replace by somebody who is excluded too", () => {
    expect(strike(["manager-1"], "manager", new Set(["manager-1", "head-sales"])).users).toEqual(["ceo"]);
  });

  test("find nobody above the director who asks for himself: an incident", () => {
    const left = strike(["ceo"], "manager", new Set(["ceo"]));
    expect(left).toMatchObject({
      users: [],
      vacancy: { ru: "Соколова Ирина не решает по своему вопросу, а выше никого нет" },
    });
  });

  test("skip with a note, or stop with a reason", () => {
    expect(strike(["manager-1"], "skip")).toMatchObject({
      users: [],
      isSkipped: true,
      vacancy: null,
      notes: [{ kind: "skipped" }],
    });
    expect(strike(["manager-1"], "incident")).toMatchObject({
      users: [],
      isSkipped: false,
      vacancy: { ru: expect.stringContaining("замены нет") },
    });
  });
});
