import type { LookupAddress } from "node:dns";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { loadConfiguration } from "../../../adapters/configuration/load-configuration.ts";
import { guardedBy, isPrivateAddress } from "../../../adapters/http-client/address-guard.ts";
import { checkHttp } from "../../../adapters/http-client/check-http.ts";
import { createHttpClient, type HttpClientOptions } from "../../../adapters/http-client/create-http-client.ts";
import { exchange, type Outgoing } from "../../../adapters/http-client/exchange.ts";
import { folderSource } from "../../../adapters/process-source/folder/folder-source.ts";
import { Secret } from "../../../adapters/secret.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import { callOf, ZONE } from "../../contracts/operations/bench.ts";
import { folderWith } from "../../support/command-line.ts";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function served(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function ask(input: ValueMap, options: Partial<HttpClientOptions>, timeoutMs = 30_000) {
  const client = createHttpClient({ allow: [], zone: ZONE, locale: "en", ...options });
  return client.perform(callOf("http.request", input, { timeoutMs }), new AbortController().signal);
}

/** Answers of hosts that are not on this machine; whatever else is asked for goes out in earnest. */
function elsewhere(
  answers: Readonly<Record<string, { readonly status: number; readonly location?: string; readonly body?: string }>>,
) {
  const asked: Outgoing[] = [];
  const fake: typeof exchange = async (outgoing, limits) => {
    asked.push(outgoing);
    const answer = answers[outgoing.url.href];
    if (answer === undefined) return exchange(outgoing, limits);
    const { status, location, body = "" } = answer;
    return {
      status,
      headers: { "content-type": "application/json", ...(location === undefined ? {} : { location }) },
      body: Buffer.from(body),
    };
  };
  return { asked, exchange: fake };
}

describe("this machine and the network behind it", () => {
  test("are not reached by any way of writing an address, even where somebody listed it", async () => {
    let reached = 0;
    const port = await served((_, response) => {
      reached += 1;
      response.end("inside");
    });
    const hosts = [
      "127.0.0.1",
      "2130706433",
      "0x7f000001",
      "0x7f.1",
      "017700000001",
      "127.1",
      "0177.0.0.1",
      "127.0.0.1.",
    ];
    const mapped = [
      "[::1]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[0:0:0:0:0:ffff:127.0.0.1]",
      "[::127.0.0.1]",
      "localhost",
      "①②⑦.⓪.⓪.①",
    ];
    for (const host of [...hosts, ...mapped]) {
      const url = new URL(`http://${host}:${port}/`);
      const allow = [url.host.replace(/\.(?=:)/, "")];
      const outcome = await ask({ url: `http://${host}:${port}/` }, { allow });
      expect([host, outcome.kind === "refused" ? outcome.code : outcome.kind]).toEqual([host, "ADDRESS_PRIVATE"]);
    }
    expect(reached).toBe(0);
  });

  test("are private in every form that a resolver or a URL may give", () => {
    const cloud = [
      "169.254.169.254",
      "::ffff:169.254.169.254",
      "::ffff:a9fe:a9fe",
      "64:ff9b::a9fe:a9fe",
      "fd00:ec2::254",
    ];
    const more = [
      "192.88.99.1",
      "2001::1",
      "2001:db8::1",
      "3fff::1",
      "5f00::1",
      "ff02::1",
      "100.127.255.255",
      "[fe80::1%25eth0]",
    ];
    for (const address of [...cloud, ...more]) expect([address, isPrivateAddress(address)]).toEqual([address, true]);
  });

  test("are not reached through a name that answers differently the second time, or with several addresses", async () => {
    const answers: LookupAddress[][] = [
      [{ address: "93.184.216.34", family: 4 }],
      [{ address: "127.0.0.1", family: 4 }],
      [
        { address: "93.184.216.34", family: 4 },
        { address: "::ffff:10.0.0.5", family: 6 },
      ],
      [],
    ];
    let asked = 0;
    const lookup = guardedBy((_host, _options, answer) => answer(null, answers[asked++] ?? []));
    const look = () =>
      new Promise<string>((resolve) => {
        lookup("flips.example", {}, (error, address) => resolve(error === null ? String(address) : error.name));
      });
    // What the socket connects to is what was looked at: there is no second question in between.
    expect([await look(), await look(), await look(), await look()]).toEqual([
      "93.184.216.34",
      "PrivateAddress",
      "PrivateAddress",
      "Error",
    ]);
    expect(asked).toBe(4);
  });

  test("are not reached by a redirect, whatever it is written as", async () => {
    let reached = 0;
    const port = await served((_, response) => {
      reached += 1;
      response.end("inside");
    });
    const targets = [
      `http://127.0.0.1:${port}/`,
      `http://localhost:${port}/`,
      `//2130706433:${port}/`,
      `http://[::ffff:7f00:1]:${port}/`,
    ];
    for (const location of targets) {
      const allow = ["api.example.com", `127.0.0.1:${port}`, `localhost:${port}`];
      const fake = elsewhere({ "http://api.example.com/": { status: 302, location } });
      const outcome = await ask({ url: "http://api.example.com/" }, { allow, exchange: fake.exchange });
      expect([location, outcome.kind]).toEqual([location, "refused"]);
    }
    expect(reached).toBe(0);
  });
});

describe("an address", () => {
  test("with a name and password in it is refused, and neither is told", async () => {
    for (const url of ["https://ann:hunter2@api.example.com/", "https://hunter2@api.example.com/"]) {
      const outcome = await ask({ url }, { allow: ["api.example.com"] });
      expect(outcome).toMatchObject({ kind: "refused", code: "URL_CREDENTIALS" });
      expect(JSON.stringify(outcome)).not.toContain("hunter2");
    }
    const broken = await ask({ url: "https://ann:hunter2@" }, { allow: ["api.example.com"] });
    expect(broken).toMatchObject({ code: "URL_INVALID" });
    expect(JSON.stringify(broken)).not.toContain("hunter2");
  });

  test("of another scheme is refused", async () => {
    for (const url of [
      "file:///etc/passwd",
      "ftp://api.example.com/",
      "data:text/plain,x",
      "javascript:1",
      "ws://api.example.com/",
    ])
      expect(await ask({ url }, { allow: ["api.example.com"] })).toMatchObject({ code: "HOST_NOT_ALLOWED" });
  });
});

describe("an answer", () => {
  const local = (port: number) => ({ allow: [`127.0.0.1:${port}`], privateAddresses: true });

  test("that never ends is given up in time, and one without an end in sight at its size", async () => {
    const slow = await served((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"a":');
    });
    expect(await ask({ url: `http://127.0.0.1:${slow}/` }, local(slow), 100)).toMatchObject({
      kind: "unknown",
      keyed: true,
    });
    expect(await ask({ method: "POST", url: `http://127.0.0.1:${slow}/` }, local(slow), 100)).toMatchObject({
      kind: "unknown",
      keyed: false,
    });
    let written = 0;
    const endless = await served((_, response) => {
      const more = (): void => {
        while (response.write("x".repeat(65_536))) written += 1;
      };
      response.on("drain", more);
      more();
    });
    expect(await ask({ url: `http://127.0.0.1:${endless}/` }, local(endless))).toMatchObject({
      code: "BODY_TOO_LARGE",
    });
    expect(written).toBeLessThan(1_000);
  });

  test("that is a bomb is not unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    let asked = "";
    const port = await served((request, response) => {
      asked = String(request.headers["accept-encoding"]);
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(bomb);
    });
    const before = process.memoryUsage().arrayBuffers;
    expect(await ask({ url: `http://127.0.0.1:${port}/` }, local(port))).toMatchObject({
      kind: "refused",
      code: "BODY_PACKED",
    });
    const posted = await ask({ method: "POST", url: `http://127.0.0.1:${port}/` }, local(port));
    expect(posted).toMatchObject({ kind: "unknown", keyed: false });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    expect(asked).toBe("identity");
  });

  test("of JSON that means harm, or is too deep, is only text; large numbers keep their digits", async () => {
    const bodies = [
      '{"__proto__":{"admin":true}}',
      `${"[".repeat(100_000)}`,
      '{"id":12345678901234567890}',
      "null",
      "{",
    ];
    const port = await served((request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(bodies[Number(request.url?.slice(1))]);
    });
    const bodyOf = async (at: number) => {
      const outcome = await ask({ url: `http://127.0.0.1:${port}/${at}` }, local(port));
      return outcome.kind === "done" ? (outcome.output as ValueMap)["body"] : outcome;
    };
    expect(await bodyOf(0)).toBe(bodies[0]);
    expect(await bodyOf(1)).toBe(bodies[1]);
    expect([await bodyOf(2), await bodyOf(3), await bodyOf(4)]).toEqual([{ id: "12345678901234567890" }, null, "{"]);
    expect(Reflect.get({}, "admin")).toBeUndefined();
  });
});

describe("a secret", () => {
  const TOKEN = "Bearer canary-0123456789";
  const secrets = {
    delivery: { value: new Secret(TOKEN), hosts: ["api.example.com"] },
    unset: { value: null, hosts: ["api.example.com"] },
  };
  const allow = ["api.example.com", "other.example.com"];
  const headers = { Authorization: "secret:delivery" };

  test("named in a header goes to its host, and stands nowhere else", async () => {
    const fake = elsewhere({
      "https://api.example.com/": {
        status: 200,
        body: `{"you":"sent","authorization":"${TOKEN}","token":"canary-0123456789"}`,
      },
    });
    const outcome = await ask(
      { url: "https://api.example.com/", headers },
      { allow, secrets, exchange: fake.exchange },
    );
    expect(fake.asked[0]?.headers["authorization"]).toBe(TOKEN);
    expect(outcome).toEqual({
      kind: "done",
      output: { status: 200, body: { you: "sent", authorization: "***", token: "***" } },
    });
    const echoing = elsewhere({ "https://api.example.com/": { status: 422, body: `bad header ${TOKEN}` } });
    const refused = await ask(
      { url: "https://api.example.com/", headers },
      { allow, secrets, exchange: echoing.exchange },
    );
    expect(refused).toMatchObject({ code: "HTTP_422" });
    expect(JSON.stringify(refused)).not.toContain("canary");
  });

  test.each([
    ["https://other.example.com/", headers, "SECRET_NOT_FOR_HOST"],
    ["http://api.example.com/", headers, "SECRET_NOT_ENCRYPTED"],
    ["https://api.example.com/", { "x-key": "secret:nothing" }, "SECRET_UNKNOWN"],
    ["https://api.example.com/", { "x-key": "secret:unset" }, "SECRET_UNKNOWN"],
    ["https://api.example.com/", { "x-key": "secret:__proto__" }, "SECRET_UNKNOWN"],
    ["https://api.example.com/", { "x-key": "secret:constructor" }, "SECRET_UNKNOWN"],
  ])("is not sent: %s with %j is %s", async (url, wanted, code) => {
    const fake = elsewhere({});
    const never: typeof exchange = () => Promise.reject(new Error("was sent"));
    const outcome = await ask({ url, headers: wanted }, { allow, secrets, exchange: never });
    expect(fake.asked).toEqual([]);
    expect(outcome).toMatchObject({ kind: "refused", code });
  });

  test("does not follow a redirect to another host, nor does any header of the author's", async () => {
    const fake = elsewhere({
      "https://api.example.com/": { status: 307, location: "https://other.example.com/there" },
      "https://other.example.com/there": { status: 200 },
    });
    const more = { ...headers, "X-Api-Key": "own", Cookie: "a=b", Accept: "application/xml" };
    await ask(
      { method: "POST", url: "https://api.example.com/", headers: more, body: "x" },
      { allow, secrets, exchange: fake.exchange },
    );
    expect(fake.asked.map(({ url }) => url.host)).toEqual(["api.example.com", "other.example.com"]);
    expect(Object.keys(fake.asked[1]?.headers ?? {}).sort()).toEqual([
      "accept",
      "accept-encoding",
      "content-type",
      "idempotency-key",
    ]);
  });

  test("nor does anything go from https to http", async () => {
    const fake = elsewhere({ "https://api.example.com/": { status: 302, location: "http://api.example.com/" } });
    expect(await ask({ url: "https://api.example.com/" }, { allow, exchange: fake.exchange })).toMatchObject({
      code: "REDIRECT_INSECURE",
    });
    expect(fake.asked).toHaveLength(1);
  });

  test("comes from the environment: one that is written in the file is a problem, one that is not set too", () => {
    const problems = (value: string, environment = {}) => {
      const text = `http: { allow: [api.example.com], secrets: { delivery: { value: ${value}, hosts: [api.example.com] } } }\n`;
      return loadConfiguration(folderSource(), environment, folderWith({ "ordo.yaml": text })).problems.map(
        ({ code }) => code,
      );
    };
    expect(problems("hunter2hunter2")).toEqual(["config-secret"]);
    expect(problems('"Bearer ${TOKEN}"')).toEqual(["config-secret-missing"]);
    expect(problems('"Bearer ${TOKEN}"', { TOKEN: "x" })).toEqual([]);
  });
});

describe("ordo doctor", () => {
  const found = async (
    config: Partial<Parameters<typeof checkHttp>[0]>,
    addresses: readonly string[] = ["93.184.216.34"],
  ) =>
    (await checkHttp({ allow: [], privateAddresses: false, secrets: {}, ...config }, async () => addresses)).map(
      ({ check, status }) => `${check} ${status}`,
    );

  test("says whose calls would be refused, and which secret goes nowhere", async () => {
    const bound = (host: string) => ({ secrets: { one: { value: new Secret("x"), hosts: [host] } } });
    expect(await found({})).toEqual([]);
    expect(await found({ allow: ["api.example.com", "*.shop.example"] })).toEqual(["http-hosts ok"]);
    expect(await found({ allow: ["api.example.com"] }, [])).toEqual(["http-hosts warning"]);
    expect(await found({ allow: ["crm.local"] }, ["10.0.0.5"])).toEqual(["http-hosts problem"]);
    expect(await found({ allow: ["crm.local"], privateAddresses: true }, ["10.0.0.5"])).toEqual(["http-hosts ok"]);
    expect(await found({ allow: ["api.example.com"], ...bound("api.example.com") })).toEqual(["http-hosts ok"]);
    expect(await found({ allow: ["*.example.com"], ...bound("api.example.com") })).toEqual(["http-hosts ok"]);
    expect(await found({ allow: ["api.example.com"], ...bound("evil.example") })).toEqual(["http-secrets problem"]);
  });
});

test("refusals are said in the language of the installation", async () => {
  const secrets = { delivery: { value: new Secret("Bearer canary-1"), hosts: ["api.delivery.example"] } };
  const says = async (input: ValueMap, allow: readonly string[] = ["api.other.example"]) => {
    const answered = await ask(input, { allow, secrets, locale: "ru" });
    return answered.kind === "done" ? null : answered.message;
  };
  expect(await says({ url: "https://nobody.example/x" })).toBe(
    "https://nobody.example нет в http.allow файла ordo.yaml",
  );
  const url = "https://api.other.example/x";
  expect(await says({ url, headers: { authorization: "secret:nope" } })).toBe(
    "В ordo.yaml нет http.secrets.nope, или значение не задано",
  );
  expect(await says({ url, headers: { authorization: "secret:delivery" } })).toBe(
    "http.secrets.delivery не для узла api.other.example",
  );
  expect(await says({ url: "delivery" })).toMatch(/не адрес/);
  expect(await says({ url: "https://127.0.0.1/x" }, ["127.0.0.1"])).toMatch(/во внутренней сети/);
});
