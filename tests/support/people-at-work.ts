import type { Browser, Locator, Page } from "playwright-core";
import type { Role } from "../../adapters/accounts/role.ts";
import { openBrowser, openWindow } from "./browser.ts";
import { type ServedCompany, servedCompany } from "./served-company.ts";

/** The sample company at its consoles: everybody at a window of his own, on a clock that the test moves. */
export interface PeopleAtWork {
  readonly company: ServedCompany;
  readonly address: string;
  readonly browser: Browser;
  /** Somebody's window, at an address, at the company's time. One a person: what was typed in it stays in its tab. */
  at(user: string, path: string, ...roles: readonly Role[]): Promise<Page>;
  /** Scripts that failed and what the policy stopped, in all windows. */
  readonly trouble: () => readonly string[];
  close(): Promise<void>;
}

/** @param settings more lines of `ordo.yaml` */
export async function peopleAtWork(settings = ""): Promise<PeopleAtWork> {
  const company = await servedCompany(settings);
  const address = await company.listen();
  const browser = await openBrowser();
  const windows = new Map<string, Page>();
  const troubles: (readonly string[])[] = [];
  return {
    ...{ company, address, browser },
    async at(user, path, ...roles) {
      const now = company.clock.now();
      let page = windows.get(user);
      if (page === undefined) {
        const caller = await company.person(user, ...roles);
        const opened = await openWindow(browser, address, { caller, now });
        troubles.push(opened.trouble);
        windows.set(user, opened.page);
        page = opened.page;
      }
      await page.clock.setFixedTime(now);
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      return page;
    },
    trouble: () => troubles.flat(),
    async close() {
      await browser.close();
      await company.close();
    },
  };
}

/** A button of that name and no other. */
export function button(page: Page | Locator, name: string): Locator {
  return page.getByRole("button", { name, exact: true }).first();
}

/** A field of a form, by the beginning of its words. */
export function field(page: Page | Locator, name: string): Locator {
  const label = new RegExp(`^${name.replace(/[^\p{L}\p{N} ]/gu, "\\$&")}`, "");
  return page
    .getByRole("textbox", { name: label })
    .or(page.getByRole("combobox", { name: label }))
    .first();
}

/** Chooses in a field that offers: what is typed finds it. */
export async function choose(
  page: Page,
  of: { readonly field: string; readonly type?: string; readonly option: string | RegExp },
): Promise<void> {
  const input = field(page, of.field);
  await input.click();
  if (of.type !== undefined) await input.fill(of.type);
  await page.getByRole("option", { name: of.option }).first().click();
}

/** What stands under a field that is wrong; empty where nothing is. */
export async function errorUnder(page: Page | Locator, name: string): Promise<string> {
  const input = field(page, name);
  const told = await input.getAttribute("aria-describedby");
  if ((await input.getAttribute("aria-invalid")) !== "true" || told === null) return "";
  const words = told.split(" ").map((one) => `[id="${one}"]`);
  return (await input.page().locator(words.join(", ")).allTextContents()).join(" ");
}
