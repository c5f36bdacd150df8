import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orderedAxis } from "../../../engine/decision/axis.ts";
import { isFault, type ReadTest } from "../../../engine/decision/cell-test.ts";
import { dayNumberOf, isoOfDayNumber } from "../../../engine/decision/day-number.ts";
import { compareExact, exactOf, textOfExact } from "../../../engine/decision/exact.ts";
import { literalCellOf, readLiteralCell } from "../../../engine/decision/literal-cell.ts";
import { feelTextOf, type OrderedKind, readOrderedCell } from "../../../engine/decision/ordered-cell.ts";
import { readPrincipalsCell } from "../../../engine/decision/principals-cell.ts";
import { compileUnaryTests } from "../../../engine/expression/index.ts";
import { contextOf } from "./table-fixture.ts";

describe("a cell of a number, money or date column", () => {
  test.each([
    ["<= 100 000", [-1, 0, 100000], [100000.01, 1e9]],
    ["(100 000..1 000 000]", [100000.01, 1e6], [100000, 1000000.01]],
    ["[5..15)", [5, 14.99], [4.99, 15]],
    ["]5..15[", [5.01], [5, 15]],
    ["7.5", [7.5], [7.49, 7.51, 75]],
    ["= 7", [7], [6, 8]],
    ["1, 3, > 10", [1, 3, 11], [2, 10]],
    ["not(1, 3)", [2], [1, 3]],
    ["not(> 5)", [5], [6]],
    ["-5", [-5], [5]],
    [">-5", [-4.99], [-5]],
    ["< 0.10", [0.09], [0.1]],
    ["1\u00a0000", [1000], [1, 0]],
  ])("%s holds for the numbers it names and for no others", (text, inside, outside) => {
    for (const number of inside) expect(holds(readOrderedCell(text, "number"), number)).toBe(true);
    for (const number of outside) expect(holds(readOrderedCell(text, "number"), number)).toBe(false);
  });

  test.each([
    [">= 2026-11-25", "2026-11-25", "2026-11-24"],
    ["<= 25.11.2026", "2026-11-25", "2026-11-26"],
    ['> date("2026-11-25")', "2026-11-26", "2026-11-25"],
    ['[2026-02-28..@"2026-03-01"]', "2026-03-01", "2026-03-02"],
    ["not(2026-11-25)", "2026-11-26", "2026-11-25"],
  ])("%s is a date, bare or in FEEL", (text, inside, outside) => {
    const read = readOrderedCell(text, "date");
    expect(holds(read, dayNumberOf(inside) ?? 0)).toBe(true);
    expect(holds(read, dayNumberOf(outside) ?? 0)).toBe(false);
  });

  test.each([
    ["7,5", "number", "table-comma-in-number", "Пишите 7.5, а два значения — с пробелом: 7, 5"],
    ["> 100,50", "money", "table-comma-in-number", "Пишите 100.50, а два значения — с пробелом: 100, 50"],
    ["≤ 5", "number", "table-operator", "Пишите <="],
    ["=> 5", "number", "table-operator", "Пишите >="],
    ["5-15", "number", "table-range-dash", "Пишите [5..15]; «(» или «)» — конец не входит"],
    ["100 000 – 200 000", "money", "table-range-dash", "Пишите [100 000..200 000]; «(» или «)» — конец не входит"],
    ["<= 100 ₽", "money", "table-unit-in-cell", "Оставьте число, а единицу напишите в заголовке столбца"],
    ["[15..5]", "number", "table-range-empty", "Первый конец должен быть меньше второго"],
    ["(5..5]", "number", "table-range-empty", "Первый конец должен быть меньше второго"],
    ["", "number", "table-cell-empty", "Если значение не важно, поставьте «-»"],
  ] as const)("«%s» in a %s column is a slip with its remedy", (text, kind, code, remedy) => {
    const read = readOrderedCell(text, kind);
    expect(isFault(read) && [read.fault.code, read.fault.remedy.ru]).toEqual([code, remedy]);
  });

  test("what needs computing is left to FEEL, with digits closed up and bare dates made dates", () => {
    for (const text of ["> limit", "? > 5", "[a..b]", "sum(1, 2)", "1 00", "5 5"])
      expect(readOrderedCell(text, "number")).toBeNull();
    expect(feelTextOf("> limit + 100 000", "money")).toBe("> limit + 100000");
    expect(feelTextOf("[start..25.11.2026]", "date")).toBe('[start..date("2026-11-25")]');
    expect(feelTextOf('"2026-11-25"', "date")).toBe('"2026-11-25"');
  });

  test("means to the quick reader what FEEL says of it", () => {
    const number = fc.oneof(
      fc.integer({ min: -20, max: 20 }).map(String),
      fc.constantFrom("0.5", "1.25", "10 000", "-0.1", "007"),
    );
    const one = fc.oneof(
      fc
        .tuple(fc.constantFrom("<", "<=", ">", ">=", "=", ""), fc.constantFrom("", " "), number)
        .map((parts) => parts.join("")),
      fc
        .tuple(fc.constantFrom("[", "(", "]"), number, number, fc.constantFrom("]", ")", "["))
        .map(([a, b, c, d]) => `${a}${b}..${c}${d}`),
    );
    const cell = fc
      .tuple(fc.array(one, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([tests, not]) => (not ? `not(${tests.join(", ")})` : tests.join(", ")));
    fc.assert(
      fc.property(cell, fc.constantFrom(-20.5, -5, -0.1, 0, 0.5, 1.25, 7, 19.99, 10000), (text, value) => {
        const read = readOrderedCell(text, "number");
        if (read === null || isFault(read)) return;
        const { tests } = compileUnaryTests(text, { inputType: { kind: "number" } });
        expect(holds(read, value)).toBe(tests?.holds(value, contextOf({})));
      }),
      { numRuns: 5_000, seed: 11 },
    );
  });
});

/** Asks a read cell about a number, by the cells of its axis. */
function holds(read: ReadTest, value: number): boolean {
  if (read === null || isFault(read)) throw new Error("not a test");
  const axis = orderedAxis([read]);
  const cell = axis.cellOfNumber(value, null);
  return axis.cellsOf(read).some(({ from, to }) => from <= cell && cell <= to);
}

describe("a cell of a text or choice column", () => {
  test.each([
    ["товар, услуги", ["товар", "услуги"], false, false],
    ["not(товар)", ["товар"], true, false],
    ["null, товар", ["товар"], false, true],
    ['"товар, услуги"', ["товар, услуги"], false, false],
    ['"-", "null"', ["-", "null"], false, false],
    ['ООО "Ромашка", ИП Лютик', ['ООО "Ромашка"', "ИП Лютик"], false, false],
    ['"a \\"b\\" \\\\"', ['a "b" \\'], false, false],
  ])("%s is read word by word", (text, values, not, isNull) => {
    expect(readLiteralCell(text, "text").test).toEqual({ kind: "values", values, not, null: isNull });
  });

  test.each([
    ["<= 5", "table-comparison-in-text"],
    ["[1..5]", "table-comparison-in-text"],
    ["товар,, услуги", "table-value-empty"],
    ["", "table-cell-empty"],
  ])("«%s» is a slip", (text, code) => {
    const { test: read } = readLiteralCell(text, "text");
    expect(isFault(read) && read.fault.code).toBe(code);
  });

  test("says of truth values да and нет, true and false, and nothing else", () => {
    expect(readLiteralCell("да", "boolean").test).toMatchObject({ values: ["true"] });
    expect(readLiteralCell("not(false)", "boolean").test).toMatchObject({ values: ["false"], not: true });
    const { test: wrong } = readLiteralCell("возможно", "boolean");
    expect(isFault(wrong) && wrong.fault.code).toBe("table-value-unknown");
    const { test: inherited } = readLiteralCell("constructor", "boolean");
    expect(isFault(inherited)).toBe(true);
  });

  test("any text can be written so that it is read back as itself", () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'a,"\\ ()-.<=>[]|не') }),
      fc.constantFrom("-", "null", "not(x)", ""),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (values) => {
        const cell = values.map(literalCellOf).join(", ");
        expect(readLiteralCell(cell, "text").test).toEqual({ kind: "values", values, not: false, null: false });
      }),
      { numRuns: 5_000, seed: 12 },
    );
  });
});

describe("a cell of people", () => {
  test("names each of them in the words of the language", () => {
    const text =
      "head of client, manager of requester, group director, user ivanov, next of group sales, each of group board, responsible of deal, requester, manager of responsible of deal.company";
    const read = readPrincipalsCell(text);
    expect("items" in read && read.items.map(({ person }) => person)).toEqual([
      { kind: "headOf", id: "client" },
      { kind: "managerOf", variable: "requester" },
      { kind: "group", id: "director" },
      { kind: "user", id: "ivanov" },
      { kind: "nextOf", id: "sales" },
      { kind: "each", id: "board" },
      { kind: "user", field: "responsible", of: "deal" },
      { kind: "user", variable: "requester" },
      { kind: "managerOf", field: "responsible", of: "deal.company" },
    ]);
  });

  test.each([
    ["ivanov", "Пишите user ivanov, group ivanov или head of ivanov"],
    ["head client", "Пишите head of X, manager of X, group X, next of group X, user X"],
    ["group a,", "Назовите человека или группу: head of client, group director"],
  ])("«%s» names nobody, and the remedy says how to", (text, remedy) => {
    const read = readPrincipalsCell(text);
    expect("fault" in read && read.fault.remedy.ru).toBe(remedy);
  });
});

describe("exact decimals and days", () => {
  test("a decimal keeps all its digits and its order", () => {
    const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 25 }));
    fc.assert(
      fc.property(decimal, decimal, ([a, scaleA], [b, scaleB]) => {
        const [left, right] = [
          { units: a, scale: scaleA },
          { units: b, scale: scaleB },
        ];
        const back = exactOf(textOfExact(left));
        expect(back && compareExact(back, left)).toBe(0);
        const difference = a * 10n ** BigInt(scaleB) - b * 10n ** BigInt(scaleA);
        expect(Math.sign(compareExact(left, right))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      }),
      { numRuns: 1_000, seed: 13 },
    );
    for (const text of ["", "-", ".", "1e", "abc", "1e9999", "0x10", "1_000"]) expect(exactOf(text)).toBeNull();
  });

  test("a day's number is the calendar's, leap days included", () => {
    for (let day = -719_000; day < 2_900_000; day += 997) expect(dayNumberOf(isoOfDayNumber(day))).toBe(day);
    expect([
      dayNumberOf("1970-01-01"),
      dayNumberOf("2024-02-29"),
      dayNumberOf("2026-02-29"),
      dayNumberOf("2026-13-01"),
    ]).toEqual([0, 19782, null, null]);
  });

  test("bounds beyond the digits of a double are told apart", () => {
    const kinds: readonly OrderedKind[] = ["number"];
    const [read] = kinds.map((kind) => readOrderedCell("<= 9007199254740993", kind));
    if (!read || isFault(read)) throw new Error("not a test");
    const axis = orderedAxis([read]);
    const cellOf = (text: string) => axis.cellOfNumber(Number(text), exactOf(text));
    expect(["9007199254740992", "9007199254740993", "9007199254740994"].map(cellOf)).toEqual([0, 1, 2]);
  });
});
