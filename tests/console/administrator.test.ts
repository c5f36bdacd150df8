import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type CommandId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { NO_BROWSER } from "../support/browser.ts";
import { PASSWORD } from "../support/served-company.ts";
import { openStage, STORY_MS, type Stage, wrongWith } from "../support/stage.ts";

const TITLE = NO_BROWSER === null ? "the administrator" : `the administrator — skipped: ${NO_BROWSER}`;
const NEW_PASSWORD = "латте без сахара 2027";

describe.skipIf(NO_BROWSER !== null)(TITLE, { timeout: STORY_MS }, () => {
  let stage: Stage;
  let page: Page;
  let started = 0;
  beforeAll(async () => {
    stage = await openStage("channels: { email: log, sms: log }\noutgoing: { email: hold }");
    page = await stage.stranger();
  });
  afterEach(() => expect(stage.trouble).toEqual([]));
  afterAll(() => stage?.close());

  const main = (of: Page = page) => of.getByRole("main");
  const dialog = (of: Page = page) => of.getByRole("dialog");

  /** A request for a discount; the head of sales is asked. @returns its instance */
  async function discount(company: number): Promise<string> {
    started += 1;
    const { useCases } = stage.company.service;
    const outcome = await useCases.start({
      ...{
        id: id<CommandId>(`story-${started}`),
        process: id<ProcessId>("discount-approval"),
        by: id<UserId>("manager-4"),
      },
      input: { company: `company/${company}`, brand: "Montelira", discount: 12, justification: "Постоянный клиент" },
    });
    if (outcome.kind !== "started") throw new Error(JSON.stringify(outcome));
    await stage.company.settle();
    return outcome.instance;
  }

  async function signedIn(of: Page, login: string, password: string): Promise<void> {
    await of.goto("/");
    await of.getByLabel("Логин или почта").fill(login);
    await of.getByRole("textbox", { name: "Пароль" }).fill(password);
    await of.getByRole("button", { name: "Войти" }).click();
    await of.getByRole("navigation").first().waitFor();
  }

  /** Somebody opens his one-time link and chooses a password. */
  async function entered(of: Page, link: string, password: string): Promise<void> {
    await of.goto(new URL(link).pathname + new URL(link).hash);
    await of.getByLabel("Пароль", { exact: true }).fill(password);
    await of.getByLabel("Пароль ещё раз").fill(password);
    await of.getByRole("button", { name: "Сохранить и войти" }).click();
    await of.getByRole("navigation").first().waitFor();
  }

  /** Chooses what to do with somebody's account. */
  async function deed(name: string, what: string): Promise<void> {
    await page.getByRole("button", { name: `Действия: ${name}` }).click();
    await page.getByRole("menuitem", { name: what }).click();
    await dialog().waitFor();
  }

  test("the first account is made by the printed link, which then opens nothing; the head is invited and enters by a link of his own", async () => {
    const first = await stage.company.assembled.accounts.firstAdministrator();
    await page.goto(`/enter#${first?.token}`);
    await page.getByRole("combobox", { name: "Кто вы" }).click();
    await page.getByRole("option", { name: /Тимур Сафин/ }).click();
    await page.getByLabel("Пароль", { exact: true }).fill(PASSWORD);
    await page.getByLabel("Пароль ещё раз").fill(PASSWORD);
    await page.getByRole("button", { name: "Сохранить и войти" }).click();
    await page.getByRole("link", { name: "Учётные записи" }).click();
    const other = await stage.stranger();
    await other.goto(`/enter#${first?.token}`);
    await other.getByRole("alert").waitFor();

    await page.getByRole("button", { name: "Пригласить" }).click();
    await dialog().getByRole("combobox", { name: "Сотрудник" }).click();
    await page.getByRole("option", { name: /Виктор Маслов/ }).click();
    expect(await dialog().getByRole("textbox", { name: "Логин" }).inputValue()).not.toBe("");
    expect(await wrongWith(page, "invite")).toEqual([]);
    await dialog().getByRole("button", { name: "Пригласить" }).click();
    const link = (await dialog().locator("pre, code").first().textContent()) ?? "";
    expect(await wrongWith(page, "invitation-link")).toEqual([]);
    await dialog().getByRole("button", { name: "Готово" }).click();
    await entered(other, link, PASSWORD);
    await other.getByRole("heading", { level: 1, name: "Задания" }).waitFor();
    expect(await wrongWith(page, "accounts")).toEqual([]);
  });

  test("a password is reset by a link: the new one signs in, the old one does not", async () => {
    await page.reload();
    await deed("Виктор Маслов", "Ссылка на новый пароль");
    await dialog().getByRole("button", { name: "Создать ссылку" }).click();
    const link = (await dialog().locator("pre, code").first().textContent()) ?? "";
    await dialog().getByRole("button", { name: "Готово" }).click();
    const head = await stage.stranger();
    await entered(head, link, NEW_PASSWORD);
    const { login } = (await stage.company.assembled.accounts.find(id<UserId>("head-2"))) ?? { login: "" };
    const again = await stage.stranger();
    await again.goto("/");
    await again.getByLabel("Логин или почта").fill(login);
    await again.getByRole("textbox", { name: "Пароль" }).fill(PASSWORD);
    await again.getByRole("button", { name: "Войти" }).click();
    await again.getByRole("alert").waitFor();
    await signedIn(again, login, NEW_PASSWORD);
  });

  test("a call that failed is an incident: what and what to do; its input is corrected, and the process goes on", async () => {
    const { useCases } = stage.company.service;
    const instance = await discount(50);
    await stage.company.assembled.outside.editing?.delete({ ref: "company/50", by: id<UserId>("admin-1") });
    const [task] = (await useCases.tasks({ instance: id(instance), limit: 1 })).rows;
    if (task === undefined) throw new Error("nobody is asked");
    const body = { kind: "complete", task: task.id, outcome: "approve", form: {}, comment: null } as const;
    await useCases.act({ id: id<CommandId>("approve-50"), by: task.assignee, body });
    await stage.company.settle();

    await page.goto("/operations");
    expect(await wrongWith(page, "operations")).toEqual([]);
    await page.getByRole("tab", { name: "Сбои" }).click();
    const incident = page.getByRole("article").first();
    await incident.waitFor();
    expect(await wrongWith(page, "incidents")).toEqual([]);
    await incident.getByRole("link").first().click();
    await page.getByRole("tab", { name: "Почему стоит" }).waitFor();
    await page.getByText("Что сдвинет с места").first().waitFor();
    expect(await wrongWith(page, "instance-why")).toEqual([]);
    await page.getByRole("button", { name: "Исправить данные…" }).click();
    const record = dialog().getByRole("textbox", { name: "record" });
    expect(await record.inputValue()).toBe("company/50");
    await record.fill("company/51");
    await dialog().getByRole("button", { name: "Отправить с этими данными" }).click();
    await dialog()
      .getByText(/Напишите|почему|нужн|Заполните/i)
      .last()
      .waitFor();
    expect(await wrongWith(page, "edit-input")).toEqual([]);
    await dialog().getByRole("textbox", { name: "Почему" }).fill("карточки объединили");
    await dialog().getByRole("button", { name: "Отправить с этими данными" }).click();
    await dialog().waitFor({ state: "hidden" });
    await stage.company.settle();
    await page.getByRole("tab", { name: "Что было" }).click();
    await page
      .getByText(/карточки объединили/)
      .first()
      .waitFor();
    expect(await wrongWith(page, "instance-told")).toEqual([]);
  });

  test("several are suspended, resumed and canceled at once, each after a preview", async () => {
    const instances = [await discount(20), await discount(21)];
    await page.goto("/operations/instances?status=live&text=Меридиан");
    const act = async (action: string, reason: string | null): Promise<void> => {
      await page.getByRole("checkbox", { name: "Выбрать все на странице" }).click();
      await page.getByRole("button", { name: action, exact: true }).click();
      await dialog().getByText("Коснётся: 2 процесса").waitFor();
      if (reason !== null) await dialog().getByRole("textbox", { name: "Причина" }).fill(reason);
      if (action === "Приостановить") expect(await wrongWith(page, "bulk")).toEqual([]);
      await dialog().getByRole("button", { name: action, exact: true }).click();
      await dialog().getByText("Сделано: 2 процесса").waitFor();
      await stage.company.settle();
      await dialog().getByRole("button", { name: "Закрыть" }).last().click();
      await dialog().waitFor({ state: "hidden" });
    };
    await act("Приостановить", "проверка договора");
    await main().getByText("приостановлен", { exact: false }).first().waitFor();
    await act("Продолжить", null);
    expect(await wrongWith(page, "instances")).toEqual([]);
    await act("Отменить процесс", "дубли");
    for (const one of instances) {
      const shown = await stage.company.service.useCases.show(one);
      expect(shown?.row.status).toBe("canceled");
    }
  });

  test("who leaves is deactivated: it is told first where his tasks go, they are in the other's inbox, and history stays", async () => {
    await discount(8);
    await page.goto("/accounts");
    await deed("Виктор Маслов", "Отключить…");
    await dialog()
      .getByText(/Открытых заданий: 1/)
      .waitFor();
    const where = await dialog().getByRole("listitem").first().textContent();
    const next = (await stage.company.service.useCases.people()).users;
    const heir = Object.values(next).find(({ name }) => where?.endsWith(name));
    expect(heir?.name).toBe("Олег Рудаков");
    expect(await wrongWith(page, "leaving")).toEqual([]);
    await dialog().getByRole("button", { name: "Отключить" }).click();
    await dialog().waitFor({ state: "hidden" });
    await stage.company.settle();
    const inbox = await stage.at("exec-1");
    await inbox.goto("/tasks");
    await inbox.getByRole("link", { name: /Скидка 12/ }).click();
    await inbox.getByRole("heading", { level: 1, name: /Скидка 12/ }).waitFor();
    await page
      .getByRole("row", { name: /Виктор Маслов/ })
      .getByText("отключён")
      .waitFor();
    await page.getByRole("tab", { name: "Что меняли" }).click();
    await page.getByText("Виктор Маслов").first().waitFor();
    expect(await wrongWith(page, "account-changes")).toEqual([]);
  });

  test("messages that are held are read and released", async () => {
    await page.goto("/operations/messages?status=held");
    const letter = page.getByRole("article").first();
    await letter.waitFor();
    const text = await letter.textContent();
    expect(await wrongWith(page, "messages")).toEqual([]);
    const before = await page.getByRole("article").count();
    await letter.getByRole("button", { name: "Отпустить" }).click();
    await expect.poll(() => page.getByRole("article").count(), { timeout: 20_000 }).toBe(before - 1);
    expect(text).toContain("email");
  });
});
