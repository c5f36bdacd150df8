import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectsOf } from "../http/others-objects.ts";
import { accessibilityTrouble, NO_BROWSER, openBrowser, openWindow, scrollsSideways } from "../support/browser.ts";
import { type ServedCompany, servedCompany } from "../support/served-company.ts";

const TITLE = NO_BROWSER === null ? "every screen" : `every screen — skipped: ${NO_BROWSER}`;

/** Addresses of the screens, with something to see on them. */
const SCREENS = [
  "/tasks",
  "/requests",
  "/search?q=Белый",
  "/people",
  "/crm",
  "/crm/company/7",
  "/registries",
  "/registries/discount-changes",
  "/processes",
  "/operations",
  "/operations/incidents",
  "/accounts",
  "/me",
  "/help",
  "/help/inbox",
] as const;

/** Fifteen screens in one test, each looked through by axe: on a machine that is busy with other things. */
const BUSY_MS = 240_000;

/** What lies over the page of a registry opens: saved views, then the filter; a view is kept and chosen. */
async function registryIsUsed(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^(Представления|Views)$/ }).click();
  const name = page.getByRole("textbox", { name: /^(Имя представления|Name of the view)$/ });
  await name.fill("Мои");
  await name.press("Enter");
  await page.getByRole("button", { name: "Мои", exact: true }).click();
  await page.getByRole("button", { name: /^(Отбор|Filter)$/ }).click();
  await page.getByRole("textbox", { name: /^(С|From)$/ }).waitFor();
}

describe.skipIf(NO_BROWSER !== null)(TITLE, () => {
  let company: ServedCompany;
  let browser: Browser;
  let address: string;
  beforeAll(async () => {
    company = await servedCompany();
    await objectsOf(company);
    // The registry of changes of discounts gets a row of this.
    const admin = await company.person("admin-1", "administrator", "analyst", "operator");
    const made = await admin.call("POST", "/api/records/company", {
      set: { title: "Бюро Полдень", discounts: { Bravante: 3 } },
    });
    expect(made.statusCode, made.body).toBe(200);
    await company.settle();
    address = await company.listen();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  test.each([
    { width: 390, colors: "dark", locale: "ru" },
    { width: 1280, colors: "light", locale: "en" },
  ] as const)(
    "at $width pixels, $colors, $locale: axe and the policy find nothing, nothing scrolls sideways",
    async (look) => {
      const caller = await company.person("admin-1", "administrator", "analyst", "operator");
      const { page, trouble } = await openWindow(browser, address, { caller, look, now: company.clock.now() });
      const wrong: string[] = [];
      for (const path of SCREENS) {
        await page.goto(path);
        await page.getByRole("main").getByRole("heading", { level: 1 }).first().waitFor();
        await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null);
        if (path === "/registries/discount-changes") await registryIsUsed(page);
        for (const found of await accessibilityTrouble(page)) wrong.push(`${path} ${found}`);
        if (await scrollsSideways(page)) wrong.push(`${path} scrolls sideways`);
      }
      expect([...wrong, ...trouble]).toEqual([]);
    },
    BUSY_MS,
  );
});
