import type { Locale, Problem } from "./problem.ts";
import { sortProblems } from "./sort-problems.ts";

/**
 * Problems as annotations of GitHub Actions, one a line: `::error file=…,line=…::…`.
 * GitHub shows the columns only where a span lies on one line.
 */
export function githubAnnotations(problems: readonly Problem[], locale: Locale): string {
  return sortProblems(problems)
    .map((problem) => annotation(problem, locale))
    .join("\n");
}

function annotation({ code, severity, place, message, remedy }: Problem, locale: Locale): string {
  const properties = [
    `file=${property(place.file)}`,
    `line=${place.line}`,
    `endLine=${place.endLine}`,
    ...(place.line === place.endLine ? [`col=${place.column}`, `endColumn=${place.endColumn}`] : []),
    `title=${property(code)}`,
  ];
  return `::${severity} ${properties.join(",")}::${data(`${message[locale]}\n${remedy[locale]}`)}`;
}

/** Escapes of the workflow command format; without them a file could forge commands. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
