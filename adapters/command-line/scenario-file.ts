import { basename, dirname, join } from "node:path";
import type { Definition } from "../../engine/definition/model.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { checkShape } from "../../engine/definition/shape.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { readScenario } from "../../engine/simulation/read-scenario.ts";
import type { Stage } from "../../engine/simulation/run-scenario.ts";
import type { Scenario } from "../../engine/simulation/scenario.ts";
import { wrongUse } from "../complaint.ts";
import { type CompanyData, companyData } from "./company-data.ts";
import { companyLocale } from "./company-locale.ts";
import { loadSettings } from "./load-settings.ts";
import type { LoaderPool } from "./loader-pool.ts";
import type { ProcessLoader } from "./process-loader.ts";

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
  const own = [...read, ...shape, ...(shape.length === 0 ? lines : [])];
  if (own.some(({ severity }) => severity === "error")) return { file, scenario, stage: null, problems: own };
  const folder = place.folder ?? folderOf(scenario, place.pool.source);
  const { stage, problems } = stageFor(scenario, folder, place);
  return { file, scenario, stage, problems: [...own, ...problems] };
}

function stageFor(
  scenario: Scenario,
  folder: string,
  { pool }: ScenarioPlace,
): { readonly stage: Stage | null; readonly problems: readonly Problem[] } {
  const { given } = scenario;
  const { source } = pool;
  const data = givenData(scenario, pool);
  const loader = pool.checkedAgainst(data.people);
  const main = loader.load(folder);
  const above = dirname(folder);
  const others =
    given.processes === null ? [] : given.processes === "all" ? source.read(folder).neighbors : given.processes;
  const loaded = others.filter((id) => id !== basename(folder)).map((id) => loader.load(beside(above, id, source)));
  const problems = [...data.problems, ...main.problems, ...loaded.flatMap((one) => one.problems)];
  const definitions = [main, ...loaded].flatMap((one) => one.definition ?? []);
  if (
    !main.definition ||
    definitions.length <= loaded.length ||
    data.problems.some(({ severity }) => severity === "error")
  )
    return { stage: null, problems };
  const stage: Stage = {
    catalog: loader.catalog(folder),
    definition: main.definition,
    definitions,
    definitionOf: neighborsOf(above, source, loader),
    records: data.records,
    people: data.people,
    locale: companyLocale(loader.reader, source, folder),
  };
  return { stage, problems };
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
  above: string,
  source: ProcessSource,
  loader: ProcessLoader,
): (process: string) => Definition | null {
  return (process) => {
    const folder = source.locate(join(above, process, "process.yaml").replaceAll("\\", "/"));
    return folder === null ? null : loader.load(folder).definition;
  };
}

function beside(above: string, id: string, source: ProcessSource): string {
  const folder = source.locate(join(above, id, "process.yaml").replaceAll("\\", "/"));
  if (folder !== null) return folder;
  throw wrongUse(
    {
      ru: `Рядом нет процесса «${id}», который называет сценарий.`,
      en: `There is no process "${id}" beside, which the scenario names.`,
    },
    { ru: "Проверьте given.processes.", en: "Check given.processes." },
  );
}

/** The process of a scenario: the one it names, else the one in whose folder it lies. */
function folderOf(scenario: Scenario, source: ProcessSource): string {
  const above = dirname(dirname(scenario.file));
  const named = scenario.process;
  const candidates =
    named === null ? [above] : [...(basename(above) === named ? [above] : []), join(dirname(above), named), named];
  for (const candidate of candidates) {
    const folder = source.locate(candidate === named ? named : join(candidate, "process.yaml").replaceAll("\\", "/"));
    if (folder !== null) return folder;
  }
  throw wrongUse(
    {
      ru: `Непонятно, какой это процесс: ${scenario.file}`,
      en: `It is not clear which process this is about: ${scenario.file}`,
    },
    {
      ru: "Добавьте в сценарий process: <id> или положите его в папку scenarios процесса.",
      en: "Add process: <id> to the scenario, or put it into a process's scenarios folder.",
    },
  );
}

function listOf(path: string | null): readonly string[] {
  return path === null ? [] : [path];
}
