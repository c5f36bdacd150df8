import fc from "fast-check";
import { expect, test } from "vitest";
import { textWidth, wrapText } from "../../../engine/diagram/text-size.ts";

const FONT = { size: 12, bold: false };

test("wide letters are wider than narrow ones, and bold is wider than plain", () => {
  expect(textWidth("щщщ", FONT)).toBeGreaterThan(textWidth("ггг", FONT));
  expect(textWidth("щ", { size: 12, bold: true })).toBeGreaterThan(textWidth("щ", FONT));
});

test("a text breaks at spaces, and a word only where it is longer than a line", () => {
  expect(wrapText("один два три", FONT, { width: 60, linesMax: 9 })).toEqual(["один два", "три"]);
  expect(wrapText("достопримечательность", FONT, { width: 60, linesMax: 9 }).join("")).toBe("достопримечательность");
});

test("what does not fit ends with an ellipsis", () => {
  expect(wrapText("один два три четыре", FONT, { width: 60, linesMax: 1 })).toEqual(["один дв…"]);
});

test("no line is wider than allowed, and nothing is lost", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."абщЖm il—№", " ") }),
      fc.integer({ min: 30, max: 200 }),
      (text, width) => {
        const lines = wrapText(text, FONT, { width, linesMax: 1000 });
        for (const line of lines) expect(textWidth(line, FONT)).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(/\s/g, ""));
      },
    ),
    { seed: 20_261_120 },
  );
});
