import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ADDRESS_LAW,
  LOGIN_LAW,
  type Tries,
  type TriesLaw,
  waitOf,
  withTry,
} from "../../../adapters/accounts/tries-law.ts";

const START = 1_800_000_000_000;
const LAWS = [
  ["a login", LOGIN_LAW],
  ["an address", ADDRESS_LAW],
] as const;

/** Tries after these pauses, as often as the law lets them be made. */
function made(
  pauses: readonly number[],
  law: TriesLaw,
): { readonly tries: Tries | null; readonly at: readonly number[] } {
  let [tries, now]: [Tries | null, number] = [null, START];
  const at: number[] = [];
  for (const pause of pauses) {
    now += pause;
    if (waitOf(tries, law, now) > 0) continue;
    at.push(now);
    tries = withTry(tries, law, now);
  }
  return { tries, at };
}

const pauses = fc.array(fc.oneof(fc.constant(0), fc.nat(2_000), fc.nat(2_000_000)), { maxLength: 200 });

test.each(LAWS)("of %s: nobody waits longer than the bound, whatever was tried before", (_, law) => {
  fc.assert(
    fc.property(pauses, (given) => {
      const { tries, at } = made(given, law);
      const last = at.at(-1) ?? START;
      for (const later of [0, 1, law.maxMs - 1])
        expect(waitOf(tries, law, last + later)).toBeLessThanOrEqual(law.maxMs);
      expect(waitOf(tries, law, last + law.maxMs)).toBe(0);
    }),
  );
});

test.each(LAWS)(
  "of %s: over any stretch of time no more tries than the free ones and those forgotten meanwhile",
  (_, law) => {
    const doublings = Math.ceil(Math.log2(law.maxMs / law.firstMs)) + 2;
    fc.assert(
      fc.property(pauses, (given) => {
        const { at } = made(given, law);
        at.forEach((from, first) => {
          at.slice(first).forEach((to, more) => {
            expect(more + 1).toBeLessThanOrEqual(law.free + doublings + Math.ceil((to - from) / law.forgetMs));
          });
        });
      }),
      { numRuns: 40 },
    );
  },
);

test.each(LAWS)("of %s: a clock that is set back, and a row from nowhere, lock nobody out", (_, law) => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer(), fc.integer({ min: -1e13, max: 1e13 }), (count, skew, until) => {
      const row = { count, at: START + skew, blockedUntil: START + until };
      expect(waitOf(row, law, START)).toBeLessThanOrEqual(law.maxMs);
      const next = withTry(row, law, START);
      expect(next.blockedUntil - START).toBeLessThanOrEqual(law.maxMs);
      expect(next.count).toBeGreaterThan(0);
      expect(next.at).toBeLessThanOrEqual(START);
    }),
  );
});

test("the waits of a login in seconds, tried again and again", () => {
  const waits: number[] = [];
  let [tries, now]: [Tries | null, number] = [null, START];
  for (let count = 0; count < 18; count++) {
    tries = withTry(tries, LOGIN_LAW, now);
    const wait = waitOf(tries, LOGIN_LAW, now);
    waits.push(wait / 1_000);
    now += wait;
  }
  expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 900, 900, 900]);
});
