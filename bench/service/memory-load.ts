import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ownPostgres } from "../../tests/support/servers/postgres.ts";
import { mixedSecond, type Signed, type Tally } from "./mixed-load.ts";

/** What is remembered of a run while it settles does not count: caches, compiled code. Share of the run. */
const WARM_SHARE = 0.3;
/** An hour's load may leave so much more in the heap, after collecting what is dead. Bytes. */
const HEAP_GROWTH_MAX = 8 * 1_048_576;
/** A minute's load stands for six. */
const FASTER = 6;
const SAMPLES = 40;

interface Sample {
  /** Seconds since the start. */
  readonly at: number;
  readonly heap: number;
  readonly external: number;
  readonly rss: number;
}

/** How a store's run went. */
export interface MemoryRun {
  readonly store: "sqlite" | "postgres";
  readonly samples: readonly Sample[];
  readonly tally: Tally;
  /** Bytes by which the heap grows in the whole run, by the line through the samples after the warm-up. */
  readonly heapGrowth: number;
  readonly rssGrowth: number;
  readonly isFlat: boolean;
}

/**
 * Mixed load on the sample company with its clock running six times as fast, and what the server holds in memory meanwhile.
 *
 * @param minutes of load; the ten that are asked for stand for an hour
 */
export async function memoryUnder(store: "sqlite" | "postgres", minutes: number): Promise<MemoryRun | null> {
  if (store === "sqlite") return await measured(store, "", minutes);
  const postgres = await ownPostgres();
  if ("skip" in postgres) return null;
  try {
    const database = await postgres.freshDatabase();
    return await measured(store, database.url, minutes);
  } finally {
    await postgres.end();
  }
}

async function measured(store: MemoryRun["store"], url: string, minutes: number): Promise<MemoryRun> {
  const script = join(import.meta.dirname, "serve-worked-company.ts");
  const command = ["--expose-gc", script, store, url, String(FASTER)];
  const child = spawn(process.execPath, command, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const nextLine = (): Promise<string> => new Promise((resolve) => lines.once("line", resolve));
  const company: { readonly address: string; readonly people: readonly Signed[] } = JSON.parse(await nextLine());
  const tally: Tally = new Map();
  const samples: Sample[] = [];
  const seconds = minutes * 60;
  const began = performance.now();
  let second = 0;
  for (let sample = 1; sample <= SAMPLES; sample++) {
    const until = (sample * seconds) / SAMPLES;
    while (elapsed(began) < until) {
      const start = performance.now();
      await mixedSecond(company, second, tally);
      second += 1;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1_000 - (performance.now() - start))));
    }
    child.stdin.write("memory\n");
    samples.push({ at: elapsed(began), ...JSON.parse(await nextLine()) });
  }
  child.stdin.end();
  await new Promise((resolve) => child.once("exit", resolve));
  const settled = samples.filter(({ at }) => at >= seconds * WARM_SHARE);
  const heapGrowth = slope(settled, ({ heap, external }) => heap + external) * seconds;
  const rssGrowth = slope(settled, ({ rss }) => rss) * seconds;
  return { store, samples, tally, heapGrowth, rssGrowth, isFlat: heapGrowth <= HEAP_GROWTH_MAX };
}

function elapsed(began: number): number {
  return (performance.now() - began) / 1_000;
}

/** By least squares. @returns bytes a second */
function slope(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const mean = (value: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + value(sample), 0) / samples.length;
  const [at, bytes] = [mean((sample) => sample.at), mean(of)];
  const spread = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  return samples.reduce((sum, sample) => sum + (sample.at - at) * (of(sample) - bytes), 0) / spread;
}

/** A run as a table, its slope, and whether it holds. */
export function shownRun({ store, samples, tally, heapGrowth, rssGrowth, isFlat }: MemoryRun): string {
  const mb = (bytes: number): string => (bytes / 1_048_576).toFixed(1).padStart(8);
  const rows = samples.map(
    ({ at, heap, external, rss }) => `${at.toFixed(0).padStart(6)} ${mb(heap)} ${mb(external)} ${mb(rss)}`,
  );
  const done = [...tally].map(
    ([name, { done, failed }]) => `${name} ${done}${failed > 0 ? ` (refused ${failed})` : ""}`,
  );
  return [
    `${store}: seconds, heap, outside of it, resident (MB, after collecting what is dead)`,
    ...rows,
    `done: ${done.join(", ")}`,
    `in the whole run the heap grows by ${mb(heapGrowth).trim()} MB (at most ${mb(HEAP_GROWTH_MAX).trim()}), resident memory by ${mb(rssGrowth).trim()} MB: ${isFlat ? "flat" : "NOT FLAT"}`,
  ].join("\n");
}
