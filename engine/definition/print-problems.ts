import { pluralEn, pluralRu } from "../base/plural.ts";
import type { Locale, Problem, Text } from "./problem.ts";
import { harmless, showLine } from "./show-line.ts";
import { sortProblems } from "./sort-problems.ts";

export interface PrintOptions {
  readonly locale: Locale;
  /** Colors of the terminal (ANSI). */
  readonly color: boolean;
  /** Most problems shown of one file; the rest are counted. @default 50 */
  readonly perFileMax?: number;
}

/**
 * Problems as people read them: place, severity and code, the message, the source line with a caret, the remedy; a
 * summary at the end. Empty for no problems.
 *
 * @param texts Path → text of the files the problems are about; a problem of another file is shown without its line.
 * @example
 * processes/x/process.yaml:14:11  ошибка  step-target-exists
 *   Нет шага «notfy-seller», на который указывает `then`
 *    14 |     then: notfy-seller
 *       |           ^^^^^^^^^^^^
 *   Возможно, вы имели в виду «notify-seller»?
 */
export function printProblems(
  problems: readonly Problem[],
  texts: ReadonlyMap<string, string>,
  options: PrintOptions,
): string {
  if (problems.length === 0) return "";
  const sorted = sortProblems(problems);
  const blocks: string[] = [];
  for (const [, ofFile] of byFile(sorted)) {
    const max = options.perFileMax ?? PER_FILE_MAX;
    for (const problem of ofFile.slice(0, max)) blocks.push(printProblem(problem, texts, options));
    if (ofFile.length > max) blocks.push(andMore(ofFile.length - max, options.locale));
  }
  return [...blocks, summary(sorted, options)].join("\n\n");
}

/** Beyond this nobody reads on: the first are mended, then the file is checked again. */
const PER_FILE_MAX = 50;

/** One problem, without a line end after it. */
export function printProblem(problem: Problem, texts: ReadonlyMap<string, string>, options: PrintOptions): string {
  const { locale } = options;
  const paint = painter(options.color);
  const { place } = problem;
  const severity = paint(problem.severity === "error" ? RED : YELLOW, SEVERITY[problem.severity][locale]);
  const lines = [
    `${paint(BOLD, `${place.file}:${place.line}:${place.column}`)}  ${severity}  ${problem.code}`,
    `  ${harmless(problem.message[locale])}`,
    ...sourceOf(problem, texts, paint),
  ];
  for (const { place: there, message } of problem.related ?? []) {
    lines.push(`  ${harmless(message[locale])}: ${there.file}:${there.line}:${there.column}`);
    const text = texts.get(there.file);
    if (text !== undefined) lines.push(gutter(there.line, showLine(text, there).text));
  }
  lines.push(`  ${paint(CYAN, harmless(problem.remedy[locale]))}`);
  return lines.join("\n");
}

function sourceOf(problem: Problem, texts: ReadonlyMap<string, string>, paint: Paint): readonly string[] {
  const text = texts.get(problem.place.file);
  if (text === undefined || text.length === 0) return [];
  const shown = showLine(text, problem.place);
  const carets = paint(problem.severity === "error" ? RED : YELLOW, shown.underline.trimStart());
  const indent = shown.underline.length - shown.underline.trimStart().length;
  return [gutter(problem.place.line, shown.text), `${" ".repeat(GUTTER)} | ${" ".repeat(indent)}${carets}`];
}

/** Width of the line number: files have at most 100,000 lines. */
const GUTTER = 6;

function gutter(line: number, text: string): string {
  return `${String(line).padStart(GUTTER)} | ${text}`.trimEnd();
}

function byFile(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  return Map.groupBy(problems, ({ place }) => place.file);
}

function andMore(count: number, locale: Locale): string {
  return locale === "ru" ? `  …и ещё ${count} в этом файле` : `  …and ${count} more in this file`;
}

function summary(problems: readonly Problem[], { locale, color }: PrintOptions): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const text = countProblems({ errors, warnings: problems.length - errors, files: byFile(problems).size })[locale];
  const code = (problems.find(({ severity }) => severity === "error") ?? problems[0])?.code ?? "";
  const explain: Text = {
    ru: `Подробнее о проблеме: ordo explain ${code}`,
    en: `More about a problem: ordo explain ${code}`,
  };
  return `${painter(color)(BOLD, text)}\n${explain[locale]}`;
}

/** «3 ошибки и 1 предупреждение в 2 файлах» */
export function countProblems(counts: {
  readonly errors: number;
  readonly warnings: number;
  readonly files: number;
}): Text {
  const { errors, warnings, files } = counts;
  const ru: string[] = [];
  const en: string[] = [];
  if (errors > 0 || warnings === 0) {
    ru.push(`${errors} ${pluralRu(errors, { one: "ошибка", few: "ошибки", many: "ошибок" })}`);
    en.push(`${errors} ${pluralEn(errors, "error", "errors")}`);
  }
  if (warnings > 0) {
    ru.push(
      `${warnings} ${pluralRu(warnings, { one: "предупреждение", few: "предупреждения", many: "предупреждений" })}`,
    );
    en.push(`${warnings} ${pluralEn(warnings, "warning", "warnings")}`);
  }
  return {
    ru: `${ru.join(" и ")} в ${files} ${pluralRu(files, { one: "файле", few: "файлах", many: "файлах" })}`,
    en: `${en.join(" and ")} in ${files} ${pluralEn(files, "file", "files")}`,
  };
}

const SEVERITY: Readonly<Record<Problem["severity"], Text>> = {
  error: { ru: "ошибка", en: "error" },
  warning: { ru: "предупреждение", en: "warning" },
};

type Paint = (style: string, text: string) => string;

const RED = "31";
const YELLOW = "33";
const CYAN = "36";
const BOLD = "1";

function painter(color: boolean): Paint {
  return color ? (style, text) => `\u001B[${style}m${text}\u001B[0m` : (_, text) => text;
}
