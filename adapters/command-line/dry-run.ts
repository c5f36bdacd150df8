import type { Problem } from "../../engine/definition/problem.ts";
import { problemsJson } from "../../engine/definition/problem-json.ts";
import type { Failure } from "../../engine/simulation/claims.ts";
import { resultOf } from "../../engine/simulation/dry-run-result.ts";
import { runScenario } from "../../engine/simulation/run-scenario.ts";
import { runToRest } from "../../engine/simulation/run-to-rest.ts";
import type { World } from "../../engine/simulation/world.ts";
import type { Host } from "../../engine/simulation/world-parts.ts";
import { wrongUse } from "../complaint.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { openDryRun } from "./dry-run-opening.ts";
import { LoaderPool } from "./loader-pool.ts";
import { locateProcess } from "./locate-process.ts";
import { loadScenario } from "./scenario-file.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** `ordo dry-run <process>`: language §7. Paths are as typed, relative to the working folder. */
export interface DryRunOptions {
  readonly scenario?: string;
  readonly input?: string;
  readonly event?: string;
  readonly records?: string;
  readonly directory?: string;
  /** An ISO 8601 instant. */
  readonly at?: string;
  readonly answers?: "ask" | "none";
  readonly json?: boolean;
}

/** What a dry run came to, for printing. */
export interface DryRun {
  readonly world: World;
  readonly main: Host | null;
  readonly process: string;
  readonly title: string;
  /** Claims of the scenario that do not hold. */
  readonly failures: readonly Failure[];
  readonly scenarioFile: string | null;
  /** Why nothing started, where a start was refused. */
  readonly refusal: string | null;
  /** The timeline was printed as it went. */
  readonly isTold: boolean;
}

/** Runs one instance on sample data and virtual time, and prints what happened. */
export async function dryRun(process: string, options: DryRunOptions, terminal: Terminal): Promise<ExitCode> {
  checkTogether(options);
  const pool = new LoaderPool(folderSource());
  const folder = locateProcess(process, pool.source);
  return options.scenario === undefined
    ? freely(folder, options, { pool, terminal })
    : byScenario(folder, options.scenario, options, { pool, terminal });
}

interface Tools {
  readonly pool: LoaderPool;
  readonly terminal: Terminal;
}

async function byScenario(
  folder: string,
  file: string,
  options: DryRunOptions,
  { pool, terminal }: Tools,
): Promise<ExitCode> {
  const { scenario, stage, problems } = loadScenario(file, { pool, folder });
  if (!scenario || !stage) return stopped(problems, options, { pool, terminal });
  const { world, main, failures } = runScenario(scenario, stage);
  const { process, title } = stage.definition;
  return show(
    { world, main, process, title, failures, scenarioFile: file, refusal: null, isTold: false },
    options,
    terminal,
  );
}

async function freely(folder: string, options: DryRunOptions, { pool, terminal }: Tools): Promise<ExitCode> {
  const opening = openDryRun(folder, options, { pool, terminal });
  if (opening.kind === "problems") return stopped(opening.problems, options, { pool, terminal });
  const isAsking = options.answers === "ask";
  const { world, definition } = opening;
  const answerer = isAsking
    ? (await import("./answers.ts")).openAnswers(opening, { terminal, isTalk: options.json === true })
    : null;
  if (opening.refusal === null) await runToRest(world, async (due) => (answerer ? answerer.beforeMove(due) : true));
  answerer?.end();
  const { process, title } = definition;
  return show(
    {
      world,
      main: opening.main(),
      process,
      title,
      failures: [],
      scenarioFile: null,
      refusal: opening.refusal,
      isTold: isAsking && !options.json,
    },
    options,
    terminal,
  );
}

async function show(run: DryRun, options: DryRunOptions, terminal: Terminal): Promise<ExitCode> {
  const { world, main, process, failures } = run;
  if (options.json) {
    const result = resultOf(world, process, main, terminal.locale);
    const told = failures.map(({ line, about, expected, actual, says }) => ({
      line,
      about,
      expected,
      actual,
      message: terminal.pick(says),
    }));
    const more = {
      ...(run.scenarioFile === null ? {} : { failures: told }),
      ...(run.refusal === null ? {} : { refusal: run.refusal }),
    };
    terminal.print(JSON.stringify({ ...result, ...more }, null, 2));
  } else {
    const { dryRunText } = await import("./dry-run-text.ts");
    terminal.print(dryRunText(run, terminal));
  }
  if (run.refusal !== null) terminal.say(run.refusal);
  return failures.length > 0 || run.refusal !== null ? 1 : 0;
}

/** `dry-run` stops at errors only; warnings are for `check`. Programs get the problems in one object, as `check` has it. */
async function stopped(
  problems: readonly Problem[],
  options: DryRunOptions,
  { pool, terminal }: Tools,
): Promise<ExitCode> {
  const { printProblems } = await import("../../engine/definition/print-problems.ts");
  const errors = problems.filter(({ severity }) => severity === "error");
  if (options.json) terminal.print(JSON.stringify(problemsJson(1, errors, terminal.locale), null, 2));
  terminal.say(printProblems(errors, pool.texts, { locale: terminal.locale, color: terminal.talkColor }));
  return 1;
}

function checkTogether({ scenario, input, event, records, directory, at, answers }: DryRunOptions): void {
  const extra = Object.entries({ input, event, records, directory, at, answers }).find(
    ([, value]) => value !== undefined,
  )?.[0];
  if (scenario !== undefined && extra !== undefined) {
    throw wrongUse(
      {
        ru: `--scenario и --${extra} вместе не бывают: данные, время и ответы берутся из сценария.`,
        en: `--scenario and --${extra} do not go together: data, time and answers come from the scenario.`,
      },
      { ru: `Уберите --${extra} или --scenario.`, en: `Leave out --${extra} or --scenario.` },
    );
  }
  if (input !== undefined && event !== undefined) {
    throw wrongUse(
      { ru: "--input и --event вместе не бывают.", en: "--input and --event do not go together." },
      {
        ru: "Процесс начинается с формы или с события: оставьте одно.",
        en: "A process starts with a form or an event: keep one.",
      },
    );
  }
}
