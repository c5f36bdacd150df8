import { expect, test } from "vitest";
import { compareWithFeelin } from "./differential.ts";
import { DIFFERENCES } from "./known-differences.ts";

/** `npm run differential` compares 20,000; here the first of them. */
const RUNS = 2000;

test("random expressions mean the same here and in feelin, or a named rule says whose reading is the standard's", {
  timeout: 120_000,
}, () => {
  const { runs, agreed, unexplained } = compareWithFeelin(20_261_123, RUNS);
  expect(unexplained).toEqual([]);
  expect(runs).toBe(RUNS);
  expect(agreed / runs).toBeGreaterThan(0.85);
});

test("every rule names whose the difference is", () => {
  expect(DIFFERENCES.filter(({ name }) => !/^(theirs|ours|open): /.test(name))).toEqual([]);
  expect(new Set(DIFFERENCES.map(({ name }) => name)).size).toBe(DIFFERENCES.length);
});
