import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { added, NO_SEEDS, playSeeds, type Totals } from "../tests/simulation/play-seeds.ts";
import { runSeed } from "../tests/simulation/run-seed.ts";
import type { FaultKind, SeedFailure, SeedOptions } from "../tests/simulation/seed.ts";

/*
 * Runs seeds of the simulation: `npm run sim -- --runs 2000`, on so many processes at once `--jobs 2`, `--seed 17` for
 * one. Every tenth seed runs twice and must end the same. A seed that fails is made as small as it can be, and the
 * one-line command that repeats it is printed; `--keep` goes on after one.
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    seed: { type: "string" },
    from: { type: "string", default: "1" },
    jobs: { type: "string", default: "1" },
    length: { type: "string" },
    without: { type: "string" },
    calm: { type: "string" },
    mode: { type: "string" },
    keep: { type: "boolean", default: false },
    /** Is it one of the processes of another? */
    child: { type: "boolean", default: false },
  },
});

/** Seeds that one process takes at a time. */
const SHARE = 25;
/** Progress is told so often, in milliseconds. */
const TOLD_EVERY_MS = 10_000;

const common: Partial<SeedOptions> = {
  ...(values.length === undefined ? {} : { length: Number(values.length) }),
  ...(values.mode === "embedded" || values.mode === "scale-out" ? { mode: values.mode } : {}),
  ...(values.without === undefined ? {} : { without: new Set(values.without.split(",").map(Number)) }),
  ...(values.calm === undefined ? {} : { calm: new Set(values.calm.split(",") as FaultKind[]) }),
};

if (values.child) process.on("message", (from: number) => void share(from));
else if (values.seed !== undefined) process.exitCode = await one(Number(values.seed));
else process.exitCode = await many({ from: Number(values.from), runs: Number(values.runs), jobs: Number(values.jobs) });

async function one(seed: number): Promise<number> {
  try {
    const { canonical: _, ...report } = await runSeed({ seed, ...common });
    process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
    return 0;
  } catch (error) {
    const { steps, message } = error as SeedFailure;
    process.stderr.write(`${[...steps, message].join("\n")}\n`);
    return 1;
  }
}

async function share(from: number): Promise<void> {
  process.send?.(await playSeeds({ from, runs: SHARE, common }, () => true));
}

async function many({ from, runs, jobs }: { from: number; runs: number; jobs: number }): Promise<number> {
  const started = performance.now();
  let totals = NO_SEEDS;
  let next = from;
  let toldAt = started;
  const isOver = (): boolean => next >= from + runs || (totals.failures.length > 0 && !values.keep);
  const take = (found: Totals): void => {
    totals = added(totals, found);
    for (const failure of found.failures) process.stderr.write(`${failure}\n`);
    if (performance.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = performance.now();
    process.stderr.write(`${progress(totals, runs, toldAt - started)}\n`);
  };
  await Promise.all(Array.from({ length: jobs }, job));
  process.stdout.write(`${summary(totals, performance.now() - started)}\n`);
  return totals.failures.length === 0 ? 0 : 1;

  async function job(): Promise<void> {
    const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), "--child"]);
    for (; !isOver(); ) {
      child.send(next);
      next += SHARE;
      const [found] = (await once(child, "message")) as [Totals];
      take(found);
    }
    child.disconnect();
  }
}

function progress({ seeds, failures }: Totals, runs: number, ms: number): string {
  return `${seeds} of ${runs} seeds, ${((seeds * 1000) / ms).toFixed(1)} a second, ${failures.length} failed`;
}

function summary({ seeds, instances, commits, crashes, steps, failures }: Totals, ms: number): string {
  const verdict = failures.length === 0 ? "every law holds" : `${failures.length} seeds broke a law`;
  const what = `${instances} instances, ${commits} commits, ${crashes} crashes, ${steps} steps`;
  return `${seeds} seeds, ${what} in ${(ms / 1000).toFixed(0)} s: ${verdict}`;
}
