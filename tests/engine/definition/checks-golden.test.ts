import { describe, expect, test } from "vitest";
import { ALL_EXPLANATIONS } from "../../../engine/definition/all-explanations.ts";
import type { Problem } from "../../../engine/definition/problem.ts";
import { compileExample } from "../../support/example-company.ts";
import { goldenBytes, goldenNames, goldenText, printed } from "../../support/golden-problems.ts";

/** 200–399: meaning. Checked against the company of `tests/support/example-company.ts`. */
const NAMES = goldenNames(200, 399);

function problemsOf(name: string): readonly Problem[] {
  const text = new TextDecoder().decode(goldenBytes(name));
  const { reading, problems } = compileExample(text);
  const file = "processes/example/process.yaml";
  const place = (one: Problem["place"]) => (one.file === file ? { ...one, file: `${name}.yaml` } : one);
  return [...reading, ...problems].map((one) => ({
    ...one,
    place: place(one.place),
    ...(one.related ? { related: one.related.map((other) => ({ ...other, place: place(other.place) })) } : {}),
  }));
}

describe("every wrong file gives exactly the output that was agreed on", () => {
  test.each(NAMES)("%s", (name) => {
    const problems = problemsOf(name);
    expect(problems.length).toBeGreaterThan(0);
    for (const locale of ["ru", "en"] as const) {
      const now = printed(name, problems, locale);
      expect(now).toBe(goldenText(name, locale, now));
    }
  });
});

describe("every problem of a wrong file", () => {
  const all = NAMES.flatMap((name) => problemsOf(name).map((problem) => ({ name, problem })));

  test("has an explanation", () => {
    const explained = ALL_EXPLANATIONS;
    expect([...new Set(all.map(({ problem }) => problem.code))].filter((code) => !explained.has(code))).toEqual([]);
  });

  test("has a message of at most 100 characters and a remedy, in both languages", () => {
    const long = all.filter(({ problem }) =>
      [problem.message.ru, problem.message.en].some((text) => text.length > 100),
    );
    expect(long.map(({ name, problem }) => `${name}: ${problem.message.ru} / ${problem.message.en}`)).toEqual([]);
    expect(all.filter(({ problem }) => problem.remedy.ru === "" || problem.remedy.en === "")).toEqual([]);
  });

  test("stands somewhere: not at the first character of the file", () => {
    expect(
      all.filter(({ problem }) => problem.place.line === 1 && problem.place.column === 1).map(({ name }) => name),
    ).toEqual([]);
  });

  test("comes at most once for one place", () => {
    const places = all.map(
      ({ name, problem }) => `${name}:${problem.code}:${problem.place.start}-${problem.place.end}`,
    );
    expect(places.filter((place, at) => places.indexOf(place) !== at)).toEqual([]);
  });
});
