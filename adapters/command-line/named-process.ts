import { suggest } from "../../engine/base/suggest.ts";
import { printProblems } from "../../engine/definition/print-problems.ts";
import type { Definition } from "../../engine/definition/model.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { wrongUse } from "../complaint.ts";
import { defaultPaths } from "./default-paths.ts";
import type { ProcessLoader } from "./process-loader.ts";
import type { Terminal } from "./terminal.ts";

/** The folder of the process that an id or a path names. @throws {Complaint} where there is none */
export function namedProcess(name: string, source: ProcessSource): string {
  const folder = source.locate(name);
  if (folder !== null) return folder;
  const ids = source.find(defaultPaths()).folders.map((path) => path.split("/").at(-1) ?? path);
  const meant = suggest(name, ids);
  throw wrongUse(
    { ru: `Нет процесса «${name}».`, en: `There is no process "${name}".` },
    meant !== null
      ? { ru: `Может быть, ${meant}?`, en: `Did you mean ${meant}?` }
      : ids.length > 0
        ? { ru: `Здесь есть: ${ids.join(", ")}.`, en: `There are: ${ids.join(", ")}.` }
        : { ru: "Назовите id процесса или путь к его process.yaml.", en: "Name the id of a process or the path of its process.yaml." },
  );
}

/** The definition of the process in a folder; where it has errors they are told, and null comes back. */
export function soundDefinition(folder: string, loader: ProcessLoader, terminal: Terminal): Definition | null {
  const { definition, problems } = loader.load(folder);
  if (definition === null) tellProblems([...problems, ...loader.problemsAround()], loader, terminal);
  return definition;
}

/** Problems as talk: on standard error, because the command's data is something else. */
export function tellProblems(problems: readonly Problem[], loader: ProcessLoader, terminal: Terminal): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  terminal.say(printProblems(errors, loader.texts, { locale: terminal.locale, color: terminal.talkColor }));
}
