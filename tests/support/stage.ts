import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { Role } from "../../adapters/accounts/role.ts";
import { accessibilityTrouble, openBrowser, openWindow, type Window } from "./browser.ts";
import { type ServedCompany, servedCompany } from "./served-company.ts";

/** Weeks may pass within a story: nobody has to sign in again for that. */
const LONG_SESSIONS = "accounts: { sessionIdle: P60D, sessionAbsolute: P90D }";

const HOUR_MS = 3_600_000;

/** Whatever is waited for comes by then, also where a machine of two cores does the work of twenty. Milliseconds. */
const PATIENCE_MS = 60_000;

/** A chapter of a story takes no longer, however busy the machine is. Milliseconds; alone it takes seconds. */
export const STORY_MS = 300_000;

/** Where screenshots go of what the stories show, for whoever wants to look; unset: none are taken. */
const LOOKS = process.env["ORDO_LOOKS"];

/** The served company with its people at their windows, on the clock that a test moves. */
export interface Stage {
  readonly company: ServedCompany;
  readonly browser: Browser;
  readonly address: string;
  /** Errors of scripts and of the page's policy, of every window. */
  readonly trouble: readonly string[];
  /** Somebody's window, opened when first asked for. His roles are those that he was first asked for with. */
  at(user: string, ...roles: readonly Role[]): Promise<Page>;
  /** The same window at an address, at the company's time. What was typed in it stays in its tab. */
  open(user: string, path: string, ...roles: readonly Role[]): Promise<Page>;
  /** A window of nobody. */
  stranger(): Promise<Page>;
  /** Time passes in the company and in every window; what falls due by then happens at its end. */
  pass(hours: number): Promise<void>;
  close(): Promise<void>;
}

/** @param settings more lines of `ordo.yaml`; `accounts` stands there already */
export async function openStage(settings = ""): Promise<Stage> {
  const company = await servedCompany(`${LONG_SESSIONS}\n${settings}`);
  const [address, browser] = await Promise.all([company.listen(), openBrowser()]);
  const windows = new Map<string, Promise<Window>>();
  const trouble: string[] = [];

  async function opened(user: string, roles: readonly Role[]): Promise<Window> {
    const now = company.clock.now();
    const window = await openWindow(
      browser,
      address,
      user === "" ? { now } : { now, caller: await company.person(user, ...roles) },
    );
    window.context.setDefaultTimeout(PATIENCE_MS);
    const heard = (): void => void trouble.push(...window.trouble.splice(0).map((text) => `${user}: ${text}`));
    window.page.on("pageerror", heard).on("console", heard);
    return window;
  }

  async function at(user: string, ...roles: readonly Role[]): Promise<Page> {
    const window = windows.get(user) ?? opened(user, roles);
    windows.set(user, window);
    return (await window).page;
  }

  return {
    ...{ company, browser, address, trouble, at },
    async open(user, path, ...roles) {
      const page = await at(user, ...roles);
      await page.clock.setFixedTime(company.clock.now());
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      return page;
    },
    async stranger() {
      const window = opened("", []);
      windows.set(`stranger ${windows.size}`, window);
      return (await window).page;
    },
    async pass(hours) {
      company.clock.jump(hours * HOUR_MS);
      await company.settle();
      for (const window of windows.values()) await (await window).context.clock.setFixedTime(company.clock.now());
    },
    async close() {
      if (LOOKS !== undefined)
        for (const [name, window] of windows)
          await (await window).page.screenshot({ path: join(LOOKS, `last-${name}.png`) });
      await browser.close();
      await company.close();
    },
  };
}

/**
 * Looks at what a window shows on a telephone in the dark and on a wide screen by day. @returns what is wrong with it:
 * what axe finds, and whether it scrolls sideways; empty: nothing
 */
export async function wrongWith(page: Page, name: string): Promise<readonly string[]> {
  await page.getByRole("heading", { level: 1, includeHidden: true }).first().waitFor();
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null);
  const before = page.viewportSize();
  const wrong: string[] = [];
  for (const [width, colors] of [
    [390, "dark"],
    [1600, "light"],
    ...(LOOKS === undefined
      ? []
      : ([
          [390, "light"],
          [1600, "dark"],
        ] as const)),
  ] as const) {
    await page.emulateMedia({ colorScheme: colors });
    await page.setViewportSize({ width, height: width === 390 ? 844 : 1000 });
    if (!(await fits(page))) wrong.push(`${name} at ${width}: scrolls sideways`);
    if (width === 390 && colors === "dark")
      for (const found of await accessibilityTrouble(page)) wrong.push(`${name} at ${width}: ${found}`);
    if (LOOKS !== undefined) {
      mkdirSync(LOOKS, { recursive: true });
      await page.screenshot({ path: join(LOOKS, `${name}-${width}-${colors}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (before !== null) await page.setViewportSize(before);
  return wrong;
}

/** Parts of a page that are drawn by its width come a moment after it has changed. */
const DRAWN_MS = 3_000;

async function fits(page: Page): Promise<boolean> {
  return page
    .waitForFunction(
      () => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1,
      undefined,
      { timeout: DRAWN_MS },
    )
    .then(
      () => true,
      () => false,
    );
}
