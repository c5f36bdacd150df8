import { expect, test } from "vitest";
import { displayWidth, padTo, wrap } from "../../../engine/view/display-width.ts";

test.each([
  ["Согласование", 12],
  ["日本", 4],
  ["е\u0301", 1],
  ["🙂", 2],
])("%s takes %d columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("padding counts columns, not characters", () => {
  expect(padTo("日", 4)).toBe("日  ");
  expect(padTo("слово", 2)).toBe("слово");
});

test("lines break between words, and inside a word that is too long", () => {
  expect(wrap("Назначьте менеджера по заявке", 20)).toEqual(["Назначьте менеджера", "по заявке"]);
  expect(wrap("оченьдлинноеслово", 10)).toEqual(["оченьдлинн", "оеслово"]);
  expect(wrap("одна\nдве", 20)).toEqual(["одна", "две"]);
});
