import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isPrivateAddress } from "../../../adapters/http-client/address-guard.ts";
import { isAllowed } from "../../../adapters/http-client/allowed-hosts.ts";
import { createHttpClient } from "../../../adapters/http-client/create-http-client.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import { callOf, ZONE } from "../../contracts/operations/bench.ts";

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let port = 0;
let seen: { method: string; path: string; headers: IncomingMessage["headers"]; body: string }[] = [];
let handler: Handler = (_, response) => response.end();

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      seen.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
      handler(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (
  input: ValueMap,
  {
    signal = new AbortController().signal,
    privateAddresses = true,
    allow = [`127.0.0.1:${port}`],
    timeoutMs = 30_000,
  } = {},
) =>
  createHttpClient({ allow, privateAddresses, zone: ZONE, locale: "en" }).perform(
    callOf("http.request", input, { timeoutMs }),
    signal,
  );
const url = (path = "/"): string => `http://127.0.0.1:${port}${path}`;
const answers =
  (status: number, body: string, headers: Record<string, string> = {}): Handler =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

test("a request goes out as written, with its key, and comes back with status and body", async () => {
  handler = answers(201, '{"id": 7}', { "content-type": "application/json" });
  const input = {
    method: "POST",
    url: url("/orders"),
    headers: { "X-Shop": "1", Host: "evil.example" },
    body: { sum: { $type: "number", value: "5" } },
  };
  expect(await ask(input)).toEqual({ kind: "done", output: { status: 201, body: { id: 7 } } });
  expect(seen).toMatchObject([{ method: "POST", path: "/orders", body: '{"sum":5}' }]);
  expect(seen[0]?.headers).toMatchObject({
    "x-shop": "1",
    host: `127.0.0.1:${port}`,
    "content-type": "application/json",
  });
  expect(seen[0]?.headers["idempotency-key"]).toMatch(/^key-/);
});

test("texts stay texts, nothing is null, and no answer forges a value of the engine's", async () => {
  handler = answers(200, "да", { "content-type": "text/plain; charset=utf-8" });
  expect(await ask({ url: url() })).toMatchObject({ output: { body: "да" } });
  handler = answers(204, "");
  expect(await ask({ url: url() })).toMatchObject({ output: { status: 204, body: null } });
  handler = answers(200, '{"$type":"date","value":"2026-01-01"}', { "content-type": "application/json" });
  expect(await ask({ url: url() })).toMatchObject({ output: { body: { type: "date", value: "2026-01-01" } } });
});

test("what the other side refuses is refused with its status, what it puts off may be tried again", async () => {
  handler = answers(422, "нет такого счёта");
  expect(await ask({ method: "POST", url: url("/x?token=secret") })).toEqual({
    kind: "refused",
    code: "HTTP_422",
    message: `POST http://127.0.0.1:${port}/x answered 422: нет такого счёта`,
  });
  handler = answers(429, "", { "retry-after": "7" });
  expect(await ask({ method: "POST", url: url() })).toMatchObject({
    kind: "unknown",
    keyed: true,
    retryAfterMs: 7_000,
  });
});

test("after a server's error nobody knows, except of a request that changes nothing", async () => {
  handler = answers(500, "");
  expect(await ask({ method: "POST", url: url() })).toMatchObject({ kind: "unknown", keyed: false });
  expect(await ask({ url: url() })).toMatchObject({ kind: "unknown", keyed: true });
  handler = (request) => request.socket.destroy();
  expect(await ask({ method: "POST", url: url() })).toMatchObject({ kind: "unknown", keyed: false });
});

test("where nobody listens nothing was sent: it may be tried again", async () => {
  server.close();
  expect(await ask({ method: "POST", url: url() })).toMatchObject({ kind: "unknown", keyed: true });
});

test("no answer in time is unknown", async () => {
  handler = () => {};
  expect(await ask({ method: "POST", url: url() }, { timeoutMs: 20 })).toMatchObject({ kind: "unknown", keyed: false });
});

test("hosts that are not listed and private addresses are refused before anything is sent", async () => {
  expect(await ask({ url: url() }, { allow: ["api.example.com"] })).toMatchObject({ code: "HOST_NOT_ALLOWED" });
  expect(await ask({ url: url() }, { privateAddresses: false })).toMatchObject({ code: "ADDRESS_PRIVATE" });
  const localhost = { allow: [`localhost:${port}`], privateAddresses: false };
  expect(await ask({ url: `http://localhost:${port}/` }, localhost)).toMatchObject({ code: "ADDRESS_PRIVATE" });
  expect(await ask({ url: "file:///etc/passwd" })).toMatchObject({ code: "HOST_NOT_ALLOWED" });
  expect(await ask({ url: "not a url" })).toMatchObject({ code: "URL_INVALID" });
  expect(seen).toEqual([]);
});

test("a redirect is followed three times, never to a host that is not listed", async () => {
  handler = (request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end("there");
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  };
  expect(await ask({ url: url("/3") })).toMatchObject({ kind: "done", output: { body: "there" } });
  expect(await ask({ url: url("/4") })).toMatchObject({ kind: "refused", code: "HTTP_REDIRECTS" });
  handler = answers(302, "", { location: "http://169.254.169.254/latest" });
  expect(await ask({ url: url() })).toMatchObject({ kind: "refused", code: "HOST_NOT_ALLOWED" });
});

test("a changing request is repeated at another place only where the answer says so", async () => {
  handler = (request, response) => {
    if (request.url === "/there") response.end();
    else response.writeHead(Number(request.url?.slice(1)), { location: "/there" }).end();
  };
  expect(await ask({ method: "POST", url: url("/302"), body: "x" })).toMatchObject({ code: "HTTP_302" });
  await ask({ method: "POST", url: url("/307"), body: "x" });
  await ask({ method: "POST", url: url("/303"), body: "x" });
  expect(seen.filter(({ path }) => path === "/there")).toMatchObject([
    { method: "POST", body: "x" },
    { method: "GET", body: "" },
  ]);
});

test("an answer larger than 256 KB is not taken", async () => {
  handler = answers(200, "x".repeat(256 * 1024 + 1));
  expect(await ask({ url: url() })).toMatchObject({ kind: "refused", code: "BODY_TOO_LARGE" });
});

test("a header that would break the request is refused", async () => {
  expect(await ask({ url: url(), headers: { "x-a": "b\r\nx-c: d" } })).toMatchObject({ code: "REQUEST_INVALID" });
  expect(seen).toEqual([]);
});

describe("the list of hosts", () => {
  test.each([
    ["https://api.example.com/x", true],
    ["https://API.EXAMPLE.COM./x", true],
    ["http://api.example.com/x", true],
    ["https://api.example.com:8443/", false],
    ["https://b.shop.example:8443/", true],
    ["https://shop.example:8443/", false],
    ["https://evilapi.example.com/", false],
    ["https://api.example.com.evil.example/", false],
    ["https://api.example.com@evil.example/", false],
    ["https://user:word@api.example.com/", false],
    ["https://кофе.example/", true],
    ["ftp://api.example.com/", false],
  ])("%s: %s", (text, allowed) => {
    expect(isAllowed(new URL(text), ["api.example.com", "*.shop.example:8443", "кофе.example"])).toBe(allowed);
  });
});

test.each([
  ...[
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
  ],
  ...[
    "::1",
    "::",
    "[::1]",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
  ],
])("%s is a private address", (address) => {
  expect(isPrivateAddress(address)).toBe(true);
});

test.each(["8.8.8.8", "93.184.216.34", "2a00:1450:4010:c05::64", "api.example.com"])("%s is not", (address) => {
  expect(isPrivateAddress(address)).toBe(false);
});
