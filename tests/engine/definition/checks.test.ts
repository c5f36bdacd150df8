import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CHECKS } from "../../../engine/definition/checks/index.ts";
import { compileExample, exampleText } from "../../support/example-company.ts";
import { ROOT } from "../../support/source-files.ts";

/*
 * The wrong and the right example of each explanation are its fixtures: what `ordo explain` shows is what the check
 * does. A right example has no error at all.
 */
describe.each(CHECKS.map(({ explanation }) => [explanation.code, explanation] as const))("%s", (code, explanation) => {
  const problemsOf = (snippet: string) => {
    const { reading, problems } = compileExample(exampleText(snippet));
    return [...reading, ...problems];
  };

  test("finds its wrong example", () => {
    const found = problemsOf(explanation.wrong);
    expect(found.map((one) => one.code)).toContain(code);
  });

  test("says only that of its wrong example", () => {
    const others = problemsOf(explanation.wrong).filter((one) => one.code !== code && one.severity === "error");
    expect(others.map((one) => `${one.place.line} ${one.code}: ${one.message.ru}`)).toEqual([]);
  });

  test("lets its right example pass", () => {
    const found = problemsOf(explanation.right).filter((one) => one.code === code || one.severity === "error");
    expect(found.map((one) => `${one.place.line} ${one.code}: ${one.message.ru}`)).toEqual([]);
  });

  test("has a message of at most 100 characters and a remedy in both languages", () => {
    for (const one of problemsOf(explanation.wrong).filter((found) => found.code === code)) {
      for (const text of [one.message.ru, one.message.en]) {
        expect(text.length, text).toBeLessThanOrEqual(100);
        expect(text.length).toBeGreaterThan(0);
      }
      expect(one.remedy.ru).not.toBe("");
      expect(one.remedy.en).not.toBe("");
      expect(one.message.ru).toMatch(/\p{Script=Cyrillic}/u);
    }
  });
});

test("every file of checks/ that is a check is listed, and named after its code", () => {
  const files = readdirSync(join(ROOT, "engine/definition/checks")).map((file) => file.replace(/\.ts$/, ""));
  const apart = ["check", "did-you-mean", "index", "mention-check"];
  expect(files.filter((file) => !apart.includes(file)).sort()).toEqual(
    CHECKS.map((check) => check.explanation.code).sort(),
  );
});
