import { statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { type Environment, withVariables } from "../../engine/definition/config-variable.ts";
import { problem } from "../../engine/definition/make-problem.ts";
import { childOf, type Document, type Node, textOf } from "../../engine/definition/node.ts";
import type { Problem } from "../../engine/definition/problem.ts";

/** Keys that name what must be there: a file or a folder. What Ordo makes itself (database, files, log) may be missing. */
const PLACES: readonly (readonly [path: readonly string[], kind: "file" | "folder"])[] = [
  [["catalog"], "file"],
  [["directory"], "file"],
  [["directory", "bitrix24", "absences"], "file"],
  [["records"], "file"],
  [["processes"], "folder"],
  [["calendars"], "folder"],
  [["registry", "keyFile"], "file"],
];

/** Files and folders that `ordo.yaml` names and that are not there, or are not what they should be. */
export function configPaths(document: Document, environment: Environment): readonly Problem[] {
  return PLACES.flatMap(([path, kind]) => {
    const node = path.reduce<Node | undefined>((at, name) => childOf(at, name), document.root);
    return namedIn(node).flatMap((named) => {
      const text = withVariables(textOf(named) ?? "", environment);
      const found = text === null ? kind : kindAt(isAbsolute(text) ? text : join(dirname(document.path), text));
      return found === kind || text === null ? [] : [missing(document, named, { path: text, kind, found })];
    });
  });
}

function namedIn(node: Node | undefined): readonly Node[] {
  if (node?.kind === "list") return node.items.flatMap(namedIn);
  return textOf(node) === undefined || node === undefined ? [] : [node];
}

function missing(
  document: Document,
  at: Node,
  { path, kind, found }: { readonly path: string; readonly kind: "file" | "folder"; readonly found: string | null },
): Problem {
  const words = { file: { ru: "файла", en: "file" }, folder: { ru: "папки", en: "folder" } }[kind];
  const isOther = found !== null;
  return problem(document, {
    code: "config-path",
    at,
    message: isOther
      ? {
          ru: kind === "file" ? `Это папка, а нужен файл: ${path}` : `Это файл, а нужна папка: ${path}`,
          en: kind === "file" ? `This is a folder, not a file: ${path}` : `This is a file, not a folder: ${path}`,
        }
      : {
          ru: `Нет такого ${words.ru}: ${path}`.replace("такого папки", "такой папки"),
          en: `There is no such ${words.en}: ${path}`,
        },
    remedy: {
      ru: "Путь считается от ordo.yaml; поправьте его или создайте недостающее",
      en: "The path is counted from ordo.yaml; mend it, or make what is missing",
    },
  });
}

function kindAt(path: string): "file" | "folder" | null {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch {
    return null;
  }
}
