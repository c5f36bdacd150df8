import type { Locator, Page } from "playwright-core";

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
