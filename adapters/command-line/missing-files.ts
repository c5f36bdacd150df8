import { dirname, isAbsolute, join } from "node:path";
import { problem } from "../../engine/definition/make-problem.ts";
import { childOf, type Document, type Node, textOf } from "../../engine/definition/node.ts";
import type { Problem } from "../../engine/definition/problem.ts";
import { kindOfPath } from "../process-source/folder/kind-of-path.ts";

/** The files that a scenario's `given` names and that are not there. Paths are relative to the scenario (language §7). */
export function missingFiles(document: Document): readonly Problem[] {
  const given = childOf(document.root, "given");
  const sources = ["records", "directory"].flatMap((name) => childOf(given, name) ?? []);
  return sources.flatMap(filesIn).flatMap((node): Problem[] => {
    const path = textOf(node) ?? "";
    if (kindOfPath(isAbsolute(path) ? path : join(dirname(document.path), path)) === "file") return [];
    const message = { ru: `Нет файла: ${path}`, en: `There is no such file: ${path}` };
    const remedy = {
      ru: "Путь считается от файла сценария; данные можно написать и прямо здесь",
      en: "The path is counted from the scenario's file; the data may also stand right here",
    };
    return [problem(document, { code: "scenario-file", at: node, message, remedy })];
  });
}

function filesIn(node: Node): readonly Node[] {
  if (node.kind === "list") return node.items.flatMap(filesIn);
  return textOf(node) === undefined ? [] : [node];
}
