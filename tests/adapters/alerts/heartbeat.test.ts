import { expect, test } from "vitest";
import type { Exchange } from "../../../adapters/alerts/alert-webhook.ts";
import { readHeartbeat } from "../../../adapters/alerts/config.ts";
import { Heartbeat } from "../../../adapters/alerts/heartbeat.ts";
import { Section } from "../../../adapters/section.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Counts } from "../../../engine/ports/queries.ts";
import type { Store } from "../../../engine/ports/store.ts";

const NOON = instant(Date.parse("2026-11-23T09:00:00Z"));
const FENCE = { worker: "w", epoch: 1 };
const URL_TEXT = "https://hc.example.com/ping/very-secret";

function bench(of: { late?: number; held?: boolean; answer?: () => number } = {}) {
  const state = { late: of.late ?? 0, held: of.held ?? true, answer: of.answer ?? (() => 200) };
  const asked: string[] = [];
  const counted: unknown[] = [];
  const logged: unknown[] = [];
  const note = (message: string, fields?: unknown): void => void logged.push([message, fields]);
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  const exchange: Exchange = async ({ method, url }) => {
    asked.push(`${method} ${url.href}`);
    return { status: state.answer(), headers: {}, body: Buffer.alloc(0) };
  };
  const counts = async () => ({ lateTimers: state.late > 0 ? 1 : 0, latestTimerMs: state.late }) as unknown as Counts;
  const store = { queries: { counts }, workers: { hold: async () => state.held } } as unknown as Pick<
    Store,
    "queries" | "workers"
  >;
  const root = new Section({ heartbeat: { url: URL_TEXT } }, { environment: {}, folder: "." });
  const config = readHeartbeat(root);
  if (config === null) throw new Error("no heartbeat");
  const metrics = { count: (_name: string, labels?: object) => void counted.push(labels), observe() {}, gauge() {} };
  return { state, asked, counted, logged, heartbeat: new Heartbeat({ config, store, logger, metrics, exchange }) };
}

test("the address is called while everything works, by one worker for all", async () => {
  const { heartbeat, asked, state, counted } = bench();
  await heartbeat.run(FENCE, NOON);
  expect(asked).toEqual([`GET ${URL_TEXT}`]);
  state.held = false;
  await heartbeat.run(FENCE, NOON);
  expect(asked).toHaveLength(1);
  expect(counted).toEqual([{ outcome: "sent" }]);
});

test("a timer that is too late is silence, and so is a database that does not answer", async () => {
  const { heartbeat, asked, state, logged } = bench({ late: 5 * 60_000 + 1 });
  await heartbeat.run(FENCE, NOON);
  await heartbeat.run(FENCE, NOON);
  expect(asked).toEqual([]);
  expect(logged).toEqual([["heartbeat is withheld", { code: "TIMERS_LATE" }]]);
  state.late = 5 * 60_000;
  await heartbeat.run(FENCE, NOON);
  expect(asked).toHaveLength(1);
});

test("a call that fails is told once, without the address, and so is its end", async () => {
  const { heartbeat, state, logged, counted } = bench({ answer: () => 500 });
  for (let beat = 0; beat < 3; beat += 1) await heartbeat.run(FENCE, NOON);
  state.answer = () => {
    throw Object.assign(new Error(`cannot reach ${URL_TEXT}`), { code: "ECONNREFUSED" });
  };
  await heartbeat.run(FENCE, NOON);
  state.answer = () => 200;
  await heartbeat.run(FENCE, NOON);
  expect(logged).toEqual([
    ["heartbeat is not heard", { code: "HTTP_500" }],
    ["heartbeat is not heard", { code: "ECONNREFUSED" }],
    ["heartbeat is heard again", undefined],
  ]);
  expect(JSON.stringify(logged)).not.toContain("very-secret");
  expect(counted).toHaveLength(5);
});

test.each([["no-address"], ["ftp://hc.example.com/x"], ["https://user:password@hc.example.com/x"]])(
  "an address that is none does not start: %s",
  (url) => {
    expect(() => readHeartbeat(new Section({ heartbeat: { url } }, { environment: {}, folder: "." }))).toThrow();
  },
);
