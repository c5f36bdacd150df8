import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileAddress } from "../../adapters/http/file-address.ts";
import { openService } from "../../adapters/http/open-service.ts";
import { type ApiServer, serveApi } from "../../adapters/http/serve-api.ts";
import { SESSION_COOKIE } from "../../adapters/http/session-cookie.ts";
import { QUIET } from "../crash/company-engine.ts";
import { rawRequest } from "../support/raw-request.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

/*
 * Bytes that no client writes, over a socket, against the real server with a console of three files: one page, one script,
 * and one secret beside what is served. Whatever is sent, the secret stays where it is, nobody passes a route that he may
 * not, and nothing is the server's own mistake.
 */
const SECRET = "the-secret-of-this-folder";
const PAGE = "this is the console's page";
const SCRIPT = "this-is-the-script";

let company: ServedCompany;
let server: ApiServer;
let folder: string;
/** Holds no role: the accounts are not his to see. */
let person: Caller;
let analyst: Caller;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ordo-tricks-"));
  const built = join(folder, "dist");
  mkdirSync(join(built, "assets"), { recursive: true });
  writeFileSync(join(built, "index.html"), `<p>${PAGE}</p>`);
  writeFileSync(join(built, "assets", "app.js"), `/* ${SCRIPT} */`);
  writeFileSync(join(built, "assets", ".env"), SECRET);
  for (const where of [folder, built]) writeFileSync(join(where, "secret.txt"), SECRET);
  company = await servedCompany();
  [person, analyst] = await Promise.all([company.person("accountant-1"), company.person("manager-3", "analyst")]);
  const order = openService(company.assembled, {
    configuration: company.service.configuration,
    logger: QUIET,
    ready: async () => ({ ok: true }),
  });
  server = await serveApi({ ...order, host: "127.0.0.1", port: 0, console: built });
});
afterAll(async () => {
  await server?.close();
  await company?.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (target: string, more = "", method = "GET") =>
  rawRequest(
    server.port,
    Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: localhost\r\n${more}Connection: close\r\n\r\n`, "latin1"),
  );

const cookieOf = (caller: Caller): string => `Cookie: ${SESSION_COOKIE}=${caller.session}\r\n`;

/** A path in every way that something on the line may read as another. */
function waysTo(path: string): readonly string[] {
  const rest = path.slice(1);
  const [first = "", ...parts] = rest.split("/");
  const last = parts.join("/");
  return [
    ...[`//${rest}`, `///${rest}`, `/./${rest}`, `/x/../${rest}`, `/${first}//${last}`, `/${first}/./${last}`],
    ...[`/${first}/x/../${last}`, `/x/%2e%2e/${rest}`, `/x/%2E%2E%2F${rest}`, `/x/..%2f${rest}`, `/x/.%2e/${rest}`],
    ...[`/${first}%2f${last}`, `/${first}%2F${last}`, `/${first}%5c${last}`, `/${first}\\${last}`, `\\${rest}`],
    ...[`${path};x`, `/${first};x=1/${last}`, `/;/${rest}`, `${path}%3b`, `${path}%00`, `${path}%00.js`, `${path}%0a`],
    ...[`${path}/`, `${path}//`, `${path}.`, `${path}./`, `${path}/.`, `${path}/..`, `${path}%2f..`, `${path}%20`],
    ...[path.toUpperCase(), `/${first.toUpperCase()}/${last}`, `/%61${rest.slice(1)}`, `/%2561${rest.slice(1)}`],
    ...[`/x/%252e%252e/${rest}`, `/x/%c0%ae%c0%ae/${rest}`, `/x/%e0%80%ae%e0%80%ae/${rest}`, `/x/%u002e%u002e/${rest}`],
    ...[`${path}%ff`, `${path}%`, `${path}%zz`, `${path}\xff\xfe`, `${path}?a=%ff`, `${path}#x`, `${path}.json`],
    ...[`http://localhost${path}`, `http://evil.example${path}`, `HTTP://localhost/x/..${path}`, `//localhost${path}`],
    ...[
      rest,
      `*${path}`,
      `?${path}`,
      `@localhost${path}`,
      `/${"a/".repeat(2_000)}..${path}`,
      `${path}${"a".repeat(7_000)}`,
    ],
  ];
}

/** What is no answer to anybody: nothing of ours failed, and nothing that was not meant for him was shown. */
function expectHarmless(
  { statuses, text }: { readonly statuses: readonly number[]; readonly text: string },
  what: string,
) {
  expect(statuses, what).toHaveLength(1);
  expect([200, 301, 308, 400, 401, 403, 404, 405, 414, 431], what).toContain(statuses[0]);
  for (const never of [SECRET, "root:", "%CSP_NONCE%", "at Object.", "node_modules"])
    expect(text.includes(never), `${what}: ${never}`).toBe(false);
}

describe("addresses that can be read in several ways", () => {
  test("reach no route of the API, whoever asks, in whatever way they are written", async () => {
    for (const caller of [null, person]) {
      const cookie = caller === null ? "" : cookieOf(caller);
      for (const target of waysTo("/api/accounts")) {
        const answer = await ask(target, cookie);
        expectHarmless(answer, target);
        // The console's page stands at every address that is none of the API's; it holds nobody's data.
        const isPage = answer.text.includes(PAGE);
        if (answer.statuses[0] === 200) expect(isPage, target).toBe(true);
      }
    }
  });

  test("the same for a route that he may call, and one that changes: no way around the mark", async () => {
    for (const target of waysTo("/api/people")) expectHarmless(await ask(target, cookieOf(person)), target);
    const sessions = await company.assembled.accounts.sessions(person.user as never);
    for (const target of waysTo("/api/session"))
      for (const method of ["DELETE", "POST"]) {
        const answer = await ask(target, `${cookieOf(person)}Content-Length: 0\r\n`, method);
        expectHarmless(answer, `${method} ${target}`);
        expect(answer.statuses[0], `${method} ${target}`).toBeGreaterThanOrEqual(400);
      }
    expect(await company.assembled.accounts.sessions(person.user as never)).toHaveLength(sessions.length);
  });

  test("no file beside those that are served, and none that is hidden", async () => {
    expect((await ask("/assets/app.js")).text).toContain(SCRIPT);
    const outs = ["..", "../..", "../../../../../../../../etc", ".", ".env/.."].flatMap((way) =>
      ["secret.txt", "passwd", "index.html", ".env"].flatMap((file) => waysTo(`/assets/${way}/${file}`)),
    );
    for (const target of [
      ...outs,
      ...waysTo("/assets/secret.txt"),
      "/assets/.env",
      "/assets/%2eenv",
      "/assets/",
      "/assets",
    ]) {
      const answer = await ask(target);
      expectHarmless(answer, target);
      if (answer.statuses[0] === 200) expect(answer.text.includes(PAGE), target).toBe(true);
    }
  });

  test("neither the manual nor files are a way to what lies on the disk", async () => {
    const cookie = cookieOf(analyst);
    for (const page of [
      "../../package",
      "guide-../../package",
      "..%2f..%2fpackage",
      "guide-%2e%2e%2fREADME",
      "x%00",
      "console/tasks",
    ]) {
      const answer = await ask(`/api/help/${page}`, cookie);
      expectHarmless(answer, page);
      expect([400, 404], page).toContain(answer.statuses[0]);
    }
    const references = [
      "file:../../ordo.yaml",
      "file:/etc/passwd",
      "file:",
      "file:\0",
      "/etc/passwd",
      "file:upload/../x",
      `file:${"a".repeat(2_000)}`,
    ];
    for (const reference of references) {
      const answer = await ask(`/api/files/${fileAddress(reference)}`, cookie);
      expectHarmless(answer, reference);
      expect([400, 404], reference).toContain(answer.statuses[0]);
    }
  });

  test("methods that no route has, and rules that a client writes about itself, change nothing", async () => {
    for (const method of ["HEAD", "OPTIONS", "TRACE", "PROPFIND", "BREW", "get"]) {
      const answer = await ask("/api/accounts", "", method);
      expect(answer.statuses, method).toHaveLength(1);
      expect([400, 401, 404, 405], method).toContain(answer.statuses[0]);
    }
    const names = ["X-HTTP-Method-Override: DELETE", "X-Original-URL: /api/session", "X-Rewrite-URL: /api/session"];
    for (const header of names)
      expect((await ask("/api/accounts", `${cookieOf(person)}${header}\r\n`)).statuses).toEqual([403]);
  });
});

describe("a line with more than one reading", () => {
  const smuggled = `GET /api/people HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  const cases: Readonly<Record<string, string>> = {
    "length and chunks": `Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    "two lengths": `Content-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    "chunks by another name": `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
    "chunks twice": `Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${smuggled}`,
    "chunks after a space": `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    "a length with a sign": `Content-Length: +5\r\n\r\n12345${smuggled}`,
    "a chunk with a wrong size": `Transfer-Encoding: chunked\r\n\r\nzz\r\n${smuggled}`,
    "two hosts": `Host: evil.example\r\nContent-Length: 0\r\n\r\n`,
    "a header of two lines": `X: a\r\n b\r\nContent-Length : 0\r\n\r\n`,
    "a nul in a header": `X: a\0b\r\nContent-Length: 0\r\n\r\n`,
    "a line ended by CR alone": `X: a\rContent-Length: 5\r\n\r\n${smuggled}`,
  };

  test.each(Object.keys(cases))("%s: one answer at most, and it is a refusal", async (name) => {
    const head = `POST /api/session HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nConnection: close\r\n`;
    const { statuses, text } = await rawRequest(server.port, Buffer.from(head + cases[name], "latin1"));
    expect(statuses.length).toBeLessThanOrEqual(1);
    for (const status of statuses) expect([400, 401, 403], text).toContain(status);
  });
});
