import { expect, test } from "vitest";
import { ESCAPES } from "./escapes.ts";
import { fuzzExpressions } from "./fuzz-expressions.ts";

/** `npm run fuzz:expressions -- --runs 1000000` looks at a million; here the first of them. */
const RUNS = 20_000;
/** Some seconds of work, on a busy machine many. */
const TIMEOUT_MS = 180_000;

test("whatever is written, it is refused, ends in an incident, or gives a plain value within its budget", {
  timeout: TIMEOUT_MS,
}, () => {
  const { runs, values, incidents, refused, overBudget, broken } = fuzzExpressions(20_261_123, RUNS);
  expect(broken).toEqual([]);
  expect(runs).toBe(RUNS);
  expect(values + incidents + refused).toBe(RUNS);
  for (const some of [values, incidents, refused, overBudget]) expect(some).toBeGreaterThan(0);
});

test("the published escapes are many, and each once", () => {
  expect(new Set(ESCAPES).size).toBe(ESCAPES.length);
  expect(ESCAPES.length).toBeGreaterThan(80);
});
