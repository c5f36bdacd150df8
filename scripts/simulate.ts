import { parseArgs } from "node:util";
import { runSeed } from "../tests/simulation/run-seed.ts";
import type { FaultKind, SeedFailure, SeedOptions } from "../tests/simulation/seed.ts";
import { storyOf } from "../tests/simulation/story.ts";

/*
 * Runs seeds of the simulation: `npm run sim -- --runs 2000`, `--seed 17` for one. Every tenth seed runs twice and must
 * end the same. A seed that fails is made as small as it can be, and the one-line command that repeats it is printed.
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    seed: { type: "string" },
    from: { type: "string", default: "1" },
    length: { type: "string" },
    without: { type: "string" },
    calm: { type: "string" },
    mode: { type: "string" },
    steps: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});

const KINDS: readonly FaultKind[] = [
  "crash",
  "refuse",
  "lose",
  "pause",
  "slow",
  "unanswered",
  "lostAnswer",
  "forget",
  "twice",
  "late",
  "amnesia",
  "redelivered",
  "suspend",
  "cancel",
  "jump",
  "skew",
  "deploy",
];

const common: Partial<SeedOptions> = {
  ...(values.length === undefined ? {} : { length: Number(values.length) }),
  ...(values.mode === "embedded" || values.mode === "scale-out" ? { mode: values.mode } : {}),
  ...(values.without === undefined ? {} : { without: new Set(values.without.split(",").map(Number)) }),
  ...(values.calm === undefined ? {} : { calm: new Set(values.calm.split(",") as FaultKind[]) }),
};

process.exitCode = values.seed === undefined ? await many(Number(values.from), Number(values.runs)) : await one(Number(values.seed));

async function one(seed: number): Promise<number> {
  try {
    const { canonical: _, ...report } = await runSeed({ seed, ...common });
    console.log(report);
    return 0;
  } catch (error) {
    tell(error as SeedFailure);
    return 1;
  }
}

async function many(from: number, runs: number): Promise<number> {
  const started = performance.now();
  const totals = { steps: 0, commits: 0, crashes: 0, instances: 0 };
  for (let seed = from; seed < from + runs; seed++) {
    try {
      const report = await runSeed({ seed, ...common });
      for (const name of ["steps", "commits", "crashes", "instances"] as const) totals[name] += report[name];
      if (seed % 10 === 0) await again(seed, report.digest);
    } catch (error) {
      if (values.keep) tell(error as SeedFailure, 1); else await shrunk(error as SeedFailure);
      if (!values.keep) return 1;
    }
    progress(seed - from + 1, runs, started);
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${runs} seeds, ${totals.instances} instances, ${totals.commits} commits, ${totals.crashes} crashes, ${totals.steps} steps in ${seconds.toFixed(0)} s: every law holds`,
  );
  return 0;
}

async function again(seed: number, digest: number): Promise<void> {
  const second = await runSeed({ seed, ...common });
  if (second.digest !== digest) throw new Error(`seed ${seed} gives two stories: ${digest} and ${second.digest}`);
}

function progress(done: number, runs: number, started: number): void {
  if (done % 50 !== 0 && done !== runs) return;
  const seconds = (performance.now() - started) / 1000;
  console.error(`${done} of ${runs} seeds, ${(done / seconds).toFixed(1)} a second`);
}

/** Leaves out happenings and kinds of faults as long as it still fails. */
async function shrunk(failure: SeedFailure): Promise<void> {
  const { seed } = failure;
  const without = new Set<number>();
  const calm = new Set<FaultKind>();
  let last = failure;
  const stillFails = async (options: Partial<SeedOptions>): Promise<boolean> => {
    try {
      await runSeed({ seed, ...common, ...options });
      return false;
    } catch (error) {
      last = error as SeedFailure;
      return true;
    }
  };
  for (const kind of KINDS) if (await stillFails({ without, calm: new Set([...calm, kind]) })) calm.add(kind);
  const count = storyOf(seed, common.length ?? 10).length;
  for (let index = 0; index < count; index++)
    if (await stillFails({ calm, without: new Set([...without, index]) })) without.add(index);
  tell(last);
  const parts = [
    `npm run sim -- --seed ${seed}`,
    common.length === undefined ? "" : ` --length ${common.length}`,
    without.size === 0 ? "" : ` --without ${[...without].join(",")}`,
    calm.size === 0 ? "" : ` --calm ${[...calm].join(",")}`,
  ];
  console.error(`Again: ${parts.join("")}`);
}

function tell(failure: SeedFailure, lines = values.steps ? 200 : 15): void {
  console.error((failure.steps ?? []).slice(-lines).join("\n"));
  console.error(failure.message ?? failure);
}
