import { expect, test } from "vitest";
import { crashPoints, ONE_STORY_EACH } from "./crash-points.ts";

/** Time enough on a machine that is busy with other things. */
const TIME_MS = 600_000;

/** A worker dies at every write of the process's story, exhaustively: the outcome is the same as if nobody had. */
export function crashPointsHold(processes: readonly (keyof typeof ONE_STORY_EACH)[]): void {
  test.each(processes)(
    "%s comes to the same end wherever its worker dies, before and after every write",
    { timeout: TIME_MS },
    async (process) => {
      const story = ONE_STORY_EACH[process];
      if (story === undefined) throw new Error(`no story for ${process}`);
      const found = await crashPoints(story);
      expect(found.processes).toContain(process);
      expect(found.writes).toBeGreaterThan(20);
      expect(found.broken).toEqual([]);
    },
  );
}
