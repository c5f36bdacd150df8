import { processTimes } from "./measure.ts";
import type { Row } from "./row.ts";

const ROUNDS = 21;
const SCENARIO = "processes/lead-distribution/scenarios/remind.yaml";

/** Whole-process times of `check` and of one `dry-run`, built and from source, beside an empty Node. */
export function startUp(): readonly Row[] {
  const check = ["check", "processes"];
  const dryRun = ["dry-run", "lead-distribution", "--scenario", SCENARIO];
  const [empty = 0, ...times] = processTimes(
    [["-e", "0"], ["dist/cli.js", ...check], ["dist/cli.js", ...dryRun], ["cli.ts", ...check], ["cli.ts", ...dryRun], ["dist/cli.js", "--version"]],
    ROUNDS,
  );
  const names = ["check processes (built)", "dry-run (built)", "check processes (source)", "dry-run (source)", "--version (built)"];
  const limits = [4, 4, 8, 8, null];
  const row = (what: string, ms: number, limit: number | null): Row => ({
    what,
    measured: `${ms.toFixed(0)} ms`,
    ratio: `${(ms / empty).toFixed(1)} × node -e 0`,
    target: limit === null ? "" : `≤ ${limit} ×`,
    holds: limit === null ? null : ms / empty <= limit,
  });
  return [row("node -e 0", empty, null), ...times.map((ms, index) => row(names[index] ?? "", ms, limits[index] ?? null))];
}
