import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityTrouble, NO_BROWSER, openBrowser, openWindow, scrollsSideways } from "../support/browser.ts";
import { PASSWORD, type ServedCompany, servedCompany } from "../support/served-company.ts";

const TITLE = NO_BROWSER === null ? "signing in" : `signing in — skipped: ${NO_BROWSER}`;

describe.skipIf(NO_BROWSER !== null)(TITLE, () => {
  let company: ServedCompany;
  let browser: Browser;
  let address: string;
  beforeAll(async () => {
    company = await servedCompany();
    address = await company.listen();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  test("the first administrator opens the printed link, says who he is, and is in", async () => {
    const first = await company.assembled.accounts.firstAdministrator();
    const { page, trouble } = await openWindow(browser, address);
    await page.goto(`/enter#${first?.token}`);
    await page.getByRole("button", { name: "Сохранить и войти" }).click();
    expect(await page.getByText("Нужно заполнить.").count()).toBe(2);
    await page.getByRole("combobox", { name: "Кто вы" }).click();
    await page.getByRole("option").first().click();
    await page.getByLabel("Пароль", { exact: true }).fill("коротко");
    await page.getByLabel("Пароль ещё раз").fill("коротко");
    await page.getByRole("button", { name: "Сохранить и войти" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Пароль", { exact: true }).fill(PASSWORD);
    await page.getByLabel("Пароль ещё раз").fill(PASSWORD);
    await page.getByRole("button", { name: "Сохранить и войти" }).click();
    await page.getByRole("navigation").waitFor();
    expect(trouble).toEqual([]);
  });

  test("a wrong password is told beside the form; the right one opens the console, which nothing is wrong with", async () => {
    await company.person("head-1");
    const account = (await company.assembled.accounts.list()).find(({ user }) => user === "head-1");
    const { page, trouble } = await openWindow(browser, address);
    await page.goto("/");
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await accessibilityTrouble(page)).toEqual([]);
    await page.getByLabel("Логин или почта").fill(account?.login ?? "");
    await page.getByRole("textbox", { name: "Пароль" }).fill("не тот пароль");
    await page.getByRole("button", { name: "Войти" }).click();
    await page
      .getByRole("alert")
      .getByText(/логин или пароль/i)
      .waitFor();
    await page.getByRole("textbox", { name: "Пароль" }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Задания" }).waitFor();
    expect(await accessibilityTrouble(page)).toEqual([]);
    expect(trouble).toEqual([]);
  });

  test.each([390, 1024, 1600])("at %s pixels nothing scrolls sideways, in light and dark", async (width) => {
    const caller = await company.person("head-1");
    for (const colors of ["light", "dark"] as const) {
      const { page, context } = await openWindow(browser, address, { caller, look: { width, colors } });
      await page.goto("/");
      await page.getByRole("main").waitFor();
      expect(await scrollsSideways(page)).toBe(false);
      await context.close();
    }
  });
});
