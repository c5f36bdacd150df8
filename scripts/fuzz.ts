import { fuzzDocuments } from "../tests/fuzz/fuzz-documents.ts";

/** `npm run fuzz -- --runs 50000 --seed 1`: mutated process files through reading and compiling. Exit 1 where a law broke. */
const RUNS = 50_000;

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const runs = option("runs", RUNS);
const report = fuzzDocuments(option("seed", 20_261_123), runs, (done) => process.stderr.write(`\r${done} of ${runs}`));
process.stderr.write("\n");
for (const { run, why, text } of report.broken) process.stdout.write(`── run ${run}: ${why}\n${text}\n`);
process.stdout.write(
  `${report.runs} documents: ${report.accepted} accepted, ${report.refused} refused with a position, ${report.broken.length} broken; slowest ${Math.round(report.slowestMs)} ms\n`,
);
process.exitCode = report.broken.length > 0 ? 1 : 0;
