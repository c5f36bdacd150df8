import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { NO_BROWSER, openBrowser, openWindow } from "../support/browser.ts";
import { type ServedCompany, servedCompany } from "../support/served-company.ts";
import { startSmtp, type TestSmtp } from "../support/servers/smtp.ts";

const TITLE = NO_BROWSER === null ? "a scanner of mail" : `a scanner of mail — skipped: ${NO_BROWSER}`;

/** Where letters say that the service is; the test reaches it on this machine. */
const ADDRESS = "https://ordo.example.ru";

describe.skipIf(NO_BROWSER !== null)(TITLE, () => {
  let company: ServedCompany;
  let smtp: TestSmtp;
  let browser: Browser;
  let here: string;
  beforeAll(async () => {
    smtp = await startSmtp();
    const server = `{ host: 127.0.0.1, port: ${smtp.port}, tls: none, from: robot@zernoipar.example }`;
    company = await servedCompany(`service: { address: '${ADDRESS}' }\nchannels: { email: { smtp: ${server} } }`);
    here = await company.listen();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
    await smtp?.close();
  });

  /** Every address that a letter holds, on this machine. */
  function linksIn(letters: TestSmtp["letters"]): readonly string[] {
    const found = letters.flatMap(({ mail }) => `${mail.text} ${mail.html}`.match(/https?:\/\/[^\s"<>]+/g) ?? []);
    return [...new Set(found)].map((link) => link.replace(ADDRESS, here));
  }

  /** Everything that has happened in every instance. */
  async function happened(): Promise<unknown> {
    const { rows } = await company.service.useCases.instances({}, { limit: 50 });
    const shown = await Promise.all(rows.map((row) => company.service.useCases.show(row.id)));
    return shown.map((one) => [one?.instance.status, one?.history.length, one?.instance.sheet]);
  }

  /** Opens one as a robot would that wants to see what it does: its scripts run, and everything on it is touched. */
  async function robot(link: string, touch: (page: Page) => Promise<void>): Promise<void> {
    const { page, context, trouble } = await openWindow(browser, here);
    await page.goto(link);
    await touch(page);
    expect(trouble, link).toEqual([]);
    await context.close();
  }

  const outcomes = (page: Page) => page.locator("button[name=outcome]");

  test("it opens, fetches, prefetches and runs every link of every letter, and even presses buttons: nothing is decided", async () => {
    const { useCases } = company.service;
    for (const [index, brand] of ["Bravante", "Montelira"].entries())
      await useCases.start({
        ...{ id: id<CommandId>(`asked-${index}`), process: id<ProcessId>("discount-approval") },
        by: id<UserId>("manager-1"),
        input: { company: "company/7", brand, discount: 12, justification: "Постоянный клиент" },
      });
    await company.settle();
    const links = linksIn(smtp.letters);
    expect(links.filter((link) => link.startsWith(`${here}/decide/`))).toHaveLength(2);
    const before = await happened();
    for (const link of links) {
      for (const method of ["HEAD", "GET", "OPTIONS"]) await fetch(link, { method });
      await fetch(link, { headers: { "sec-purpose": "prefetch;prerender", purpose: "prefetch" } });
      // A form of nobody's page: what a robot sends that knows only the address.
      await fetch(link, { method: "POST", body: new URLSearchParams({ outcome: "approve", mine: "yes" }) });
      await robot(link, async (page) => {
        const further = await page.locator("a[href]").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
        for (const href of further) await page.request.get((href ?? "").replace(ADDRESS, here));
        await page.evaluate(() => {
          for (const one of document.querySelectorAll("*"))
            for (const kind of ["pointerover", "mouseover", "focus", "keydown"])
              one.dispatchEvent(new Event(kind, { bubbles: true }));
        });
      });
      await robot(link, async (page) => {
        for (const button of await outcomes(page).all()) {
          await button.click();
          await page.locator("textarea[name=comment]").press("Control+Enter");
        }
      });
    }
    await company.settle();
    expect(await happened()).toEqual(before);
  });

  test("a person ticks that it is he, presses the button once, and it is decided", async () => {
    const link = linksIn(smtp.letters).find((one) => one.startsWith(`${here}/decide/`)) ?? "";
    const { page, trouble } = await openWindow(browser, here);
    await page.goto(link);
    await page.getByRole("checkbox", { name: /Решаю я: Виктор Маслов/ }).check();
    await page.getByRole("button", { name: "Согласовать", exact: true }).click();
    await page.getByText("Ваше решение записано").waitFor();
    const { rows } = await company.service.useCases.tasks({ limit: 50 });
    expect(rows.filter(({ assignee }) => assignee === "head-2")).toHaveLength(1);
    expect(trouble).toEqual([]);
  });
});
