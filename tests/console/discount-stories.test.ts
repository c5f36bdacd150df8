import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_BROWSER } from "../support/browser.ts";
import { button, choose, errorUnder, field } from "../support/page-controls.ts";
import { picture } from "../support/picture.ts";
import { openStage, type Stage } from "../support/stage.ts";

const TITLE = NO_BROWSER === null ? "a discount" : `a discount — skipped: ${NO_BROWSER}`;

/** Hours from one working day to the next, in the middle of a week. */
const DAY = 24;

/*
 * The case study's stories of a discount, in the console, as the people in them. One company goes through all of them:
 * the clock only goes on.
 */
describe.skipIf(NO_BROWSER !== null)(TITLE, { timeout: 120_000 }, () => {
  let work: Stage;
  beforeAll(async () => {
    work = await openStage();
  });
  afterAll(() => work?.close());
  const settle = () => work.company.settle();

  interface Asked {
    readonly company: string;
    readonly brand: string;
    readonly discount: string;
    readonly why: string;
  }

  async function fillIn(page: Page, { company, brand, discount, why }: Asked): Promise<void> {
    await choose(page, { field: "Компания", type: company, option: new RegExp(company) });
    await choose(page, { field: "Бренд", option: brand });
    await field(page, "Скидка, %").fill(discount);
    await field(page, "Обоснование").fill(why);
  }

  /** The manager sends the form. @returns the request's page, and its number */
  async function ask(manager: string, asked: Asked): Promise<{ readonly page: Page; readonly number: string }> {
    const page = await work.open(manager, "/requests/new/discount-approval");
    await fillIn(page, asked);
    await button(page, "Отправить").click();
    return { page, number: await sent(page, asked) };
  }

  async function sent(page: Page, { brand, discount }: Asked): Promise<string> {
    await page.waitForURL((url) => !url.pathname.includes("/new"));
    await settle();
    await page.getByRole("heading", { level: 1, name: `Скидка ${discount} % на ${brand}` }).waitFor();
    return new URL(page.url()).pathname;
  }

  /** Opens the task from somebody's list. */
  async function open(user: string, title: string | RegExp, list = "/tasks"): Promise<Page> {
    const page = await work.open(user, list);
    await page.getByRole("link", { name: title }).first().click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    return page;
  }

  async function decide(page: Page, outcome: string, comment = ""): Promise<void> {
    if (comment !== "") await field(page, "Комментарий").fill(comment);
    await button(page, outcome).click();
    await page.getByText("Ваше решение записано").waitFor();
    await settle();
  }

  test("the manager fills in the form, is told what is wrong beside each field, and follows what he sent", async () => {
    const asked = {
      ...{ company: "Белый причал", brand: "Bravante", discount: "10" },
      why: "Открывают третий зал: две машины сейчас, ещё три весной",
    };
    const page = await work.open("manager-1", "/requests");
    await page.getByRole("link", { name: "Новая заявка" }).first().click();
    await page.getByRole("link", { name: /Согласование скидки/ }).click();
    await button(page, "Отправить").click();
    for (const name of ["Компания", "Бренд", "Скидка, %", "Обоснование"])
      await expect.poll(() => errorUnder(page, name), { message: name }).not.toBe("");
    await picture(page, "request-form", {
      async arrange(own) {
        await own.getByRole("button", { name: /^(Отправить|Send)$/ }).click();
        await own.locator('[aria-invalid="true"]').first().waitFor();
        // The first field that is wrong gets the focus, and unfolds its choices over the others.
        await own.getByRole("heading", { level: 1 }).click();
        await own.getByRole("option").first().waitFor({ state: "hidden" });
      },
    });
    await fillIn(page, { ...asked, discount: "150" });
    await button(page, "Отправить").click();
    await expect.poll(() => errorUnder(page, "Скидка, %")).toContain("100");
    expect(await errorUnder(page, "Обоснование")).toBe("");
    await field(page, "Скидка, %").fill("10");
    await page.locator('input[type="file"]').setInputFiles(await letter(page));
    await page.getByRole("link", { name: "Письмо клиента.png" }).waitFor();
    await button(page, "Отправить").click();
    await sent(page, asked);
    await page.getByText("Виктор Маслов").first().waitFor();
  });

  /** What a client wrote, as a picture. */
  async function letter(page: Page) {
    const paper = await page.context().newPage();
    await paper.setViewportSize({ width: 480, height: 260 });
    await paper.setContent(
      "<body style='font: 15px/1.5 serif; padding: 20px'><p>ООО «Белый причал»<p>Просим скидку 10 % на кофемашины Bravante: берём две сейчас и три весной, в третий зал.<p style='text-align: right'>Елена Причалова",
    );
    const buffer = await paper.screenshot();
    await paper.close();
    return { name: "Письмо клиента.png", mimeType: "image/png", buffer };
  }

  test("the head sees what the request stands on, and approves; the company's card has the discount", async () => {
    const page = await open("head-2", /Скидка 10 % на Bravante/);
    await page.getByRole("img", { name: /Письмо клиента/ }).waitFor();
    await page.getByText("Открывают третий зал").first().waitFor();
    await picture(page, "task");
    await decide(page, "Согласовать");
    const card = await work.open("manager-1", "/crm/company/7");
    await card
      .getByText(/Bravante.*10/)
      .first()
      .waitFor();
  });

  test("the head asks, the manager answers; sent back, the manager asks for less and gets it", async () => {
    const { number } = await ask("manager-1", {
      company: "Белый причал",
      brand: "Delmoka",
      discount: "18",
      why: "Просят",
    });
    const head = await open("head-2", /Скидка 18 % на Delmoka/);
    await button(head, "Спросить").click();
    const dialog = head.getByRole("dialog");
    await button(dialog, "Спросить").click();
    await dialog.getByText("Напишите, что хотите сказать.").waitFor();
    await field(dialog, "Текст").fill("Сколько машин берут?");
    await button(dialog, "Спросить").click();
    await dialog.waitFor({ state: "hidden" });
    await settle();
    await head.getByText("срок стоит, пока не ответят").waitFor();

    const manager = await open("manager-1", /Delmoka/);
    await manager.getByText("Сколько машин берут?").first().waitFor();
    await field(manager, "Ваш ответ").fill("Четыре");
    await button(manager, "Ответить").click();
    await manager.getByText("Ваше решение записано").waitFor();
    await settle();

    const again = await open("head-2", /Скидка 18 % на Delmoka/);
    await again.getByText("Четыре").first().waitFor();
    await decide(again, "Вернуть на доработку", "Больше 15 не обосновано");

    const mine = await work.open("manager-1", number);
    await mine.getByText("Вернули на доработку").first().waitFor();
    await mine.getByRole("link", { name: "Открыть задание" }).click();
    await mine.getByText("Больше 15 не обосновано").first().waitFor();
    await field(mine, "Скидка, %").fill("14");
    await field(mine, "Обоснование").fill("Договор на два года");
    await button(mine, "Отправить снова").click();
    await mine.getByText("Ваше решение записано").waitFor();
    await settle();
    await decide(await open("head-2", /Скидка 14 % на Delmoka/), "Согласовать");
    const over = await work.open("manager-1", number);
    await over.getByText("согласовано").first().waitFor();
  });

  const WAITING = /Скидка 12 % на Kaffelund/;
  /** The request that nobody answers. */
  let waiting = "";
  const row = (page: Page, title: RegExp) => page.getByRole("listitem").filter({ hasText: title });

  test("what the head has not answered for a working day is called overdue and stands on top", async () => {
    const why = "Ждут ответа до конца недели";
    const asked = await ask("manager-4", { company: "Меридиан Групп", brand: "Kaffelund", discount: "12", why });
    waiting = asked.number;
    await row(await work.open("head-2", "/tasks"), WAITING)
      .getByText(/до 24 нояб/)
      .waitFor();
    await work.company.pass(DAY + 1);
    for (const [company, brand] of ["Bravante", "Delmoka", "Nordbrew"].map(
      (brand, at) => [`company/${30 + (at % 2)}`, brand] as const,
    ))
      await startedAtOnce(company, brand);
    const page = await work.open("head-2", "/tasks");
    await row(page, WAITING)
      .getByText(/просрочено 24 нояб/)
      .waitFor();
    expect(await page.getByRole("list", { name: "Задания" }).getByRole("listitem").first().textContent()).toMatch(
      WAITING,
    );
    await picture(page, "inbox");
    await page.getByRole("switch", { name: "Только просроченные" }).check();
    await page
      .getByRole("link", { name: /Скидка 7 %/ })
      .first()
      .waitFor({ state: "hidden" });
    await row(page, WAITING).waitFor();
  });

  /** Another manager's form, sent through the API. */
  async function startedAtOnce(company: string, brand: string): Promise<void> {
    const input = { company, brand, discount: 7, justification: "Осенняя распродажа" };
    const caller = await work.company.person("manager-5");
    const answer = await caller.call("POST", "/api/instances", { process: "discount-approval", input });
    expect(answer.statusCode, answer.body).toBe(201);
    await settle();
  }

  test("the head turns down several at once, with one comment for all", async () => {
    const page = await work.open("head-2", "/tasks");
    for (const box of await page.getByRole("checkbox", { name: /Выбрать: Скидка 7 %/ }).all()) await box.check();
    await page.getByText("Выбрано 3 задания").waitFor();
    await button(page, "Отклонить").click();
    const dialog = page.getByRole("dialog");
    await field(dialog, "Комментарий ко всем").fill("Распродажа закончилась");
    await button(dialog, "Отклонить").click();
    await dialog.getByText("Решено: 3 из 3").waitFor();
    await button(dialog, "Закрыть").click();
    await settle();
    await page
      .getByRole("link", { name: /Скидка 7 %/ })
      .first()
      .waitFor({ state: "hidden" });
    const theirs = await work.open("manager-5", "/requests");
    await theirs.getByText("Закончены").click();
    await expect.poll(() => theirs.getByRole("link", { name: /Скидка 7 %/ }).count()).toBe(3);
  });

  test("nobody answers: the clock hands the request up, a person at a time, to the director, who decides", async () => {
    for (const [days, user, name] of [
      [1, "exec-1", "Олег Рудаков"],
      [2, "director-1", "Лариса Громова"],
    ] as const) {
      await work.company.pass(days * DAY);
      await row(await work.open(user, "/tasks"), WAITING)
        .getByText(/просрочено/)
        .waitFor();
      await (await work.open("manager-4", waiting)).getByText(name).first().waitFor();
    }
    await (await work.open("head-2", "/tasks")).getByText("Вас никто не ждёт").waitFor();
    await decide(await open("director-1", WAITING), "Согласовать");
    const sheet = await work.open("manager-4", `${waiting}/sheet`);
    await sheet.getByText("Лариса Громова").first().waitFor();
  });

  test("above fifteen per cent two decide: the first takes his decision back while he can, the second ends it", async () => {
    await work.company.pass(3 * DAY);
    await ask("manager-4", {
      company: "Меридиан Групп",
      brand: "Cremolux",
      discount: "19",
      why: "Заказ на весь холдинг",
    });
    const title = /Скидка 19 % на Cremolux/;
    await decide(await open("head-2", title), "Согласовать");
    const decided = await work.open("head-2", "/tasks/decisions");
    await button(decided.getByRole("listitem").filter({ hasText: title }), "Отменить решение").click();
    await decided.getByText("не учитывается: отменено или была доработка").first().waitFor();
    await settle();
    await (await work.open("exec-1", "/tasks/group")).getByText("Брать нечего").waitFor();
    await decide(await open("head-2", title), "Согласовать");
    await decide(await open("exec-1", title, "/tasks/group"), "Согласовать");
    const over = await work.open("head-2", "/tasks/decisions");
    await over.getByRole("link", { name: title }).first().waitFor();
    expect(await button(over.getByRole("listitem").filter({ hasText: title }), "Отменить решение").count()).toBe(0);
  });

  test("the head gives a decision to another, whose name stands on the sheet for his", async () => {
    const { number } = await ask("manager-2", {
      company: "Утро тут",
      brand: "Vaporetta",
      discount: "6",
      why: "Давно с нами",
    });
    const title = /Скидка 6 % на Vaporetta/;
    const page = await open("head-2", title);
    await button(page, "Поручить").click();
    const dialog = page.getByRole("dialog");
    await field(dialog, "Кому").click();
    await field(dialog, "Кому").fill("Гайдук");
    await page.getByRole("option", { name: /Степан Гайдук/ }).click();
    await button(dialog, "Поручить").click();
    await dialog.waitFor({ state: "hidden" });
    await settle();
    const other = await open("head-3", title);
    await other.getByText("Поручено: отвечает Виктор Маслов").waitFor();
    await decide(other, "Согласовать");
    const sheet = await work.open("manager-2", `${number}/sheet`);
    await sheet
      .getByText(/Степан Гайдук/)
      .first()
      .waitFor();
    await sheet
      .getByText(/за.*Виктор Маслов/)
      .first()
      .waitFor();
  });

  test("the head is away: he says so himself, and his substitute finds the task in his own list", async () => {
    const title = /Скидка 8 % на Nordbrew/;
    await ask("manager-4", { company: "Утро тут", brand: "Nordbrew", discount: "8", why: "Первый заказ" });
    const page = await work.open("head-2", "/people");
    await button(page, "Меня не будет").click();
    await button(page, "Записать").click();
    await expect.poll(() => errorUnder(page, "Первый день")).not.toBe("");
    for (const name of ["Первый день", "Последний день"]) {
      await field(page, name).fill("30.11.2026");
      await page.keyboard.press("Tab");
    }
    await choose(page, { field: "Кто замещает", type: "Вьюгин", option: /Кирилл Вьюгин/ });
    await button(page, "Записать").click();
    await page.getByText("замещает Кирилл Вьюгин").waitFor();
    await settle();
    await picture(page, "people");
    const requests = await work.open("manager-4", "/requests");
    await requests.getByRole("link", { name: title }).waitFor();
    await picture(requests, "requests");
    await requests.getByRole("link", { name: title }).click();
    await requests.getByRole("heading", { level: 1, name: title }).waitFor();
    await picture(requests, "request", { height: 860 });
    const list = await work.open("engineer-1", "/tasks");
    await list.getByRole("listitem").filter({ hasText: title }).getByText("за: Виктор Маслов").waitFor();
    const task = await open("engineer-1", title);
    await task.getByText("Вы решаете за: Виктор Маслов").waitFor();
    await decide(task, "Согласовать");
    await (await work.open("engineer-1", "/tasks/decisions")).getByText("за: Виктор Маслов").waitFor();
  });
});
