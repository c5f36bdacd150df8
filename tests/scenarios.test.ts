import { describe, expect, test } from "vitest";
import { findScenarios } from "../adapters/command-line/find-scenarios.ts";
import { LoaderPool } from "../adapters/command-line/loader-pool.ts";
import { loadScenario } from "../adapters/command-line/scenario-file.ts";
import { folderSource } from "../adapters/process-source/folder/folder-source.ts";
import { CoverageBook, isComplete } from "../engine/simulation/coverage.ts";
import { resultOf } from "../engine/simulation/dry-run-result.ts";
import { runScenario } from "../engine/simulation/run-scenario.ts";

const FILES = findScenarios(["processes"]);
const POOL = new LoaderPool(folderSource());
const COVERAGE = new CoverageBook();

function stageOf(file: string) {
  const { scenario, stage, problems } = loadScenario(file, { pool: POOL });
  expect(
    problems
      .filter(({ severity }) => severity === "error")
      .map((one) => `${one.place.file}:${one.place.line} ${one.message.ru}`),
  ).toEqual([]);
  if (!scenario || !stage) throw new Error(`${file} could not be loaded`);
  return { scenario, stage: { ...stage, verify: true } };
}

describe("every shipped scenario holds, and replaying the history of each instance gives the instance", () => {
  test.each(FILES)("%s", (file) => {
    const { scenario, stage } = stageOf(file);
    const { failures, world } = runScenario(scenario, stage);
    expect(failures.map(({ line, says, expected, actual }) => ({ line, says: says.ru, expected, actual }))).toEqual([]);
    COVERAGE.add(stage.definition);
    for (const host of world.instances) COVERAGE.visit(host);
  });
});

test("between them they visit every step, outcome, rung, rule and case of all nine processes", () => {
  const report = COVERAGE.report();
  expect(report.map(({ process }) => process)).toHaveLength(9);
  expect(
    report
      .filter((one) => !isComplete(one))
      .map(({ process, ...parts }) => ({ process, missing: Object.values(parts).flatMap((part) => part.missing) })),
  ).toEqual([]);
});

test("a scenario played twice comes out the same, event for event", () => {
  for (const file of FILES.slice(0, 12)) {
    const play = () => {
      const { scenario, stage } = stageOf(file);
      const { world, main } = runScenario(scenario, stage);
      return JSON.stringify(resultOf(world, stage.definition.process, main, "ru"));
    };
    expect(play()).toBe(play());
  }
});

test("there are at least 45 of them", () => {
  expect(FILES.length).toBeGreaterThanOrEqual(45);
});
