import { describe, expect, test } from "vitest";
import { readDocument } from "../../../engine/definition/document.ts";
import { EXPLANATIONS } from "../../../engine/definition/explanations.ts";
import { type FileKind, LIMITS } from "../../../engine/definition/file-kind.ts";
import type { Problem } from "../../../engine/definition/problem.ts";
import { checkShape } from "../../../engine/definition/shape.ts";
import { goldenBytes, goldenNames, goldenText, printed } from "../../support/golden-problems.ts";

/** 001–199: reading and shape. The checks' own wrong files have the numbers after them. */
const NAMES = goldenNames(1, 199);

function kindOf(text: string): FileKind {
  const kind = /^# kind: (\w+)/.exec(text)?.[1] ?? "process";
  return kind in LIMITS ? (kind as FileKind) : "process";
}

function problemsOf(name: string): readonly Problem[] {
  const bytes = goldenBytes(name);
  const kind = kindOf(new TextDecoder().decode(bytes));
  const { document, problems } = readDocument(`${name}.yaml`, bytes, kind);
  return [...problems, ...(document === null ? [] : checkShape(document, kind))];
}

describe("every wrong file gives exactly the output that was agreed on", () => {
  test.each(NAMES)("%s", (name) => {
    const problems = problemsOf(name);
    for (const locale of ["ru", "en"] as const) {
      const now = printed(name, problems, locale);
      expect(now).toBe(goldenText(name, locale, now));
    }
  });
});

describe("every problem of a wrong file", () => {
  const all = NAMES.flatMap((name) => problemsOf(name).map((problem) => ({ name, problem })));
  const explained = new Set(EXPLANATIONS.map(({ code }) => code));

  test("has an explanation", () => {
    expect([...new Set(all.map(({ problem }) => problem.code))].filter((code) => !explained.has(code))).toEqual([]);
  });

  test("has a message of at most 100 characters and a remedy, in both languages", () => {
    const long = all.filter(({ problem }) =>
      [problem.message.ru, problem.message.en].some((text) => text.length > 100),
    );
    expect(long.map(({ name, problem }) => `${name}: ${problem.message.ru}`)).toEqual([]);
    expect(all.filter(({ problem }) => problem.remedy.ru === "" || problem.remedy.en === "")).toEqual([]);
  });

  test("is said in Russian words in Russian and in none in English, the author's own aside", () => {
    const own = /[«"`].*?[»"`]|\{.*|\$.*|- .*|\[.*|: .*/gs;
    const latinOnly = (text: string): boolean => !/\p{Script=Cyrillic}/u.test(text);
    expect(all.filter(({ problem }) => latinOnly(problem.message.ru)).map(({ problem }) => problem.message.ru)).toEqual(
      [],
    );
    expect(
      all
        .filter(({ problem }) => !latinOnly(problem.message.en.replace(own, "")))
        .map(({ problem }) => problem.message.en),
    ).toEqual([]);
  });

  test("of one code comes at most once for one place", () => {
    const places = all.map(
      ({ name, problem }) => `${name}:${problem.code}:${problem.place.start}-${problem.place.end}`,
    );
    expect(places.filter((place, at) => places.indexOf(place) !== at)).toEqual([]);
  });

  test("of every explained code is in the corpus, those of size aside", () => {
    const ofSize = new Set([
      "file-too-large",
      "too-many-lines",
      "too-many-keys",
      "too-many-items",
      "not-utf8",
      "key-too-long",
    ]);
    const found = new Set(all.map(({ problem }) => problem.code));
    expect([...explained].filter((code) => !found.has(code) && !ofSize.has(code))).toEqual([]);
  });
});
