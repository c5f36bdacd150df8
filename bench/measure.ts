import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Milliseconds of wall clock that `work` took. */
export function timed(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The middle one: of few noisy numbers the most honest. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** What a whole process took. */
export interface Used {
  readonly wallMs: number;
  /** User and system time of all its threads: steadier than the wall clock where other work goes on. */
  readonly cpuMs: number;
  /** The most memory it held. */
  readonly peakBytes: number;
}

/**
 * What several command lines of this Node take as whole processes: run in turn, so that a slow moment of the machine
 * meets all of them, and the median of each taken. A command that fails is no measurement: it throws.
 */
export function processesUse(commands: readonly (readonly string[])[], rounds: number): readonly Used[] {
  const all = commands.map((): Used[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    commands.forEach((command, index) => {
      const used = runNode(command);
      // The first round fills the caches.
      if (round > 0) all[index]?.push(used);
    });
  }
  return all.map((some) => ({
    wallMs: median(some.map(({ wallMs }) => wallMs)),
    cpuMs: median(some.map(({ cpuMs }) => cpuMs)),
    peakBytes: median(some.map(({ peakBytes }) => peakBytes)),
  }));
}

/** Windows in which a rate is measured; the fastest counts, because other work on the machine only ever slows it. */
const WINDOWS = 5;

/** Calls per second of `work`, called for about `forMs` after a warm-up of a quarter of that. */
export function ratePerSecond(work: () => void, forMs: number): number {
  runFor(work, forMs / 4);
  return Math.max(...Array.from({ length: WINDOWS }, () => runFor(work, forMs / WINDOWS)));
}

function runFor(work: () => void, forMs: number): number {
  let calls = 0;
  const start = process.hrtime.bigint();
  let elapsedMs = 0;
  while (elapsedMs < forMs) {
    work();
    calls += 1;
    elapsedMs = Number(process.hrtime.bigint() - start) / 1e6;
  }
  return (calls * 1000) / elapsedMs;
}

const USAGE = join(import.meta.dirname, "own-usage.cjs");

function runNode(command: readonly string[]): Used {
  const env = { ...process.env, LANG: "C", NO_COLOR: "1" };
  let ended: { status: number | null; stderr: string } = { status: null, stderr: "" };
  const wallMs = timed(() => {
    ended = spawnSync(process.execPath, ["--require", USAGE, ...command], { encoding: "utf8", env });
  });
  const [, cpuMs, peakBytes] = /^used (\S+) (\S+)$/m.exec(ended.stderr) ?? [];
  if (ended.status !== 0) throw new Error(`node ${command.join(" ")} ended with ${ended.status}:\n${ended.stderr}`);
  return { wallMs, cpuMs: Number(cpuMs), peakBytes: Number(peakBytes) };
}
