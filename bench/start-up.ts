import { processTimes } from "./measure.ts";
import type { Row } from "./row.ts";

const ROUNDS = 21;
const CHECK = ["check", "processes"];
const DRY_RUN = ["dry-run", "lead-distribution", "--scenario", "processes/lead-distribution/scenarios/remind.yaml"];

/**
 * Whole-process times of `check` and of one `dry-run`, built and from source, beside an empty Node. `check` remembers
 * what it found fine, so it is measured both as people meet it and `--fresh`, with everything compiled again.
 */
export function startUp(): readonly Row[] {
  const cases: readonly (readonly [what: string, command: readonly string[], limit: number | null])[] = [
    ["check processes (built)", ["dist/cli.js", ...CHECK], 4],
    ["check processes --fresh (built)", ["dist/cli.js", ...CHECK, "--fresh"], null],
    ["dry-run (built)", ["dist/cli.js", ...DRY_RUN], 4],
    ["check processes (source)", ["cli.ts", ...CHECK], 8],
    ["check processes --fresh (source)", ["cli.ts", ...CHECK, "--fresh"], null],
    ["dry-run (source)", ["cli.ts", ...DRY_RUN], 8],
    ["--version (built)", ["dist/cli.js", "--version"], null],
  ];
  const [empty = 0, ...times] = processTimes([["-e", "0"], ...cases.map(([, command]) => command)], ROUNDS);
  const row = (what: string, ms: number, limit: number | null): Row => ({
    what,
    measured: `${ms.toFixed(0)} ms`,
    ratio: `${(ms / empty).toFixed(1)} × node -e 0`,
    target: limit === null ? "" : `≤ ${limit} ×`,
    holds: limit === null ? null : ms / empty <= limit,
  });
  return [row("node -e 0", empty, null), ...cases.map(([what, , limit], index) => row(what, times[index] ?? 0, limit))];
}
