import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityTrouble, NO_BROWSER, openBrowser, openWindow } from "../support/browser.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

const TITLE = NO_BROWSER === null ? "records" : `records — skipped: ${NO_BROWSER}`;
const DEAL = "Машина в переговорную";

describe.skipIf(NO_BROWSER !== null)(TITLE, () => {
  let company: ServedCompany;
  let browser: Browser;
  let page: Page;
  let manager: Caller;
  let trouble: readonly string[];
  beforeAll(async () => {
    company = await servedCompany();
    manager = await company.person("manager-1");
    const address = await company.listen();
    browser = await openBrowser();
    ({ page, trouble } = await openWindow(browser, address, { caller: manager, now: company.clock.now() }));
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  const column = (stage: string) => page.getByRole("region", { name: stage });
  const card = () => page.locator(".board-card", { hasText: DEAL });
  const stageOf = async (): Promise<string> => (await manager.call("GET", "/api/records/deal/203")).json().record.stage;

  test("a card is dragged to another stage, and moved on from the keyboard; the focus stays with it", async () => {
    await page.goto("/crm/deal");
    await card().dragTo(column("Договор"));
    await column("Договор").getByText(DEAL).waitFor();
    await page.getByText(`«${DEAL}»: стадия «Договор»`).waitFor();
    expect(await stageOf()).toBe("CONTRACT");
    await page.getByRole("button", { name: `Переместить «${DEAL}»` }).press("Enter");
    await page.getByRole("menuitem", { name: "Отгрузка" }).press("Enter");
    await column("Отгрузка").getByText(DEAL).waitFor();
    await page.getByText(`«${DEAL}»: стадия «Отгрузка»`).waitFor();
    expect(await stageOf()).toBe("SHIPMENT");
    await page.waitForFunction((title) => document.activeElement?.ariaLabel === title, `Переместить «${DEAL}»`);
    expect(trouble).toEqual([]);
  });

  test("a move that comes too late goes back, and says who was there first and where it stands now", async () => {
    const other = await company.person("manager-4");
    const { revision } = (await other.call("GET", "/api/records/deal/203")).json().record;
    // What others do is not told while the card is under way.
    await page.route("**/api/records/deal/203", async (held) => {
      await other.call("PATCH", "/api/records/deal/203", { set: { stage: "NEW" } }, { "if-match": `"${revision}"` });
      await held.continue();
    });
    await card().dragTo(column("Договор"));
    await page.getByText(`«${DEAL}» не перемещена`).waitFor();
    await page.getByText("Дарья Ключева: запись уже на стадии «Новая»", { exact: false }).waitFor();
    await page.unroute("**/api/records/deal/203");
    await column("Новая").getByText(DEAL).waitFor();
    expect(await stageOf()).toBe("NEW");
    expect(await accessibilityTrouble(page)).toEqual([]);
  });

  test("a discount is given to a brand of the list, each brand once", async () => {
    await page.goto("/crm/company/21");
    await page.getByRole("button", { name: "Изменить поле «Скидки по брендам, %»" }).click();
    await page.getByRole("button", { name: "Добавить строку" }).click();
    const names = page.getByRole("combobox", { name: "Имя в строке" });
    const last = (await names.count()) - 1;
    const taken = await Promise.all(Array.from({ length: last }, (_, at) => names.nth(at).inputValue()));
    await names.nth(last).click();
    const offered = await page.getByRole("option").allInnerTexts();
    expect(offered).toContain("Delmoka");
    expect(offered.filter((brand) => taken.includes(brand))).toEqual([]);
    await page.getByRole("option", { name: "Delmoka" }).click();
    await page.getByRole("textbox", { name: `Значение в строке ${last + 1}` }).fill("9");
    await page.getByRole("button", { name: "Сохранить" }).click();
    await page.getByRole("button", { name: "Изменить поле «Скидки по брендам, %»" }).waitFor();
    const { record } = (await manager.call("GET", "/api/records/company/21")).json();
    expect(record.values.discounts.Delmoka).toBe(9);
    expect(trouble).toEqual([]);
  });
});
