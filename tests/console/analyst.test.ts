import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type CommandId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { NO_BROWSER } from "../support/browser.ts";
import { openStage, STORY_MS, type Stage, wrongWith } from "../support/stage.ts";

const TITLE = NO_BROWSER === null ? "the analyst" : `the analyst — skipped: ${NO_BROWSER}`;
const PROCESS = "invoice-approval";

describe.skipIf(NO_BROWSER !== null)(TITLE, { timeout: STORY_MS }, () => {
  let stage: Stage;
  let page: Page;
  beforeAll(async () => {
    stage = await openStage("source: store");
    page = await stage.at("manager-3", "analyst");
  });
  afterEach(() => expect(stage.trouble).toEqual([]));
  afterAll(() => stage?.close());

  const tab = (name: string) => page.getByRole("tab", { name }).click();

  /** @returns the instance that the manager started */
  async function invoice(number: string): Promise<string> {
    const file = { name: "счёт.pdf", type: "application/pdf", bytes: new TextEncoder().encode("%PDF-1.7") };
    const reference = await stage.company.service.files.put(number, file);
    const started = await stage.company.service.useCases.start({
      ...{ id: id<CommandId>(number), process: id<ProcessId>(PROCESS), by: id<UserId>("manager-1") },
      input: {
        ...{ kind: "товар", number, supplier: "company/50", deal: "deal/208" },
        ...{ amount: { amount: "60000.00", currency: "RUB" }, files: [{ id: reference, name: "счёт.pdf" }] },
      },
    });
    if (started.kind !== "started") throw new Error(JSON.stringify(started));
    await stage.company.settle();
    return started.instance;
  }

  test("what is typed is checked in words while it is typed; a scenario plays on what is in the editor", async () => {
    await page.goto("/processes");
    await page.getByRole("link", { name: "Согласование счёта на оплату" }).click();
    await page.getByRole("tab", { name: "Схема", selected: true }).waitFor();
    expect(await wrongWith(page, "process-diagram")).toEqual([]);
    await tab("Файлы");
    await page.getByText("Ошибок нет.").waitFor();
    const code = page.locator(".cm-content");
    await code.click();
    await page.keyboard.press("Control+Home");
    for (const key of ["ArrowDown", "ArrowDown", "End"]) await page.keyboard.press(key);
    await page.keyboard.type(" и услуг");
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nouput: 1");
    await page.getByRole("listitem").filter({ hasText: "ouput" }).first().waitFor();
    expect(await wrongWith(page, "process-problems")).toEqual([]);
    for (let typed = "\nouput: 1".length; typed > 0; typed--) await page.keyboard.press("Backspace");
    await page.getByText("Ошибок нет.").waitFor();
    await tab("Сценарии");
    const scenario = page.getByRole("button", { name: /До 100 тысяч — ответственный/ });
    await scenario.click();
    await page
      .getByRole("button", { name: "Проиграть", exact: true })
      .nth(await indexOf(scenario))
      .click();
    await page.getByText("прошло: 1").waitFor();
    await page.getByText("Как всё было").waitFor();
    expect(await wrongWith(page, "process-scenario")).toEqual([]);
  });

  /** Which of the scenarios it is. */
  async function indexOf(scenario: ReturnType<Page["getByRole"]>): Promise<number> {
    const name = await scenario.textContent();
    const all = await page.locator("[data-accordion-control]").allTextContents();
    return all.indexOf(name ?? "");
  }

  test("a gap in a decision table stands in its grid, with an example, and is mended there", async () => {
    await tab("Таблицы");
    await page.getByText("Пропусков и пересечений нет").waitFor();
    await page.getByRole("button", { name: /<= 100\s000\. Изменить ячейку/ }).click();
    await page.getByRole("textbox", { name: "Изменить ячейку" }).fill("<= 90 000");
    await page.keyboard.press("Enter");
    await page.getByText("Нет правила").first().waitFor();
    await page
      .getByText(/например/)
      .first()
      .waitFor();
    expect(await wrongWith(page, "process-table")).toEqual([]);
    await page.getByRole("button", { name: /<= 90\s000\. Изменить ячейку/ }).click();
    await page.getByRole("textbox", { name: "Изменить ячейку" }).fill("<= 100 000");
    await page.keyboard.press("Enter");
    await page.getByText("Пропусков и пересечений нет").waitFor();
  });

  test("the plan tells the difference, the deploy puts it in force: what runs stays on its version, what starts has the new one", async () => {
    const old = await invoice("901");
    await page.getByRole("button", { name: "Сохранить черновик" }).click();
    await page.getByText("Черновик сохранён.").waitFor();
    await tab("Версии");
    await page
      .getByText(/Согласование счёта на оплату и услуг/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Ввести в силу" }).waitFor();
    expect(await wrongWith(page, "process-plan")).toEqual([]);
    await page.getByRole("button", { name: "Ввести в силу" }).click();
    await page.getByText("Введено в силу.").waitFor();
    await page.getByRole("row", { name: /^2 / }).getByText("в силе").waitFor();
    expect(await wrongWith(page, "process-versions")).toEqual([]);
    const fresh = await invoice("902");
    await page.goto(`/operations/instances/${old}`);
    await page.getByText("версия 1 (есть новее)").waitFor();
    await page.goto(`/operations/instances/${fresh}`);
    await page.getByText("версия 2").waitFor();
    await page
      .getByText(/Согласование счёта на оплату и услуг/)
      .first()
      .waitFor();
  });
});
