import { describe, expect, test } from "vitest";
import { type ApprovalSheet, approvalSheetModel, type SheetLine } from "../../../engine/document/approval-sheet.ts";
import { documentHtml } from "../../../engine/document/document-html.ts";
import { waitingText } from "../../../engine/document/waiting-text.ts";

function approvalSheetHtml(sheet: ApprovalSheet, locale: "ru" | "en"): string {
  return documentHtml(approvalSheetModel(sheet, locale));
}

const LINE: SheetLine = {
  of: "approval",
  step: "Согласование счёта",
  facts: [],
  round: 1,
  name: "Анна Северова",
  position: "руководитель",
  onBehalfOf: null,
  override: null,
  done: "Согласовано",
  comment: null,
  files: [],
  at: "2026-11-20T15:30:00+03:00",
  waitedMs: 90 * 60_000,
  workingMs: 60 * 60_000,
  notes: [],
  counts: true,
  isSkipped: false,
};

const SHEET: ApprovalSheet = {
  process: "Согласование счёта",
  number: 57,
  subject: "Счёт № 441 от «Паровой линии»",
  requester: "Игорь Ладов",
  startedAt: "2026-11-20T14:00:00+03:00",
  madeAt: "2026-11-20T16:00:00+03:00",
  digest: "abcdef0123456789",
  facts: [{ title: "Сумма", text: "56 000,00 ₽" }],
  rules: [{ matched: [2], inputs: [{ title: "Тип", text: "товар" }], because: "до миллиона — руководитель" }],
  lines: [LINE],
  comments: [],
};

describe("an approval sheet", () => {
  test("says who, when, with which word, how long it waited and by which rule", () => {
    const html = approvalSheetHtml(SHEET, "ru");
    for (const words of [
      "Лист согласования № 57",
      "Анна Северова",
      "руководитель",
      "Согласовано",
      "20.11.2026 15:30",
      "1 ч 30 мин",
      "56 000,00 ₽",
      "правило № 2",
      "до миллиона — руководитель",
    ]) {
      expect(html).toContain(words);
    }
  });

  test("is byte-identical for the same history", () => {
    expect(approvalSheetHtml(SHEET, "ru")).toBe(approvalSheetHtml(structuredClone(SHEET), "ru"));
  });

  test("names on whose behalf somebody acted, and why he was asked instead", () => {
    const html = approvalSheetHtml(
      { ...SHEET, lines: [{ ...LINE, onBehalfOf: "Виктор Маслов", notes: ["Виктор Маслов в отпуске"] }] },
      "ru",
    );
    expect(html).toContain("за Виктор Маслов");
    expect(html).toContain("Виктор Маслов в отпуске");
  });

  test("names the administrator who decided in somebody's name", () => {
    const told = (override: SheetLine["override"], locale: "ru" | "en") =>
      approvalSheetHtml({ ...SHEET, lines: [{ ...LINE, override }] }, locale);
    expect(told({ by: "Тимур Сафин" }, "ru")).toContain("действовал администратор Тимур Сафин");
    expect(told({ by: null }, "ru")).toContain("действовал администратор<");
    expect(told({ by: "Timur Safin" }, "en")).toContain("an administrator acted: Timur Safin");
    expect(told(null, "ru")).not.toContain("администратор");
  });

  test("says nothing twice: who started it, and why these approvers; no technical name of a table", () => {
    const facts = [
      { title: "Инициатор", text: "Игорь Ладов" },
      { title: "Почему эти согласующие", text: "до миллиона — руководитель" },
      { title: "Сумма", text: "56 000,00 ₽" },
    ];
    const html = approvalSheetHtml({ ...SHEET, facts }, "ru");
    for (const words of ["Игорь Ладов", "Почему эти согласующие", "до миллиона — руководитель", "56 000,00 ₽"])
      expect([words, html.split(words).length - 1]).toEqual([words, 1]);
    expect(html).toContain("По таблице решений: правило № 2");
  });

  test("keeps a fact that another person stands in under the same title", () => {
    const html = approvalSheetHtml({ ...SHEET, facts: [{ title: "Инициатор", text: "Олег Вершинин" }] }, "ru");
    expect(html).toContain("Олег Вершинин");
  });

  test("shows a decision of the clock as one", () => {
    expect(approvalSheetHtml({ ...SHEET, lines: [{ ...LINE, name: null }] }, "ru")).toContain("По истечении срока");
  });

  test("strikes out what was taken back, and says of an earlier round that it does not count", () => {
    const recalled = approvalSheetHtml({ ...SHEET, lines: [{ ...LINE, counts: false }, LINE] }, "ru");
    expect(recalled).toContain('class="void"');
    const reworked = approvalSheetHtml(
      {
        ...SHEET,
        lines: [
          { ...LINE, counts: false },
          { ...LINE, round: 2 },
        ],
      },
      "ru",
    );
    expect(reworked).toContain("Круг 2");
    expect(reworked).toContain("прежний круг, не учитывается");
    expect(reworked).not.toContain('class="void"');
  });

  test("each round says what was asked in it: the title of then, and the facts that changed", () => {
    const [twelve, eleven] = ["12", "11"].map((text) => [
      { title: "Бренд", text: "Delmoka" },
      { title: "Скидка, %", text },
    ]);
    const html = approvalSheetHtml(
      {
        ...SHEET,
        facts: eleven ?? [],
        lines: [
          { ...LINE, step: "Скидка 12 %", facts: twelve ?? [], counts: false },
          { ...LINE, step: "Скидка 11 %", facts: eleven ?? [], round: 2 },
        ],
      },
      "ru",
    );
    const first = html.slice(html.indexOf("Скидка 12 % · Круг 1"), html.indexOf("Скидка 11 % · Круг 2"));
    const second = html.slice(html.indexOf("Скидка 11 % · Круг 2"));
    expect(first).toContain("<dt>Скидка, %</dt><dd>12</dd>");
    expect(second).toContain("<dt>Скидка, %</dt><dd>11</dd>");
    expect(first + second).not.toContain("Delmoka");
    expect(first).toContain("прежний круг, не учитывается");
  });

  test("lets nobody's words become markup", () => {
    const evil = "<script>alert(1)</script>\"'&";
    const html = approvalSheetHtml(
      {
        ...SHEET,
        subject: evil,
        requester: evil,
        facts: [{ title: evil, text: evil }],
        lines: [
          {
            ...LINE,
            name: evil,
            comment: evil,
            done: evil,
            notes: [evil],
            position: evil,
            onBehalfOf: evil,
            override: { by: evil },
            step: evil,
          },
        ],
        rules: [{ matched: [], inputs: [{ title: evil, text: evil }], because: evil }],
      },
      "ru",
    );
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
  });

  test("asks nothing of the network", () => {
    expect(approvalSheetHtml(SHEET, "en")).not.toMatch(/https?:|src=|@import|url\(/);
  });
});

test.each([
  [0, "меньше минуты"],
  [59_000, "меньше минуты"],
  [60_000, "1 мин"],
  [3_660_000, "1 ч 1 мин"],
  [90_000_000, "1 день 1 ч"],
  [5 * 86_400_000, "5 дней"],
])("%d ms is said as «%s»", (ms, words) => {
  expect(waitingText(ms, "ru")).toBe(words);
});
