import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pdfPrinter } from "../../../../adapters/documents/pdf/pdf-printer.ts";
import type { Block, DocumentModel } from "../../../../engine/document/document-model.ts";
import { line, linesOf } from "../../../../engine/document/document-model.ts";
import { DocumentTooLarge } from "../../../../engine/ports/printer.ts";
import { pagesOf, pdfReader } from "./read-pdf.ts";
import { sampleLine, sampleModel } from "./sample-sheet.ts";

const printer = pdfPrinter();
const reader = pdfReader();
const suite = (title: string): string => (reader.skip === undefined ? title : `${title} (skipped: ${reader.skip})`);

function many(count: number): DocumentModel {
  return sampleModel(Array.from({ length: count }, (_, index) => sampleLine(index)));
}

function model(...blocks: readonly Block[]): DocumentModel {
  return { locale: "ru", kind: null, title: "Проба", madeAt: "2026-11-20T16:00:00+03:00", footer: "внизу", blocks };
}

function paragraph(text: string): Block {
  return { kind: "paragraph", lines: linesOf(text) };
}

/** Without the places where lines and pages were broken. */
function flowing(pages: readonly string[]): string {
  return pages.join(" ").replace(/\s+/g, " ");
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

describe("a PDF", () => {
  test("of the same document is the same bytes: twice, in other processes, in any zone and language", async () => {
    const here = digest(await printer.pdf(many(30)));
    expect(digest(await printer.pdf(structuredClone(many(30))))).toBe(here);
    const child = join(import.meta.dirname, "print-in-process.ts");
    const around = [
      { TZ: "America/St_Johns", LANG: "C", LC_ALL: "C" },
      { TZ: "Asia/Vladivostok", LANG: "ru_RU.UTF-8", LC_ALL: "ru_RU.UTF-8" },
    ];
    const digests = around.flatMap((env) =>
      execFileSync(process.execPath, [child], { env: { ...process.env, ...env }, encoding: "utf8" })
        .trim()
        .split("\n"),
    );
    expect(digests).toEqual([here, here, here, here]);
  }, 30_000);

  test("of another document is another one, and bears no date but the history's", async () => {
    const bytes = await printer.pdf(many(3));
    const later = await printer.pdf({ ...many(3), madeAt: "2026-11-20T16:00:01+03:00" });
    expect(digest(later)).not.toBe(digest(bytes));
    const text = new TextDecoder("latin1").decode(bytes);
    expect(text.match(/D:\d{14}Z/g)).toEqual(["D:20261120130000Z", "D:20261120130000Z"]);
    expect(text).not.toContain(String(new Date().getUTCFullYear() * 10_000));
  });

  test("too long to be printed at once is refused before it begins", async () => {
    await expect(printer.pdf(many(2_501))).rejects.toThrow(DocumentTooLarge);
    await expect(printer.pdf(model(paragraph("я".repeat(1_000_001))))).rejects.toThrow(/1000001 characters/);
  });
});

describe.skipIf(reader.skip !== undefined)(suite("what people read in a PDF"), () => {
  test("is Russian text that can be selected: who, when, which word, by which rule", async () => {
    const [page = "", ...more] = pagesOf(await printer.pdf(many(3)));
    expect(more).toEqual([]);
    for (const words of [
      ...[
        "ЛИСТ СОГЛАСОВАНИЯ № 57",
        "Счёт № 441 от «Паровой линии»",
        "Екатерина Серова",
        "Согласовано",
        "1 250 000,00 ₽",
      ],
      ...["20.11.2026", "1 день 2 ч", "правило № 4", "больше миллиона — исполнительный директор", "стр. 1 из 1"],
    ])
      expect(page).toContain(words);
  });

  test("of 200 decisions goes over pages: each has its number, the columns' heads and the approval's title", async () => {
    const pages = pagesOf(await printer.pdf(many(200)));
    expect(pages.length).toBeGreaterThan(10);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`стр. ${index + 1} из ${pages.length}`);
      expect(page).toContain("Комментарий");
      expect(page).toContain("Счёт № 441 на 1 250 000,00 ₽ от «Паровой линии»");
      if (index > 0) expect(page).toContain("Лист согласования № 57 · Счёт № 441");
    }
    const minutes = pages.join("\n").match(/15:\d\d/g) ?? [];
    expect(minutes).toHaveLength(200);
  });

  test("keeps a row whole on its page, but a comment as long as a book goes on", async () => {
    const long = Array.from({ length: 2_000 }, (_, index) => `слово${index}`);
    const lines = [sampleLine(0), sampleLine(1, { comment: long.join(" ") }), sampleLine(2)];
    const pages = pagesOf(await printer.pdf(sampleModel(lines)));
    const found = new Set(pages.join("\n").match(/слово\d+/g));
    expect(long.filter((word) => !found.has(word))).toEqual([]);
    expect(flowing(pages)).toContain("Лариса Громова");
  });

  test("breaks words that are wider than their column, and loses nothing of them", async () => {
    const word = "Превысокомногорассмотрительствующий".repeat(12);
    const lines = [sampleLine(0, { comment: word, name: word })];
    const pages = pagesOf(await printer.pdf(sampleModel(lines)));
    const count = (pages.join("").match(/[А-я]/g) ?? []).filter((letter) => letter === "щ").length;
    expect(count).toBeGreaterThanOrEqual(24);
  });

  test("has one mark for what the font cannot show, and nothing hidden", async () => {
    const text =
      "Оплата 👍🏽 до 👨‍👩‍👧‍👦 завтра 漢字, кафе\u0301 и\u0306 \u202Eтайно\u202C \u200Bконец 5\u00A0000 ₽ №1 €";
    const pages = pagesOf(await printer.pdf(model(paragraph(text))));
    const shown = flowing(pages);
    expect(shown).toContain("Оплата до завтра \uFFFD\uFFFD,");
    expect(shown).toContain("й тайно конец 5 000 ₽ №1 €".replace("5 000", "5 000"));
    expect(shown).not.toMatch(/[\u202A-\u202E\u200B]/);
  });

  test("of every kind of block is there, in both languages", async () => {
    const table = {
      columns: [
        { title: "A", share: 1 },
        { title: "B", share: 3 },
      ],
      groups: [{ title: null, rows: [{ look: "void", cells: [[line("old", "struck")], [line("why", "note")]] }] }],
    } as const;
    const made = model(
      { kind: "heading", text: "Heading" },
      {
        kind: "facts",
        rows: [
          { title: "Title", text: "Value" },
          { title: "Long", text: "x ".repeat(60) },
        ],
      },
      { kind: "bullets", items: [[line("first")], linesOf("second\nline")] },
      { kind: "table", table },
      { kind: "table", table: { columns: table.columns, groups: [] } },
      { kind: "facts", rows: [] },
      { kind: "signatures", names: ["Ann", "Bob"] },
    );
    const text = flowing(pagesOf(await printer.pdf({ ...made, locale: "en", title: "Paper" })));
    for (const words of [
      "Paper",
      "Heading",
      "Title",
      "Value",
      "first",
      "line",
      "old",
      "why",
      "Ann",
      "Bob",
      "page 1 of 1",
    ])
      expect(text).toContain(words);
  });
});
