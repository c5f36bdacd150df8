import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { SESSION_COOKIE } from "../../adapters/http/session-cookie.ts";
import type { Caller } from "./served-company.ts";
import { ROOT } from "./source-files.ts";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A browser of this machine; null: there is none. */
export const BROWSER = process.env["CHROMIUM"] ?? BROWSERS.find((path) => existsSync(path)) ?? null;

/** Why there are no browser tests here; null: there are. For a suite's title: nothing is skipped in silence. */
export const NO_BROWSER: string | null =
  BROWSER === null ? "no Chromium here (apt-get install chromium, or CHROMIUM=/path)" : null;

/** How long anything on a page may take. Milliseconds; far more than any machine needs. */
const PATIENCE_MS = 20_000;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the machine's Chromium. @throws {Error} where there is none: see {@link NO_BROWSER} */
export function openBrowser(): Promise<Browser> {
  if (BROWSER === null) throw new Error(NO_BROWSER ?? "");
  return chromium.launch({ executablePath: BROWSER, args: FLAGS });
}

/** How somebody looks at the console. */
export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly colors?: "light" | "dark";
  readonly locale?: "ru" | "en";
}

/** A window of somebody, and everything that went wrong in it. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of scripts, and what the page's policy did not allow. Empty in a sound console. */
  readonly trouble: string[];
}

/**
 * Opens a window of somebody who is signed in (or of nobody). Time in it stands at the company's.
 *
 * @param address of the served company
 * @param now what the browser's clock shows
 */
export async function openWindow(
  browser: Browser,
  address: string,
  of: { readonly caller?: Caller; readonly now?: number; readonly look?: Look } = {},
): Promise<Window> {
  const { width = 1280, height = 900, colors = "light", locale = "ru" } = of.look ?? {};
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height },
    colorScheme: colors,
    locale: locale === "ru" ? "ru-RU" : "en-GB",
    timezoneId: "Europe/Moscow",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  if (of.caller !== undefined && of.caller.session !== "")
    await context.addCookies([
      // A cookie of this kind is set over https only; the browser sends it to this machine over http, too.
      {
        name: SESSION_COOKIE,
        value: of.caller.session,
        url: address.replace("http:", "https:"),
        httpOnly: true,
        secure: true,
        sameSite: "Lax",
      },
    ]);
  if (of.now !== undefined) await context.clock.setFixedTime(of.now);
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Refused to/i.test(message.text()))
      trouble.push(`policy: ${message.text()}`);
  });
  return { page, context, trouble };
}

const AXE = readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");

/** What axe finds on the page against WCAG 2.2 AA, a line each; empty: nothing. */
export async function accessibilityTrouble(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe: here } = globalThis as unknown as { readonly axe: typeof axe };
    // Colors that are still on their way from light to dark are nobody's: what has begun ends first. Loaders never end.
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
    const { violations } = await here.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} — ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    );
  });
  return found;
}

/** Does the page scroll sideways? */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
}
