import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { analyzeTable } from "../../../engine/decision/analyze-table.ts";
import type { Finding } from "../../../engine/decision/finding.ts";
import { type ColumnFixture, compileFixture, contextOf, rub, type TableFixture, tableFor } from "./table-fixture.ts";

function findings(fixture: TableFixture): readonly Finding[] {
  return analyzeTable(tableFor(fixture));
}

/** Message and remedy of each finding, in Russian. */
function told(fixture: TableFixture): readonly (readonly string[])[] {
  return findings(fixture).map(({ code, message, remedy }) => [code, message.ru, remedy.ru]);
}

const MONEY: ColumnFixture = { name: "amount", title: "Сумма, ₽", type: "money", currency: "RUB", domain: ">= 0" };
const KIND: ColumnFixture = { name: "kind", title: "Тип", type: "choice", from: "list:kinds" };
const OUT: ColumnFixture = { name: "out", type: "number" };
const LISTS = { "list:kinds": ["товар", "услуги", "сервис"] };

describe("a gap is told by its smallest example, with exact bounds", () => {
  test("between two amounts that both leave the bound out", () => {
    const fixture = {
      inputs: [MONEY, KIND],
      outputs: [OUT],
      lists: LISTS,
      grid: "| amount | kind | out |\n| < 1 000 000 | - | 1 |\n| > 1 000 000 | товар, услуги | 2 |\n| > 1 000 000 | сервис | 3 |\n| 1 000 000 | not(сервис) | 4 |",
    };
    expect(told(fixture)).toEqual([
      [
        "table-gap",
        "сумма = 1 000 000,00 и тип = «сервис»: ни одного правила",
        "Добавьте правило для «сумма: 1 000 000; тип: сервис»",
      ],
    ]);
    expect(findings(fixture)[0]?.example).toEqual({ amount: rub("1000000.00"), kind: "сервис" });
  });

  test("not between neighboring kopecks or days, where nothing can be", () => {
    const kopecks = { inputs: [MONEY], outputs: [OUT], grid: "| amount | out |\n| <= 99.99 | 1 |\n| >= 100 | 2 |" };
    expect(told(kopecks)).toEqual([]);
    const days = {
      inputs: [{ name: "day", type: "date" as const }],
      outputs: [OUT],
      grid: "| day | out |\n| <= 2026-02-28 | 1 |\n| >= 2026-03-01 | 2 |",
    };
    expect(told(days)).toEqual([]);
    const numbers = {
      inputs: [{ name: "n", type: "number" as const }],
      outputs: [OUT],
      grid: "| n | out |\n| <= 99.99 | 1 |\n| >= 100 | 2 |",
    };
    expect(told(numbers)).toEqual([
      ["table-gap", "n = 99,991: ни одного правила", "Добавьте правило для «n: (99.99..100)»"],
    ]);
  });

  test("of a day, in the reader's writing", () => {
    const fixture = {
      inputs: [{ name: "day", title: "День", type: "date" as const }],
      outputs: [OUT],
      grid: "| day | out |\n| < 2026-11-25 | 1 |\n| > 25.11.2026 | 2 |",
    };
    expect(told(fixture)).toEqual([
      ["table-gap", "день = 25.11.2026: ни одного правила", "Добавьте правило для «день: 2026-11-25»"],
    ]);
  });

  test("above and below all bounds", () => {
    const fixture = {
      inputs: [{ name: "n", title: "Скидка, %", type: "number" as const }],
      outputs: [OUT],
      grid: "| n | out |\n| [0..100] | 1 |",
    };
    expect(told(fixture)).toEqual([
      ["table-gap", "скидка = -1: ни одного правила", "Добавьте правило для «скидка: < 0»"],
      ["table-gap", "скидка = 101: ни одного правила", "Добавьте правило для «скидка: > 100»"],
    ]);
    expect(
      told({ ...fixture, inputs: [{ name: "n", title: "Скидка, %", type: "number", domain: "[0..100]" }] }),
    ).toEqual([]);
  });

  test("of a word of the closed list, or of any other where the list is open", () => {
    const grid = "| kind | out |\n| товар, услуги | 1 |";
    expect(told({ inputs: [KIND], outputs: [OUT], lists: LISTS, grid })).toEqual([
      ["table-gap", "тип = «сервис»: ни одного правила", "Добавьте правило для «тип: сервис»"],
    ]);
    expect(told({ inputs: [{ name: "kind", title: "Тип", type: "text" }], outputs: [OUT], grid })).toEqual([
      ["table-gap", "тип = другое значение: ни одного правила", "Добавьте правило для «тип: not(товар, услуги)»"],
    ]);
  });

  test("not of a list that the file cannot know: only what its cells name is looked at", () => {
    const fixture = {
      inputs: [KIND, { name: "urgent", type: "boolean" as const }],
      outputs: [OUT],
      grid: "| kind | urgent | out |\n| товар | да | 1 |\n| услуги | - | 2 |",
    };
    expect(told(fixture).map(([, message]) => message)).toEqual(["тип = «товар» и urgent = нет: ни одного правила"]);
  });

  test("of a truth value", () => {
    const fixture = {
      inputs: [{ name: "urgent", title: "Срочно", type: "boolean" as const }],
      outputs: [OUT],
      grid: "| urgent | out |\n| да | 1 |",
    };
    expect(told(fixture)).toEqual([
      ["table-gap", "срочно = нет: ни одного правила", "Добавьте правило для «срочно: false»"],
    ]);
  });

  test("of an optional input that is empty", () => {
    const fixture = {
      inputs: [{ ...MONEY, nullable: true }],
      outputs: [OUT],
      grid: "| amount | out |\n| <= 5 | 1 |\n| > 5 | 2 |",
    };
    expect(told(fixture)).toEqual([
      ["table-gap", "сумма = пусто: ни одного правила", "Добавьте правило для «сумма: null»"],
    ]);
    expect(told({ ...fixture, grid: `${fixture.grid}\n| null | 3 |` })).toEqual([]);
  });

  test("only where an answer is missing: a default or a list policy has one", () => {
    const grid = "| kind | out |\n| товар | 1 |";
    expect(told({ inputs: [KIND], outputs: [{ ...OUT, default: "0" }], lists: LISTS, grid })).toEqual([]);
    expect(told({ hitPolicy: "collect", inputs: [KIND], outputs: [OUT], lists: LISTS, grid })).toEqual([]);
    expect(told({ hitPolicy: "rule order", inputs: [KIND], outputs: [OUT], lists: LISTS, grid })).toHaveLength(1);
  });

  test("never on account of a computed test: it may hold", () => {
    const fixture = {
      inputs: [{ name: "n", type: "number" as const }],
      outputs: [OUT],
      types: { limit: { kind: "number" as const } },
      grid: "| n | out |\n| <= limit | 1 |",
    };
    expect(told(fixture)).toEqual([]);
  });

  test("nor of a column that only FEEL can compare", () => {
    const fixture = {
      inputs: [KIND, { name: "at", type: "dateTime" as const }],
      outputs: [OUT],
      lists: LISTS,
      grid: '| kind | at | out |\n| товар | > date and time("2026-11-25T10:00:00Z") | 1 |\n| услуги | - | 2 |',
    };
    expect(told(fixture).map(([, message]) => message)).toEqual(["тип = «сервис»: ни одного правила"]);
  });

  test("with bounds of more digits than a double keeps", () => {
    const fixture = {
      inputs: [{ name: "n", type: "number" as const }],
      outputs: [OUT],
      grid: "| n | out |\n| < 9007199254740993 | 1 |\n| > 9007199254740993 | 2 |",
    };
    expect(told(fixture)[0]?.[1]).toBe("n = 9 007 199 254 740 993: ни одного правила");
  });
});

describe("an overlap is told by its smallest example", () => {
  test("at a bound that both take", () => {
    const fixture = { inputs: [MONEY], outputs: [OUT], grid: "| amount | out |\n| <= 100 | 1 |\n| >= 100 | 2 |" };
    expect(told(fixture)).toEqual([
      [
        "table-overlap",
        "Правила 1 и 2 подходят оба: сумма = 100,00",
        "Общее у них — сумма: 100; оставьте эту часть одному",
      ],
    ]);
  });

  test("under any only where the values differ", () => {
    const grid = "| amount | out |\n| <= 100 | 1 |\n| >= 50 | 1 |\n| >= 90 | 2 |";
    expect(
      told({ hitPolicy: "any", inputs: [MONEY], outputs: [OUT], grid })
        .filter(([code]) => code === "table-overlap")
        .map(([, message]) => message),
    ).toEqual([
      "Правила 1 и 3 подходят оба и спорят: сумма = 90,00",
      "Правила 2 и 3 подходят оба и спорят: сумма = 90,00",
    ]);
  });

  test("not where the order of rules decides", () => {
    const grid = "| amount | out |\n| <= 100 | 1 |\n| - | 2 |";
    expect(told({ hitPolicy: "first", inputs: [MONEY], outputs: [OUT], grid })).toEqual([]);
  });
});

describe("rules that do nothing, or could be one", () => {
  test("a rule behind stronger ones never applies", () => {
    const grid = "| amount | out |\n| < 100 | 1 |\n| >= 100 | 2 |\n| 50 | 3 |";
    expect(told({ hitPolicy: "first", inputs: [MONEY], outputs: [OUT], grid })).toEqual([
      [
        "table-rule-dead",
        "Правило 3 не сработает никогда: его случаи забирает правило 1",
        "Поставьте его выше, сузьте сильные правила или удалите его",
      ],
    ]);
  });

  test("nor does one outside the domain", () => {
    const grid = "| amount | out |\n| >= 0 | 1 |\n| < 0 | 2 |";
    expect(told({ inputs: [MONEY], outputs: [OUT], grid })).toEqual([
      [
        "table-rule-dead",
        "Правило 2 не сработает никогда: такого значения у «сумма» не бывает",
        "Исправьте ячейку или область значений (domain)",
      ],
    ]);
  });

  test("a repeated rule is told as such: an error under unique, a warning elsewhere", () => {
    const grid = "| amount | out |\n| >= 0 | 1 |\n| >= 0 | 1 |";
    const found = (hitPolicy: string) =>
      findings({ hitPolicy, inputs: [MONEY], outputs: [OUT], grid }).map(({ code, severity }) => [code, severity]);
    expect(found("unique")).toEqual([["table-rule-duplicate", "error"]]);
    for (const policy of ["first", "any", "collect sum"])
      expect(found(policy)).toEqual([["table-rule-duplicate", "warning"]]);
  });

  test("rules that differ in one cell are shown the cell that says both", () => {
    const grid =
      "| kind | amount | out |\n| товар | <= 5 | 1 |\n| услуги | <= 5 | 1 |\n| сервис | <= 5 | 2 |\n| - | (5..10] | 3 |\n| - | > 10 | 3 |";
    const found = findings({ inputs: [KIND, MONEY], outputs: [OUT], lists: LISTS, grid });
    expect(found.map(({ code, severity, message, remedy }) => [code, severity, message.ru, remedy.ru])).toEqual([
      [
        "table-rules-mergeable",
        "hint",
        "Правила 1 и 2 можно объединить в одно",
        "Оставьте одно правило, в столбце «Тип»: товар, услуги",
      ],
      [
        "table-rules-mergeable",
        "hint",
        "Правила 4 и 5 можно объединить в одно",
        "Оставьте одно правило, в столбце «Сумма, ₽»: > 5",
      ],
    ]);
  });

  test("a word outside the closed list is a slip with what was meant", () => {
    const { problems } = compileFixture({
      inputs: [KIND],
      outputs: [OUT],
      lists: LISTS,
      grid: "| kind | out |\n| товар, услгуи | 1 |\n| not(сервис) | 2 |",
    });
    expect(problems.map(({ code, rule, column, remedy }) => [code, rule, column, remedy.ru])).toEqual([
      ["table-value-unknown", 1, "kind", "Возможно, вы имели в виду «услуги»?"],
    ]);
  });
});

describe("authority that falls as an amount grows", () => {
  const people = (grid: string, hitPolicy = "unique"): TableFixture => ({
    hitPolicy,
    inputs: [MONEY],
    outputs: [{ name: "approvers", type: "principals" }],
    types: { deal: { kind: "any" }, requester: { kind: "user" } },
    grid: `| amount | approvers |\n${grid}`,
  });
  const falls = (fixture: TableFixture) => told(fixture).filter(([code]) => code === "table-authority-falls");

  test("is told where fewer people decide more", () => {
    expect(falls(people("| <= 100 | head of sales, group director |\n| > 100 | head of sales |"))).toEqual([
      [
        "table-authority-falls",
        "Чем больше «сумма», тем ниже решающий: правила 1 и 2",
        "100,00 → head of sales, group director, а 100,01 → head of sales; проверьте, так ли задумано",
      ],
    ]);
  });

  test("and where lower people do", () => {
    expect(falls(people("| <= 100 | manager of requester |\n| > 100 | responsible of deal |"))).toHaveLength(1);
  });

  test("not where it rises, nor where only the directory knows", () => {
    expect(
      falls(
        people(
          "| <= 100 | responsible of deal |\n| (100..500] | manager of requester |\n| > 500 | manager of requester, group director |",
        ),
      ),
    ).toEqual([]);
    expect(falls(people("| <= 100 | user a |\n| > 100 | group b |"))).toEqual([]);
  });

  test("by the rule that decides, not by one that is shadowed", () => {
    expect(
      falls(people("| > 100 | manager of requester, group director |\n| - | manager of requester |", "first")),
    ).toEqual([]);
    expect(
      falls(people("| <= 100 | manager of requester, group director |\n| - | manager of requester |", "first")),
    ).toHaveLength(1);
  });
});

describe("a table of thousands of rules", () => {
  test("has no index where that would not fit the memory, and answers all the same", () => {
    const inputs = Array.from({ length: 6 }, (_, at) => ({ name: `n${at}`, type: "number" as const }));
    const rows = Array.from(
      { length: 5_000 },
      (_, rule) => `|${inputs.map((__, at) => ` [${rule * 7 + at}..${rule * 7 + at + 6}]`).join(" |")} | ${rule} |`,
    );
    const table = tableFor({
      hitPolicy: "first",
      inputs,
      outputs: [OUT],
      grid: [`| ${inputs.map(({ name }) => name).join(" | ")} | out |`, ...rows].join("\n"),
    });
    const at = (rule: number) =>
      table.evaluate(contextOf(Object.fromEntries(inputs.map(({ name }, column) => [name, rule * 7 + column + 3]))));
    expect([at(0).matched, at(3_333).matched, at(4_999).matched]).toEqual([[1], [3_334], [5_000]]);
  });
});

describe("the case study's own sentence", () => {
  const file = parse(
    readFileSync(new URL("../../../docs/examples/invoice-as-told/process.yaml", import.meta.url), "utf8"),
  );
  const { inputs, outputs, table, hitPolicy } = file.decisions.route;
  const columns = (declared: Record<string, object>) =>
    Object.entries(declared).map(([name, column]) => ({ name, ...column }) as ColumnFixture);
  const fixture: TableFixture = {
    hitPolicy,
    inputs: columns(inputs),
    outputs: columns(outputs),
    grid: table,
    types: { deal: { kind: "any" }, requester: { kind: "user" } },
  };

  test("overlaps between 100 000 and 1 000 000, and sends the largest invoices to the lowest approver", () => {
    expect(
      findings(fixture).map(({ code, severity, message, remedy }) => [code, severity, message.ru, remedy.ru]),
    ).toEqual([
      [
        "table-overlap",
        "error",
        "Правила 1 и 2 подходят оба: сумма = 100 000,01",
        "Общее у них — сумма: (100 000..1 000 000]; оставьте эту часть одному",
      ],
      [
        "table-authority-falls",
        "warning",
        "Чем больше «сумма», тем ниже решающий: правила 1 и 2",
        "100 000,00 → manager of requester, а 1 000 000,01 → responsible of deal; проверьте, так ли задумано",
      ],
    ]);
  });
});
