import { describe, expect, test } from "vitest";
import type { Type } from "../../../engine/expression/type.ts";
import { evaluate, incident, problemsOf } from "../../support/evaluation.ts";

const rub = (amount: string) => ({ amount, currency: "RUB" });
const usd = (amount: string) => ({ amount, currency: "USD" });
const RUB: Type = { kind: "money", currency: "RUB" };
const MONEY: Type = { kind: "money" };

describe("money", () => {
  test("amounts of one currency are added, compared and scaled exactly", () => {
    expect(evaluate("a + b", { a: rub("0.10"), b: rub("0.20") })).toEqual(rub("0.30"));
    expect(evaluate("a - b", { a: rub("100000.00"), b: rub("0.01") })).toEqual(rub("99999.99"));
    expect(evaluate("a * 3", { a: rub("33.33") })).toEqual(rub("99.99"));
    expect(evaluate("0.15 * a", { a: rub("100") })).toEqual(rub("15.00"));
    expect(evaluate("a / 8", { a: rub("1") })).toEqual(rub("0.125"));
    expect(evaluate("a / b", { a: rub("10.00"), b: rub("4.00") })).toBe(2.5);
    expect(evaluate("a > b", { a: rub("10.01"), b: rub("10") })).toBe(true);
    expect(evaluate("-a", { a: rub("5.00") })).toEqual(rub("-5.00"));
  });

  test("amounts are equal however many zeros they are written with; currencies must agree", () => {
    expect(evaluate("a = b", { a: rub("10"), b: rub("10.00") })).toBe(true);
    expect(evaluate("a = b", { a: rub("10"), b: usd("10") })).toBe(false);
    expect(evaluate("list contains([a], b)", { a: rub("10"), b: rub("10.0") })).toBe(true);
  });

  test("different currencies have neither order nor sum", () => {
    const variables = { a: rub("1"), b: usd("1") };
    for (const text of ["a < b", "a + b", "sum([a, b])", "max(a, b)", "a / b"]) {
      expect(incident(text, variables), text).toBe("EXPRESSION_CURRENCY");
    }
  });

  test("a plain number meets money only where its currency is declared", () => {
    expect(evaluate("a > 100000", { a: rub("100000.01") }, { types: { a: RUB } })).toBe(true);
    expect(evaluate("a + 5", { a: rub("1.00") }, { types: { a: RUB } })).toEqual(rub("6.00"));
    expect(problemsOf("a > 100000", { types: { a: MONEY } })).toEqual(["money-needs-currency"]);
    expect(problemsOf("a + 5", { types: { a: MONEY } })).toEqual(["money-needs-currency"]);
    expect(problemsOf("a = 5", { types: { a: MONEY } })).toEqual(["money-needs-currency"]);
    expect(incident("a > 100000", { a: rub("1") })).toBe("EXPRESSION_CURRENCY");
  });

  test("another currency than the declared one is an incident", () => {
    expect(incident("a > 100000", { a: usd("1") }, { types: { a: RUB } })).toBe("EXPRESSION_CURRENCY");
    expect(incident("a between 1 and 5", { a: usd("1") }, { types: { a: RUB } })).toBe("EXPRESSION_CURRENCY");
    expect(incident("a in [1..5]", { a: usd("1") }, { types: { a: RUB } })).toBe("EXPRESSION_CURRENCY");
  });

  test("sums, means and extremes of one currency are money", () => {
    const variables = { all: [rub("1.50"), rub("2.50"), rub("5")] };
    expect(evaluate("sum(all)", variables)).toEqual(rub("9.00"));
    expect(evaluate("mean(all)", variables)).toEqual(rub("3.00"));
    expect(evaluate("min(all)", variables)).toEqual(rub("1.50"));
    expect(evaluate("max(all)", variables)).toEqual(rub("5"));
  });

  test("its parts can be read and it can be made", () => {
    expect(evaluate("a.amount + 1", { a: rub("1.50") })).toBe(2.5);
    expect(evaluate("amount(a)", { a: rub("1.50") })).toBe(1.5);
    expect(evaluate("currency(a)", { a: rub("1.50") })).toBe("RUB");
    expect(evaluate('money(7.5, "RUB")')).toEqual(rub("7.50"));
    expect(incident('money(7.5, "рубли")')).toBe("EXPRESSION_DOMAIN");
  });

  test("a product of two moneys is a problem", () => {
    expect(problemsOf("a * a", { types: { a: RUB } })).toEqual(["expression-type"]);
  });
});
