import { runSeed } from "./run-seed.ts";
import type { FaultKind, SeedFailure, SeedOptions } from "./seed.ts";
import { storyOfSeed } from "./story.ts";

export const KINDS: readonly FaultKind[] = [
  "crash",
  "refuse",
  "lose",
  "pause",
  "slow",
  "unanswered",
  "lostAnswer",
  "redelivered",
  "forget",
  "twice",
  "late",
  "amnesia",
  "jump",
  "skew",
  "suspend",
  "cancel",
  "deploy",
];

/** A failure made as small as it can be, and the one line that repeats it. */
export interface Shrunk {
  readonly failure: SeedFailure;
  readonly command: string;
}

/** Leaves out happenings and kinds of faults as long as it still fails. */
export async function shrunk(failure: SeedFailure, common: Partial<SeedOptions> = {}): Promise<Shrunk> {
  const { seed } = failure;
  const without = new Set<number>();
  const calm = new Set<FaultKind>();
  let last = failure;
  const stillFails = async (options: Partial<SeedOptions>): Promise<boolean> => {
    try {
      await runSeed({ ...common, ...options, seed });
      return false;
    } catch (error) {
      last = error as SeedFailure;
      return true;
    }
  };
  for (const kind of KINDS) if (await stillFails({ without, calm: new Set([...calm, kind]) })) calm.add(kind);
  for (const index of storyOfSeed(seed, common.length).keys())
    if (await stillFails({ calm, without: new Set([...without, index]) })) without.add(index);
  const parts = [
    `npm run sim -- --seed ${seed}`,
    common.mode === undefined ? "" : ` --mode ${common.mode}`,
    common.length === undefined ? "" : ` --length ${common.length}`,
    without.size === 0 ? "" : ` --without ${[...without].join(",")}`,
    calm.size === 0 ? "" : ` --calm ${[...calm].join(",")}`,
  ];
  return { failure: last, command: parts.join("") };
}

/** What is printed of a failure. */
export function textOf({ failure, command }: Shrunk, steps = 15): string {
  return [...failure.steps.slice(-steps), failure.message, `Again: ${command}`].join("\n");
}
