import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { checkInbound } from "../../../adapters/inbound/check-inbound.ts";
import { Section } from "../../../adapters/section.ts";
import { openBench, SECRET } from "./inbound-bench.ts";

async function found(inbound: unknown): Promise<readonly string[]> {
  const root = new Section(inbound === null ? {} : { inbound }, { environment: { SECRET }, folder: "." });
  const findings = await checkInbound({ root });
  return findings.map(({ check, status, remedy }) => `${check} ${status}${remedy === null ? "" : " (remedy)"}`);
}

test("nothing is said where nothing listens", async () => {
  expect(await found(null)).toEqual([]);
});

test("keys that are none, and listening to a network without TLS, are found", async () => {
  const messages = { paid: { secret: "${SECRET}" }, refund: { secret: "whsec_" } };
  expect(await found({ host: "0.0.0.0", port: 0, messages })).toEqual([
    "inbound-secrets problem (remedy)",
    "inbound-port ok",
    "inbound-reachable warning (remedy)",
  ]);
  expect(await found({ port: 0, messages: { paid: messages.paid } })).toEqual([
    "inbound-secrets ok",
    "inbound-port ok",
    "inbound-reachable ok",
  ]);
});

test("a port that Ordo answers on is fine, one that another program has is not", async () => {
  const bench = await openBench({ messages: {} });
  const other = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  try {
    expect(await found({ port: bench.server.port })).toContain("inbound-port ok");
    const taken = typeof address === "object" && address !== null ? address.port : 0;
    expect(await found({ port: taken })).toContain("inbound-port problem (remedy)");
  } finally {
    other.close();
    await bench.close();
  }
});
