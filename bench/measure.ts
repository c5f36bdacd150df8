import { spawnSync } from "node:child_process";

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

/**
 * Whole-process times of several command lines of this Node, in milliseconds: run in turn, so that a slow moment of the
 * machine meets all of them, and the median taken. A command that fails is no measurement: it throws.
 */
export function processTimes(commands: readonly (readonly string[])[], rounds: number): readonly number[] {
  const times = commands.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    commands.forEach((command, index) => {
      const ms = timed(() => runNode(command));
      // The first round fills the disk cache.
      if (round > 0) times[index]?.push(ms);
    });
  }
  return times.map(median);
}

/** Calls per second of `work`, called for about `forMs` after a warm-up of a quarter of that. */
export function ratePerSecond(work: () => void, forMs: number): number {
  runFor(work, forMs / 4);
  return runFor(work, forMs);
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

function runNode(command: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    env: { ...process.env, LANG: "C", NO_COLOR: "1" },
  });
  if (status !== 0) throw new Error(`node ${command.join(" ")} ended with ${status}:\n${stderr}`);
}
