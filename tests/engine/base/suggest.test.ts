import { describe, expect, test } from "vitest";
import { editDistance, isCertain, suggest } from "../../../engine/base/suggest.ts";

const KEYS = ["title", "assignee", "about", "facts", "dueDate", "escalation", "if", "do", "for"];

describe("the word that was meant", () => {
  test.each([
    ["titel", "title"],
    ["asignee", "assignee"],
    ["asssignee", "assignee"],
    ["esclation", "escalation"],
    ["tiтle", "title"],
    ["аbоut", "about"],
    ["ешеду", "title"],
    ["Title", "title"],
    ["due_date", "dueDate"],
    ["due-date", "dueDate"],
    ["fro", "for"],
  ])("%s → %s", (word, meant) => {
    expect(suggest(word, KEYS)).toBe(meant);
  });

  test.each(["", "x", "to", "banana", "согласование", "a".repeat(100)])("nothing is like %j", (word) => {
    expect(suggest(word, KEYS)).toBeNull();
  });

  test("the nearest wins, and the first of equals", () => {
    expect(suggest("tesk", ["desk", "task", "tusk"])).toBe("desk");
    expect(suggest("approvers", ["approver", "approves"])).toBe("approver");
  });
});

describe("a suggestion is certain", () => {
  test("where it is one slip away and nothing else is", () => {
    expect(isCertain("titel", "title", KEYS)).toBe(true);
    expect(isCertain("desck", "desk", ["desk", "deck"])).toBe(false);
    expect(isCertain("esclatoin", "escalation", KEYS)).toBe(false);
  });

  test("where only the alphabet, the layout or the joining differs", () => {
    expect(isCertain("tiтle", "title", KEYS)).toBe(true);
    expect(isCertain("ешеду", "title", KEYS)).toBe(true);
    expect(isCertain("due_date", "dueDate", KEYS)).toBe(true);
  });
});

test("the distance counts insertions, deletions, substitutions and swaps, and stops at its limit", () => {
  expect(editDistance("abc", "abc", 3)).toBe(0);
  expect(editDistance("abc", "acb", 3)).toBe(1);
  expect(editDistance("abc", "ab", 3)).toBe(1);
  expect(editDistance("abc", "xbc", 3)).toBe(1);
  expect(editDistance("abcdef", "x", 2)).toBe(3);
});
