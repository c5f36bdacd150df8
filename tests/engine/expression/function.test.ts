import { describe, expect, test } from "vitest";
import type { Value } from "../../../engine/base/value.ts";
import { evaluate, incident, problemsOf } from "../../support/evaluation.ts";

const date = (value: string): Value => ({ $type: "date", value });
const dateTime = (value: string): Value => ({ $type: "date and time", value });
const days = (value: string): Value => ({ $type: "days and time duration", value });

describe("functions of ours", () => {
  test("list() gives the rows of a list of the company", () => {
    expect(evaluate('list("brands").value')).toEqual(["Jura", "Nivona"]);
    expect(evaluate('for b in list("brands") return { key: b.value, value: b.discount }')).toEqual([
      { key: "Jura", value: 5 },
      { key: "Nivona", value: 7 },
    ]);
  });

  test("the discount card of the processes", () => {
    const text = `context(for b in list("brands")
      return { key: b.value, value: if get value(card, b.value) = null then b.discount else get value(card, b.value) })`;
    expect(evaluate(text, { card: { Jura: 9 } })).toEqual({ Jura: 9, Nivona: 7 });
    expect(evaluate(text, { card: null })).toEqual({ Jura: 5, Nivona: 7 });
    expect(
      evaluate('list("brands")[get value(after, item.value) != get value(before, item.value)].value', {
        after: { Jura: 5, Nivona: 8 },
        before: { Jura: 5 },
      }),
    ).toEqual(["Nivona"]);
  });

  test("difference keeps the order and what is repeated", () => {
    expect(evaluate("difference([3, 1, 2, 1], [2])")).toEqual([3, 1, 1]);
    expect(evaluate("difference([{a: 1}, {a: 2}], [{a: 2}])")).toEqual([{ a: 1 }]);
    expect(evaluate("difference([], [1])")).toEqual([]);
  });

  test("business days are those of the process's calendar", () => {
    expect(evaluate('add business days(date("2026-11-27"), 1)')).toEqual(date("2026-11-30"));
    expect(evaluate('add business days(date("2026-11-30"), -1)')).toEqual(date("2026-11-27"));
    expect(evaluate('is working day(date("2026-11-28"))')).toBe(false);
    expect(evaluate('business days between(date("2026-11-25"), date("2026-11-27"))')).toBe(2);
    expect(evaluate("add business days(now(), 1)")).toEqual(dateTime("2026-11-26T10:00:00@Europe/Moscow"));
    expect(incident("add business days(today(), 1000000)")).toBe("EXPRESSION_DOMAIN");
    expect(incident("add business days(today(), 0.5)")).toBe("EXPRESSION_DOMAIN");
  });

  test("now and today are the engine's, in the calendar's zone", () => {
    expect(evaluate("now()")).toEqual(dateTime("2026-11-25T10:00:00@Europe/Moscow"));
    expect(evaluate("today()")).toEqual(date("2026-11-25"));
    expect(evaluate("now().hour")).toBe(10);
  });
});

describe("dates, times and zones", () => {
  test("an instant is the same in every zone", () => {
    expect(evaluate('date and time("2026-11-25T10:00:00+03:00") = date and time("2026-11-25T07:00:00Z")')).toBe(true);
    expect(evaluate('date and time("2026-11-25T10:00:00@Europe/Moscow") < date and time("2026-11-25T07:00:01Z")')).toBe(
      true,
    );
    expect(incident('date and time("2026-11-25T10:00:00") < date and time("2026-11-25T07:00:01Z")')).toBe(
      "EXPRESSION_TYPE",
    );
  });

  test("a day more in a zone that puts its clock back is 24 hours, not the same time", () => {
    expect(evaluate('date and time("2026-10-24T12:00:00@Europe/Berlin") + duration("P1D")')).toEqual(
      dateTime("2026-10-25T11:00:00@Europe/Berlin"),
    );
    expect(
      evaluate(
        'date and time("2026-10-25T12:00:00@Europe/Berlin") - date and time("2026-10-24T12:00:00@Europe/Berlin")',
      ),
    ).toEqual(days("P1DT1H"));
  });

  test("a local time that comes twice is its first, one that never comes is an hour later", () => {
    expect(evaluate('date and time("2026-10-25T02:30:00@Europe/Berlin") = date and time("2026-10-25T00:30:00Z")')).toBe(
      true,
    );
    expect(evaluate('date and time("2026-03-29T02:30:00@Europe/Berlin") = date and time("2026-03-29T01:30:00Z")')).toBe(
      true,
    );
  });

  test("months are added by the calendar", () => {
    expect(evaluate('date("2026-01-31") + duration("P1M")')).toEqual(date("2026-02-28"));
    expect(evaluate('date("2024-02-29") + duration("P1Y")')).toEqual(date("2025-02-28"));
    expect(evaluate('years and months duration(date("2025-11-30"), date("2026-11-25"))')).toEqual({
      $type: "years and months duration",
      value: "P11M",
    });
  });

  test("parts can be read", () => {
    expect(evaluate('[@"2026-11-25".weekday, @"2026-11-25".year, @"P1DT2H".hours, @"P1Y2M".months]')).toEqual([
      3, 2026, 2, 2,
    ]);
    expect(evaluate('[day of week(@"2026-11-25"), month of year(@"2026-11-25")]')).toEqual(["Wednesday", "November"]);
    expect(evaluate('[day of year(@"2026-12-31"), week of year(@"2026-12-31")]')).toEqual([365, 53]);
    expect(evaluate('@"10:00:00+03:00".time offset')).toEqual(days("PT3H"));
    expect(evaluate('@"2026-11-25T10:00:00@Europe/Moscow".timezone')).toBe("Europe/Moscow");
  });

  test("what is no date is an incident", () => {
    for (const text of [
      'date("2026-02-30")',
      'time("25:00:00")',
      'date and time("2026-11-25T10:00:00@Mars/Base")',
      'duration("1 day")',
      "date(2026, 13, 1)",
    ]) {
      expect(incident(text), text).toBe("EXPRESSION_DOMAIN");
    }
  });
});

describe("texts and lists", () => {
  test("characters are counted, not code units", () => {
    expect(evaluate('string length("a💶")')).toBe(2);
    expect(evaluate('substring("a💶b", 2, 1)')).toBe("💶");
  });

  test("patterns are those of XPath", () => {
    expect(evaluate('replace("darted", "^(.*?)d(.*)$", "$1c$2")')).toBe("carted");
    expect(evaluate('split("a;b,c", "[;,]")')).toEqual(["a", "b", "c"]);
    expect(evaluate('matches("Лид №7", "^лид", "i")')).toBe(true);
    expect(incident('matches("a", "(")')).toBe("EXPRESSION_DOMAIN");
    expect(incident('matches("aa", "(a)\\\\1")')).toBe("EXPRESSION_DOMAIN");
  });

  test("arguments may be named, in any order", () => {
    expect(evaluate('substring(start position: 2, string: "abc")')).toBe("bc");
    expect(evaluate('contains(match: "b", string: "abc")')).toBe(true);
  });

  test("sort is stable, with a function or by size", () => {
    expect(evaluate("sort([3, 1, 2])")).toEqual([1, 2, 3]);
    expect(evaluate('sort([{k: 1, v: "a"}, {k: 0, v: "b"}, {k: 1, v: "c"}], function(x, y) x.k < y.k).v')).toEqual([
      "b",
      "a",
      "c",
    ]);
    expect(incident('sort([1, "a"])')).toBe("EXPRESSION_TYPE");
    expect(incident("sort([1, 2], function(x, y) 1)")).toBe("EXPRESSION_TYPE");
  });

  test("contexts are changed by copies", () => {
    const card = { a: 1 };
    expect(evaluate('context put(card, "b", 2)', { card })).toEqual({ a: 1, b: 2 });
    expect(card).toEqual({ a: 1 });
    expect(evaluate('get value(null, "a")')).toBeNull();
    expect(evaluate('get value({a: 1}, "b")')).toBeNull();
    expect(evaluate("get entries({a: 1})")).toEqual([{ key: "a", value: 1 }]);
    expect(incident('context([{key: "a", value: 1}, {key: "a", value: 2}])')).toBe("EXPRESSION_DOMAIN");
  });

  test("a result that keeps partial keeps what was made before it, never itself", () => {
    expect(evaluate("for i in 1..3 return {before: partial}")).toEqual([
      { before: [] },
      { before: [{ before: [] }] },
      { before: [{ before: [] }, { before: [{ before: [] }] }] },
    ]);
  });

  test("no author makes a tagged value: keys that start with $ are the engine's", () => {
    for (const text of [
      '{"$type": "number", "value": "x"}',
      'context put({}, "$type", "date")',
      'context([{key: "$type", value: 1}])',
      'context put({a: {}}, ["a", "$type"], 1)',
    ])
      expect(() => evaluate(text), text).toThrow(/\$type/);
    expect(problemsOf('{"$type": "range"}')).toEqual(["expression-reserved-name"]);
  });

  test("partial is what a loop has made so far", () => {
    expect(evaluate("for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]")).toEqual([1, 1, 2, 3, 5]);
  });

  test("a function or a range is no value of a process", () => {
    expect(incident("function(x) x")).toBe("EXPRESSION_TYPE");
    expect(incident("[[1..5]]")).toBe("EXPRESSION_TYPE");
    expect(evaluate("5 in [1..5]")).toBe(true);
  });
});
