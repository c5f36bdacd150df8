import fc from "fast-check";
import { expect, test } from "vitest";
import { wordPattern } from "../../../engine/base/word-pattern.ts";

const SOURCE = "[\\p{L}_][\\p{L}\\p{N}_]*";
const EXACT = /[\p{L}_][\p{L}\p{N}_]*/gu;
const words = wordPattern(SOURCE, "g");

test("a word pattern finds the same words as the exact one, in whatever script", () => {
  const letters = fc.constantFrom(..."aZ09_ .-«№…жЁїѢ҂҈Ӂԯé中١²ª𝐀😀");
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: letters }), fc.string({ unit: "binary" })), (text) => {
      expect(text.match(words(text))).toEqual(text.match(EXACT));
    }),
    { numRuns: 5000, seed: 7 },
  );
});
