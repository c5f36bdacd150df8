import type { FileLimits } from "./file-kind.ts";
import { problem } from "./make-problem.ts";
import { lineStartsOf, type SourceText } from "./position.ts";
import type { Problem } from "./problem.ts";

/** A file larger than its kind may be; found from its length alone, before anything is decoded. */
export function checkSize(path: string, size: number, limits: FileLimits): Problem | null {
  if (size <= limits.bytesMax) return null;
  const found = kilobytes(size);
  const allowed = kilobytes(limits.bytesMax);
  return problem(
    { path, text: "" },
    {
      code: "file-too-large",
      at: { start: 0, end: 0 },
      message: {
        ru: `Файл слишком велик: ${found} КБ, а можно до ${allowed} КБ`,
        en: `The file is too large: ${found} KB, at most ${allowed} KB`,
      },
      remedy: {
        ru: "Разделите его: большой процесс — на вызовы `run`, таблицы и данные — в отдельные файлы",
        en: "Split it: a large process into `run` steps, tables and data into files of their own",
      },
    },
  );
}

/** More lines than a file of this kind may have. */
export function checkLines(source: SourceText, limits: FileLimits): Problem | null {
  const starts = lineStartsOf(source.text);
  if (starts.length <= limits.linesMax + 1) return null;
  const start = starts[limits.linesMax] ?? 0;
  return problem(source, {
    code: "too-many-lines",
    at: { start, end: start + 1 },
    message: {
      ru: `В файле ${starts.length} строк, а можно до ${limits.linesMax}`,
      en: `The file has ${starts.length} lines, at most ${limits.linesMax}`,
    },
    remedy: {
      ru: "Разделите файл: вынесите часть процесса в другой (`run`), таблицы — в decisions/",
      en: "Split the file: move part of the process into another (`run`), tables into decisions/",
    },
  });
}

/** Maps and lists nested deeper than a file of this kind may be. */
export function tooDeep(source: SourceText, offset: number, limits: FileLimits): Problem {
  return problem(source, {
    code: "too-deep",
    at: { start: offset, end: offset + 1 },
    message: {
      ru: `Слишком глубокая вложенность: больше ${limits.depthMax} уровней`,
      en: `Nested too deeply: more than ${limits.depthMax} levels`,
    },
    remedy: {
      ru: "Проверьте скобки и отступы; вынесите вложенные шаги в отдельный процесс",
      en: "Check brackets and indentation; move nested steps into a process of their own",
    },
  });
}

/** A map with more keys than a file of this kind may have; `at` is the first key too many. */
export function tooManyKeys(
  source: SourceText,
  at: { readonly start: number; readonly end: number },
  limits: FileLimits,
): Problem {
  return problem(source, {
    code: "too-many-keys",
    at,
    message: {
      ru: `Слишком много ключей в одном месте: больше ${limits.keysMax}`,
      en: `Too many keys in one map: more than ${limits.keysMax}`,
    },
    remedy: {
      ru: "Разделите карту на части или перенесите данные в таблицу CSV",
      en: "Split the map, or move the data into a CSV table",
    },
  });
}

/** More items in one pair of brackets than a file of this kind may have. */
export function tooManyItems(source: SourceText, offset: number, limits: FileLimits): Problem {
  return problem(source, {
    code: "too-many-items",
    at: { start: offset, end: offset + 1 },
    message: {
      ru: `Слишком много элементов в одних скобках: больше ${limits.keysMax}`,
      en: `Too many items in one pair of brackets: more than ${limits.keysMax}`,
    },
    remedy: {
      ru: "Запишите их строками с «- » или перенесите в таблицу CSV",
      en: 'Write them as lines with "- ", or move them into a CSV table',
    },
  });
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}
