import { expect, test } from "vitest";
import { fuzzDocuments } from "./fuzz-documents.ts";

/** `npm run fuzz` looks at 50,000; here the first of them. */
const RUNS = 2000;

test("whatever is done to a process file, it is accepted or refused with a position, and nothing throws", () => {
  const { broken, accepted, refused } = fuzzDocuments(20_261_123, RUNS);
  expect(broken).toEqual([]);
  expect(accepted + refused).toBe(RUNS);
  expect(accepted).toBeGreaterThan(0);
});
