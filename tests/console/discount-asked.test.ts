import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectsOf } from "../http/others-objects.ts";
import { NO_BROWSER, openBrowser, openWindow } from "../support/browser.ts";
import { picture } from "../support/picture.ts";
import { type ServedCompany, servedCompany } from "../support/served-company.ts";

const TITLE = NO_BROWSER === null ? "a discount is asked for" : `a discount is asked for — skipped: ${NO_BROWSER}`;

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

  test("the head finds in his list what he is asked", async () => {
    const caller = await company.person("head-2");
    const { page, trouble } = await openWindow(browser, address, { caller, now: company.clock.now() });
    await page.goto("/tasks");
    await page.getByRole("link", { name: /Скидка 12/ }).waitFor();
    await picture(page, "inbox");
    expect(trouble).toEqual([]);
  });
});
