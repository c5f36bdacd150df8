import { describe, expect, test } from "vitest";
import type { Value } from "../../../engine/base/value.ts";
import {
  compileExpression,
  ExpressionError,
  type RenderOptions,
  renderExpression,
  renderValue,
} from "../../../engine/expression/index.ts";
import type { Type } from "../../../engine/expression/type.ts";
import { contextOf, PEOPLE } from "../../support/evaluation.ts";

const reader: RenderOptions = {
  locale: "ru",
  zone: "Europe/Moscow",
  people: PEOPLE,
  label: (from, value) => (from === "list:kinds" ? `«${value}»` : value),
};
const ANY: Type = { kind: "any" };
const at = (
  value: string,
  $type: "date" | "time" | "date and time" | "days and time duration" | "years and months duration" = "date and time",
): Value => ({ $type, value });

const ru = (value: Value, type: Type = ANY) => renderValue(value, type, reader);
const en = (value: Value, type: Type = ANY) => renderValue(value, type, { ...reader, locale: "en" });

describe("values in text", () => {
  test("ids and other texts stand as they are", () => {
    expect(ru("1234567")).toBe("1234567");
    expect(ru("ivanov")).toBe("ivanov");
  });

  test("numbers and money are grouped by ordinary spaces, exact to the last digit", () => {
    expect(ru(1_234_567.5)).toBe("1 234 567,5");
    expect(ru(-1000)).toBe("-1 000");
    expect(ru({ $type: "number", value: "12345678901234567890.01" })).toBe("12 345 678 901 234 567 890,01");
    expect(ru({ amount: "100000.00", currency: "RUB" })).toBe("100 000,00 ₽");
    expect(ru({ amount: "0.125", currency: "USD" })).toBe("0,125 $");
    expect(ru({ amount: "5", currency: "CNY" })).toBe("5,00 ¥");
    expect(en({ amount: "-100000.5", currency: "RUB" })).toBe("-₽100,000.50");
    expect(en(1_234_567.5)).toBe("1,234,567.5");
  });

  test("dates and times are the reader's", () => {
    expect(ru(at("2026-11-25", "date"))).toBe("25.11.2026");
    expect(ru(at("2026-11-25T07:00:00Z"))).toBe("25.11.2026 10:00");
    expect(renderValue(at("2026-11-25T07:00:00Z"), ANY, { ...reader, zone: "Asia/Yekaterinburg" })).toBe(
      "25.11.2026 12:00",
    );
    expect(ru(at("2026-11-25T10:00:30@Europe/Moscow"))).toBe("25.11.2026 10:00:30");
    expect(ru(at("2026-11-25T10:00:00"))).toBe("25.11.2026 10:00");
    expect(ru(at("10:00:00", "time"))).toBe("10:00");
    expect(en(at("2026-11-25T07:00:00Z"))).toBe("25 Nov 2026 10:00");
    expect(ru("2026-11-25", { kind: "date" })).toBe("25.11.2026");
    expect(ru("2026-11-25")).toBe("2026-11-25");
  });

  test("durations are words", () => {
    expect(ru(at("P1DT2H", "days and time duration"))).toBe("1 день 2 часа");
    expect(ru(at("-PT90M", "days and time duration"))).toBe("минус 1 час 30 минут");
    expect(ru(at("P1Y5M", "years and months duration"))).toBe("1 год 5 месяцев");
    expect(en(at("PT0S", "days and time duration"))).toBe("0 seconds");
  });

  test("a user by name, a record by title, a choice by its label, a list by commas", () => {
    expect(ru("ivanov", { kind: "user" })).toBe("Иван Иванов");
    expect(ru("nobody", { kind: "user" })).toBe("nobody");
    expect(ru(["ivanov", "petrov"], { kind: "list", of: { kind: "user" } })).toBe("Иван Иванов, Пётр Петров");
    expect(ru({ id: "7", type: "company", ref: "company/7", stageKind: null, title: "Ромашка" })).toBe("Ромашка");
    expect(ru({ id: "7", type: "company", ref: "company/7", stageKind: null })).toBe("company/7");
    expect(ru("goods", { kind: "choice", from: "list:kinds" })).toBe("«goods»");
    expect(ru("goods", { kind: "union", of: [{ kind: "choice", from: "list:kinds" }, { kind: "null" }] })).toBe(
      "«goods»",
    );
    expect(ru(true)).toBe("да");
    expect(ru([])).toBe("");
    expect(ru([{ name: "Счёт.pdf", id: "f1" }])).toBe("Счёт.pdf");
    expect(ru({ headOf: "sales" })).toBe("руководитель: Отдел продаж");
  });

  test("null and a map are incidents that name the expression", () => {
    for (const [text, code] of [
      ["x", "EXPRESSION_NULL"],
      ["{a: 1}", "EXPRESSION_TYPE"],
    ] as const) {
      const { expression } = compileExpression(text);
      expect(expression).not.toBeNull();
      if (!expression) continue;
      try {
        renderExpression(expression, contextOf({ x: null }), reader);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
        expect(error).toMatchObject({ code, expression: text });
      }
    }
    expect(() => ru(null)).toThrow(ExpressionError);
    expect(() => ru([null])).toThrow(ExpressionError);
  });
});
