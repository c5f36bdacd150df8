import { describe, expect, test } from "vitest";
import { NO_BROWSER, openBrowser, openWindow } from "../support/browser.ts";
import { servedCompany } from "../support/served-company.ts";

const TITLE = NO_BROWSER === null ? "the first view" : `the first view — skipped: ${NO_BROWSER}`;

/** What may come over the line, compressed, until the inbox can be used. */
const BYTES_MAX = 200_000;

describe.skipIf(NO_BROWSER !== null)(TITLE, () => {
  test("of the inbox is under 200 kB, compressed", async () => {
    const company = await servedCompany();
    const browser = await openBrowser();
    try {
      const address = await company.listen();
      const { page, context } = await openWindow(browser, address, { caller: await company.person("head-1") });
      const devtools = await context.newCDPSession(page);
      await devtools.send("Network.enable");
      let bytes = 0;
      devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
        bytes += encodedDataLength;
      });
      await page.goto("/tasks");
      await page.getByRole("tab", { name: "Мои", exact: false }).first().waitFor();
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes).toBeLessThan(BYTES_MAX);
    } finally {
      await browser.close();
      await company.close();
    }
  });
});
