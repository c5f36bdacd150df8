import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskLinks } from "../../adapters/engine/task-links.ts";
import { taskAt } from "../../adapters/task-address.ts";
import { NO_BROWSER, openWindow } from "../support/browser.ts";
import { button, field } from "../support/page-controls.ts";
import { picture } from "../support/picture.ts";
import { openStage, type Stage } from "../support/stage.ts";
import { readWorkbook } from "../support/workbook.ts";

const TITLE = NO_BROWSER === null ? "records of discounts" : `records of discounts — skipped: ${NO_BROWSER}`;

const ADDRESS = "https://ordo.example.ru";

/** Requests of the autumn, with what became of them. */
const AUTUMN = [
  ["manager-1", "company/7", "Bravante", 8, "Открывают третий зал", "approve", ""],
  ["manager-4", "company/20", "Delmoka", 14, "Годовой контракт на зерно", "approve", "Только на 2027 год"],
  ["manager-2", "company/8", "Montelira", 15, "Просят как у соседей", "reject", "Оборота не хватает"],
  ["manager-5", "company/30", "Nordbrew", 9, "Тендер гостиниц", "approve", ""],
  ["manager-4", "company/9", "Cremolux", 7, "Постоянный клиент", "reject", "Должны за прошлый квартал"],
] as const;

describe.skipIf(NO_BROWSER !== null)(TITLE, { timeout: 120_000 }, () => {
  let work: Stage;
  beforeAll(async () => {
    work = await openStage(`service: { address: '${ADDRESS}' }`);
    for (const [manager, company, brand, discount, justification, outcome, comment] of AUTUMN) {
      const task = await asked(manager, { company, brand, discount, justification });
      const head = await work.company.person("head-2");
      const decided = await head.call("POST", `/api/tasks/${task}/complete`, {
        outcome,
        form: {},
        comment: comment || null,
      });
      expect(decided.statusCode, decided.body).toBe(200);
      await settle();
      work.company.clock.jump(5 * 24 * 3_600_000);
      await settle();
    }
  });
  afterAll(() => work?.close());
  const settle = () => work.company.settle();

  /** A request, sent through the API. @returns the head's task */
  async function asked(manager: string, input: Readonly<Record<string, unknown>>): Promise<string> {
    const caller = await work.company.person(manager);
    const started = await caller.call("POST", "/api/instances", { process: "discount-approval", input });
    expect(started.statusCode, started.body).toBe(201);
    await settle();
    const head = await work.company.person("head-2");
    const { rows } = (await head.call("GET", "/api/tasks?limit=1")).json();
    return rows[0].id;
  }

  const cell = (page: Page, text: string | RegExp) => page.getByRole("cell", { name: text }).first();

  test("the registry says who asked, when, why and what was decided; it is filtered, counted and taken away as CSV and XLSX", async () => {
    const page = await work.open("director-1", "/registries");
    await page.getByRole("link", { name: /Реестр изменений скидок/ }).click();
    const line = page.getByRole("row").filter({ hasText: "Просят как у соседей" });
    for (const said of [
      "Утро тут",
      "Montelira",
      "15",
      "Отклонена",
      "Мария Чижова",
      "Виктор Маслов — отклонено",
      "«Оборота не хватает»",
    ])
      await line.getByText(said).first().waitFor();
    await line
      .getByText(/дек\.|нояб\./)
      .first()
      .waitFor();
    await page.getByText("Итого: 5").waitFor();
    await picture(page, "registry", { height: 900 });

    await page.getByRole("searchbox", { name: "Слово в любой колонке" }).fill("контракт");
    await page.getByText("Итого: 1").waitFor();
    await cell(page, /Меридиан Групп/).waitFor();
    const csv = (await exported(page, "CSV")).toString("utf8");
    expect(csv.trim().split("\r\n")).toHaveLength(2);
    expect(csv).toContain("Годовой контракт на зерно");
    expect(csv).toMatch(/Виктор Маслов — согласовано, [\d. :]+: Только на 2027 год/);
    await page.getByRole("searchbox", { name: "Слово в любой колонке" }).fill("");
    await page.getByText("Итого: 5").waitFor();
    const [head, ...rows] = readWorkbook(await exported(page, "Excel"));
    expect(Object.values(head ?? {}).map(({ value }) => value)).toEqual(
      expect.arrayContaining(["Обоснование", "Результат"]),
    );
    expect(rows).toHaveLength(5);
  });

  async function exported(page: Page, kind: string): Promise<Buffer> {
    await button(page, "Выгрузить").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: new RegExp(kind) }).click(),
    ]);
    return readFileSync(await download.path());
  }

  test("a discount that nobody approved is taken back from the card, and the manager is told", async () => {
    const page = await work.open("manager-1", "/crm/company/7");
    await page
      .getByText(/Bravante.*8/)
      .first()
      .waitFor();
    await picture(page, "record", { height: 900 });
    await page
      .getByRole("button", { name: /Изменить поле «Скидк/ })
      .first()
      .click();
    await field(page, "Значение в строке 1").fill("30");
    await button(page, "Сохранить").click();
    await page
      .getByText(/Bravante.*30/)
      .first()
      .waitFor();
    await settle();
    // The card of whoever is looking at it changes by itself.
    await page
      .getByText(/Bravante.*8/)
      .first()
      .waitFor();
    const rows = await work.open("manager-1", "/registries/discount-changes");
    const line = rows.getByRole("row").filter({ hasText: "Возвращена" });
    for (const said of ["Белый причал", "Bravante", "30", "Игорь Ладов"]) await line.getByText(said).first().waitFor();
    const operator = await work.company.person("admin-1", "operator", "administrator");
    const letters = (await operator.call("GET", "/api/outgoing?to=manager-1&limit=50")).json().rows;
    expect(letters.map(({ text }: { readonly text: string }) => text).join("\n")).toContain(
      "мы вернули прежние значения",
    );
  });

  test("a new company has the discounts of the list, and its deals have the company's", async () => {
    const page = await work.open("manager-4", "/crm/company");
    await button(page, "Создать").click();
    const dialog = page.getByRole("dialog");
    await field(dialog, "Название").fill("Столовая Полдень");
    await button(dialog, "Создать").click();
    await page.getByRole("heading", { level: 1, name: /Столовая Полдень/ }).waitFor();
    await settle();
    await page
      .getByText(/Montelira.*12/)
      .first()
      .waitFor();
    await page
      .getByText(/Delmoka.*10/)
      .first()
      .waitFor();
    const deal = await work.open("manager-4", "/crm/deal/208");
    await deal.getByRole("button", { name: "Изменить поле «Компания»" }).click();
    await field(deal, "Компания").fill("Полдень");
    await deal.getByRole("option", { name: /Столовая Полдень/ }).click();
    await button(deal, "Сохранить").click();
    await settle();
    await deal
      .getByText(/Delmoka.*10/)
      .first()
      .waitFor();
  });

  test("whoever is asked over the telephone finds where it stands", async () => {
    const page = await work.open("manager-1", "/search?q=Белый причал");
    await page
      .getByRole("link", { name: /Белый причал/ })
      .first()
      .waitFor();
    await picture(page, "search");
    const board = await work.open("manager-1", "/crm/deal");
    await board
      .getByRole("link", { name: /Машина в переговорную/ })
      .first()
      .waitFor();
    await picture(board, "crm");
  });

  test("the link of a letter shows what is asked, decides by its button, and dies with the task", async () => {
    const task = await asked("manager-1", {
      ...{ company: "company/7", brand: "Kaffelund", discount: 9, justification: "Третий зал" },
    });
    const { assembled, service, clock } = work.company;
    const links = taskLinks(service.configuration.root, { database: assembled.context.database, clock });
    const link = ((await links?.decide(taskAt(task), "head-2")) ?? "").slice(ADDRESS.length);
    // Nobody is signed in where letters are read.
    const { page, trouble } = await openWindow(work.browser, work.address, { now: clock.now(), look: { width: 390 } });
    for (const _ of ["a scanner", "the head"]) await page.goto(link);
    await page.getByText("Третий зал").waitFor();
    const head = await work.open("head-2", "/tasks");
    await head.getByRole("link", { name: /Скидка 9 % на Kaffelund/ }).waitFor();
    await picture(page, "decision-link", { height: 980 });
    await page.getByRole("checkbox").check();
    await button(page, "Отклонить").click();
    await page.locator(".error").first().waitFor();
    await page.getByLabel("Комментарий").fill("После инвентаризации");
    await button(page, "Отклонить").click();
    await page.getByText("Ваше решение записано").waitFor();
    await settle();
    await head.getByRole("link", { name: /Скидка 9 % на Kaffelund/ }).waitFor({ state: "hidden" });
    await page.goto(link);
    expect(await page.getByRole("button").count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  test("nothing went wrong in any window", () => {
    expect(work.trouble).toEqual([]);
  });
});
