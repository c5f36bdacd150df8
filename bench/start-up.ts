import { processesUse, type Used } from "./measure.ts";
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
    ["check processes --fresh (built)", ["dist/cli.js", ...CHECK, "--fresh"], 4],
    ["dry-run (built)", ["dist/cli.js", ...DRY_RUN], 4],
    ["check processes (source)", ["cli.ts", ...CHECK], 8],
    ["check processes --fresh (source)", ["cli.ts", ...CHECK, "--fresh"], 8],
    ["dry-run (source)", ["cli.ts", ...DRY_RUN], 8],
    ["--version (built)", ["dist/cli.js", "--version"], null],
  ];
  const [empty, ...used] = processesUse([["-e", "0"], ...cases.map(([, command]) => command)], ROUNDS);
  if (!empty) return [];
  const row = (what: string, { wallMs, cpuMs }: Used, limit: number | null): Row => ({
    what,
    measured: `${wallMs.toFixed(0)} ms, CPU ${cpuMs.toFixed(0)} ms`,
    ratio: `${(wallMs / empty.wallMs).toFixed(1)} × node -e 0, CPU ${(cpuMs / empty.cpuMs).toFixed(1)} ×`,
    target: limit === null ? "" : `≤ ${limit} ×`,
    holds: limit === null ? null : wallMs / empty.wallMs <= limit,
  });
  return [
    row("node -e 0", empty, null),
    ...cases.flatMap(([what, , limit], at) => row(what, used[at] ?? empty, limit)),
  ];
}
