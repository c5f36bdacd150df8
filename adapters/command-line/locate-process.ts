import { suggest } from "../../engine/base/suggest.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { wrongUse } from "../complaint.ts";
import { kindOfPath } from "../process-source/folder/kind-of-path.ts";
import { defaultPaths } from "./default-paths.ts";
import { processIdOf } from "./process-id.ts";

/**
 * The folder of a process named by id or path. An id is looked for in `processes/`, then anywhere below the working
 * folder.
 *
 * @throws {Complaint} naming those there are
 */
export function locateProcess(idOrPath: string, source: ProcessSource): string {
  const folder = source.locate(idOrPath.replace(/(?<=.)[\\/]+$/, ""));
  if (folder !== null) return folder;
  const { folders } = source.find(defaultPaths());
  const ids = folders.map((path) => processIdOf(path, source));
  const found = folders.filter((_, index) => ids[index] === idOrPath);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  if (found.length > 1)
    throw wrongUse(
      { ru: `Процессов «${idOrPath}» несколько.`, en: `There are several processes "${idOrPath}".` },
      { ru: `Назовите путь: ${found.join(", ")}.`, en: `Name the path: ${found.join(", ")}.` },
    );
  throw wrongUse(
    { ru: `Нет процесса «${idOrPath}».`, en: `There is no process "${idOrPath}".` },
    remedyFor(idOrPath, [...new Set(ids)]),
  );
}

function remedyFor(name: string, ids: readonly string[]): Text {
  if (kindOfPath(name) === "file")
    return {
      ru: "Файл процесса называется process.yaml: переименуйте этот или назовите другой.",
      en: "The file of a process is called process.yaml: rename this one or name another.",
    };
  if (ids.length === 0)
    return {
      ru: "Назовите id процесса или путь к его process.yaml.",
      en: "Name the id of a process or the path of its process.yaml.",
    };
  const near = suggest(name, ids);
  const list = { ru: `Есть: ${ids.join(", ")}.`, en: `There are: ${ids.join(", ")}.` };
  return near === null ? list : { ru: `Может быть, ${near}? ${list.ru}`, en: `Did you mean ${near}? ${list.en}` };
}
