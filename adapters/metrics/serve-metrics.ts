import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { PrometheusMetrics } from "./prometheus-metrics.ts";

/** What the endpoint asks the process. */
export interface MetricsOrder {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly metrics: PrometheusMetrics;
  /** Can it do its work now (`readiness`)? Shown as it is, so it holds no secrets. */
  readonly ready: () => Promise<{ readonly ok: boolean; readonly parts: readonly unknown[] }>;
  /** Puts figures of the moment into the metrics (those of the store): called before they are shown. */
  readonly collect?: () => Promise<void>;
}

/** An endpoint that listens. */
export interface MetricsEndpoint {
  readonly port: number;
  close(): Promise<void>;
}

const NO_ANSWER = { ok: false, parts: [{ name: "process", ok: false, problem: "NO_ANSWER" }] };

/** Milliseconds that a question to the process may take. */
const ANSWER_MS = 5_000;

/**
 * Answers `GET /metrics` (Prometheus), `/healthz` (the process lives) and `/readyz` (it can work: 200, else 503; each
 * part as JSON). Nothing else: no data of the company is here, and nobody signs in.
 *
 * @throws {Error} where it cannot listen there (`EADDRINUSE`, `EACCES`)
 */
export async function serveMetrics(order: MetricsOrder): Promise<MetricsEndpoint> {
  const server = createServer(
    { requestTimeout: 5_000, headersTimeout: 5_000, maxHeaderSize: 8_192 },
    (request, response) => {
      void answer(request, response, order);
    },
  );
  server.maxConnections = 32;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(order.port, order.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, order: MetricsOrder): Promise<void> {
  request.resume();
  const path = (request.url ?? "").split("?", 1)[0];
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead) return send(response, 405, "only GET\n");
  if (path === "/healthz") return send(response, 200, "ok\n");
  if (path === "/readyz") {
    const state = await inTime(order.ready(), NO_ANSWER);
    return send(response, state.ok ? 200 : 503, `${JSON.stringify(state)}\n`, "application/json; charset=utf-8");
  }
  if (path !== "/metrics") return send(response, 404, "here are /metrics, /healthz, /readyz\n");
  // Figures of the store may be missing while it is down; the rest is what one looks at then.
  await inTime(order.collect?.() ?? Promise.resolve(), undefined);
  send(response, 200, order.metrics.text(), "text/plain; version=0.0.4; charset=utf-8");
}

async function inTime<Result>(asked: Promise<Result>, otherwise: Result): Promise<Result> {
  const { promise, resolve } = Promise.withResolvers<Result>();
  const timer = setTimeout(resolve, ANSWER_MS, otherwise);
  try {
    return await Promise.race([asked.catch(() => otherwise), promise]);
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, status: number, text: string, type = "text/plain; charset=utf-8"): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(text);
}
