import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { id, type ProcessId } from "../../engine/base/ids.ts";
import { accessibilityTrouble, NO_BROWSER, openBrowser, openWindow } from "../support/browser.ts";
import { type ServedCompany, servedCompany } from "../support/served-company.ts";

const TITLE = NO_BROWSER === null ? "typing" : `typing — skipped: ${NO_BROWSER}`;

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

  async function absenceForm(
    locale: "ru" | "en",
  ): Promise<{ readonly page: Page; readonly trouble: readonly string[] }> {
    const caller = await company.person("manager-1");
    const opened = await openWindow(browser, address, { caller, now: company.clock.now(), look: { locale } });
    await opened.page.goto("/people");
    await opened.page
      .getByRole("button", { name: locale === "ru" ? /не будет/ : /away/ })
      .first()
      .click();
    return opened;
  }

  test("a day is understood by the words beside the field, in both languages; what is no day is refused beside it", async () => {
    for (const [locale, from, refusal] of [
      ["ru", /^Первый день/, /Даты «31\.02\.2027» нет/],
      ["en", /^First day/, /no date “12\/25\/2026”/],
    ] as const) {
      const { page, trouble } = await absenceForm(locale);
      const field = page.getByRole("textbox", { name: from }).first();
      for (const [typed, shown] of [
        ["05.12.2026", "05.12.2026"],
        ["13.12.2026", "13.12.2026"],
        ["5.12.26", "05.12.2026"],
        ["2026-12-05", "05.12.2026"],
      ] as const) {
        await field.fill("");
        await field.pressSequentially(typed);
        await field.press("Tab");
        expect(await field.inputValue(), typed).toBe(shown);
        expect(await field.getAttribute("aria-invalid"), typed).not.toBe("true");
      }
      const wrong = locale === "ru" ? "31.02.2027" : "12/25/2026";
      await field.fill("");
      await field.pressSequentially(wrong);
      await field.press("Tab");
      expect(await field.inputValue()).toBe(wrong);
      await page.getByText(refusal).waitFor();
      // Sent all the same, nothing is kept; right days are.
      await field.press("Enter");
      await page.getByText(refusal).waitFor();
      const last = page.getByRole("textbox", { name: locale === "ru" ? /^Последний день/ : /^Last day/ }).first();
      await field.fill("01.12.2026");
      await last.fill("05.12.2026");
      expect(trouble).toEqual([]);
      if (locale === "en") continue;
      await last.press("Enter");
      await page.getByText(/1 дек/).first().waitFor();
      const kept = await (await company.person("manager-1")).call("GET", "/api/people/manager-1/absences");
      const days = kept.json().map(({ from, to }: { readonly from: string; readonly to: string }) => `${from} ${to}`);
      expect(days).toEqual(["2026-12-01 2026-12-05"]);
    }
  });

  test("a call becomes a lead: what is no telephone is refused beside it, and the source says that it was a call", async () => {
    const caller = await company.person("manager-1");
    const { page, trouble } = await openWindow(browser, address, { caller, now: company.clock.now() });
    await page.goto("/requests/new");
    await page.getByRole("link", { name: /Заявка с телефонного звонка/ }).click();
    const phone = page.getByRole("textbox", { name: "Телефон", exact: true });
    await page.getByRole("textbox", { name: "Имя клиента" }).fill("Вера Залесская");
    await phone.fill("не телефон");
    await page.getByRole("textbox", { name: "Что нужно клиенту" }).fill("Две кофемашины в офис");
    await phone.press("Enter");
    await page.getByText("Это не телефон.").waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute("type") === "tel");
    expect(await accessibilityTrouble(page)).toEqual([]);
    await phone.fill("8 (900) 000-00-01");
    await phone.press("Enter");
    await page.waitForURL(/\/crm\/lead\/\d+$/);
    const lead = await caller.call("GET", `/api/records/lead/${page.url().split("/").at(-1)}`);
    expect(lead.json().record).toMatchObject({
      title: "Вера Залесская",
      values: { source: "phone", phone: "8 (900) 000-00-01", text: "Две кофемашины в офис" },
    });
    await company.settle();
    const { rows } = await company.service.useCases.instances(
      { process: id<ProcessId>("lead-distribution") },
      { limit: 1 },
    );
    expect(rows).toHaveLength(1);
    expect(trouble).toEqual([]);
  });

  test("a number that is typed with signs of thousands is that number; a refused form leads to its first wrong field", async () => {
    const caller = await company.person("manager-1");
    const { page } = await openWindow(browser, address, { caller, now: company.clock.now() });
    await page.goto("/requests/new/invoice-approval");
    const amount = page.getByRole("textbox", { name: /Сумма/ }).first();
    await amount.pressSequentially("1,234.56");
    await amount.press("Tab");
    expect(await amount.inputValue()).toBe("1\u00a0234,56");
    await amount.press("Enter");
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
    const first = await page.locator("[aria-invalid=true]").first().getAttribute("name");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe(first);
  });
});
