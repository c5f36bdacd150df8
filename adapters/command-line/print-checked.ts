import { pluralEn, pluralRu } from "../../engine/base/plural.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { Checked } from "./check.ts";
import type { Terminal } from "./terminal.ts";

/** Prints what `check` found: text with carets for people, one object for programs, annotations for GitHub. */
export async function printChecked(
  found: Checked,
  { format }: { format: "text" | "json" | "github" },
  terminal: Terminal,
): Promise<void> {
  if (found.problems.length > 0) return printFound(found, { format }, terminal);
  if (format === "json") terminal.print(JSON.stringify({ checked: found.checked, problems: [] }, null, 2));
  else if (format === "text") terminal.print(terminal.pick(saysFine(found.checked)));
}

async function printFound(
  { checked, problems, texts }: Checked,
  { format }: { format: "text" | "json" | "github" },
  terminal: Terminal,
): Promise<void> {
  const { locale, color } = terminal;
  if (format === "json") {
    const { problemsJson } = await import("../../engine/definition/problem-json.ts");
    terminal.print(JSON.stringify(problemsJson(checked, problems, locale), null, 2));
  } else if (format === "github") {
    const { githubAnnotations } = await import("../../engine/definition/problem-github.ts");
    terminal.print(githubAnnotations(problems, locale));
  } else {
    const { printProblems } = await import("../../engine/definition/print-problems.ts");
    terminal.print(printProblems(problems, texts, { locale, color }));
  }
}

function saysFine(count: number): Text {
  return {
    ru: `${pluralRu(count, { one: "Проверен", few: "Проверено", many: "Проверено" })} ${count} ${pluralRu(count, { one: "файл", few: "файла", many: "файлов" })}: ошибок нет.`,
    en: `${count} ${pluralEn(count, "file", "files")} checked: no problems.`,
  };
}
