import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { NO_BROWSER } from "../support/browser.ts";
import { plainPdf } from "../support/plain-pdf.ts";
import { rawLetter } from "../support/raw-letter.ts";
import { openStage, STORY_MS, type Stage, wrongWith } from "../support/stage.ts";

const TITLE = NO_BROWSER === null ? "clients" : `clients — skipped: ${NO_BROWSER}`;

describe.skipIf(NO_BROWSER !== null)(TITLE, { timeout: STORY_MS }, () => {
  let stage: Stage;
  const letters = mkdtempSync(join(tmpdir(), "ordo-letters-"));
  beforeAll(async () => {
    stage = await openStage(`mail: { local: { folder: ${JSON.stringify(letters)} } }`);
  });
  afterEach(() => expect(stage.trouble).toEqual([]));
  afterAll(async () => {
    await stage?.close();
    rmSync(letters, { recursive: true, force: true });
  });

  /** A client's letter lies in a mailbox and is read. */
  async function letterComes(mailbox: string, letter: Parameters<typeof rawLetter>[0]): Promise<void> {
    const folder = join(letters, mailbox);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "letter.tmp"), rawLetter(letter));
    renameSync(join(folder, "letter.tmp"), join(folder, "letter.eml"));
    const watch = stage.company.assembled.outside.watches.find(({ name }) => name === "letters of a folder");
    await watch?.start();
    await expect
      .poll(() => stage.company.assembled.outside.letters.get(letter?.id ?? ""), { timeout: 20_000 })
      .not.toBeNull();
    await stage.company.settle();
  }

  const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

  const choose = async (page: Page, field: string | RegExp, option: string | RegExp): Promise<void> => {
    await page.getByRole("combobox", { name: field }).click();
    await page.getByRole("option", { name: option }).click();
  };

  test("a letter comes in: whoever's turn it is reads it beside the buttons and makes a lead of it; the head names a manager", async () => {
    await letterComes("sales", {
      id: "<z-1@kofe-dom.example>",
      from: "Ольга <olga@kofe-dom.example>",
      subject: "Нужна кофемашина в шоурум",
      text: "Добрый день! Подскажите цену на две группы.",
      files: [{ name: "план-шоурума.pdf", content: plainPdf("Showroom plan").toString("latin1") }],
    });
    const page = await stage.at("manager-4");
    await page.goto("/tasks");
    await page.getByRole("link", { name: "Можно взять предложенное: 1" }).click();
    await page.getByRole("link", { name: /Письмо от olga@kofe-dom.example: Нужна кофемашина/ }).click();
    await page.getByText("Подскажите цену на две группы.").waitFor();
    await page.getByRole("link", { name: "план-шоурума.pdf" }).first().waitFor();
    const title = page.getByRole("textbox", { name: "Название заявки" });
    expect(await title.inputValue()).toBe("Нужна кофемашина в шоурум");
    await title.fill("");
    await button(page, "Сформировать лид").click();
    await page.getByText("Заполните поле «Название заявки»: без него нельзя «Сформировать лид».").waitFor();
    expect(await wrongWith(page, "letter-task")).toEqual([]);
    await title.fill("Кофемашина в шоурум");
    await page.getByRole("textbox", { name: "Телефон клиента" }).fill("+7 911 000-07-77");
    await button(page, "Сформировать лид").click();
    await page.getByText("Ваше решение записано").waitFor();
    await stage.company.settle();

    const head = await stage.at("head-1");
    await head.goto("/tasks");
    await head.getByRole("link", { name: /Назначьте ответственного менеджера/ }).click();
    await head.getByText("+7 911 000-07-77").waitFor();
    await head.getByText("Подскажите цену на две группы.").waitFor();
    await button(head, "Готово").click();
    await head.getByText(/Заполните поле «Ответственный менеджер»/).waitFor();
    await choose(head, /Ответственный менеджер/, /Мария Чижова/);
    expect(await wrongWith(head, "lead-task")).toEqual([]);
    await button(head, "Готово").click();
    await head.getByText("Ваше решение записано").waitFor();
    await stage.company.settle();
  });

  test("the manager moves her lead on: nobody is asked about it any more", async () => {
    const page = await stage.at("manager-2");
    await page.goto("/crm/lead");
    expect(await wrongWith(page, "leads")).toEqual([]);
    await page.getByRole("link", { name: "Кофемашина в шоурум" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Кофемашина в шоурум" }).waitFor();
    await page.getByText("Мария Чижова").first().waitFor();
    expect(await wrongWith(page, "lead-card")).toEqual([]);
    await page.getByRole("button", { name: "Новая Переместить" }).click();
    await page.getByRole("menuitem", { name: "В работе" }).click();
    await page.getByText("В работе").first().waitFor();
    await stage.company.settle();
    await stage.pass(30);
    const head = await stage.at("head-1");
    await head.goto("/tasks");
    await head.getByText("Вас никто не ждёт").waitFor();
  });

  test("a client calls: the manager starts the lead from its form; the head is silent, and the next one is asked", async () => {
    const page = await stage.at("manager-4");
    await page.goto("/requests/new");
    await page.getByRole("link", { name: /Заявка с телефонного звонка/ }).click();
    await page.getByText("Источник: Звонок").waitFor();
    await button(page, "Принять заявку").click();
    await page.locator("input[aria-invalid=true]:focus").waitFor();
    expect(await wrongWith(page, "lead-form")).toEqual([]);
    await page.getByRole("textbox", { name: "Имя клиента" }).fill("Кофе-точка на вокзале");
    await page.getByRole("textbox", { name: "Телефон", exact: true }).fill("8 (911) 000-08-88");
    await button(page, "Принять заявку").click();
    await page.getByRole("heading", { level: 1, name: "Кофе-точка на вокзале" }).waitFor();
    await stage.company.settle();

    // Monday evening to Wednesday: nobody names a manager, and after a business day the executive director is asked too.
    await stage.pass(26);
    const head = await stage.at("director-1");
    await head.goto("/tasks/team");
    const late = head.getByRole("listitem").filter({ hasText: "Назначьте ответственного менеджера по заявке" });
    await late.getByText(/Анна Северова/).waitFor();
    expect(await wrongWith(head, "team")).toEqual([]);
    const director = await stage.at("exec-1");
    await director.goto("/tasks/group");
    await director.getByRole("link", { name: /Назначьте ответственного менеджера/ }).click();
    await choose(director, /Ответственный менеджер/, /Павел Орешин/);
    await button(director, "Готово").click();
    await director.getByText("Ваше решение записано").waitFor();
    await stage.company.settle();
  });

  test("the client calls and names his telephone: search answers where it stands, who is responsible, whom it waits for, what next", async () => {
    const page = await stage.at("manager-4");
    await page.goto("/tasks");
    await page.getByRole("heading", { level: 1, name: "Задания" }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("+7 911 000 08 88");
    await page.keyboard.press("Enter");
    const found = page.getByRole("region", { name: "Карточки" });
    await found.getByText("Новая").waitFor();
    await found.getByText("Павел Орешин").first().waitFor();
    await found.getByText(/Ждёт:/).first().waitFor();
    expect(await wrongWith(page, "search")).toEqual([]);
    // The manager does not move it within a working day: the head is asked, and names another.
    await stage.pass(40);
    const head = await stage.at("head-1");
    await head.goto("/tasks");
    await head.getByRole("link", { name: /не обработана за рабочий день/ }).click();
    await button(head, "Назначить другого").click();
    await head.getByText(/Заполните поле «Новый менеджер»/).waitFor();
    await choose(head, "Новый менеджер", /Игорь Ладов/);
    await button(head, "Назначить другого").click();
    await head.getByText("Ваше решение записано").waitFor();
    await stage.company.settle();
    await page.reload();
    await found.getByText("Игорь Ладов").first().waitFor();
  });

  /** Changes one field of the card that a window shows. */
  async function edited(page: Page, title: string, change: () => Promise<void>): Promise<void> {
    await page.getByRole("button", { name: `Изменить поле «${title}»` }).click();
    await change();
    await page.getByRole("button", { name: "Сохранить" }).click();
    await page.getByRole("button", { name: `Изменить поле «${title}»` }).waitFor();
    await stage.company.settle();
  }

  test("a deal is won and its sum is corrected: the company's card shows the total by itself, also after a lost connection", async () => {
    const watcher = await stage.at("manager-4");
    await watcher.goto("/crm/company/8");
    await watcher.getByRole("heading", { level: 1, name: "Кофейня Утро тут" }).waitFor();
    const page = await stage.at("manager-2");
    await page.goto("/crm/deal/208");
    await page.getByRole("button", { name: /Переместить$/ }).click();
    await page.getByRole("menuitem", { name: /Успешна|Выиграна|Продана|Оплачена/ }).click();
    await page.getByText("275 000 ₽").first().waitFor();
    await stage.company.settle();
    const total = (sum: string) => watcher.getByRole("region", { name: "Деньги и скидки" }).getByText(sum).first();
    await total("275 000 ₽").waitFor();

    await watcher.context().setOffline(true);
    await watcher.getByText("Нет связи с сервером").waitFor();
    await edited(page, "Сумма", () => page.getByRole("textbox", { name: "Сумма" }).fill("301500"));
    await watcher.context().setOffline(false);
    await watcher.getByText("Нет связи с сервером").waitFor({ state: "hidden" });
    await total("301 500 ₽").waitFor();
    expect(await wrongWith(watcher, "company-card")).toEqual([]);
  });

  test("a company's category goes to its open deals; a company that joins a holding is linked with all of it, and its history says why", async () => {
    const page = await stage.at("manager-2");
    await page.goto("/crm/company/8");
    await edited(page, "Категория", () => choose(page, "Категория", /^A/));
    await page.goto("/crm/deal/209");
    await page.getByText("A — ключевая").waitFor();

    await page.goto("/crm/company/30");
    await edited(page, "Связанные компании", async () => {
      await page.getByRole("combobox", { name: "Связанные компании" }).pressSequentially("Два зерна");
      await page.getByRole("option", { name: /Два зерна/ }).click();
      await page.getByRole("combobox", { name: "Связанные компании" }).press("Tab");
    });
    await page.goto("/crm/company/10");
    const links = page.getByRole("region", { name: "Связи" });
    await links.getByRole("link", { name: "Гостиницы Янтарь" }).waitFor();
    await links.getByRole("link", { name: "Янтарь Кейтеринг" }).waitFor();
    await page.getByRole("tab", { name: "История" }).click();
    await page
      .getByText(/Связи компаний холдинга/)
      .first()
      .waitFor();
    expect(await wrongWith(page, "company-history")).toEqual([]);
  });
});
