import { describe, expect, test } from "vitest";
import { parseCsv, writeCsv } from "../../../engine/decision/csv.ts";
import { parseGrid, RULES_MAX } from "../../../engine/decision/grid.ts";
import { rulesFromRows } from "../../../engine/decision/table-rows.ts";
import { compileFixture, fieldOf, type TableFixture } from "./table-fixture.ts";

describe("a text grid", () => {
  test("is rows of trimmed cells that know where they stand", () => {
    const text = "\n  | Тип     | Сумма |\n  |---------|:-----:|\n  | товар   | <= 5  |\n\n";
    const { rows, problems } = parseGrid(text);
    expect(problems).toEqual([]);
    expect(rows.map(({ line, cells }) => [line, ...cells.map((cell) => cell.text)])).toEqual([
      [2, "Тип", "Сумма"],
      [4, "товар", "<= 5"],
    ]);
    for (const cell of rows.flatMap(({ cells }) => cells)) expect(text.slice(cell.start, cell.end)).toBe(cell.text);
  });

  test("takes an escaped bar as a part of the text, without losing positions", () => {
    const text = "| a \\| b | c |";
    const cell = parseGrid(text).rows[0]?.cells[0];
    expect(cell?.text).toBe("a | b");
    expect(cell && [cell.offsetOf(0), cell.offsetOf(2), cell.offsetOf(4)]).toEqual([2, 5, 7]);
    expect(parseGrid(text).rows[0]?.cells).toHaveLength(2);
  });

  test("keeps a rule of dashes that are tests", () => {
    expect(parseGrid("| a | b |\n| - | - |").rows).toHaveLength(2);
  });

  test("says where a bar is missing", () => {
    const { problems } = parseGrid("| a | b |\n1 | 2 |\n| 3 | 4");
    expect(problems.map(({ code, start }) => [code, start])).toEqual([
      ["table-grid-bar", 10],
      ["table-grid-bar", 24],
    ]);
  });

  test("stops at the longest table allowed", () => {
    const { rows, problems } = parseGrid(`| a |\n${"| 1 |\n".repeat(RULES_MAX + 5)}`);
    expect([rows.length, problems.map(({ code }) => code)]).toEqual([RULES_MAX + 1, ["table-too-long"]]);
  });
});

describe("a CSV file", () => {
  test.each([
    ["a;b\r\n1;2\r\n", ";"],
    ["a,b\n1,2", ","],
    ["a\tb\r1\t2", "\t"],
    ["\uFEFFa;b\n1;2\n\n", ";"],
    ['"a,x";b\n1;2', ";"],
  ])("finds its separator, line ends and byte order mark by itself", (text, separator) => {
    const csv = parseCsv(text);
    expect(csv.separator).toBe(separator);
    expect(csv.rows.at(-1)?.cells.map((cell) => cell.text)).toEqual(["1", "2"]);
    expect(csv.problems).toEqual([]);
  });

  test("takes quotes as RFC 4180 does, line ends inside included, and keeps positions", () => {
    const text = 'a;"b ""c"" d\ne"; f \n';
    const cells = parseCsv(text).rows[0]?.cells ?? [];
    expect(cells.map((cell) => cell.text)).toEqual(["a", 'b "c" d\ne', "f"]);
    expect(text[cells[1]?.offsetOf(8) ?? 0]).toBe("e");
  });

  test("says where a quote is not closed, or text follows it", () => {
    expect(parseCsv('a;"b').problems.map(({ code, start }) => [code, start])).toEqual([["table-csv-quote", 2]]);
    expect(parseCsv('"a" b;c').problems.map(({ code, start }) => [code, start])).toEqual([["table-csv-quote", 3]]);
  });

  test("comes back from writing as it was", () => {
    const rows = [
      ["a", "b;c", 'd "e"', " f ", "", "g\nh", "7,5"],
      ["1", "2", "3", "4", "5", "6", "7"],
    ];
    for (const separator of [";", ",", "\t"] as const) {
      const back = parseCsv(writeCsv(rows, separator));
      expect(back.rows.map(({ cells }) => cells.map((cell) => cell.text))).toEqual(rows);
    }
  });
});

describe("a heading", () => {
  const columns = {
    inputs: [{ field: fieldOf({ name: "amount", title: "Сумма, ₽", type: "money" }) }],
    outputs: [{ field: fieldOf({ name: "who", title: "Кто", type: "text" }) }],
  };
  const read = (heading: string) => rulesFromRows(parseGrid(`${heading}\n| 1 | x |`).rows, columns);

  test.each(["| Сумма, ₽ | Кто |", "| amount | who |", "| сумма,\u00a0₽ | КТО |"])(
    "%s names columns by title or name",
    (heading) => {
      const { rules, problems } = read(heading);
      expect(problems).toEqual([]);
      expect(rules[0]?.when["amount"]).toMatchObject({ text: "1" });
      expect(rules[0]?.then["who"]).toMatchObject({ text: "x" });
    },
  );

  test("may have its columns in another order", () => {
    expect(read("| Кто | Сумма, ₽ |").rules[0]?.then["who"]).toMatchObject({ text: "1" });
  });

  test.each([
    ["| Сума, ₽ | Кто |", ["table-column-unknown", "table-column-missing"]],
    ["| Кто | Кто |", ["table-column-twice", "table-column-missing"]],
  ])("%s is told what is wrong with it", (heading, codes) => {
    expect(read(heading).problems.map(({ code }) => code)).toEqual(codes);
  });

  test("a row with another number of cells says so", () => {
    const fixture: TableFixture = {
      inputs: [{ name: "a", type: "number" }],
      outputs: [{ name: "b", type: "text" }],
      grid: "| a | b |\n| 1 | x | y |\n| 2 |",
    };
    expect(compileFixture(fixture).problems.map(({ code, rule }) => [code, rule])).toEqual([
      ["table-cell-count", 1],
      ["table-cell-count", 2],
      ["table-output-missing", 2],
    ]);
  });
});
