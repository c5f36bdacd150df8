import { InvariantError } from "../../engine/base/assert.ts";
import { printProblems } from "../../engine/definition/print-problems.ts";
import type { Locale, Problem } from "../../engine/definition/problem.ts";
import { type ProblemJson, problemsJson } from "../../engine/definition/problem-json.ts";
import type { Failure } from "../../engine/simulation/claims.ts";
import { type Coverage, CoverageBook } from "../../engine/simulation/coverage.ts";
import { runScenario, type ScenarioRun, type Stage } from "../../engine/simulation/run-scenario.ts";
import { Complaint } from "../complaint.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { kindOfPath } from "../process-source/folder/kind-of-path.ts";
import { defaultPaths } from "./default-paths.ts";
import { findScenarios } from "./find-scenarios.ts";
import { LoaderPool } from "./loader-pool.ts";
import { openProgress } from "./progress.ts";
import { type LoadedScenario, loadScenario } from "./scenario-file.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** `ordo test [paths…]`: language §7. */
export interface TestOptions {
  readonly coverage?: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
}

/** One scenario, played or not. */
export interface Tested {
  readonly file: string;
  readonly name: string;
  readonly failures: readonly Failure[];
  /** Null where it could not be played. */
  readonly run: ScenarioRun | null;
  readonly stage: Stage | null;
}

/** A round of all scenarios. */
export interface TestRound {
  readonly tested: readonly Tested[];
  /** What keeps scenarios from being played: errors of their files and processes. */
  readonly problems: readonly Problem[];
  readonly texts: ReadonlyMap<string, string>;
  readonly coverage: readonly Coverage[];
}

/**
 * Runs the scenarios under the paths (default: the working folder's `processes/`, else the working folder). Exit code 1
 * where one does not hold, or a file has errors.
 */
export async function test(paths: readonly string[], options: TestOptions, terminal: Terminal): Promise<ExitCode> {
  const places = paths.length > 0 ? paths : defaultPaths();
  if (!options.watch) return report(playAll(places, options, terminal), options, terminal);
  const { watchFiles } = await import("./watch-files.ts");
  await watchFiles(terminal, async () => {
    const round = playAll(places, options, terminal);
    await report(round, options, terminal);
    return [...round.texts.keys()];
  });
  return 0;
}

/** Plays every scenario once. A process is compiled once for all of them. */
export function playAll(paths: readonly string[], options: TestOptions, terminal: Terminal): TestRound {
  const files = findScenarios(paths);
  const pool = new LoaderPool(folderSource());
  const progress = openProgress(files.length, terminal);
  const book = options.coverage ? coverageOf(paths, pool) : null;
  const problems: Problem[] = [];
  const tested = files.map((file) => {
    const loaded = loadOrSay(file, pool);
    if ("failures" in loaded) return loaded;
    problems.push(...loaded.problems.filter(({ severity }) => severity === "error"));
    const one = play(loaded);
    if (one.stage) book?.add(one.stage.definition);
    for (const host of one.run?.world.instances ?? []) book?.visit(host);
    progress.done();
    return one;
  });
  progress.end();
  return { tested, problems: once(problems), texts: pool.texts, coverage: book?.report() ?? [] };
}

/** A book that knows every process under the paths: one without any scenario is not visited at all. */
function coverageOf(paths: readonly string[], pool: LoaderPool): CoverageBook {
  const book = new CoverageBook();
  const folders = pool.source.find(paths.filter((path) => kindOfPath(path) === "folder")).folders;
  for (const folder of folders) {
    const { definition } = pool.common.load(folder);
    if (definition) book.add(definition);
  }
  return book;
}

/** A file that a scenario names and that is not there fails this scenario, not the others. */
function loadOrSay(file: string, pool: LoaderPool): LoadedScenario | Tested {
  try {
    return loadScenario(file, { pool });
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    const says = { ru: `${error.says.ru} ${error.remedy.ru}`, en: `${error.says.en} ${error.remedy.en}` };
    return {
      file,
      name: file,
      failures: [{ line: 1, about: "given", expected: null, actual: null, says }],
      run: null,
      stage: null,
    };
  }
}

function play({ file, scenario, stage, problems }: LoadedScenario): Tested {
  const name = scenario?.name ?? file;
  if (!scenario || !stage) return { file, name, failures: unplayed(file, problems), run: null, stage };
  try {
    const run = runScenario(scenario, stage);
    return { file, name, failures: run.failures, run, stage };
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    // A bug of ours fails the scenario that met it, not the others.
    const says = { ru: `Ошибка Ordo, не ваша: ${error.message}`, en: `A bug of Ordo, not yours: ${error.message}` };
    return {
      file,
      name,
      failures: [{ line: 1, about: "engine", expected: null, actual: null, says }],
      run: null,
      stage,
    };
  }
}

/** The errors in the scenario's own file; where it has none, those of others keep it from being played. */
function unplayed(file: string, problems: readonly Problem[]): readonly Failure[] {
  const errors = problems.filter(({ severity, place }) => severity === "error" && place.file === file);
  const parts = { about: "check", expected: null, actual: null };
  if (errors.length > 0) return errors.map(({ place, message }) => ({ ...parts, line: place.line, says: message }));
  const says = {
    ru: "Сценарий не запущен: в файлах есть ошибки",
    en: "The scenario was not played: the files have errors",
  };
  return [{ ...parts, line: 1, says }];
}

async function report(round: TestRound, options: TestOptions, terminal: Terminal): Promise<ExitCode> {
  const isFine = round.problems.length === 0 && round.tested.every(({ failures }) => failures.length === 0);
  if (options.json) terminal.print(JSON.stringify(testJson(round, terminal.locale), null, 2));
  else {
    const { testText } = await import("./test-text.ts");
    if (round.problems.length > 0)
      terminal.say(printProblems(round.problems, round.texts, { locale: terminal.locale, color: terminal.talkColor }));
    terminal.print(testText(round, terminal));
  }
  return isFine ? 0 : 1;
}

/** A round as `ordo test --json` prints it (language §7). */
export interface TestJson {
  readonly passed: number;
  readonly failed: number;
  readonly scenarios: readonly {
    readonly file: string;
    readonly name: string;
    readonly status: "passed" | "failed";
    readonly failures: readonly {
      readonly line: number;
      readonly about: string;
      readonly expected: unknown;
      readonly actual: unknown;
      readonly message: string;
    }[];
  }[];
  /** By process. */
  readonly coverage: Readonly<Record<string, Omit<Coverage, "process">>>;
  readonly problems?: readonly ProblemJson[];
}

/** What a round came to, for programs. */
export function testJson({ tested, problems, coverage }: TestRound, locale: Locale): TestJson {
  return {
    passed: tested.filter(({ failures }) => failures.length === 0).length,
    failed: tested.filter(({ failures }) => failures.length > 0).length,
    scenarios: tested.map(({ file, name, failures }) => ({
      file,
      name,
      status: failures.length === 0 ? "passed" : "failed",
      failures: failures.map(({ line, about, expected, actual, says }) => ({
        ...{ line, about, expected, actual },
        message: says[locale],
      })),
    })),
    coverage: Object.fromEntries(coverage.map(({ process, ...parts }) => [process, parts])),
    ...(problems.length === 0 ? {} : { problems: problemsJson(tested.length, problems, locale).problems }),
  };
}

function once(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [`${one.code} ${one.place.file}:${one.place.start}`, one])).values()];
}
