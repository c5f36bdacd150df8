import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityTrouble, NO_BROWSER, openBrowser, openWindow, scrollsSideways } from "../support/browser.ts";
import { type Caller, MONDAY, type ServedCompany, servedCompany } from "../support/served-company.ts";
import { ROOT } from "../support/source-files.ts";

const IS_BUILT = existsSync(join(ROOT, "console", "dist", "index.html"));
const WHY = NO_BROWSER ?? (IS_BUILT ? null : "the console is not built (npm run build:console)");

describe.skipIf(WHY !== null)(`processes in the console${WHY === null ? "" : ` (skipped: ${WHY})`}`, () => {
  let company: ServedCompany;
  let analyst: Caller;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    company = await servedCompany();
    analyst = await company.person("admin-1", "analyst");
    address = await company.listen();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  test("what is typed is checked, and leaves as a patch", async () => {
    const { page, context, trouble } = await openWindow(browser, address, { caller: analyst, now: MONDAY });
    await page.goto("/processes/invoice-approval/editor");
    await page.getByText("Ошибок нет.").waitFor();
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nlishnee: 1\n");
    await page.getByText("lishnee").last().waitFor();
    await page.locator("li", { hasText: "lishnee" }).first().waitFor();
    await page.getByRole("button", { name: "Получить патч" }).click();
    await page.getByText("+lishnee: 1").waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  test("a new process begins from a template, is tried before it is saved, and leaves as a patch", async () => {
    const { page, context, trouble } = await openWindow(browser, address, { caller: analyst, now: MONDAY });
    await page.goto("/processes");
    await page.getByRole("button", { name: "Новый процесс" }).click();
    await page.getByLabel("Название").fill("Заявка на отпуск");
    await page.getByRole("textbox", { name: "Имя" }).fill("invoice-approval");
    await page.getByRole("combobox", { name: "Кто решает" }).fill("Северова");
    await page.getByRole("option", { name: "Анна Северова" }).click();
    await page.getByRole("button", { name: "Начать" }).click();
    await page.getByText("Такой процесс уже есть.").waitFor();
    await page.getByRole("textbox", { name: "Имя" }).fill("otpusk");
    await page.getByRole("button", { name: "Начать" }).click();
    await page.locator(".cm-content", { hasText: 'title: "Заявка на отпуск"' }).waitFor();
    await page.getByRole("heading", { level: 1, name: "Заявка на отпуск" }).waitFor();
    await page.getByText("Ошибок нет.").waitFor();
    expect(await page.getByText(/согласует свою же/).count()).toBe(0);
    await page.getByRole("tab", { name: "Проба" }).click();
    await page.getByRole("textbox", { name: "О чём заявка" }).fill("Отпуск в мае");
    await page.getByRole("button", { name: "Попробовать" }).click();
    await page.getByText("Процесс дошёл до конца").waitFor();
    await page.getByText(/Ушло бы: \d сообщения/).waitFor();
    expect(await accessibilityTrouble(page)).toEqual([]);
    await page.getByRole("button", { name: "Получить патч" }).click();
    await page.getByText("+process: otpusk").waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  test("the files of a version are what is edited, once they were changed", async () => {
    const { page, context } = await openWindow(browser, address, { caller: analyst, now: MONDAY });
    await page.goto("/processes/invoice-approval/editor");
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nlishnee: 1\n");
    await page.getByText("Не сохранено: 1 файл").waitFor();
    await page.getByRole("tab", { name: "Версии" }).click();
    await page.getByRole("button", { name: "Начать с неё" }).click();
    await page.getByText("Файлы версии 1 — в редакторе").waitFor();
    await page.getByText("Ошибок нет.").waitFor();
    await page.getByText("Не сохранено: 1 файл").waitFor({ state: "detached" });
    await context.close();
  });

  test.each([
    ["", "Новый"],
    ["/invoice-approval", "Форма"],
    ["/invoice-approval/editor", "Ошибок нет."],
    ["/invoice-approval/scenarios", "Проиграть все"],
    ["/invoice-approval/trial", "Попробовать"],
    ["/invoice-approval/tables", "Пропусков и пересечений нет"],
    ["/invoice-approval/deploy", "Развёрнуто то же самое"],
  ])("/processes%s is usable by everybody, and does not scroll sideways on a telephone", async (path, word) => {
    for (const look of [
      { width: 390, height: 844 },
      { width: 1280, height: 900 },
    ]) {
      const { page, context, trouble } = await openWindow(browser, address, { caller: analyst, now: MONDAY, look });
      await page.goto(`/processes${path}`);
      await page
        .getByText(path === "" ? "Согласование счёта на оплату" : word)
        .first()
        .waitFor();
      expect(await scrollsSideways(page), `${path} ${look.width}`).toBe(false);
      expect(await accessibilityTrouble(page), `${path} ${look.width}`).toEqual([]);
      expect(trouble).toEqual([]);
      await context.close();
    }
  });
});
