import { dirname, join } from "node:path";
import type { Definition } from "../../engine/definition/model.ts";
import type { Document } from "../../engine/definition/node.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { checkShape } from "../../engine/definition/shape.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { readScenario } from "../../engine/simulation/read-scenario.ts";
import type { Stage } from "../../engine/simulation/run-scenario.ts";
import type { Scenario } from "../../engine/simulation/scenario.ts";
import { type CompanyData, companyData } from "./company-data.ts";
import { companyLocale } from "./company-locale.ts";
import { loadSettings } from "./load-settings.ts";
import type { LoaderPool } from "./loader-pool.ts";
import { missingFiles } from "./missing-files.ts";
import { folderBeside, processIdOf } from "./process-id.ts";
import type { ProcessLoader } from "./process-loader.ts";
import { processOfScenario } from "./process-of-scenario.ts";

/** A scenario ready to be played, or the problems that keep it from it. */
export interface LoadedScenario {
  readonly file: string;
  readonly scenario: Scenario | null;
  readonly stage: Stage | null;
  /** Errors and warnings, of the scenario, its data and its processes. */
  readonly problems: readonly Problem[];
}

export interface ScenarioPlace {
  readonly pool: LoaderPool;
  /** The folder of the process it is run with, where the command names one. */
  readonly folder?: string;
}

/** Reads a scenario with everything it needs. Paths in it are relative to it. @throws {Complaint} where a file is not there */
export function loadScenario(file: string, place: ScenarioPlace): LoadedScenario {
  const { document, problems: read } = place.pool.common.reader.document(file, "scenario");
  if (document === null) return { file, scenario: null, stage: null, problems: read };
  const { scenario, problems: lines } = readScenario(document);
  const shape = checkShape(document, "scenario");
  const missing = shape.length === 0 ? [...lines, ...missingFiles(document)] : [];
  const own = [...read, ...shape, ...missing];
  if (own.some(({ severity }) => severity === "error")) return { file, scenario, stage: null, problems: own };
  const of = processOfScenario({ document, scenario }, place.pool.source, place.folder);
  if ("problem" in of) return { file, scenario, stage: null, problems: [...own, of.problem] };
  const { stage, problems } = stageFor(scenario, { document, folder: of.folder }, place);
  return { file, scenario, stage, problems: [...own, ...problems] };
}

function stageFor(
  scenario: Scenario,
  { document, folder }: { readonly document: Document; readonly folder: string },
  { pool }: ScenarioPlace,
): { readonly stage: Stage | null; readonly problems: readonly Problem[] } {
  const { given } = scenario;
  const { source } = pool;
  const data = givenData(scenario, pool);
  const loader = pool.checkedAgainst(data.people);
  const main = loader.load(folder);
  const people = Object.keys(data.people.users).length === 0 ? null : data.people;
  const names = loader.scenarioNames(document, folder, people);
  if (hasErrors(names)) return { stage: null, problems: [...data.problems, ...main.problems, ...names] };
  const loaded = othersOf(folder, given.processes, source).map((other) => loader.load(other));
  const problems = [...data.problems, ...main.problems, ...names, ...loaded.flatMap((one) => one.problems)];
  const definitions = [main, ...loaded].flatMap((one) => one.definition ?? []);
  if (!main.definition || definitions.length <= loaded.length || hasErrors(data.problems))
    return { stage: null, problems };
  const stage: Stage = {
    catalog: loader.catalog(folder),
    definition: main.definition,
    definitions,
    definitionOf: neighborsOf(folder, source, loader),
    records: data.records,
    people: data.people,
    locale: companyLocale(loader.reader, source, folder),
  };
  return { stage, problems };
}

/** The folders of the processes that run together with the one in this folder. */
function othersOf(folder: string, given: Scenario["given"]["processes"], source: ProcessSource): readonly string[] {
  if (given === null) return [];
  const own = processIdOf(folder, source);
  const ids =
    given === "all"
      ? source.read(folder).neighbors.map((name) => processIdOf(join(folder, "..", name), source))
      : given;
  return [...new Set(ids)].filter((id) => id !== own).flatMap((id) => folderBeside(folder, id, source) ?? []);
}

function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

/** What the scenario gives; what it does not, `ordo.yaml` does. */
function givenData({ file, given }: Scenario, { source, common: loader }: LoaderPool): CompanyData {
  const own = { records: given.records ?? [], directory: given.directory ?? [], lists: given.lists, base: file };
  if (given.records !== null && given.directory !== null) return companyData(own, loader.reader);
  const settings = loadSettings(loader.reader, source, dirname(file));
  const fallback = companyData(
    {
      records: given.records === null ? listOf(settings.records) : [],
      directory: given.directory === null ? listOf(settings.directory) : [],
      lists: {},
      base: null,
    },
    loader.reader,
  );
  const written = companyData(own, loader.reader);
  return {
    records:
      given.records === null
        ? { records: fallback.records.records, lists: { ...fallback.records.lists, ...written.records.lists } }
        : written.records,
    people: given.directory === null ? fallback.people : written.people,
    problems: [...written.problems, ...fallback.problems],
  };
}

/** The processes beside, by id, each compiled when it is asked for. */
export function neighborsOf(
  folder: string,
  source: ProcessSource,
  loader: ProcessLoader,
): (process: string) => Definition | null {
  return (process) => {
    const beside = folderBeside(folder, process, source);
    return beside === null ? null : loader.load(beside).definition;
  };
}

function listOf(path: string | null): readonly string[] {
  return path === null ? [] : [path];
}
