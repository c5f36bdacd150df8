import { FUZZ_BUDGET, fuzzExpressions } from "../tests/fuzz/fuzz-expressions.ts";

/** `npm run fuzz:expressions -- --runs 1000000 --seed 1`: random and mutated expressions. Exit 1 where a law broke. */
const RUNS = 100_000;

/** An evaluation of 20,000 steps that takes longer did something that no step counts. */
const SLOWEST_MS_MAX = 1_000;

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const runs = option("runs", RUNS);
const begun = process.cpuUsage();
const { broken, slowest, ...counts } = fuzzExpressions(option("seed", 20_261_123), runs, (done) =>
  process.stderr.write(`\r${done} of ${runs}`),
);
const cpuMs = process.cpuUsage(begun).user / 1_000;
process.stderr.write("\n");
for (const { run, why, text } of broken) process.stdout.write(`── run ${run}: ${why}\n${text}\n`);
process.stdout.write(
  `${counts.runs} expressions, each within ${FUZZ_BUDGET.steps} steps: ${counts.values} values, ${counts.incidents} incidents (${counts.overBudget} at the budget), ${counts.refused} refused, ${broken.length} broken\n` +
    `CPU ${Math.round(cpuMs / 1_000)} s, ${((cpuMs * 1_000) / counts.runs).toFixed(0)} µs each; slowest ${slowest.ms.toFixed(0)} ms: ${slowest.text.slice(0, 200)}\n`,
);
process.exitCode = broken.length > 0 || slowest.ms > SLOWEST_MS_MAX ? 1 : 0;
