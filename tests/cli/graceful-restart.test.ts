import { createHmac } from "node:crypto";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, ordo } from "../support/command-line.ts";
import { eventually, ordoJson, serving } from "../support/operated-company.ts";
import { SteadySender } from "../support/steady-sender.ts";

const KEY = Buffer.alloc(32, 5);

/** One message, one instance: what is lost is missing, what is doubled stands there twice. */
const ORDERED = `process: ordered
title: Order
input:
  order: { type: text, title: Order, required: true }
subject: "\${ order }"
start:
  - message: order-placed
    with: { order: "\${ event.order }" }
  - form: {}
do:
  - { id: rest, wait: { seconds: 1 } }
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

interface Listed {
  readonly instances: readonly { readonly subject: string }[];
  readonly next?: string | null;
}

/** Subjects of all instances, page by page. */
function subjects(folder: string, options: object): readonly string[] {
  const found: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: Listed = ordoJson(["instances", "--limit", "500", ...(after === null ? [] : ["--after", after])], {
      in: folder,
      ...options,
    });
    found.push(...page.instances.map(({ subject }) => subject));
    after = page.next ?? null;
    if (after === null) return found;
  }
}

describe("a restart while others call", () => {
  test("loses nothing and doubles nothing: the old process answers what it accepted, the new one takes the database", async () => {
    const folder = folderWith({});
    expect(ordo(["init", "."], { in: folder })).toMatchObject({ code: 0 });
    mkdirSync(join(folder, "processes/ordered"), { recursive: true });
    writeFileSync(join(folder, "processes/ordered/process.yaml"), ORDERED);
    const [port, apiPort] = [await freePort(), await freePort()];
    const messages = 'messages: { order-placed: { secret: "${PAY}" } }';
    appendFileSync(
      join(folder, "ordo.yaml"),
      `\ninbound: { port: ${port}, ${messages} }\nservice: { port: ${apiPort} }\n`,
    );
    const environment = { PAY: `whsec_${KEY.toString("base64")}` };
    const options = { in: folder, environment };
    expect(ordo(["deploy"], options)).toMatchObject({ code: 0 });

    const first = serving(["serve"], options);
    await first.until("/enter#");
    const headers = await signedIn(apiPort, first.said());
    const sender = new SteadySender("order", (id) => post(port, id));
    const person = new SteadySender("request", (id) => start(apiPort, id, headers), 2);
    const sofar = (): number => Math.min(sender.sent.length, person.sent.length);
    await eventually("calls at the first", () => sofar() >= 30);

    // The next one is there before the old one goes: it waits for the database.
    const second = serving(["serve"], options);
    await second.until("holds the database");
    expect(await first.end("SIGTERM")).toBe(0);
    expect(first.said()).toContain('"msg":"stopped"');
    await second.until('"msg":"console listens"');
    const before = sofar();
    await eventually("calls at the second", () => sofar() >= before + 30);

    // And once more without overlap, as a service manager does it.
    expect(await second.end("SIGTERM")).toBe(0);
    const third = serving(["serve"], options);
    await third.until('"msg":"console listens"');
    const meanwhile = sofar();
    await eventually("calls at the third", () => sofar() >= meanwhile + 30);
    const sent = [...(await sender.stop()), ...(await person.stop())];

    const ids = sent.map(({ id }) => id).sort();
    await eventually("every order", () => subjects(folder, { environment }).length >= ids.length);
    expect([...subjects(folder, { environment })].sort()).toEqual(ids);
    expect(await third.end("SIGTERM")).toBe(0);
  }, 120_000);
});

/** A webhook as its sender signs it; the same id each time it goes again. */
async function post(port: number, id: string): Promise<number> {
  const body = JSON.stringify({ order: id });
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", KEY).update(`${id}.${at}.${body}`).digest("base64");
  const answer = await fetch(`http://127.0.0.1:${port}/messages/order-placed`, {
    method: "POST",
    body,
    // As every client should: what is not answered goes again.
    signal: AbortSignal.timeout(5_000),
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(at),
      "webhook-signature": `v1,${signature}`,
    },
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** The first administrator chooses a password by the link that the service printed: what his browser sends from then on. */
async function signedIn(port: number, said: string): Promise<Readonly<Record<string, string>>> {
  const origin = `http://localhost:${port}`;
  const [, token] = /\/enter#([\w-]{43})/.exec(said) ?? [];
  const ask = (path: string, body: object) =>
    fetch(`${origin}${path}`, {
      method: "POST",
      headers: { origin, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const { candidates } = (await (await ask("/api/entry/look", { token })).json()) as {
    readonly candidates: readonly { readonly user: string }[];
  };
  const answer = await ask("/api/entry", { token, password: "кофе с молоком 2026", user: candidates[0]?.user });
  const { csrf } = (await answer.json()) as { readonly csrf: string };
  const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  return { origin, cookie, "x-csrf-token": csrf, "content-type": "application/json" };
}

/** A request that somebody starts in the console; the same key each time it goes again. */
async function start(port: number, id: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const answer = await fetch(`http://localhost:${port}/api/instances`, {
    method: "POST",
    headers: { ...headers, "idempotency-key": id },
    body: JSON.stringify({ process: "ordered", input: { order: id } }),
    signal: AbortSignal.timeout(5_000),
  });
  await answer.arrayBuffer();
  return answer.status;
}
