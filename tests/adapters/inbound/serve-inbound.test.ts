import { once } from "node:events";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { isPlainPath } from "../../../adapters/inbound/plain-path.ts";
import { serveInbound } from "../../../adapters/inbound/serve-inbound.ts";
import type { InboundRequest, InboundRoute } from "../../../adapters/inbound-route.ts";
import { StoreUnavailable } from "../../../engine/base/unavailable.ts";
import { type InboundBench, openBench, signedHeaders } from "./inbound-bench.ts";

let bench: InboundBench | null = null;

afterEach(async () => {
  await bench?.close();
  bench = null;
});

const MESSAGES = { paid: { secret: "${SECRET}" } };

async function opened(more: Parameters<typeof openBench>[1] = {}): Promise<InboundBench> {
  bench = await openBench({ messages: MESSAGES }, more);
  return bench;
}

function route(of: Partial<InboundRoute>): InboundRoute {
  return { method: "POST", path: "/echo", bytesMax: 1_000, handle: async () => ({ status: 200 }), ...of };
}

/** What a server answers to bytes that were written by hand, until it closes. */
async function raw({ server }: InboundBench, ...parts: readonly string[]): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  await once(socket, "connect");
  const answer = text(socket);
  for (const part of parts) {
    socket.write(part);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return answer;
}

function status(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}

describe("routes", () => {
  test("get what came: the very bytes, what follows the path, the query, headers in small letters", async () => {
    const seen: InboundRequest[] = [];
    const handle = async (request: InboundRequest) => {
      seen.push(request);
      return { status: 202, body: "<ok/>", type: "application/xml" };
    };
    const at = await opened({ routes: [route({ handle }), route({ path: "/sms/*", method: "GET", handle })] });
    const body = new Uint8Array([0, 255, 13, 10, 0x7b]);
    const answer = await fetch(`${at.url}/echo?a=1&b=%D0%B9`, { method: "POST", body, headers: { "X-Token": "t" } });
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      202,
      "application/xml",
      "<ok/>",
    ]);
    await fetch(`${at.url}/sms/report/17?id=5`);
    const [echo, sms] = seen;
    expect([...(echo?.body ?? [])]).toEqual([...body]);
    expect(echo?.query).toEqual({ a: "1", b: "й" });
    expect(echo?.headers["x-token"]).toBe("t");
    expect([sms?.method, sms?.rest, sms?.query, sms?.body.length]).toEqual(["GET", "report/17", { id: "5" }, 0]);
  });

  test("answer nothing by another method, and HEAD changes nothing", async () => {
    let called = 0;
    const handle = async () => {
      called += 1;
      return { status: 200 };
    };
    const at = await opened({ routes: [route({ handle }), route({ method: "GET", path: "/install", handle })] });
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
      expect([method, (await fetch(`${at.url}/echo`, { method })).status]).toEqual([method, 404]);
    expect((await fetch(`${at.url}/install`, { method: "HEAD" })).status).toBe(404);
    expect(called).toBe(0);
  });

  test("that fail answer 500 without a word, and 503 with a time where the store is away", async () => {
    const thrown = async (): Promise<never> => {
      throw new Error("password=hunter2 in /srv/app/x.ts");
    };
    const away = async (): Promise<never> => {
      throw new StoreUnavailable("ECONNREFUSED 10.0.0.5");
    };
    const at = await opened({ routes: [route({ handle: thrown }), route({ path: "/away", handle: away })] });
    const failed = await fetch(`${at.url}/echo`, { method: "POST" });
    const later = await fetch(`${at.url}/away`, { method: "POST" });
    expect([failed.status, await failed.text()]).toEqual([500, ""]);
    expect([later.status, later.headers.get("retry-after"), await later.text()]).toEqual([503, "10", ""]);
    expect(JSON.stringify(at.said)).not.toContain("hunter2");
    expect(at.said.map(({ message }) => message)).toContain("inbound: a handler failed");
  });

  test("/healthz says that it listens, and nothing else is there", async () => {
    const at = await opened();
    const health = await fetch(`${at.url}/healthz`);
    expect([health.status, await health.text(), health.headers.get("cache-control")]).toEqual([
      200,
      "ok\n",
      "no-store",
    ]);
    for (const path of ["/", "/metrics", "/readyz", "/messages", "/messages/", "/healthz/", "/HEALTHZ", "/favicon.ico"])
      expect([path, (await fetch(`${at.url}${path}`)).status]).toEqual([path, 404]);
  });
});

describe("a path", () => {
  test("has one way of writing it: tricks meet nothing", async () => {
    const at = await opened();
    const head = Object.entries(signedHeaders("{}"))
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("");
    const post = async (path: string): Promise<number> =>
      status(
        await raw(at, `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${head}content-length: 2\r\n\r\n{}`),
      );
    for (const path of [
      ...[
        "//messages/paid",
        "/messages//paid",
        "/messages/./paid",
        "/messages/x/../paid",
        "/messages/paid/",
        "/Messages/paid",
      ],
      ...[
        "/messages/PAID",
        "/messages/paid;x",
        "/messages/paid;x=1",
        "/messages;/paid",
        "/messages/%2e/paid",
        "/%2e%2e/messages/paid",
      ],
      ...[
        "/messages%2fpaid",
        "/messages/paid%2f",
        "/messages/paid%00",
        "/messages/paid%20",
        "/messages/paid.",
        "/messages\\paid",
      ],
      ...[
        "/messages/%252e%252e/paid",
        "/messages/paid%3bx",
        "/messages/%E0%A4%A",
        "/messages/paid%0d%0ax:y",
        "messages/paid",
      ],
    ])
      expect([path, [400, 404].includes(await post(path))]).toEqual([path, true]);
    expect(await at.taken()).toEqual([]);
    expect(await post("/messages/paid?x=//../;")).toBe(200);
    expect(await post("http://elsewhere/messages/paid")).toBe(404);
  });

  test("is plain or it is not", () => {
    for (const url of ["/", "/a/b", "/a.b/c..d", "/a?b=//", "/%D0%B9", "/a%20b"])
      expect([url, isPlainPath(url)]).toEqual([url, true]);
    for (const url of ["", "*", "a", "/..", "/a/.", "/a;b", "/a\\b", "/a%2Fb", "/%2E", "/%00", "/%7F", "http://a/b"])
      expect([url, isPlainPath(url)]).toEqual([url, false]);
  });
});

describe("a body", () => {
  const sized = (bytes: number): string => `"${"x".repeat(bytes - 2)}"`;

  test("in chunks is read as it came, up to the route's size and no further", async () => {
    const sizes: number[] = [];
    const handle = async ({ body }: InboundRequest) => {
      sizes.push(body.length);
      return { status: 200 };
    };
    const at = await opened({ routes: [route({ handle })] });
    const chunked = "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    const chunk = (bytes: number): string => `${bytes.toString(16)}\r\n${sized(bytes)}\r\n`;
    expect(status(await raw(at, chunked, chunk(500), chunk(500), "0\r\n\r\n"))).toBe(200);
    expect(status(await raw(at, chunked, chunk(500), chunk(501), "0\r\n\r\n"))).toBe(413);
    // Never finished: what is already too much is answered at once.
    expect(status(await raw(at, chunked, chunk(500), chunk(600)))).toBe(413);
    expect(sizes).toEqual([1_000]);
  });

  test("that says it is too large is not waited for", async () => {
    const at = await opened({ routes: [route({})] });
    const answer = await raw(at, "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 10485760\r\n\r\n");
    expect([status(answer), /connection: close/i.test(answer)]).toEqual([413, true]);
  });

  test("at an address that is none is not read at all", async () => {
    const at = await opened();
    const answer = await raw(at, "POST /nothing HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n");
    expect(status(answer)).toBe(404);
  });

  test("that comes slowly is given up", { timeout: 10_000 }, async () => {
    let called = 0;
    const handle = async () => {
      called += 1;
      return { status: 200 };
    };
    const at = await opened({ routes: [route({ handle })], requestMs: 300 });
    expect(status(await raw(at, "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n12"))).toBe(408);
    expect(status(await raw(at, "POST /echo HTTP/1.1\r\nhost: x\r\nx-slow: "))).toBe(408);
    expect(called).toBe(0);
  });

  test("with two lengths, or a length and chunks, is not read in two ways", async () => {
    const at = await opened({ routes: [route({})] });
    const head = "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";
    expect(status(await raw(at, `${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}x`))).toBe(400);
    expect(status(await raw(at, `${head}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`))).toBe(400);
    expect(status(await raw(at, "nonsense\r\n\r\n"))).toBe(400);
    expect(status(await raw(at, `GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: ${"y".repeat(20_000)}\r\n\r\n`))).toBe(
      431,
    );
  });
});

describe("a stop", () => {
  test("answers what was accepted and takes nothing new", async () => {
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let kept = 0;
    const handle = async () => {
      reached.resolve();
      await release.promise;
      kept += 1;
      return { status: 200, body: "kept" };
    };
    const at = await opened({ routes: [route({ handle })] });
    const under = fetch(`${at.url}/echo`, { method: "POST", body: "x" });
    await reached.promise;
    const closing = at.server.close();
    await expect(fetch(`${at.url}/healthz`)).rejects.toThrow(TypeError);
    expect(kept).toBe(0);
    release.resolve();
    const answer = await under;
    expect([answer.status, await answer.text(), kept]).toEqual([200, "kept", 1]);
    await closing;
  });

  test("does not wait for ever for a sender that does not go on", async () => {
    const at = await opened({ routes: [route({})], stopMs: 50 });
    const socket = connect(at.server.port, "127.0.0.1");
    await once(socket, "connect");
    socket.write("POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n12");
    const ended = once(socket, "close");
    socket.on("error", () => {});
    // The request is under way once a later one on another connection was answered.
    await fetch(`${at.url}/healthz`);
    await at.server.close();
    await ended;
  });

  test("may come twice", async () => {
    const at = await opened();
    await Promise.all([at.server.close(), at.server.close()]);
    await at.server.close();
  });
});

test("a port that is taken is said so, with a remedy", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const nobody = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const metrics = { count: () => {}, observe: () => {}, gauge: () => {} };
  try {
    await expect(
      serveInbound({ host: "127.0.0.1", port, trustProxy: false, routes: [], logger: nobody, metrics }),
    ).rejects.toMatchObject({ exitCode: 3, says: { en: `Port ${port} of 127.0.0.1 is taken.` } });
  } finally {
    other.close();
  }
});

test("who is not believed stands in the log by the address that the proxy names, where it is trusted", async () => {
  const from = async (trustProxy: boolean): Promise<unknown> => {
    const at = await openBench({ messages: MESSAGES, trustProxy });
    try {
      const headers = { "content-type": "application/json", "x-forwarded-for": "203.0.113.9" };
      await fetch(`${at.url}/messages/paid`, { method: "POST", body: "{}", headers });
      return at.said.find(({ message }) => message === "inbound: not believed")?.fields["remote"];
    } finally {
      await at.close();
    }
  };
  expect([await from(true), await from(false)]).toEqual(["203.0.113.9", "127.0.0.1"]);
});
