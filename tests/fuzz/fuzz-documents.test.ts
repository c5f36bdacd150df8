import { expect, test } from "vitest";
import { fuzzDocuments } from "./fuzz-documents.ts";

/** Runs of the long fuzz that once broke a law: names of inputs that were taken for regular expressions. */
const ONCE_BROKEN = [11_392, 13_170, 18_394, 18_571, 18_961, 48_999];
const SEED = 20_261_123;

/** `npm run fuzz` looks at 50,000; here the first of them. */
const RUNS = 2000;

test("whatever is done to a process file, it is accepted or refused with a position, and nothing throws", () => {
  const { broken, accepted, refused } = fuzzDocuments(SEED, RUNS);
  expect(broken).toEqual([]);
  expect(accepted + refused).toBe(RUNS);
  expect(accepted).toBeGreaterThan(0);
});

test.each(ONCE_BROKEN)("run %i of the long fuzz stays mended", (run) => {
  expect(fuzzDocuments(SEED + run * 7919, 1).broken).toEqual([]);
});
