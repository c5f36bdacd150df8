import { type ApprovalSheet, approvalSheetModel, type SheetLine } from "../../../../engine/document/approval-sheet.ts";
import type { DocumentModel } from "../../../../engine/document/document-model.ts";

const PEOPLE = [
  ["Екатерина Серова", "руководитель отдела продаж"],
  ["Олег Рудаков", "исполнительный директор"],
  ["Лариса Громова", "главный бухгалтер"],
  ["Виктор Маслов", "генеральный директор"],
  ["Анастасия Преображенская-Константинопольская", "заместитель руководителя сервисного отдела"],
] as const;

const COMMENTS = [
  null,
  "Проверил договор, сумма верная.",
  "Согласовано при условии, что поставка будет не позже 15 декабря и монтаж войдёт в цену. Счёт за монтаж отдельно не принимать.",
  null,
];

/** One decision of a sheet, another one for each number. */
export function sampleLine(index: number, more: Partial<SheetLine> = {}): SheetLine {
  const [name, position] = PEOPLE[index % PEOPLE.length] ?? PEOPLE[0];
  const minute = String(index % 60).padStart(2, "0");
  return {
    of: "approval",
    facts: [],
    step: "Счёт № 441 на 1 250 000,00 ₽ от «Паровой линии»",
    round: 1,
    name,
    position,
    onBehalfOf: null,
    override: null,
    done: "Согласовано",
    comment: COMMENTS[index % COMMENTS.length] ?? null,
    files: [],
    at: `2026-11-20T15:${minute}:00+03:00`,
    waitedMs: (26 * 60 + index) * 60_000,
    workingMs: (8 * 60 + index) * 60_000,
    notes: [],
    counts: true,
    isSkipped: false,
    ...more,
  };
}

/** The sheet of an invoice with so many decisions. */
export function sampleSheet(lines: readonly SheetLine[]): ApprovalSheet {
  return {
    process: "Согласование счёта на оплату",
    number: 57,
    subject: "Счёт № 441 от «Паровой линии»",
    requester: "Игорь Ладов",
    startedAt: "2026-11-19T14:00:00+03:00",
    madeAt: "2026-11-20T16:00:00+03:00",
    digest: "a1b2c3d4e5f60718",
    facts: [
      { title: "Тип счёта", text: "товар" },
      { title: "Номер счёта", text: "441" },
      { title: "Поставщик", text: "ООО «Паровая линия»" },
      { title: "Сделка", text: "Кофейня на Покровке, оборудование" },
      { title: "Сумма", text: "1 250 000,00 ₽" },
      { title: "Счёт", text: "счёт-441.pdf, договор поставки № 12-2026 от 1 ноября.docx" },
      { title: "Почему эти согласующие", text: "больше миллиона — исполнительный директор" },
    ],
    rules: [
      {
        matched: [4],
        inputs: [
          { title: "Должность", text: "менеджер" },
          { title: "Тип счёта", text: "товар" },
          { title: "Сумма, ₽", text: "1 250 000,00 ₽" },
        ],
        because: "больше миллиона — исполнительный директор",
      },
    ],
    lines,
    comments: [],
  };
}

/** The document of {@link sampleSheet}. */
export function sampleModel(lines: readonly SheetLine[], locale: "ru" | "en" = "ru"): DocumentModel {
  return approvalSheetModel(sampleSheet(lines), locale);
}
