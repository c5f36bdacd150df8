import { expect, test } from "vitest";
import { playSeeds } from "./play-seeds.ts";

/** Seeds of one file; the files run on as many threads as the machine has. */
const SHARE = 100;
/** Time enough on a machine that is busy with other things. */
const TIME_MS = 900_000;

/** The test of one file's share of the 400 seeds. @param part from 1 */
export function seedsHold(part: number): void {
  const from = (part - 1) * SHARE + 1;
  test(`whatever crashes, pauses, lies or is forgotten, every law holds and everything finishes: seeds ${from} to ${from + SHARE - 1}, every tenth twice with one story`, {
    timeout: TIME_MS,
  }, async () => {
    const { failures, seeds } = await playSeeds({ from, runs: SHARE });
    expect(failures.join("\n\n")).toBe("");
    expect(seeds).toBe(SHARE);
  });
}
