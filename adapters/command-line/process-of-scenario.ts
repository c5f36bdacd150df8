import { dirname, join } from "node:path";
import { problem } from "../../engine/definition/make-problem.ts";
import { childOf, type Document, entryOf } from "../../engine/definition/node.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import type { Scenario } from "../../engine/simulation/scenario.ts";
import { nearest } from "../process-source/folder/nearest.ts";
import { folderBeside, processIdOf } from "./process-id.ts";

/** A scenario as it was read. */
export interface ReadScenario {
  readonly document: Document;
  readonly scenario: Scenario;
}

/**
 * The folder of the process that a scenario tests: the one the command names, the one the scenario names, else the one in
 * whose `scenarios/` it lies. A problem where there is none, or where the command and the scenario name two.
 */
export function processOfScenario(
  { document, scenario }: ReadScenario,
  source: ProcessSource,
  named?: string,
): { readonly folder: string } | { readonly problem: Problem } {
  const folder = named ?? folderOf(scenario, source);
  const at = childOf(document.root, "process") ?? entryOf(document.root, "scenario")?.key ?? document.root;
  if (folder === null) {
    const message = scenario.process === null ? NOT_SAID : notBeside(scenario.process);
    return { problem: problem(document, { code: "scenario-process", at, message, remedy: SAY_IT }) };
  }
  const isOther = scenario.process !== null && processIdOf(folder, source) !== scenario.process;
  return isOther ? { problem: problem(document, { code: "scenario-process", at, ...OTHER }) } : { folder };
}

function folderOf({ file, process }: Scenario, source: ProcessSource): string | null {
  const own = source.locate(join(dirname(file), "..", "process.yaml").replaceAll("\\", "/"));
  if (process === null || (own !== null && processIdOf(own, source) === process)) return own;
  return (own === null ? null : folderBeside(own, process, source)) ?? elsewhere(file, process, source);
}

/** Where a scenario lies by itself: in the nearest `processes/` upwards, beside it, or where an id is looked for. */
function elsewhere(file: string, process: string, source: ProcessSource): string | null {
  const all = nearest("processes", dirname(file), "folder");
  const places = [...(all === null ? [] : [all]), dirname(file), join(dirname(file), "..")];
  const paths = places.map((place) => join(place, process, "process.yaml").replaceAll("\\", "/"));
  return paths.flatMap((path) => source.locate(path) ?? [])[0] ?? source.locate(process);
}

function notBeside(process: string): Problem["message"] {
  return { ru: `Рядом нет процесса «${process}»`, en: `There is no process "${process}" beside it` };
}

const NOT_SAID = {
  ru: "Не сказано, какой процесс проверяет сценарий",
  en: "It does not say which process the scenario tests",
};
const SAY_IT = {
  ru: "Добавьте process: <id> или положите сценарий в папку scenarios процесса",
  en: "Add process: <id>, or put the scenario into a process's scenarios folder",
};
const OTHER = {
  message: {
    ru: "Сценарий написан для другого процесса, не для названного в команде",
    en: "The scenario is of another process than the one the command names",
  },
  remedy: {
    ru: "Назовите в команде этот процесс или уберите process из сценария",
    en: "Name this process in the command, or take `process` out of the scenario",
  },
};
