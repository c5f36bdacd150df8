import { compareWithFeelin } from "../tests/fuzz/differential.ts";
import { DIFFERENCES } from "../tests/fuzz/known-differences.ts";

/** `npm run differential -- --runs 20000 --seed 1`: random expressions here and in feelin. Exit 1 where a difference has no reason. */
const RUNS = 20_000;

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const runs = option("runs", RUNS);
const report = compareWithFeelin(option("seed", 20_261_123), runs, (done) =>
  process.stderr.write(`\r${done} of ${runs}`),
);
process.stderr.write("\n");
for (const { name } of DIFFERENCES)
  process.stdout.write(`${String(report.explained[name] ?? 0).padStart(7)}  ${name}\n`);
for (const { text, ours, theirs, whole } of report.unexplained) {
  process.stdout.write(
    `── unexplained: ${text}\n   here ${JSON.stringify(ours)}, feelin ${JSON.stringify(theirs)}\n   in ${whole}\n`,
  );
}
process.stdout.write(
  `${report.runs} expressions: ${report.agreed} agree, ${report.runs - report.agreed} differ, ${report.unexplained.length} differences without a reason\n`,
);
process.exitCode = report.unexplained.length > 0 ? 1 : 0;
