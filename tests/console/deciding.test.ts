import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskAddress } from "../../adapters/task-address.ts";
import { type CommandId, id, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import { accessibilityTrouble, NO_BROWSER, openBrowser, openWindow, scrollsSideways } from "../support/browser.ts";
import { PASSWORD, type ServedCompany, servedCompany } from "../support/served-company.ts";

/** One request for each company and brand may be under way. */
const BRANDS = ["Montelira", "Bravante", "Cremolux", "Delmoka", "Kaffelund", "Nordbrew", "Vaporetta"];

/** Buttons stand beside the content where there is room for both, else in a bar below, which nothing lies over. */
async function bottomBarTrouble(page: Page, isWide: boolean): Promise<readonly string[]> {
  return page.evaluate((wide) => {
    const box = (selector: string): DOMRect | undefined => document.querySelector(selector)?.getBoundingClientRect();
    const [panel, content] = [box(".task-panel"), box(".task-columns > .grow")];
    if (panel === undefined || content === undefined) return ["no panel"];
    const isBeside = panel.left >= content.right && panel.top <= content.top + 1;
    const covered = [...document.querySelectorAll(".sticky-bar button")].filter((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return !button.contains(document.elementFromPoint(left + 4, top + height / 2)) || width < 30;
    });
    return [...(isBeside === wide ? [] : ["panel"]), ...covered.map(({ textContent }) => `covered: ${textContent}`)];
  }, isWide);
}

const TITLE = NO_BROWSER === null ? "deciding" : `deciding — skipped: ${NO_BROWSER}`;

describe.skipIf(NO_BROWSER !== null)(TITLE, () => {
  let company: ServedCompany;
  let browser: Browser;
  let address: string;
  let asked = 0;
  let shown: string | null = null;
  beforeAll(async () => {
    company = await servedCompany();
    address = await company.listen();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  /** The manager asks for a discount. @returns the head's task, as addresses name it */
  async function discountAsked(justification = "Постоянный клиент", discount = 12): Promise<string> {
    asked += 1;
    const { useCases } = company.service;
    const started = await useCases.start({
      ...{
        id: id<CommandId>(`asked-${asked}`),
        process: id<ProcessId>("discount-approval"),
        by: id<UserId>("manager-1"),
      },
      input: { company: "company/7", brand: BRANDS[(asked - 1) % BRANDS.length] ?? "", discount, justification },
    });
    if (started.kind !== "started") throw new Error(JSON.stringify(started));
    await company.settle();
    const { rows } = await useCases.tasks({ instance: started.instance, limit: 1 });
    if (rows[0]?.assignee !== "head-2") throw new Error(`asked: ${rows[0]?.assignee}`);
    return taskAddress(rows[0].id);
  }

  async function window(look = {}): Promise<{ readonly page: Page; readonly trouble: readonly string[] }> {
    const caller = await company.person("head-2");
    return openWindow(browser, address, { caller, look, now: company.clock.now() });
  }

  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first();

  test("the head opens his task, is told what a refusal needs, refuses with a reason, and the manager's request is over", async () => {
    const task = await discountAsked();
    const { page, trouble } = await window();
    await page.goto("/tasks");
    await page
      .getByRole("link", { name: /Скидка 12/ })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: /Скидка 12/ }).waitFor();
    expect(page.url()).toContain(encodeURI(task));
    await button(page, "Отклонить").click();
    await page
      .getByText(/комментарий/i)
      .first()
      .waitFor();
    // Whoever works from the keyboard goes on in the field that is wrong.
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-invalid"));
    await expect.poll(focused).toBe("true");
    await page
      .getByRole("textbox", { name: /Комментарий/ })
      .first()
      .fill("Клиент должен нам за прошлый квартал");
    await button(page, "Отклонить").click();
    await page.getByText("Ваше решение записано").waitFor();
    await company.settle();
    const { rows } = await company.service.useCases.instances({ requester: id<UserId>("manager-1") }, { limit: 1 });
    expect(rows[0]?.status).toBe("completed");
    expect(trouble).toEqual([]);
  });

  test("two windows on one task: one decides, the other is told who did and when", async () => {
    const task = await discountAsked("Крупный заказ", 13);
    const [one, other] = [await window(), await window()];
    for (const { page } of [one, other]) {
      await page.goto(`/tasks/${task}`);
      await button(page, "Согласовать").waitFor();
    }
    // The other does not hear that something has changed: it is asked while its page still shows the task as open.
    await other.page.route("**/api/live", (route) => route.abort());
    await button(one.page, "Согласовать").click();
    await one.page.getByText("Ваше решение записано").waitFor();
    await button(other.page, "Согласовать")
      .click({ timeout: 2_000 })
      .catch(() => {});
    await other.page
      .getByText(/Виктор Маслов/)
      .first()
      .waitFor();
    await other.page.getByText(/10:00/).first().waitFor();
    const history = (await company.service.useCases.show("discount-approval/2"))?.instance.sheet ?? [];
    expect(history.filter(({ purpose }) => purpose === "seat")).toHaveLength(1);
  });

  test("a session that ends loses no typed text: one signs in over the page and decides", async () => {
    const task = await discountAsked("Тендер", 14);
    const { page, trouble } = await window();
    await page.goto(`/tasks/${task}`);
    const comment = page.getByRole("textbox", { name: /Комментарий/ }).first();
    await comment.fill("Только на этот заказ");
    const { accounts } = company.assembled;
    for (const session of await accounts.sessions(id<UserId>("head-2")))
      await accounts.endSession(id<UserId>("head-2"), session.id);
    await button(page, "Согласовать").click();
    const dialog = page.getByRole("dialog", { name: "Войдите снова" });
    await dialog.getByRole("textbox", { name: "Пароль" }).fill(PASSWORD);
    await dialog.getByRole("button", { name: "Войти" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(await comment.inputValue()).toBe("Только на этот заказ");
    await button(page, "Согласовать").click();
    await page.getByText("Ваше решение записано").waitFor();
    expect(trouble).toEqual([]);
  });

  test("what somebody typed is shown as he typed it: nothing of it runs", async () => {
    const evil = `<img src=x onerror="document.title='evil'"><script>document.title="evil"</script>{{7*7}}`;
    await signedInAgain();
    const task = await discountAsked(evil, 15);
    const { page, trouble } = await window();
    await page.goto(`/tasks/${task}`);
    await page.getByText(evil).first().waitFor();
    expect(await page.title()).not.toBe("evil");
    expect(trouble).toEqual([]);
  });

  test.each([
    [390, "light"],
    [390, "dark"],
    [1024, "dark"],
    [1600, "light"],
  ] as const)(
    "at %s pixels in %s nothing is out of reach: axe finds nothing, nothing scrolls sideways",
    async (width, colors) => {
      shown ??= await discountAsked("Постоянный клиент", 16);
      const task = shown;
      const { page, trouble } = await window({ width, colors });
      for (const [path, name] of [
        ["/tasks", "Задания"],
        [`/tasks/${task}`, /Скидка/],
      ] as const) {
        await page.goto(path);
        await page.getByRole("heading", { level: 1, name }).waitFor();
        if (path !== "/tasks") await button(page, "Согласовать").waitFor();
        expect(await accessibilityTrouble(page), path).toEqual([]);
        expect(await scrollsSideways(page), path).toBe(false);
        if (path !== "/tasks") expect(await bottomBarTrouble(page, width >= 1_000), path).toEqual([]);
      }
      expect(trouble).toEqual([]);
    },
  );

  test("of many that are decided at once each is told, and the answer stays when the list is empty", async () => {
    await signedInAgain();
    await discountAsked("Постоянный клиент", 17);
    const { page, trouble } = await window();
    await page.goto("/tasks");
    await page.getByRole("checkbox", { name: "Выбрать все на странице" }).check();
    const count = await page.getByRole("listitem").count();
    await button(page, "Согласовать").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Согласовать" }).click();
    await page.getByText("Вас никто не ждёт").waitFor();
    await dialog.getByText(`Решено: ${count} из ${count}`).waitFor();
    expect(await dialog.getByRole("listitem").count()).toBe(count);
    expect(trouble).toEqual([]);
  });

  /** Whose sessions a test has ended. */
  async function signedInAgain(): Promise<void> {
    const account = await company.assembled.accounts.find(id<UserId>("head-2"));
    const answer = await company.nobody.call(
      "POST",
      "/api/session",
      { login: account?.login, password: PASSWORD },
      { origin: "http://localhost" },
    );
    const [, session = ""] = /__Host-ordo=([^;]+)/.exec(String(answer.headers["set-cookie"])) ?? [];
    Object.assign(await company.person("head-2"), { session, csrf: answer.json().csrf });
  }
});
