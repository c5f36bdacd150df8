import type { Browser } from "playwright-core";
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
  "/processes",
  "/operations",
  "/operations/incidents",
  "/accounts",
  "/me",
  "/help",
  "/help/inbox",
] as const;

describe.skipIf(NO_BROWSER !== null)(TITLE, () => {
  let company: ServedCompany;
  let browser: Browser;
  let address: string;
  beforeAll(async () => {
    company = await servedCompany();
    await objectsOf(company);
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
        for (const found of await accessibilityTrouble(page)) wrong.push(`${path} ${found}`);
        if (await scrollsSideways(page)) wrong.push(`${path} scrolls sideways`);
      }
      expect([...wrong, ...trouble]).toEqual([]);
    },
  );
});
