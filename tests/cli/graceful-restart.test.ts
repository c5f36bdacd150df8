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
    const port = await freePort();
    const messages = 'messages: { order-placed: { secret: "${PAY}" } }';
    appendFileSync(join(folder, "ordo.yaml"), `\ninbound: { port: ${port}, ${messages} }\n`);
    const environment = { PAY: `whsec_${KEY.toString("base64")}` };
    const options = { in: folder, environment };
    expect(ordo(["deploy"], options)).toMatchObject({ code: 0 });

    const first = serving(["serve"], options);
    await first.until('"msg":"inbound listens"');
    const sender = new SteadySender("order", (id) => post(port, id));
    await eventually("calls at the first", () => sender.sent.length >= 30);

    // The next one is there before the old one goes: it waits for the database.
    const second = serving(["serve"], options);
    await second.until("holds the database");
    expect(await first.end("SIGTERM")).toBe(0);
    expect(first.said()).toContain('"msg":"stopped"');
    await second.until('"msg":"inbound listens"');
    const before = sender.sent.length;
    await eventually("calls at the second", () => sender.sent.length >= before + 30);

    // And once more without overlap, as a service manager does it.
    expect(await second.end("SIGTERM")).toBe(0);
    const third = serving(["serve"], options);
    await third.until('"msg":"inbound listens"');
    const meanwhile = sender.sent.length;
    await eventually("calls at the third", () => sender.sent.length >= meanwhile + 30);
    const sent = await sender.stop();

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
