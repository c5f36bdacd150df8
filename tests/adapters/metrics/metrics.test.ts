import { afterEach, describe, expect, test } from "vitest";
import { PrometheusMetrics } from "../../../adapters/metrics/prometheus-metrics.ts";
import { type MetricsEndpoint, type MetricsOrder, serveMetrics } from "../../../adapters/metrics/serve-metrics.ts";

describe("figures", () => {
  test("are written as Prometheus reads them", () => {
    const metrics = new PrometheusMetrics();
    metrics.count("ordo_commands_total", { kind: "complete", answer: "accepted" });
    metrics.count("ordo_commands_total", { answer: "accepted", kind: "complete" }, 2);
    metrics.gauge("ordo_tasks_open", 5);
    metrics.gauge("ordo_tasks_open", 3);
    expect(metrics.text()).toBe(
      [
        "# HELP ordo_commands_total Commands handled, by kind and answer.",
        "# TYPE ordo_commands_total counter",
        'ordo_commands_total{answer="accepted",kind="complete"} 3',
        "# HELP ordo_tasks_open Open tasks.",
        "# TYPE ordo_tasks_open gauge",
        "ordo_tasks_open 3",
        "",
      ].join("\n"),
    );
  });

  test("of a distribution add up from bucket to bucket", () => {
    const metrics = new PrometheusMetrics();
    for (const value of [1, 2, 3, 1000]) metrics.observe("ordo_commit_moves", value, { store: "sqlite" });
    const lines = metrics.text().split("\n");
    expect(lines).toContain('ordo_commit_moves_bucket{store="sqlite",le="1"} 1');
    expect(lines).toContain('ordo_commit_moves_bucket{store="sqlite",le="4"} 3');
    expect(lines).toContain('ordo_commit_moves_bucket{store="sqlite",le="256"} 3');
    expect(lines).toContain('ordo_commit_moves_bucket{store="sqlite",le="+Inf"} 4');
    expect(lines).toContain('ordo_commit_moves_sum{store="sqlite"} 1006');
    expect(lines).toContain('ordo_commit_moves_count{store="sqlite"} 4');
  });

  test("cannot be forged by what stands in a label", () => {
    const metrics = new PrometheusMetrics();
    metrics.count("ordo_calls_total", { operation: 'a"} 1\nordo_fake 1\\' });
    expect(metrics.text()).toContain('operation="a\\"} 1\\nordo_fake 1\\\\"');
    expect(metrics.text().split("\n")).toHaveLength(4);
  });

  test("stay bounded when an id slips into a label, and say so", () => {
    const metrics = new PrometheusMetrics();
    for (let id = 0; id < 1_500; id++) metrics.count("ordo_calls_total", { operation: `call-${id}` });
    expect(metrics.text()).toContain('ordo_series_dropped_total{metric="ordo_calls_total"} 500');
    expect(metrics.text().split("\n").length).toBeLessThan(1_010);
  });

  test("that make no sense are left out", () => {
    const metrics = new PrometheusMetrics();
    metrics.gauge("ordo_tasks_open", Number.NaN);
    metrics.count("ordo_calls_total", {}, -1);
    metrics.gauge("not a name", 1);
    metrics.gauge("ordo_commands_total", 1);
    metrics.count("ordo_own_total");
    expect(metrics.text()).toContain("ordo_own_total 1");
    expect(metrics.text()).not.toMatch(/NaN|-1|not a name|ordo_commands_total 1/);
  });
});

describe("the endpoint", () => {
  let endpoint: MetricsEndpoint | null = null;
  afterEach(async () => await endpoint?.close());

  async function ask(path: string, order: Partial<MetricsOrder> = {}, init: RequestInit = {}) {
    await endpoint?.close();
    const metrics = new PrometheusMetrics();
    endpoint = await serveMetrics({
      host: "127.0.0.1",
      port: 0,
      metrics,
      ready: async () => ({ ok: true, parts: [] }),
      collect: async () => metrics.gauge("ordo_tasks_open", 7),
      ...order,
    });
    const response = await fetch(`http://127.0.0.1:${endpoint.port}${path}`, init);
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  }

  test("shows the figures of the moment", async () => {
    const { status, type, text } = await ask("/metrics");
    expect([status, type]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
    expect(text).toContain("ordo_tasks_open 7");
  });

  test("shows what it has when the store cannot be asked", async () => {
    const { status } = await ask("/metrics", { collect: () => Promise.reject(new Error("down")) });
    expect(status).toBe(200);
  });

  test("tells living from being able to work", async () => {
    const ready: MetricsOrder["ready"] = async () => ({
      ok: false,
      parts: [{ name: "store", ok: false, problem: "StoreUnavailable" }],
    });
    expect(await ask("/healthz", { ready })).toMatchObject({ status: 200 });
    expect(await ask("/readyz", { ready })).toMatchObject({
      ...{ status: 503, type: "application/json; charset=utf-8" },
      text: '{"ok":false,"parts":[{"name":"store","ok":false,"problem":"StoreUnavailable"}]}\n',
    });
    expect(await ask("/readyz", { ready: () => Promise.reject(new Error("x")) })).toMatchObject({ status: 503 });
    expect(await ask("/readyz")).toMatchObject({ status: 200 });
  });

  test("has nothing else, and changes nothing", async () => {
    expect(await ask("/")).toMatchObject({ status: 404 });
    expect(await ask("/metrics/../etc/passwd")).toMatchObject({ status: 404 });
    expect(await ask("/metrics", {}, { method: "POST", body: "x" })).toMatchObject({ status: 405 });
  });
});
