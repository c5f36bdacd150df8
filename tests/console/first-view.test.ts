import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_BROWSER, openBrowser, openWindow } from "../support/browser.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

const TITLE = NO_BROWSER === null ? "the first view" : `the first view — skipped: ${NO_BROWSER}`;

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

  /** Bytes that come over the line, compressed, until the page's title is there. */
  async function bytesOf(caller?: Caller): Promise<number> {
    const { page, context } = await openWindow(browser, address, caller === undefined ? {} : { caller });
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    let bytes = 0;
    devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto("/tasks");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await context.close();
    return bytes;
  }

  test("of the console is under 200 kB, compressed", async () => {
    const bytes = await bytesOf();
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(200_000);
  });

  test("the inbox, by whoever has never been here, is under 260 kB with everything around it", async () => {
    expect(await bytesOf(await company.person("head-1"))).toBeLessThan(260_000);
  });
});
