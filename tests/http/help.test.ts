import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { API_CODES } from "../../adapters/http/manual/api-codes.ts";
import { Manual } from "../../adapters/http/manual/manual.ts";
import { markdownHtml } from "../../adapters/http/manual/markdown-html.ts";
import { INCIDENT_CODES } from "../../engine/instance/incident-codes.ts";
import { REJECTIONS } from "../../engine/instance/reject.ts";
import { PICTURE_LOCALES, picturePath } from "../support/picture.ts";
import { type ServedCompany, servedCompany } from "../support/served-company.ts";
import { filesUnder, ROOT, textOfFile } from "../support/source-files.ts";

const inHtml = (markdown: string): string => markdownHtml(markdown, (target) => target);

describe("Markdown of the manual", () => {
  test("headings, lists in lists, tables, fences, quotes and what stands in a line", () => {
    expect(inHtml("# Моя заявка, и что дальше\n\nОдна\nстрока *и* **ещё** `a<b`.")).toBe(
      '<h1 id="моя-заявка-и-что-дальше">Моя заявка, и что дальше</h1>\n<p>Одна\nстрока <em>и</em> <strong>ещё</strong> <code>a&lt;b</code>.</p>',
    );
    expect(inHtml("- раз\n  - в нём\n- два\n\nконец")).toBe(
      "<ul><li>раз<ul><li>в нём</li></ul></li><li>два</li></ul>\n<p>конец</p>",
    );
    expect(inHtml("1. раз\n2. два\n   и ещё")).toBe("<ol><li>раз</li><li>два\nи ещё</li></ol>");
    expect(inHtml("| a | b |\n| --- | --- |\n| `x|y` | 1 \\| 2 |")).toContain(
      "<tbody><tr><td><code>x|y</code></td><td>1 | 2</td></tr></tbody>",
    );
    expect(inHtml("```yaml\na: <b>\n\n  - c\n```\n> сказано")).toBe(
      "<pre><code>a: &lt;b&gt;\n\n  - c</code></pre>\n<blockquote><p>сказано</p></blockquote>",
    );
    expect(inHtml("2 * 3 * 4, snake_case и `код`")).toBe("<p>2 * 3 * 4, snake_case и <code>код</code></p>");
  });

  test("a picture opens by itself; one that is not ours is its words", () => {
    const ours = markdownHtml(
      'Экран:\n![Мои "задания"](pictures/a.png) ![чужой](https://x.example/b.png)',
      () => null,
      (target) => (target === "pictures/a.png" ? { address: "/a", width: 20, height: 10 } : null),
    );
    expect(ours).toBe(
      '<p>Экран:\n<a class="manual-picture" href="/a" target="_blank" rel="noopener noreferrer"><img src="/a" alt="Мои &quot;задания&quot;" width="20" height="10" loading="lazy"></a> чужой</p>',
    );
  });

  test("nothing that a browser would carry out passes through", () => {
    const html = inHtml(
      '<script>alert(1)</script> [a](javascript:alert(1)) [b](//evil.example) [c](https://x.example/?"onclick=x) <img src=x onerror=y>',
    );
    expect(html).not.toMatch(/<(script|img)/);
    expect(html).not.toContain('href="javascript');
    expect(html).not.toContain('href="//');
    expect(html).not.toMatch(/" ?onclick/);
  });
});

/** A manual is read over telephones, too. */
const PICTURE_BYTES_MAX = 80_000;

describe("the manual", () => {
  const manual = new Manual();

  test("every page is shown without a trace of its marks, and every link inside it leads to a page", () => {
    for (const locale of ["ru", "en"] as const) {
      const titles = manual.titles(locale);
      const pages = new Set([...titles.map(({ page }) => page), "errors"]);
      expect(titles.length).toBeGreaterThan(15);
      for (const { page } of titles) {
        const found = manual.page(page, locale);
        expect(found, page).not.toBeNull();
        const html = found?.html ?? "";
        const words = html.replace(/<(code|pre)>[\s\S]*?<\/\1>/g, "").replace(/<[^>]+>/g, "");
        expect(words, page).not.toMatch(/\]\(|```|\*\*|^\|/m);
        for (const [, href = ""] of html.matchAll(/href="([^"]+)"/g)) {
          const inside = /^\/help\/([\w-]+)/.exec(href)?.[1];
          expect(
            inside === undefined ? /^(https:|#|\/api\/help\/pictures\/)/.test(href) : pages.has(inside),
            `${page}: ${href}`,
          ).toBe(true);
        }
      }
    }
  });

  test("pictures: those that the browser tests take, those that the pages show and those that lie there are the same", () => {
    const sources = filesUnder("tests/console", /\.test\.ts$/).map(textOfFile);
    const taken = sources.flatMap((text) =>
      [...text.matchAll(/\bpicture\(\s*[\w.]+,\s*"([\w-]+)"/g)].map(([, name = ""]) => name),
    );
    expect(taken.length).toBeGreaterThan(0);
    expect(new Set(taken).size, "no picture is taken twice").toBe(taken.length);
    for (const locale of PICTURE_LOCALES) {
      const folder = `docs/${locale}/console`;
      const shown = filesUnder(folder, /\.md$/).flatMap((path) => [
        ...textOfFile(path).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g),
      ]);
      for (const [, alt = "", target] of shown) expect(alt.length, `${target} is told in words`).toBeGreaterThan(10);
      const names = shown.map(([, , target = ""]) => /^pictures\/([\w-]+)\.png$/.exec(target)?.[1] ?? target);
      expect(names.toSorted(), locale).toEqual(taken.toSorted());
      const there = readdirSync(join(ROOT, folder, "pictures"));
      expect(there.toSorted(), locale).toEqual(taken.map((name) => `${name}.png`).toSorted());
      for (const name of taken)
        expect(statSync(picturePath(locale, name)).size, `${locale} ${name}`).toBeLessThanOrEqual(PICTURE_BYTES_MAX);
    }
  });

  test("an address leads to pages of the manual alone", () => {
    for (const page of ["../../package", "guide-README", "guide-../../CHANGELOG", "console/people", "guide-"])
      expect(manual.page(page, "ru")).toBeNull();
  });
});

describe("codes", () => {
  test("every code that the API gives is explained", () => {
    const known = new Set([...Object.keys(API_CODES), ...Object.keys(REJECTIONS), ...Object.keys(INCIDENT_CODES)]);
    const sources = filesUnder("adapters/http", /\.ts$/).concat(filesUnder("adapters/accounts", /\.ts$/));
    const given = sources.flatMap((path) => [
      ...[...textOfFile(path).matchAll(/new Problem\(\s*"([A-Z_]+)"|refusal\(\s*"([A-Z_]+)"/g)].map(
        ([, one, other]) => one ?? other ?? "",
      ),
    ]);
    expect(given.length).toBeGreaterThan(20);
    expect([...new Set(given)].filter((code) => !known.has(code))).toEqual([]);
  });
});

describe("help over HTTP", () => {
  let company: ServedCompany;
  beforeAll(async () => {
    company = await servedCompany();
  });
  afterAll(() => company.close());

  test("contents, a page in the language asked for, codes; only for who is signed in", async () => {
    const manager = await company.person("manager-1");
    expect((await company.nobody.call("GET", "/api/help")).statusCode).toBe(401);
    const list = (await manager.call("GET", "/api/help")).json();
    expect(list.at(-1)).toMatchObject({ page: "errors", title: "Codes of refusals and incidents" });
    const guides = readdirSync(join(ROOT, "docs/ru")).filter((name) => name.endsWith(".md") && name !== "README.md");
    expect(list.filter(({ part }: { part: string }) => part === "guide")).toHaveLength(guides.length + 1);
    const page = (await manager.call("GET", "/api/help/guide-people", undefined, { "accept-language": "ru" })).json();
    expect(page.html).toContain(`<h1 id="`);
    expect(page.title).toBe(/^# (.+)$/m.exec(readFileSync(join(ROOT, "docs/ru/people.md"), "utf8"))?.[1]);
    const codes = (await manager.call("GET", "/api/help/errors")).json();
    expect(codes.html).toContain('<tr id="TASK_NOT_OPEN">');
    expect((await manager.call("GET", "/api/help/no-such-page")).statusCode).toBe(404);
    const shown = (await manager.call("GET", "/api/help/inbox", undefined, { "accept-language": "ru" })).json().html;
    const [, address = ""] = /<img src="([^"]+)" alt="[^"]+" width="\d+" height="\d+"/.exec(shown) ?? [];
    const picture = await manager.call("GET", address);
    expect(picture.headers["content-type"]).toBe("image/png");
    expect(picture.rawPayload.equals(readFileSync(picturePath("ru", "inbox")))).toBe(true);
    expect((await company.nobody.call("GET", address)).statusCode).toBe(401);
    for (const wrong of ["ru/no-such-picture", "ru/..%2Finbox", "de/inbox"])
      expect((await manager.call("GET", `/api/help/pictures/${wrong}`)).statusCode).toBeGreaterThanOrEqual(400);
  });
});
