import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { NO_BROWSER } from "../support/browser.ts";
import { plainPdf } from "../support/plain-pdf.ts";
import { openStage, STORY_MS, type Stage, wrongWith } from "../support/stage.ts";

const TITLE = NO_BROWSER === null ? "invoices" : `invoices — skipped: ${NO_BROWSER}`;

describe.skipIf(NO_BROWSER !== null)(TITLE, { timeout: STORY_MS }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterEach(() => expect(stage.trouble).toEqual([]));
  afterAll(() => stage?.close());

  const pdf = (name: string) => ({ name, mimeType: "application/pdf", buffer: plainPdf(`Invoice ${name}`) });
  const button = (page: Page, name: string | RegExp) =>
    page.getByRole("main").getByRole("button", { name, exact: true }).first();

  async function choose(page: Page, field: string | RegExp, words: string, option: string | RegExp): Promise<void> {
    const box = page
      .getByRole("combobox", { name: field })
      .or(page.getByRole("textbox", { name: field }))
      .first();
    await box.click();
    if (words !== "") await box.pressSequentially(words);
    await page.getByRole("option", { name: option }).first().click();
    // The list of a field of several stays open until one goes on.
    await box.press("Tab");
  }

  /** The manager fills in the form of an invoice and sends it. */
  async function asked(page: Page, number: string, amount: string, extra?: RegExp): Promise<void> {
    await page.goto("/requests/new");
    await page.getByRole("link", { name: /Согласование счёта/ }).click();
    await choose(page, "Тип счёта", "", "Товар");
    await page.getByRole("textbox", { name: "Номер счёта" }).fill(number);
    await choose(page, "Поставщик", "Паровая", /Паровая линия/);
    await choose(page, "Сделка", "новый зал", /Кофемашина в новый зал/);
    await page.getByRole("textbox", { name: "Сумма" }).fill(amount);
    if (extra !== undefined) await choose(page, "Дополнительные согласующие", "Маслов", extra);
    await page.locator('input[type="file"]').setInputFiles(pdf(`счёт-${number}.pdf`));
    await page.getByRole("link", { name: `счёт-${number}.pdf` }).waitFor();
  }

  /** Sends the form; what is automatic has happened when the page says where the request stands. */
  async function sent(page: Page): Promise<void> {
    await button(page, "Отправить").click();
    await page.getByRole("heading", { level: 2, name: "Что было" }).waitFor();
    await stage.company.settle();
    await page.getByText("Где стоит").waitFor();
  }

  /** Opens his task about this invoice. */
  async function opened(page: Page, list: "" | "group", name: RegExp): Promise<void> {
    await page.goto(`/tasks/${list}`);
    await page.getByRole("link", { name }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  }

  async function decided(page: Page, name: string): Promise<void> {
    await button(page, name).click();
    await page.getByText("Ваше решение записано").waitFor();
    await stage.company.settle();
  }

  test("the manager is told beside its field what the form lacks, attaches the PDF, and sees whom it waits for", async () => {
    const page = await stage.at("manager-1");
    await page.goto("/requests/new/invoice-approval");
    await button(page, "Отправить").click();
    await page
      .getByText(/Тип счёта.*заполн/i)
      .first()
      .waitFor();
    expect(await wrongWith(page, "invoice-form")).toEqual([]);
    await asked(page, "778", "60000", /Виктор Маслов/);
    await sent(page);
    await page
      .getByText(/Мария Чижова/)
      .first()
      .waitFor();
    expect(await wrongWith(page, "invoice-request")).toEqual([]);
  });

  test("the first approver reads the PDF beside the buttons and asks; the answer comes, and he sends it back with a reason", async () => {
    const page = await stage.at("manager-2");
    await opened(page, "", /Счёт № 778/);
    const preview = page.locator("iframe");
    expect(await preview.getAttribute("src")).toMatch(/^\/api\/files\//);
    await page.getByText("до 100 тысяч — ответственный менеджер").first().waitFor();
    expect(await wrongWith(page, "invoice-task")).toEqual([]);
    await button(page, "Спросить").click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Текст" }).fill("Доставка входит?");
    await page.getByRole("dialog").getByRole("button", { name: "Спросить" }).click();
    await page.getByText("Задан вопрос").waitFor();
    await stage.company.settle();

    const manager = await stage.at("manager-1");
    await opened(manager, "", /Вопрос|вопрос|778/);
    await manager.getByText("Доставка входит?").first().waitFor();
    await manager.getByRole("textbox", { name: "Ваш ответ" }).fill("Нет, доставка отдельно.");
    expect(await wrongWith(manager, "invoice-question")).toEqual([]);
    await button(manager, "Ответить").click();
    await manager.getByText("Ваше решение записано").waitFor();
    await stage.company.settle();

    await page.reload();
    await page.getByText("Нет, доставка отдельно.").first().waitFor();
    await button(page, "Вернуть на доработку").click();
    await page.getByText("К этому решению нужен комментарий").waitFor();
    await page.getByRole("textbox", { name: "Комментарий" }).fill("Нужен счёт с доставкой");
    await decided(page, "Вернуть на доработку");
  });

  test("the manager mends it and sends it again; both approve in turn, and the sheet tells it all", async () => {
    const page = await stage.at("manager-1");
    await page.goto("/requests");
    await page.getByRole("link", { name: /Счёт № 778/ }).click();
    await page.getByText("Вернули на доработку").waitFor();
    await page.getByRole("link", { name: "Открыть задание" }).click();
    await page.getByText("Нужен счёт с доставкой").first().waitFor();
    await page.getByRole("textbox", { name: "Сумма" }).fill("64500");
    expect(await wrongWith(page, "invoice-rework")).toEqual([]);
    await decided(page, "Отправить снова");
    await opened(await stage.at("manager-2"), "", /Счёт № 778/);
    await decided(await stage.at("manager-2"), "Согласовать");
    const second = await stage.at("head-2");
    await opened(second, "", /Счёт № 778/);
    await second.getByText("Мария Чижова").first().waitFor();
    await decided(second, "Согласовать");

    await page.goto("/requests");
    await page.getByRole("link", { name: /Счёт № 778/ }).click();
    await page.getByRole("link", { name: "Лист согласования", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: /Лист согласования/ }).waitFor();
    for (const words of ["Нужен счёт с доставкой", "Мария Чижова", "Виктор Маслов"])
      await page.getByText(words).first().waitFor();
    expect(await wrongWith(page, "invoice-sheet")).toEqual([]);
    const address = await page.getByRole("link", { name: "PDF" }).getAttribute("href");
    const file = await page.request.get(address ?? "");
    expect(file.headers()["content-type"]).toBe("application/pdf");
    expect((await file.body()).subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("the accountant takes the payment, may not close it without the payment document, and the document is on the invoice's card", async () => {
    const page = await stage.at("accountant-1");
    await opened(page, "group", /Оплатите счёт № 778/);
    await page.getByRole("button", { name: "Взять", exact: true }).click();
    await page.getByRole("button", { name: "Вернуть в очередь" }).waitFor();
    await button(page, "Оплачен").click();
    await page.getByText("Заполните поле «Платёжное поручение»: без него нельзя «Оплачен».").waitFor();
    await page.getByRole("textbox", { name: "Дата оплаты" }).fill("23.11.2026");
    await page.getByRole("textbox", { name: "Дата оплаты" }).press("Enter");
    await page.locator('input[type="file"]').first().setInputFiles(pdf("пп-311.pdf"));
    await page.getByRole("link", { name: "пп-311.pdf" }).waitFor();
    expect(await wrongWith(page, "payment-task")).toEqual([]);
    await decided(page, "Оплачен");
    await page.goto("/crm/invoice");
    await page.getByRole("link", { name: "Счёт № 778" }).first().click();
    await page.getByRole("link", { name: "пп-311.pdf" }).waitFor();
    await page.getByText("Оплачен").first().waitFor();
    expect(await wrongWith(page, "invoice-card")).toEqual([]);
  });

  test("the author withdraws a request with a reason: its tasks close, and the page tells why", async () => {
    const page = await stage.at("manager-1");
    await page.goto("/requests/new/discount-approval");
    await choose(page, /Компания/, "причал", /Белый причал/);
    await choose(page, /Бренд/, "", /Delmoka/);
    await page.getByRole("textbox", { name: /Скидка/ }).fill("12");
    await page.getByRole("textbox", { name: /Обоснование/ }).fill("Постоянный клиент");
    await sent(page);
    await button(page, "Отозвать").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("Клиент передумал");
    await dialog.getByRole("button", { name: "Отозвать" }).click();
    await dialog.waitFor({ state: "hidden" });
    await stage.company.settle();
    await page
      .getByText(/Клиент передумал/)
      .first()
      .waitFor();
    const approver = await stage.at("head-2");
    await approver.goto("/tasks");
    await approver.getByText("Вас никто не ждёт").waitFor();
  });
});
