import { describe, expect, test } from "vitest";
import { ALL_EXPLANATIONS } from "../../../engine/definition/all-explanations.ts";
import { checkConfig } from "../../../engine/definition/check-config.ts";
import { withoutSecrets } from "../../../engine/definition/config-secrets.ts";
import type { Environment } from "../../../engine/definition/config-variable.ts";
import { readDocument } from "../../../engine/definition/document.ts";
import { CONFIG_EXPLANATIONS } from "../../../engine/definition/explanations-of-config.ts";
import { printProblems } from "../../../engine/definition/print-problems.ts";
import type { Problem } from "../../../engine/definition/problem.ts";
import { checkShape } from "../../../engine/definition/shape.ts";
import { goldenBytes, goldenNames, goldenText } from "../../support/golden-problems.ts";

/** 400–449: `ordo.yaml`. `# environment: NAME, OTHER=value` says what is set; without it nobody looks. */
const NAMES = goldenNames(400, 449);

function problemsOf(name: string): readonly Problem[] {
  const text = new TextDecoder().decode(goldenBytes(name));
  const { document, problems } = readDocument(`${name}.yaml`, text, "config");
  if (document === null) return problems;
  const shape = checkShape(document, "config");
  return [...problems, ...shape, ...(shape.length > 0 ? [] : checkConfig(document, environmentOf(text)))];
}

function environmentOf(text: string): Environment | null {
  const said = /^# environment: (.*)$/m.exec(text)?.[1];
  if (said === undefined) return null;
  return Object.fromEntries(
    said.split(", ").map((one) => {
      const [name = "", value] = one.split("=", 2);
      return [name, value ?? "set"];
    }),
  );
}

describe("every wrong ordo.yaml gives exactly the output that was agreed on", () => {
  test.each(NAMES)("%s", (name) => {
    const problems = problemsOf(name);
    expect(problems.length).toBeGreaterThan(0);
    for (const locale of ["ru", "en"] as const) {
      const text = withoutSecrets(new TextDecoder().decode(goldenBytes(name)), problems);
      const now = `${printProblems(problems, new Map([[`${name}.yaml`, text]]), { locale, color: false })}\n`;
      expect(now).not.toMatch(/qwerty|9f86d081|mysql:/);
      expect(now).toBe(goldenText(name, locale, now));
    }
  });
});

describe("every problem of a wrong ordo.yaml", () => {
  const all = NAMES.flatMap((name) => problemsOf(name).map((problem) => ({ name, problem })));

  test("has an explanation", () => {
    expect(all.filter(({ problem }) => !ALL_EXPLANATIONS.has(problem.code)).map(({ problem }) => problem.code)).toEqual(
      [],
    );
  });

  test("has a message of at most 100 characters in both languages", () => {
    expect(all.filter(({ problem: { message } }) => Math.max(message.ru.length, message.en.length) > 100)).toEqual([]);
  });

  test("of every explained code is in the corpus, those that need a disk or a directory aside", () => {
    const found = new Set(all.map(({ problem }) => problem.code));
    const elsewhere = new Set(["config-path", "config-user"]);
    const codes = CONFIG_EXPLANATIONS.map(({ code }) => code);
    expect(codes.filter((code) => !found.has(code) && !elsewhere.has(code))).toEqual([]);
  });

  test("never shows the secret it is about in its words", () => {
    const words = all.flatMap(({ problem: { message, remedy } }) => [message.ru, message.en, remedy.ru, remedy.en]);
    expect(words.filter((text) => /qwerty|9f86d081|mysql:/.test(text))).toEqual([]);
  });
});
