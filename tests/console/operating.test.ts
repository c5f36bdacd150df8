import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { accessibilityTrouble, NO_BROWSER, openBrowser, openWindow } from "../support/browser.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

const TITLE = NO_BROWSER === null ? "many at once" : `many at once — skipped: ${NO_BROWSER}`;
/** Requests for discounts, each of another company. */
const COMPANIES = [7, 8, 20];

describe.skipIf(NO_BROWSER !== null)(TITLE, () => {
  let company: ServedCompany;
  let browser: Browser;
  let operator: Caller;
  let page: Page;
  let trouble: readonly string[];
  beforeAll(async () => {
    company = await servedCompany();
    operator = await company.person("engineer-1", "operator");
    const { rows } = (await operator.call("GET", "/api/channels")).json();
    for (const { channel } of rows) {
      const held = await operator.call("PUT", `/api/channels/${channel}`, { mode: "hold", reason: "проверка" });
      expect(held.statusCode, held.body).toBe(200);
    }
    for (const one of COMPANIES)
      await company.assembled.engine.useCases.start({
        id: id<CommandId>(`start-${one}`),
        process: id<ProcessId>("discount-approval"),
        input: { company: `company/${one}`, brand: "Montelira", discount: 3, justification: "Постоянный клиент" },
        by: id<UserId>("manager-4"),
      });
    await company.settle();
    const address = await company.listen();
    browser = await openBrowser();
    ({ page, trouble } = await openWindow(browser, address, { caller: operator, now: company.clock.now() }));
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  test("everything that fits the filter is suspended, also what was not ticked", async () => {
    await page.goto("/operations/instances?process=discount-approval&status=live");
    await page
      .getByRole("checkbox", { name: /^Выбрать Согласование скидки/ })
      .first()
      .click();
    await page.getByText("Выбрано: 1 процесс").waitFor();
    await page.getByRole("button", { name: "Выбрать все, что подходят под отбор" }).click();
    await page.getByText("Выбраны все, что подходят под отбор").waitFor();
    await page.getByRole("button", { name: "Приостановить" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Коснётся: 3 процесса").waitFor();
    await dialog.getByRole("textbox", { name: "Причина" }).fill("переезд склада");
    await dialog.getByRole("button", { name: "Приостановить" }).click();
    await dialog.getByText("Сделано: 3 процесса").waitFor();
    const { rows } = (await operator.call("GET", "/api/operations/instances?status=suspended")).json();
    expect(rows).toHaveLength(COMPANIES.length);
  });

  test("all held messages are let go after they were shown", async () => {
    const held = async () => (await operator.call("GET", "/api/outgoing?status=held")).json().rows.length;
    const count = await held();
    expect(count).toBeGreaterThan(0);
    await page.goto("/operations/messages?status=held");
    await page.getByRole("button", { name: "Отпустить все…" }).waitFor();
    expect(await accessibilityTrouble(page)).toEqual([]);
    await page.getByRole("button", { name: "Отпустить все…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(`Уйдёт: ${count} сообщени`, { exact: false }).waitFor();
    await dialog.getByRole("button", { name: "Отпустить" }).click();
    await page.getByText(`Отпущено: ${count} сообщени`, { exact: false }).waitFor();
    expect(await held()).toBe(0);
    expect(trouble).toEqual([]);
  });

  test("the overview shows the seals of registries and checks a chain", async () => {
    await page.goto("/operations");
    await page.getByRole("heading", { name: "Печати реестров" }).waitFor();
    await page.getByRole("button", { name: "Проверить целостность" }).first().click();
    await page.getByText("Целостность подтверждена").waitFor();
  });
});
