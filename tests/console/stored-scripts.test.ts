import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskLinks } from "../../adapters/engine/task-links.ts";
import { taskAddress, taskAt } from "../../adapters/task-address.ts";
import { type InstanceId, id, type UserId } from "../../engine/base/ids.ts";
import { NO_BROWSER, openBrowser, openWindow } from "../support/browser.ts";
import { type Caller, PASSWORD, type ServedCompany, servedCompany } from "../support/served-company.ts";
import { textFields } from "../support/text-fields.ts";

const TITLE = NO_BROWSER === null ? "what people wrote" : `what people wrote — skipped: ${NO_BROWSER}`;

/** A text that runs wherever it is taken for markup, with a mark by which it is found on a screen. */
const evil = (mark: string): string =>
  `xss-${mark}-mark <img src=x onerror="globalThis.ran='${mark}'"><script>globalThis.ran='${mark}'</script>` +
  `<svg onload="globalThis.ran='${mark}'"></svg>"'><a href="javascript:globalThis.ran='${mark}'">x</a>`;
/** The same where no spaces are allowed. */
const tight = (mark: string): string => `xss-${mark}-mark<svg/onload=globalThis.ran='${mark}'>`;

/** Fields into which each text of {@link WRITERS} is written, by the mark that stands in it. */
const KEPT: Readonly<Record<string, string>> = {
  "PUT /api/accounts/{user}/login .login": "login",
  "PUT /api/channels/{channel} .reason": "channel",
  "POST /api/files ?name": "file",
  "POST /api/incidents/retry .reason": "retry",
  "POST /api/instances .input{}": "reason",
  "POST /api/instances/{instance}/withdraw .reason": "withdraw",
  "POST /api/me/tokens .name": "token",
  "POST /api/operations/{action} .reason": "suspend",
  "PUT /api/processes/{process}/draft .files[].text": "draft",
  "POST /api/records/{type} .set{}": "record",
  "PATCH /api/records/{type}/{number} .set{}": "city",
  "POST /api/records/{type}/{number}/notes .text": "note",
  "PUT /api/registries/{registry}/views/{name} .filter{}": "filter",
  "POST /api/tasks/{task}/comment .files[].name": "attached",
  "POST /api/tasks/{task}/comment .text": "comment",
  "POST /api/tasks/{task}/complete .comment": "decision",
  "POST /api/tasks/{task}/question .text": "question",
};

/** Marks that stand in no field of the API, and are shown all the same. */
const BESIDE = ["view", "agent", "person", "process", "step", "fact"] as const;
/** Kept, and on no screen that is walked: a filter is asked again; names of saved views stand behind a button. */
const UNSEEN = ["filter", "view"];

/** Fields whose text is compared with something, and not kept. */
const JUDGED: Readonly<Record<string, readonly string[]>> = {
  "names something that there is: another text is refused": [
    ...["POST /api/accounts .user", "POST /api/people/{user}/absences .substitute", "POST /api/entry .user"],
    ...["POST /api/tasks/{task}/approver .user", "POST /api/tasks/{task}/delegate .to"],
    ...["POST /api/tasks/{task}/question .to", "POST /api/tasks/{task}/reassign .to"],
    ...["POST /api/tasks/complete .outcome", "POST /api/tasks/complete .tasks[]"],
    ...["POST /api/tasks/{task}/complete .outcome", "POST /api/instances .process"],
    ...["POST /api/incidents/retry .incident", "POST /api/incidents/seen .incident"],
    ...["POST /api/incidents/settle .incident", "POST /api/me/tokens .scopes[]"],
    ...["POST /api/operations/{action} .instances[]", "POST /api/operations/{action}/preview .instances[]"],
    ...["POST /api/outgoing/{decision} .keys[]", "POST /api/outgoing/{decision}/preview .keys[]"],
    ...["POST /api/outgoing/{decision} .channel", "POST /api/outgoing/{decision}/preview .channel"],
    ...["POST /api/outgoing/{decision} .process", "POST /api/outgoing/{decision}/preview .process"],
    ...["POST /api/processes/deploy .processes[]", "POST /api/processes/deploy .retire[]"],
    ...["POST /api/processes/plan .processes[]", "POST /api/processes/plan .retire[]"],
    "POST /api/processes/{process}/draft/from-version .version",
    ...["comment", "complete", "question"].map((route) => `POST /api/tasks/{task}/${route} .files[].id`),
  ],
  "has a shape in which no markup fits": [
    ...["POST /api/people/{user}/absences .from", "POST /api/people/{user}/absences .to", "POST /api/events .name"],
    ...["POST /api/processes/deploy .plan", "PUT /api/channels/{channel} .mode"],
    ...["POST /api/operations/{action} .digest", "PUT /api/processes/{process}/draft .files[].path"],
  ],
  "is a secret, or counted as one: a hash of it is kept": [
    ...["POST /api/entry .password", "POST /api/entry .token", "POST /api/entry/look .token"],
    ...["POST /api/entry/letter .login", "POST /api/session .login", "POST /api/session .password"],
    ...["PUT /api/me/password .current", "PUT /api/me/password .password"],
  ],
  "is the same text of the same engine as one that is written here": [
    ...["POST /api/accounts .login", "POST /api/tasks/complete .comment", "POST /api/tasks/{task}/complete .form{}"],
    ...["POST /api/incidents/retry .input{}"],
    ...["POST /api/tasks/{task}/complete .files[].name", "POST /api/tasks/{task}/question .files[].name"],
  ],
  "reaches processes only, which show it as data of theirs": [
    ...["POST /api/events .id", "POST /api/events .fields{}", "POST /api/messages/{name} .id"],
    ...["POST /api/messages/{name} .key", "POST /api/messages/{name} .fields{}"],
  ],
};
/** Tabs of a screen that are looked into, by how its address begins. */
const INSIDE: Readonly<Record<string, readonly RegExp[]>> = {
  "/operations/instances/": [/Что было/, /Данные/],
  "/accounts": [/Токены/, /Что меняли/],
  "/crm/company/": [/История/, /Заметки/],
  "/processes/discount-approval": [/Таблицы/],
  "/processes/discount-defaults/editor": [/Версии/, /Файлы/],
};
/** Asked, answered, and not kept. */
const ASKED =
  /^POST \/api\/(?:processes\/(?:check|complete|hover|patch|scenarios|tables|dry-run|trial) |operations\/\{action\}\/preview \.filter)/;

test("every field of the API that takes any text is written here, or told why not", () => {
  const told = [...Object.keys(KEPT), ...Object.values(JUDGED).flat()];
  const fields = textFields();
  expect(fields.filter((field) => !told.includes(field) && !ASKED.test(field))).toEqual([]);
  expect(told.filter((field) => !fields.includes(field))).toEqual([]);
});

describe.skipIf(NO_BROWSER !== null)(TITLE, () => {
  let company: ServedCompany;
  let browser: Browser;
  let address: string;
  let all: Caller;
  let head: Caller;
  let manager: Caller;
  const seen = new Set<string>();

  beforeAll(async () => {
    const settings = "service: { address: 'https://ordo.example.ru' }\nsource: store";
    company = await servedCompany(settings, undefined, (folder) => {
      const edit = (path: string, change: (text: string) => string): void => {
        const before = readFileSync(join(folder, path), "utf8");
        const after = change(before);
        if (after === before) throw new Error(`${path} is not what it was`);
        writeFileSync(join(folder, path), after);
      };
      const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
      edit("processes/discount-approval/process.yaml", (text) =>
        text
          .replace("title: Согласование скидки", `title: ${quoted(evil("process"))}`)
          .replace("title: Обоснование", `title: ${quoted(evil("fact"))}`)
          .replace(/approval: Скидка .*/, `approval: ${quoted(`${evil("step")} \${ discount } %`)}`),
      );
      edit("processes/sample/directory.yaml", (text) =>
        text.replace("name: Игорь Ладов", `name: ${quoted(evil("person"))}`),
      );
    });
    address = await company.listen();
    browser = await openBrowser();
    all = await company.person("admin-1", "administrator", "analyst", "operator");
    [head, manager] = await Promise.all([company.person("head-2"), company.person("manager-1")]);
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  /** Gives a command that must go through. */
  async function done(caller: Caller, method: "POST" | "PUT" | "PATCH", url: string, body: unknown, headers = {}) {
    const answer = await caller.call(method, url, body, headers);
    expect(answer.statusCode, `${method} ${url}: ${answer.body.slice(0, 500)}`).toBeLessThan(300);
    await company.settle();
    return answer.body === "" ? null : answer.json();
  }

  /** The manager asks for a discount. @returns its instance and the task of who decides */
  async function asked(of: string, discount: number, more: object = {}): Promise<readonly [string, string]> {
    const input = { company: of, brand: "Bravante", discount, justification: evil("reason"), ...more };
    const { instance } = await done(manager, "POST", "/api/instances", { process: "discount-approval", input });
    const { rows } = await company.service.useCases.tasks({ instance: id<InstanceId>(instance), limit: 1 });
    if (rows[0] === undefined) throw new Error("nobody is asked");
    return [instance, taskAddress(rows[0].id)];
  }

  async function seenOn(page: Page): Promise<void> {
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
    const text = await page.evaluate(() =>
      [
        document.documentElement.textContent,
        ...[...document.querySelectorAll("input, textarea")].map((one) => Reflect.get(one, "value")),
        ...[...document.querySelectorAll("[title], [aria-label]")].map(
          (one) => `${one.getAttribute("title")} ${one.getAttribute("aria-label")}`,
        ),
      ].join("\n"),
    );
    for (const [, mark] of text.matchAll(/xss-(\w+)-mark/g)) seen.add(mark ?? "");
  }

  /** Opens every address and every tab on it; nothing of what is shown may run, or even try to. */
  async function walk(caller: Caller | null, paths: readonly string[]): Promise<void> {
    const { page, context, trouble } = await openWindow(browser, address, {
      ...(caller === null ? {} : { caller }),
      now: company.clock.now(),
    });
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        Reflect.set(globalThis, "violated", `${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    for (const path of paths) {
      await page.goto(path);
      await page.getByRole("main").locator("h1, h2").first().waitFor();
      await seenOn(page);
      const found = Object.entries(INSIDE).find(([beginning]) => path.startsWith(beginning));
      for (const inside of found?.[1] ?? []) {
        await page.getByRole("main").getByRole("tab", { name: inside }).first().click();
        await seenOn(page);
      }
      const state = await page.evaluate(() => [Reflect.get(globalThis, "ran"), Reflect.get(globalThis, "violated")]);
      expect(state, path).toEqual([undefined, undefined]);
    }
    expect([...dialogs, ...trouble]).toEqual([]);
    await context.close();
  }

  /** Addresses of screens, by who walks them. */
  const screens: Record<string, readonly string[]> = {};

  test("is taken everywhere", async () => {
    const pdf = new TextEncoder().encode("%PDF-1.7");
    const file = await done(manager, "POST", `/api/files?name=${encodeURIComponent(`${tight("file")}.pdf`)}`, pdf);
    const files = [{ id: file.id, name: file.name }];
    const [, task] = await asked("company/7", 12, { files });
    const own = await done(head, "POST", "/api/files?name=note.pdf", pdf);
    const beside = [{ id: own.id, name: evil("attached") }];
    await done(head, "POST", `/api/tasks/${task}/comment`, { text: evil("comment"), files: beside });
    await done(head, "POST", `/api/tasks/${task}/question`, { text: evil("question") });
    const [decided, other] = await asked("company/8", 12);
    await done(head, "POST", `/api/tasks/${other}/complete`, {
      outcome: "reject",
      form: {},
      comment: evil("decision"),
    });
    const [withdrawn] = await asked("company/9", 12);
    await done(manager, "POST", `/api/instances/${withdrawn}/withdraw`, { reason: evil("withdraw") });
    const [suspended] = await asked("company/10", 12);
    const order = { instances: [suspended] };
    const { digest } = await done(all, "POST", "/api/operations/suspend/preview", order);
    await done(all, "POST", "/api/operations/suspend", { ...order, digest, reason: evil("suspend") });
    const set = { title: evil("record") };
    const { record } = await done(all, "POST", "/api/records/company", { set });
    const card = `/api/records/${record.ref}`;
    const { revision } = (await all.call("GET", card)).json().record;
    await done(all, "PATCH", card, { set: { city: evil("city") } }, { "if-match": `"${revision}"` });
    await done(all, "POST", `${card}/notes`, { text: evil("note") });
    const [failed, last] = await asked("company/31", 12);
    await company.assembled.outside.editing?.delete({ ref: "company/31", by: id<UserId>("admin-1") });
    await done(head, "POST", `/api/tasks/${last}/complete`, { outcome: "approve", form: {}, comment: null });
    const { rows: incidents } = (await all.call("GET", `/api/incidents?instance=${failed}`)).json();
    const retry = { incident: incidents[0].id, input: { record: "company/30" }, reason: evil("retry") };
    await done(all, "POST", "/api/incidents/retry", retry);
    await done(manager, "POST", "/api/me/tokens", { name: tight("token"), scopes: ["people.read"] });
    await done(all, "PUT", "/api/accounts/manager-1/login", { login: tight("login") });
    const [{ channel }] = (await all.call("GET", "/api/channels")).json().rows;
    await done(all, "PUT", `/api/channels/${channel}`, { mode: "hold", reason: evil("channel") });
    const view = `/api/registries/discount-changes/views/${encodeURIComponent(tight("view").replace("/", " "))}`;
    await done(manager, "PUT", view, { filter: { text: evil("filter") }, shared: true });
    const { files: texts } = (await all.call("GET", "/api/processes/discount-defaults/files")).json();
    const written = texts.map((one: { readonly path: string; readonly text: string }) =>
      one.path === "process.yaml" ? { ...one, text: `# ${tight("draft")}\n${one.text}` } : one,
    );
    await done(all, "PUT", "/api/processes/discount-defaults/draft", { files: written, seen: 0 });
    const login = { login: tight("login"), password: PASSWORD };
    const headers = { origin: "http://localhost", "user-agent": tight("agent") };
    await done(company.nobody, "POST", "/api/session", login, headers);

    const operated = [suspended, failed].map((one) => `/operations/instances/${one}`);
    screens["tasks and people"] = [
      ...["/tasks/all", `/tasks/${task}`, "/search?q=xss-record-mark", "/people"],
      ...["/crm/company", `/crm/${record.ref}`],
    ];
    screens["processes and accounts"] = [
      ...["/processes/discount-approval", "/processes/discount-defaults/editor"],
      ...["/accounts", "/operations/messages"],
    ];
    screens["operations"] = ["/operations/instances", ...operated];
    screens["the head"] = [`/tasks/${task}`, "/tasks/decisions"];
    screens["the manager"] = [
      ...[`/requests/${decided}`, `/requests/${withdrawn}`, `/requests/${decided}/sheet`],
      ...["/me", "/registries/discount-changes"],
    ];
    const { context } = company.assembled;
    const links = taskLinks(company.service.configuration.root, { database: context.database, clock: company.clock });
    const [, open] = await asked("company/20", 12);
    const link = (await links?.decide(taskAt(open), "head-2")) ?? "";
    screens["nobody"] = [link.replace("https://ordo.example.ru", "")];
  });

  test.each(["tasks and people", "processes and accounts", "operations", "the head", "the manager", "nobody"])(
    "%s: it is shown as it was written; nothing of it runs, and the policy has nothing to stop",
    async (which) => {
      const walker = which === "nobody" ? null : which === "the head" ? head : which === "the manager" ? manager : all;
      await walk(walker, screens[which] ?? []);
    },
  );

  test("all of it was seen", () => {
    const marks = [...Object.values(KEPT), ...BESIDE].filter((mark) => !UNSEEN.includes(mark));
    expect(marks.filter((mark) => !seen.has(mark))).toEqual([]);
  });

  test("a page, a drawing and a script that were sent as files are saved by whoever opens them, and run nowhere", async () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const sent = {
      "page.html": "<!doctype html><script>globalThis.ran='page'</script>",
      "drawing.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.ran='svg'"><script>globalThis.ran='svg'</script></svg>`,
      "code.js": "globalThis.ran='js'",
      "polyglot.gif": "GIF89a/*<script>globalThis.ran='gif'</script>*/=globalThis.ran='gif'",
    };
    const { page, context, trouble } = await openWindow(browser, address, {
      caller: manager,
      now: company.clock.now(),
    });
    await page.goto("/me");
    for (const [name, text] of Object.entries(sent)) {
      const { address: path } = await done(manager, "POST", `/api/files?name=${name}`, bytes(text));
      const answer = await manager.call("GET", path);
      expect(answer.headers["content-type"], name).toBe(
        name.endsWith("gif") ? "image/gif" : "application/octet-stream",
      );
      expect(answer.headers["x-content-type-options"], name).toBe("nosniff");
      expect(answer.headers["content-security-policy"], name).toMatch(/default-src 'none'.*sandbox/);
      expect(String(answer.headers["content-disposition"]), name).toMatch(
        name.endsWith("gif") ? /^inline/ : /^attachment/,
      );
      // Where it is put into a page of ours as a script, a frame or a picture, by whatever way.
      const ran = await page.evaluate(async (src) => {
        for (const tag of ["script", "iframe", "img"]) {
          const element = document.createElement(tag);
          const over = new Promise((done) => {
            element.addEventListener("load", done);
            element.addEventListener("error", done);
            setTimeout(done, 1_000);
          });
          element.setAttribute("src", src);
          document.body.append(element);
          await over;
        }
        return Reflect.get(globalThis, "ran");
      }, path);
      expect(ran, name).toBeUndefined();
    }
    // What the browser says of each as a script: that it is none.
    expect(trouble.filter((one) => !one.includes("is not executable"))).toEqual([]);
    await context.close();
  });
});
