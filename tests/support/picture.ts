import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BrowserContext, Page, Request } from "playwright-core";
import { smallPng } from "./small-png.ts";
import { ROOT } from "./source-files.ts";

/** `npm run manual:pictures` takes them; every other run looks that they are there. */
export const IS_TAKING = process.env["ORDO_PICTURES"] === "1";

export const PICTURE_LOCALES = ["ru", "en"] as const;

/** Wide enough for every column of a screen, small enough that its words are read in the width of a page. */
const SIZE = { width: 1280, height: 760 };

/** Where a picture of the manual lies. Its pages name it as `pictures/<name>.png`. */
export function picturePath(locale: "ru" | "en", name: string): string {
  return join(ROOT, "docs", locale, "console", "pictures", `${name}.png`);
}

/** What a picture needs that is not in the page's address. */
export interface PictureOrder {
  /** Done in the window of the picture: words that are typed, what is opened. Works in both languages. */
  readonly arrange?: (page: Page) => Promise<void>;
  /** Pixels, where the screen has less or more to show. @default 760 */
  readonly height?: number;
}

/**
 * Takes the picture of a screen that the manual shows, in Russian and in English: of the page's address, by who is signed
 * in there, at its time, in a window of its own. Only where asked (`npm run manual:pictures`); else it looks that the
 * picture is there. `tests/http/help.test.ts` holds pages, pictures and these calls to each other: the name is to be
 * written out.
 */
export async function picture(page: Page, name: string, order: PictureOrder = {}): Promise<void> {
  for (const locale of PICTURE_LOCALES) {
    const path = picturePath(locale, name);
    if (IS_TAKING) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, await taken(page, locale, order));
    }
    if (!existsSync(path)) throw new Error(`No picture ${path}: npm run manual:pictures takes it`);
  }
}

async function taken(page: Page, locale: "ru" | "en", { arrange, height = SIZE.height }: PictureOrder) {
  const browser = page.context().browser();
  if (browser === null) throw new Error("a page without a browser");
  const context = await browser.newContext({
    viewport: { ...SIZE, height },
    colorScheme: "light",
    locale: locale === "ru" ? "ru-RU" : "en-GB",
    timezoneId: "Europe/Moscow",
    reducedMotion: "reduce",
  });
  try {
    await signInAs(page, context);
    await context.clock.setFixedTime(await page.evaluate(() => Date.now()));
    const own = await context.newPage();
    const rest = restOf(own);
    await own.goto(page.url());
    await rest();
    await arrange?.(own);
    await rest();
    return smallPng(await own.screenshot({ caret: "hide", animations: "disabled" }));
  } finally {
    await context.close();
  }
}

/** A cookie of a host is taken only for an address, never for a domain. */
async function signInAs(page: Page, context: BrowserContext): Promise<void> {
  const url = new URL(page.url()).origin.replace("http:", "https:");
  for (const { name, value, httpOnly, secure, sameSite } of await page.context().cookies())
    await context.addCookies([{ name, value, url, httpOnly, secure, sameSite }]);
}

/** @returns waits until everything that the page asks for has been answered and drawn */
function restOf(page: Page): () => Promise<void> {
  const asked = new Set<Request>();
  page.on("request", (request) => !request.url().endsWith("/api/live") && asked.add(request));
  page.on("requestfinished", (request) => asked.delete(request));
  page.on("requestfailed", (request) => asked.delete(request));
  return async () => {
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    do {
      await Promise.all([...asked].map((request) => request.response()));
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
      await page.evaluate(async () => {
        await document.fonts.ready;
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      });
    } while (asked.size > 0);
  };
}
