import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Locale } from "../../../engine/definition/problem.ts";
import { productFolder } from "../../product-folder.ts";
import { markdownHtml, type Picture } from "./markdown-html.ts";
import { sizeOfPng } from "./size-of-png.ts";

/** A page of the manual as a list shows it. */
export interface ManualTitle {
  /** In addresses: `tasks`, `guide-people`. */
  readonly page: string;
  readonly title: string;
  /** `console`: about a screen; `guide`: for analysts and administrators. */
  readonly part: "console" | "guide";
}

export interface ManualPage extends ManualTitle {
  /** Safe to be put into a page as it is. */
  readonly html: string;
  /** The language it is written in: there is not everything in English. */
  readonly locale: Locale;
}

/** Screens in the order of the navigation; pages that are not named come after these. */
const SCREENS = [
  ...["inbox", "requests", "search", "people", "crm", "registries", "processes", "operations", "accounts", "me"],
  "help",
];

const GUIDE = "guide-";
/** Said beside the title of a page that is not there in the reader's language. */
const OTHER_LANGUAGE: Readonly<Record<Locale, string>> = { ru: "по-английски", en: "in Russian" };

/** The manual that lies beside the code: what is shown is exactly what `docs/` says. */
export class Manual {
  readonly #folder: string;
  readonly #texts = new Map<string, string | null>();

  /** @param folder `docs/`. @default the product's own */
  constructor(folder: string = join(productFolder(), "docs")) {
    this.#folder = folder;
  }

  /** Every page, in the order they are read. What there is not in English stands in Russian. */
  titles(locale: Locale): readonly ManualTitle[] {
    const screens = this.#names("console");
    const guides = this.#names("");
    const order = this.#guideOrder();
    const named = [...sorted(screens, SCREENS), ...sorted(guides, order).map((name) => `${GUIDE}${name}`)];
    return named.flatMap((page) => {
      const found = this.#find(page, locale);
      if (found === null) return [];
      const title = titleOf(found.text, page);
      const told = found.locale === locale ? title : `${title} (${OTHER_LANGUAGE[locale]})`;
      return [{ page, title: told, part: page.startsWith(GUIDE) ? "guide" : "console" }];
    });
  }

  /** A page; null: there is none. */
  page(page: string, locale: Locale): ManualPage | null {
    if (!this.titles(locale).some((title) => title.page === page)) return null;
    const found = this.#find(page, locale);
    if (found === null) return null;
    const part = page.startsWith(GUIDE) ? "guide" : "console";
    const here = part === "guide" ? found.locale : `${found.locale}/console`;
    const html = markdownHtml(
      found.text,
      (target) => this.#linkTo(target, here),
      (target) => this.#pictureAt(target, here),
    );
    return { page, title: titleOf(found.text, page), part, html, locale: found.locale };
  }

  /** A picture of a screen, a PNG; null: there is none of that name. */
  picture(locale: Locale, name: string): Uint8Array | null {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) return null;
    const path = join(this.#folder, locale, "console", "pictures", `${name}.png`);
    return existsSync(path) ? readFileSync(path) : null;
  }

  #find(page: string, locale: Locale): { readonly text: string; readonly locale: Locale } | null {
    const path = page.startsWith(GUIDE) ? page.slice(GUIDE.length) : `console/${page}`;
    for (const one of locale === "ru" ? (["ru", "en"] as const) : (["en", "ru"] as const)) {
      const text = this.#read(`${one}/${path}.md`);
      if (text !== null) return { text, locale: one };
    }
    return null;
  }

  #names(folder: string): readonly string[] {
    const names = ["ru", "en"].flatMap((locale) => {
      const path = join(this.#folder, locale, folder);
      return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".md")) : [];
    });
    return [...new Set(names.map((name) => name.slice(0, -".md".length)))].filter((name) => name !== "README");
  }

  /** As the guide's own table of contents has them. */
  #guideOrder(): readonly string[] {
    return [...(this.#read("ru/README.md") ?? "").matchAll(/\]\(([\w-]+)\.md\)/g)].map(([, name]) => name ?? "");
  }

  /** Where a link of a page in that folder leads: to a page that is served, out of the house, or nowhere. */
  #linkTo(target: string, here: string): string | null {
    if (/^https:\/\//.test(target) || target.startsWith("#")) return target;
    const [path = "", anchor] = target.split("#");
    const file = posix.normalize(posix.join(here, path));
    const after = anchor === undefined ? "" : `#${anchor}`;
    if (file === "reference/errors.md") return `/help/errors${after}`;
    const found = /^(ru|en)\/(console\/)?([\w-]+)\.md$/.exec(file);
    if (found === null || found[3] === "README" || this.#read(file) === null) return null;
    return `/help/${found[2] === undefined ? GUIDE : ""}${found[3]}${after}`;
  }

  /** Pictures lie in `pictures/` beside the pages of their language; those of other folders are not served. */
  #pictureAt(target: string, here: string): Picture | null {
    const file = posix.normalize(posix.join(here, target));
    const [, locale, name = ""] = /^(ru|en)\/console\/pictures\/([\w-]+)\.png$/.exec(file) ?? [];
    if (locale !== "ru" && locale !== "en") return null;
    const bytes = this.picture(locale, name);
    return bytes === null ? null : { address: `/api/help/pictures/${locale}/${name}`, ...sizeOfPng(bytes) };
  }

  /** Read once: the manual changes with the code. */
  #read(path: string): string | null {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const file = join(this.#folder, path);
    const text = existsSync(file) ? readFileSync(file, "utf8") : null;
    this.#texts.set(path, text);
    return text;
  }
}

function sorted(names: readonly string[], order: readonly string[]): readonly string[] {
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return names.toSorted((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
}

function titleOf(text: string, page: string): string {
  return /^# +(.+)$/m.exec(text)?.[1]?.trim() ?? page;
}
