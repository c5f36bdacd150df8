import { expect, test } from "vitest";
import { killEmbedded } from "./kill-embedded.ts";

/** `npm run crash -- --kills 200` does it long enough to believe it. */
const KILLS = 10;

test("commits acknowledged before a kill -9 are there after it, the file is sound, and the work goes on", async () => {
  const { acknowledged, breaches, instances } = await killEmbedded({ kills: KILLS, seed: 1 });
  expect(breaches).toEqual([]);
  expect(acknowledged).toBeGreaterThan(0);
  expect(instances).toBeGreaterThanOrEqual(acknowledged);
}, 120_000);
