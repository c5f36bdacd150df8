import { dirname } from "node:path";
import { checkConfig } from "../../engine/definition/check-config.ts";
import { checkRecords } from "../../engine/definition/check-records.ts";
import { withoutSecrets } from "../../engine/definition/config-secrets.ts";
import { problem } from "../../engine/definition/make-problem.ts";
import type { Document } from "../../engine/definition/node.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { kindByKeys, kindByPath } from "./kind-of-file.ts";
import type { ProcessLoader } from "./process-loader.ts";

/** All problems of a file that was named by itself: a scenario, a directory, records, a calendar, a catalog, a process. */
export function checkFile(path: string, loader: ProcessLoader): readonly Problem[] {
  const named = kindByPath(path);
  const { document, problems } = loader.reader.document(path, named ?? "records");
  if (document === null) return problems;
  const kind = named ?? kindByKeys(document.root);
  if (kind === null) {
    const at = { start: document.root.start, end: document.root.start + 1 };
    return [
      ...problems,
      problem(document, { code: "unknown-file", at, message: UNKNOWN.says, remedy: UNKNOWN.remedy }),
    ];
  }
  if (kind === "process") return loader.loadFile(path).problems;
  if (kind === "scenario") return loader.scenarioFileProblems(path);
  if (kind === "directory") return loader.reader.directory(path).problems;
  if (kind === "calendar") return loader.reader.calendar(path, path).problems;
  const { value, problems: shape } = loader.reader.shape(path, kind);
  if (kind === "config") return configProblems(path, value, loader, shape);
  const catalog = kind === "records" ? loader.catalog(dirname(path)) : null;
  if (value === null || catalog === null) return shape;
  return [...shape, ...checkRecords(value, { catalog, directory: loader.directoryFor(dirname(path)) })];
}

/** Secrets need not be there for the file to be right: the environment is that of another machine. */
function configProblems(
  path: string,
  document: Document | null,
  loader: ProcessLoader,
  shape: readonly Problem[],
): readonly Problem[] {
  const isShaped = document !== null && shape.every(({ severity }) => severity !== "error");
  const problems = isShaped ? [...shape, ...checkConfig(document, null)] : shape;
  loader.reader.texts.set(path, withoutSecrets(loader.reader.texts.get(path) ?? "", problems));
  return problems;
}

const UNKNOWN = {
  says: { ru: "Непонятно, что это за файл", en: "It is not clear what this file is" },
  remedy: {
    ru: "Процесс лежит в process.yaml; остальные файлы начинаются с scenario, users, records, zone",
    en: "A process lies in process.yaml; the other files begin with scenario, users, records, zone",
  },
};
