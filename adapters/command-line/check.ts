import { pluralEn, pluralRu } from "../../engine/base/plural.ts";
import { printProblems } from "../../engine/definition/print-problems.ts";
import type { Problem, Text } from "../../engine/definition/problem.ts";
import { githubAnnotations } from "../../engine/definition/problem-github.ts";
import { problemsJson } from "../../engine/definition/problem-json.ts";
import { wrongUse } from "../complaint.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { checkFile } from "./check-file.ts";
import { defaultPaths } from "./default-paths.ts";
import { ProcessLoader } from "./process-loader.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { writeFixes } from "./write-fixes.ts";

/** `ordo check [paths…]`: language §7. */
export interface CheckOptions {
  /** @default "text" */
  readonly format?: "text" | "json" | "github";
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly strict?: boolean;
  /** `directory.yaml` to check people and groups against. @default the one `ordo.yaml` names */
  readonly directory?: string;
}

/**
 * Finds all problems of the processes under the paths and of the files named one by one.
 * Exit code 1 where there is an error, or with `strict` a warning.
 */
export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  let found = checkOnce(paths, options);
  if (options.fix) {
    const mended = writeFixes(() => found, () => {
      found = checkOnce(paths, options);
    });
    if (mended > 0) terminal.say(terminal.pick(saysMended(mended)));
  }
  print(found, options, terminal);
  return found.problems.some(({ severity }) => severity === "error" || options.strict) ? 1 : 0;
}

/** What one look at the files came to. */
export interface Checked {
  readonly checked: number;
  readonly problems: readonly Problem[];
  /** Path → text of the files read. */
  readonly texts: ReadonlyMap<string, string>;
}

function checkOnce(paths: readonly string[], options: CheckOptions): Checked {
  const source = folderSource();
  const { folders, others } = source.find(paths.length > 0 ? paths : defaultPaths());
  if (folders.length + others.length === 0) throw nothingToCheck(paths);
  const loader = new ProcessLoader(source, { directory: options.directory ?? null });
  const problems = [
    ...folders.flatMap((folder) => loader.load(folder).problems),
    ...others.flatMap((path) => checkFile(path, loader)),
    ...loader.problemsAround(),
  ];
  return { checked: folders.length + others.length, problems, texts: loader.texts };
}

function print({ checked, problems, texts }: Checked, options: CheckOptions, terminal: Terminal): void {
  const { locale, color } = terminal;
  const format = options.json ? "json" : (options.format ?? "text");
  if (format === "json") terminal.print(JSON.stringify(problemsJson(checked, problems, locale), null, 2));
  else if (format === "github") terminal.print(githubAnnotations(problems, locale));
  else if (problems.length > 0) terminal.print(printProblems(problems, texts, { locale, color }));
  else terminal.print(terminal.pick(saysFine(checked)));
}

function saysFine(count: number): Text {
  return {
    ru: `${pluralRu(count, { one: "Проверен", few: "Проверено", many: "Проверено" })} ${count} ${pluralRu(count, { one: "файл", few: "файла", many: "файлов" })}: ошибок нет.`,
    en: `${count} ${pluralEn(count, "file", "files")} checked: no problems.`,
  };
}

function saysMended(count: number): Text {
  return {
    ru: `Исправлено: ${count} ${pluralRu(count, { one: "место", few: "места", many: "мест" })}.`,
    en: `Mended in ${count} ${pluralEn(count, "place", "places")}.`,
  };
}

function nothingToCheck(paths: readonly string[]): Error {
  const where = paths.length > 0 ? paths.join(", ") : ".";
  return wrongUse(
    { ru: `Здесь нет ни одного process.yaml: ${where}`, en: `There is no process.yaml here: ${where}` },
    { ru: "Назовите папку с процессами; новую создаст ordo init.", en: "Name a folder with processes; `ordo init` makes a new one." },
  );
}
