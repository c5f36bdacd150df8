import { basename, dirname } from "node:path";
import type { ProcessSource } from "../../engine/ports/process-source.ts";
import { wrongUse } from "../complaint.ts";
import { defaultPaths } from "./default-paths.ts";

/** The folder of a process named by id or path. @throws {Complaint} naming those there are */
export function locateProcess(idOrPath: string, source: ProcessSource): string {
  const folder = source.locate(idOrPath.replace(/[\\/]$/, ""));
  if (folder !== null) return folder;
  const known = source.find(defaultPaths()).folders.map((path) => basename(path));
  const near = known.find((name) => name.startsWith(idOrPath.slice(0, 3)) || name.includes(idOrPath));
  const list =
    known.length === 0
      ? {
          ru: `Процессы ищутся в папке ${dirname(`${defaultPaths()[0]}/x`)}.`,
          en: `Processes are looked for in ${dirname(`${defaultPaths()[0]}/x`)}.`,
        }
      : { ru: `Есть: ${known.join(", ")}.`, en: `There are: ${known.join(", ")}.` };
  throw wrongUse(
    { ru: `Нет процесса «${idOrPath}».`, en: `There is no process "${idOrPath}".` },
    near === undefined ? list : { ru: `Может быть, ${near}? ${list.ru}`, en: `Did you mean ${near}? ${list.en}` },
  );
}
