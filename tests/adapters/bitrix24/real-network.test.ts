import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { openPortal } from "../../../adapters/bitrix24/open-portal.ts";
import { Secret } from "../../../adapters/secret.ts";
import { freePort } from "../../support/servers/server-process.ts";
import { how, needsOf } from "./portal-bench.ts";

/* The platform's own fetch on sockets of this machine: what it throws is what the client must know. */
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function serving(handler: RequestListener): Promise<number> {
  return await listening(createServer(handler));
}

async function add(origin: string) {
  const config = { app: null, outboundToken: null, users: {}, rate: { perSecond: 2, burst: 50 } };
  const portal = await openPortal({ ...config, webhook: new Secret(`${origin}/rest/7/s3cr3tc0de/`) }, needsOf({}));
  return await portal.call("crm.item.add", { fields: { title: "Зерно" } }, how({ effect: "write" }));
}

test("a call arrives as it was meant, and is answered", async () => {
  const bodies: string[] = [];
  const port = await serving((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
      response.end(JSON.stringify({ result: { item: { id: 1 } } }));
    });
  });
  expect(await add(`http://127.0.0.1:${port}`)).toMatchObject({ kind: "done", result: { item: { id: 1 } } });
  expect(bodies).toEqual(['POST /rest/7/s3cr3tc0de/crm.item.add {"fields":{"title":"Зерно"}}']);
});

test("a redirect is not followed by the platform: the second request is a POST with its body", async () => {
  const seen: string[] = [];
  const target = await serving((request, response) => {
    request.resume().on("end", () => {
      seen.push(`${request.method} ${request.headers["content-length"]}`);
      response.end(JSON.stringify({ result: 7 }));
    });
  });
  const port = await serving((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(302, { location: `http://127.0.0.1:${target}${request.url}` }).end();
    });
  });
  expect(await add(`http://127.0.0.1:${port}`)).toMatchObject({ kind: "done", result: 7 });
  expect(seen).toEqual(["POST 33"]);
});

test("nobody listens: nothing was sent", async () => {
  const answer = await add(`http://127.0.0.1:${await freePort()}`);
  expect(answer).toMatchObject({ kind: "unknown", sent: false, code: "PORTAL_UNREACHABLE", reason: "ECONNREFUSED" });
});

test.each(["before the answer", "in the middle of the answer"])(
  "a connection that ends %s: one request, and nobody knows",
  async (when) => {
    let requests = 0;
    const port = await serving((request, response) => {
      request.resume().on("end", () => {
        requests += 1;
        if (when.startsWith("in")) response.writeHead(200, { "content-length": 100 }).write('{"result":');
        setImmediate(() => request.socket.destroy());
      });
    });
    expect(await add(`http://127.0.0.1:${port}`)).toMatchObject({ sent: true, code: "PORTAL_BROKE_OFF" });
    expect(requests).toBe(1);
  },
);

const certificate = ownCertificate();
const without = "skip" in certificate ? ` (${certificate.skip})` : "";
describe.skipIf("skip" in certificate)(`a certificate that nobody vouches for${without}`, () => {
  test("nothing is sent", async () => {
    let requests = 0;
    const pair = "skip" in certificate ? {} : certificate;
    const port = await listening(
      createSecureServer(pair, (_, response) => {
        requests += 1;
        response.end("{}");
      }) as unknown as Server,
    );
    const answer = await add(`https://127.0.0.1:${port}`);
    expect(answer).toMatchObject({ kind: "unknown", sent: false, code: "PORTAL_CERTIFICATE" });
    expect(JSON.stringify(answer)).toContain("NODE_EXTRA_CA_CERTS");
    expect(requests).toBe(0);
  });
});

function ownCertificate(): { readonly key: Buffer; readonly cert: Buffer } | { readonly skip: string } {
  const folder = mkdtempSync(join(tmpdir(), "ordo-certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  try {
    const flags = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    execFileSync("openssl", ["req", ...flags, "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", cert], {
      stdio: "pipe",
    });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } catch {
    return { skip: "openssl is not installed here" };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
