import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { NO_BROWSER, openBrowser, openWindow } from "../support/browser.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

const TITLE = NO_BROWSER === null ? "the first view" : `the first view — skipped: ${NO_BROWSER}`;

/** What a first view may weigh: bytes over the line, compressed, with headers; pages, scripts, styles, fonts, answers. */
const MAX_BYTES = 200_000;

describe.skipIf(NO_BROWSER !== null)(TITLE, () => {
  let company: ServedCompany;
  let browser: Browser;
  let address: string;
  beforeAll(async () => {
    company = await servedCompany();
    await company.service.useCases.start({
      ...{ id: id<CommandId>("asked"), process: id<ProcessId>("discount-approval"), by: id<UserId>("manager-1") },
      input: { company: "company/7", brand: "Montelira", discount: 12, justification: "Постоянный клиент" },
    });
    await company.settle();
    address = await company.listen();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  /** Bytes that come over the line until the page can be used and nothing more is on its way, and the files among them. */
  async function loadedBy(
    caller: Caller | undefined,
    isUsable: (page: Page) => Promise<void>,
  ): Promise<{ readonly bytes: number; readonly files: ReadonlyMap<string, string | undefined> }> {
    const now = company.clock.now();
    const { page, context } = await openWindow(browser, address, caller === undefined ? { now } : { caller, now });
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    const files = new Map<string, string | undefined>();
    const underWay = new Set<string>();
    let bytes = 0;
    devtools.on("Network.requestWillBeSent", ({ requestId, type }) => {
      // Live news stay open for as long as the page.
      if (type !== "EventSource") underWay.add(requestId);
    });
    devtools.on("Network.responseReceived", ({ response }) => {
      files.set(new URL(response.url).pathname, response.headers["content-encoding"]);
    });
    devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      bytes += encodedDataLength;
      underWay.delete(requestId);
    });
    await page.goto("/tasks");
    await isUsable(page);
    await expect.poll(() => underWay.size).toBe(0);
    await context.close();
    return { bytes, files };
  }

  test("of whom nobody knows, the door, is under 200 kB", async () => {
    const { bytes, files } = await loadedBy(undefined, (page) => page.getByRole("textbox", { name: "Пароль" }).focus());
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(MAX_BYTES);
    expect(uncompressed(files)).toEqual([]);
  });

  test("of whoever has signed in, the inbox with a task in it, is under 200 kB with everything around it", async () => {
    const { bytes, files } = await loadedBy(await company.person("head-2"), (page) =>
      page.getByRole("link", { name: /Скидка 12/ }).focus(),
    );
    expect([...files.keys()]).toContain("/api/tasks");
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(MAX_BYTES);
    expect(uncompressed(files)).toEqual([]);
  });

  test("what it leaves out comes when it is reached for: the hint of a time, and the menu by keyboard", async () => {
    const now = company.clock.now();
    const { page, context, trouble } = await openWindow(browser, address, {
      caller: await company.person("head-2"),
      now,
    });
    await page.goto("/tasks");
    await page.getByRole("listitem").getByRole("time").first().hover();
    await page.getByRole("tooltip").waitFor();
    await page.getByRole("button", { name: /Моё меню/ }).press("Enter");
    await page.getByRole("menuitem", { name: "Мой профиль" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("menuitem", { name: "Мой профиль" }).waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch("Моё меню");
    expect(trouble).toEqual([]);
    await context.close();
  });
});

/** Scripts and styles that came otherwise than brotli. */
function uncompressed(files: ReadonlyMap<string, string | undefined>): readonly string[] {
  return [...files].filter(([path, how]) => path.startsWith("/assets/") && how !== "br").map(([path]) => path);
}
