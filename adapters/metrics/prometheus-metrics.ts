import type { Labels, Metrics } from "../../engine/ports/metrics.ts";
import { KNOWN_METRICS, type KnownMetric, SECONDS } from "./known-metrics.ts";

/** Series of one metric: an id that slipped into a label must not eat the memory. */
const SERIES_MAX = 1_000;
/** Metrics by name. */
const METRICS_MAX = 500;
const DROPPED = "ordo_series_dropped_total";

/**
 * Keeps figures in memory and writes them as Prometheus reads them (text format 0.0.4). A name that is used as two kinds
 * keeps the first; a value that is no finite number is left out.
 */
export class PrometheusMetrics implements Metrics {
  readonly #metrics = new Map<string, Metric>();

  count(name: string, labels: Labels = {}, by = 1): void {
    if (by < 0) return;
    this.#series(
      name,
      "counter",
      labels,
      (series) => {
        series.value += by;
      },
      by,
    );
  }

  observe(name: string, value: number, labels: Labels = {}): void {
    this.#series(
      name,
      "histogram",
      labels,
      (series, { buckets }) => {
        series.value += value;
        series.count++;
        const at = buckets.findIndex((bound) => value <= bound);
        if (at !== -1) series.counts[at] = (series.counts[at] ?? 0) + 1;
      },
      value,
    );
  }

  gauge(name: string, value: number, labels: Labels = {}): void {
    this.#series(
      name,
      "gauge",
      labels,
      (series) => {
        series.value = value;
      },
      value,
    );
  }

  /** Everything, in order of names. */
  text(): string {
    const sorted = [...this.#metrics.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    return sorted.map(textOf).join("");
  }

  #series(
    name: string,
    kind: KnownMetric["kind"],
    labels: Labels,
    change: (series: Series, metric: Metric) => void,
    value: number,
  ): void {
    const metric = this.#metrics.get(name) ?? this.#declare(name, kind);
    if (metric === null || metric.kind !== kind || !Number.isFinite(value)) return;
    const key = labelText(labels);
    let series = metric.series.get(key);
    if (series === undefined) {
      if (metric.series.size >= SERIES_MAX) return name === DROPPED ? undefined : this.count(DROPPED, { metric: name });
      series = { value: 0, count: 0, counts: metric.buckets.map(() => 0) };
      metric.series.set(key, series);
    }
    change(series, metric);
  }

  #declare(name: string, kind: KnownMetric["kind"]): Metric | null {
    if (!NAME.test(name) || this.#metrics.size >= METRICS_MAX) return null;
    const known = KNOWN_METRICS[name] ?? { kind, help: name };
    const buckets = known.kind === "histogram" ? (known.buckets ?? SECONDS) : [];
    const metric = { name, kind: known.kind, help: known.help, buckets, series: new Map<string, Series>() };
    this.#metrics.set(name, metric);
    return metric;
  }
}

interface Series {
  /** Of a histogram: the sum. */
  value: number;
  count: number;
  /** Per bucket, not yet added up. */
  readonly counts: number[];
}

interface Metric {
  readonly name: string;
  readonly kind: KnownMetric["kind"];
  readonly help: string;
  readonly buckets: readonly number[];
  readonly series: Map<string, Series>;
}

const NAME = /^[a-z_][a-z0-9_]{0,99}$/;

function textOf(metric: Metric): string {
  const head = `# HELP ${metric.name} ${metric.help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${metric.name} ${metric.kind}\n`;
  const lines = [...metric.series].flatMap(([labels, series]) =>
    metric.kind === "histogram"
      ? histogram(metric, labels, series)
      : [`${metric.name}${braced(labels)} ${series.value}`],
  );
  return `${head}${lines.join("\n")}\n`;
}

function histogram({ name, buckets }: Metric, labels: string, { value, count, counts }: Series): readonly string[] {
  let sum = 0;
  const bounds = buckets.map((bound, at) => {
    sum += counts[at] ?? 0;
    return `${name}_bucket${braced(labels, `le="${bound}"`)} ${sum}`;
  });
  return [
    ...bounds,
    `${name}_bucket${braced(labels, 'le="+Inf"')} ${count}`,
    `${name}_sum${braced(labels)} ${value}`,
    `${name}_count${braced(labels)} ${count}`,
  ];
}

function braced(labels: string, more = ""): string {
  const all = [labels, more].filter((part) => part !== "").join(",");
  return all === "" ? "" : `{${all}}`;
}

/** Characters of a label's value. */
const LABEL_MAX = 120;

/** The same labels in any order are one series. */
function labelText(labels: Labels): string {
  return Object.entries(labels)
    .filter(([name]) => NAME.test(name.toLowerCase()))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}="${escaped(value.slice(0, LABEL_MAX))}"`)
    .join(",");
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
