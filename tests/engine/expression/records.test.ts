import { describe, expect, test } from "vitest";
import type { Type } from "../../../engine/expression/type.ts";
import { evaluate, incident } from "../../support/evaluation.ts";

const card = (id: string, more = {}) => ({ id, type: "company", ref: `company/${id}`, stageKind: null, ...more });

describe("records", () => {
  const variables = {
    seven: card("7", { title: "Семь" }),
    eight: card("8"),
    ref7: "company/7",
    refs: ["company/7", "company/8"],
  };

  test("a snapshot and its reference are equal", () => {
    expect(evaluate("seven = ref7", variables)).toBe(true);
    expect(evaluate("ref7 = eight", variables)).toBe(false);
    expect(evaluate("[seven] = [ref7]", variables)).toBe(true);
  });

  test("they are one element of every list", () => {
    expect(evaluate("list contains(refs, seven)", variables)).toBe(true);
    expect(evaluate("difference(refs, [seven])", variables)).toEqual(["company/8"]);
    expect(evaluate("difference([seven, eight], [ref7]).ref", variables)).toEqual(["company/8"]);
    expect(evaluate("count(distinct values([seven, ref7, eight]))", variables)).toBe(2);
    expect(evaluate("count(union(refs, [seven]))", variables)).toBe(2);
    expect(evaluate("index of(refs, eight)", variables)).toEqual([2]);
    expect(evaluate("seven in refs", variables)).toBe(true);
  });

  test("a bare reference tells its parts and nothing else", () => {
    expect(evaluate("ref7.ref + ref7.type + ref7.id", variables)).toBe("company/7company7");
    expect(evaluate("refs.id", variables)).toEqual(["7", "8"]);
    expect(incident("ref7.title", variables)).toBe("EXPRESSION_UNKNOWN_FIELD");
  });

  test("a field that the catalog knows and nobody filled is null, a list of it empty", () => {
    const types: Record<string, Type> = {
      seven: {
        kind: "record",
        of: ["company"],
        fields: { phone: { kind: "text" }, linked: { kind: "list", of: { kind: "any" } } },
      },
    };
    expect(evaluate("seven.phone", variables, { types })).toBeNull();
    expect(evaluate("seven.linked", variables, { types })).toEqual([]);
    expect(incident("seven.phone", variables)).toBe("EXPRESSION_UNKNOWN_FIELD");
  });
});

describe("people", () => {
  const types: Record<string, Type> = { requester: { kind: "user" } };

  test("fields of a user id are those of the directory's person", () => {
    const variables = { requester: "ivanov" };
    expect(evaluate("requester.position", variables, { types })).toBe("менеджер");
    expect(evaluate("requester.manager.name", variables, { types })).toBe("Пётр Петров");
    expect(evaluate("requester.groups", variables, { types })).toEqual(["approvers"]);
    expect(incident("requester.salary", variables)).toBe("EXPRESSION_UNKNOWN_FIELD");
    expect(incident("requester.position", { requester: "nobody" }, { types })).toBe("EXPRESSION_UNKNOWN_FIELD");
  });

  test("functions build references and ask nobody", () => {
    expect(evaluate('[user("a"), group("g"), head of("sales"), manager of("a"), next of("g"), each of("g")]')).toEqual([
      { user: "a" },
      { group: "g" },
      { headOf: "sales" },
      { managerOf: "a" },
      { nextOf: "g" },
      { each: "g" },
    ]);
  });

  test("administrators are known by id or reference", () => {
    expect(evaluate("is administrator(x)", { x: "petrov" })).toBe(true);
    expect(evaluate("is administrator(x)", { x: "ivanov" })).toBe(false);
    expect(evaluate("is administrator(user(x))", { x: "petrov" })).toBe(true);
    expect(incident("is administrator(x)", { x: null })).toBe("EXPRESSION_NULL");
  });
});

describe("parts that are empty", () => {
  test("an empty field of a person or a temporal is null, not an incident", () => {
    expect(evaluate("x.email", { x: "ivanov" })).toBeNull();
    expect(evaluate('@"10:00:00".timezone')).toBeNull();
    expect(evaluate('@"2026-11-25T10:00:00".time offset')).toBeNull();
  });
});
