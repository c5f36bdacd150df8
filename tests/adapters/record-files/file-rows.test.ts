import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Complaint } from "../../../adapters/complaint.ts";
import { csvLine, csvRows, guarded, unguarded } from "../../../adapters/record-files/csv-text.ts";
import { type FileFormat, fileRows, formatOf } from "../../../adapters/record-files/file-rows.ts";
import { fileText } from "../../../adapters/record-files/file-text.ts";
import { folderWith } from "../../support/command-line.ts";
import { exampleCatalog, examplePeople } from "../../support/example-company.ts";

const WORDS = { lists: {}, catalog: exampleCatalog(), people: examplePeople(), zone: "Europe/Moscow", type: null };

function rowsOf(text: string, type: string | null = null, format: FileFormat = "csv") {
  return fileRows(text, format, { ...WORDS, type }, "file").rows;
}
const refused = (read: () => unknown): Complaint => {
  try {
    read();
  } catch (error) {
    if (error instanceof Complaint) return error;
    throw error;
  }
  throw new Error("It was not refused");
};

describe("what Excel writes", () => {
  test("semicolons, decimal commas, thousands apart, dates with dots, titles, names and yes", () => {
    const text = [
      "\uFEFFid;Название;Сумма;компания",
      "7;Первая;1\u00a0250\u00a0000,50;7",
      '8;"Вторая; с ""кавычками""";100 ₽;company/8',
      "9;Третья;;",
      ";;;",
    ].join("\r\n");
    expect(rowsOf(text, "deal")).toEqual([
      { ...row(2, "deal/7"), set: deal("Первая", { amount: "1250000.50", currency: "RUB" }, "company/7") },
      { ...row(3, "deal/8"), set: deal('Вторая; с "кавычками"', { amount: "100", currency: "RUB" }, "company/8") },
      { ...row(4, "deal/9"), set: deal("Третья", null, null) },
    ]);
  });

  test("a person by name, a choice by its title, a stage by its title, a list in one cell", () => {
    expect(rowsOf("ref;responsible;Стадия\nlead/1;Мария Белова;в работе", null)).toMatchObject([
      { set: { responsible: "manager-1", stage: "WORK" }, wrong: null },
    ]);
    expect(rowsOf('ref,linked,discounts\ncompany/1,"company/2, 3","{""Jura"": 5}"', null)).toMatchObject([
      { set: { linked: ["company/2", "company/3"], discounts: { Jura: 5 } } },
    ]);
  });

  test("a day as Excel shows it, its own line about the separator, tabulators, an empty column at the end", () => {
    expect(rowsOf("sep=,\nref,Оплачен,\ninvoice/1,5.11.2026,", null)).toMatchObject([
      { line: 3, set: { paidOn: "2026-11-05" } },
    ]);
    expect(rowsOf("ref\tНазвание\nlead/1\ta;b", null)).toMatchObject([{ set: { title: "a;b" } }]);
  });

  test("an amount needs a currency: of its field, beside it, or in a column of its own", () => {
    const text = "ref;Итого;Итого (валюта)\ninvoice/1;100,5;eur\ninvoice/2;7 RUB;\ninvoice/3;7;\ninvoice/4;;";
    expect(rowsOf(text, null).map(({ set, wrong }) => wrong?.says.en ?? set["total"])).toEqual([
      { amount: "100.5", currency: "EUR" },
      { amount: "7", currency: "RUB" },
      expect.stringContaining("the amount has no currency: write 1234.50 RUB"),
      null,
    ]);
  });

  test("a number that can be read in two ways is asked about", () => {
    const scores = (text: string) => rowsOf(text, "lead").map(({ set, wrong }) => wrong?.field ?? set["score"]);
    expect(scores("id;score\n1;1 234,5\n2;1.5\n3;1.234,5\n4;007\n5;много")).toEqual([1234.5, 1.5, "score", 7, "score"]);
    expect(scores('id,score\n1,"1,234"\n2,1234.5')).toEqual(["score", 1234.5]);
  });
});

describe("what is wrong is named", () => {
  test("row by row: the line, the field and what is expected", () => {
    const text =
      'ref;Название;Оценка\nlead/1;"две\nстроки";5\nlead/1;снова;6\ndeal/1;не тот;7\nlead/2;лишнее;1;2\nlead/3;x;пять';
    expect(rowsOf(text).map(({ line, wrong }) => [line, wrong?.code ?? null])).toEqual([
      [2, null],
      [4, "IMPORT_TWICE"],
      [5, "IMPORT_OTHER_TYPE"],
      [6, "IMPORT_MORE_CELLS"],
      [7, "FIELD_INVALID"],
    ]);
    expect(rowsOf(text).at(-1)?.wrong?.says.ru).toBe(
      "Поле score: нужно число, например 1234,5 (1234.5), а дано «пять»",
    );
  });

  test("numbers that Excel damaged, and those that no record has", () => {
    const ids = ["1,00E+05", "1E5", "007", "7", "-5", "0", "1 000", "7,0", "N-007"];
    const told = rowsOf(`id;Название\n${ids.map((one) => `${one};x`).join("\n")}`, "lead");
    expect(told.map(({ wrong }) => wrong?.says.en.slice(0, 27) ?? null)).toEqual([
      ...["Excel has damaged the numbe", "Excel has damaged the numbe", '"007" and "7" would be two '],
      ...[null, '"-5" is no number of a reco', '"0" is no number of a recor', "Excel has damaged the numbe"],
      ...["Excel has damaged the numbe", null],
    ]);
    expect(rowsOf("records:\n  lead/007: { title: a }", null, "yaml")[0]?.wrong?.code).toBe("IMPORT_BAD_ID");
  });

  test("a type of records that there is not", () => {
    const [yaml] = rowsOf("records:\n  dea/2: { title: a }", null, "yaml");
    expect(yaml?.wrong).toMatchObject({ code: "IMPORT_TYPE_UNKNOWN", says: { en: expect.stringContaining("deal?") } });
    expect(rowsOf("ref;title\ndea/2;a")[0]?.wrong?.code).toBe("IMPORT_TYPE_UNKNOWN");
  });

  test("everything that is wrong with a row at once, in whole sentences", () => {
    const [row] = rowsOf("ref;Оценка;Ответственный\nlead/1;10%;Кто То");
    expect(row?.wrong?.says).toEqual({
      ru: "Поле score: нужно число без знака %: 10, а не 10%, а дано «10%»; Поле responsible: нет сотрудника «Кто То»",
      en: 'Field score: expected a number without the sign %: 10 and not 10%, given "10%"; Field responsible: nobody is called "Кто То"',
    });
  });

  const WHOLE: readonly (readonly [text: string, says: string, remedy: string])[] = [
    ["id;Назвние\n1;x", 'Column "Назвние"', 'Perhaps "Название"'],
    ["id;title;Название\n1;x;y", 'The columns "title" and "Название" are one field', "Keep one"],
    ['id;title\n1;"x', "file:2: a quote is opened and never closed", 'is written ""'],
    ["", "file holds no records", "A sample"],
  ];
  for (const [text, says, remedy] of WHOLE)
    test(`the file as a whole: ${says}`, () => {
      const complaint = refused(() => rowsOf(text, "lead"));
      expect(complaint.says.en).toContain(says);
      expect(complaint.remedy.en).toContain(remedy);
    });

  test("a file that does not say its type", () => {
    expect(refused(() => rowsOf("title\nx")).remedy.en).toBe("Name the type: --type lead");
  });

  test("YAML and JSON: the line of a record, a file of something else, a syntax error", () => {
    const yaml =
      'records:\n  lead/1: { title: a }\n\n  "lead/2": { title: b, id: 2, stageKind: open }\nlists: { brands: [{ value: Jura }, Nivona] }';
    expect(rowsOf(yaml, null, "yaml")).toEqual([
      { line: 2, type: "lead", ref: "lead/1", set: { title: "a" }, wrong: null },
      { line: 4, type: "lead", ref: "lead/2", set: { title: "b" }, wrong: null },
    ]);
    expect(fileRows(yaml, "yaml", WORDS, "file").lists).toEqual({ brands: [{ value: "Jura" }, { value: "Nivona" }] });
    expect(rowsOf('[{ "id": 5, "title": "a" }, { "ref": "lead/6" }, 7]', "lead", "json")).toMatchObject([
      { line: 1, ref: "lead/5", set: { title: "a" } },
      { line: 2, ref: "lead/6" },
      { line: 3, wrong: { code: "IMPORT_NO_RECORD" } },
    ]);
    expect(refused(() => rowsOf("records: [", null, "yaml")).says.en).toMatch(/^file:1: /);
    expect(refused(() => rowsOf("{ x", null, "json")).says.en).toContain("is not readable JSON");
    expect(refused(() => rowsOf("5", null, "json")).says.en).toContain("holds no records");
  });
});

describe("a file's bytes", () => {
  const RUSSIAN_1251 = new Uint8Array([0x69, 0x64, 0x3b, 0xcd, 0xe0, 0xe7, 0xe2, 0xe0, 0xed, 0xe8, 0xe5]);
  const folder = (): string =>
    folderWith({
      "old.csv": RUSSIAN_1251,
      "wide.csv": new Uint8Array([0xff, 0xfe, 0x69, 0x00, 0x64, 0x00]),
      "book.xlsx": new Uint8Array([0x50, 0x4b, 3, 4]),
    });

  test("are UTF-8, UTF-16 with its mark, or what is said of them; nothing is guessed", () => {
    const at = folder();
    const complaint = refused(() => fileText(join(at, "old.csv"), null));
    expect(complaint.says.ru).toContain("не в UTF-8: похоже на Windows-1251");
    expect(complaint.remedy.ru).toContain("--encoding windows-1251");
    expect(fileText(join(at, "old.csv"), "windows-1251")).toBe("id;Название");
    expect(fileText(join(at, "wide.csv"), null)).toBe("id");
    expect(refused(() => fileText(join(at, "book.xlsx"), null)).says.en).toContain("an Excel workbook");
    expect(refused(() => fileText(join(at, "none.csv"), null)).exitCode).toBe(3);
  });

  test("have a format by the end of the name", () => {
    expect(["a.csv", "A.YML", "b.yaml", "c.json", "d.tsv", "e.xlsx", "f"].map(formatOf)).toEqual([
      ...["csv", "yaml", "yaml", "json", "csv", null, null],
    ]);
  });
});

test("no cell is a formula, and reading takes away exactly what writing put", () => {
  for (const text of ["=1+1", "+7", "-5", "@A", "\tx", "'=x", "''=x", "'", "x", '=HYPERLINK("x")']) {
    expect(unguarded(guarded(text))).toBe(text);
    expect(guarded(text)).not.toMatch(/^[=+\-@\t\r]/);
  }
  const line = csvLine(["a;b", null, "", ' "x" ', "y\r\nz"], ";");
  expect(line).toBe('"a;b";;"";" ""x"" ";"y\r\nz"\r\n');
  expect([...csvRows(line)][0]?.cells.map(({ text }) => text)).toEqual(["a;b", "", "", ' "x" ', "y\r\nz"]);
});

function row(line: number, ref: string) {
  return { line, type: "deal", ref, wrong: null };
}

function deal(title: string, amount: unknown, company: string | null) {
  return { title, amount, company };
}
