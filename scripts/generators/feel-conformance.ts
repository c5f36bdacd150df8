import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CaseResult, TCK_MISSING, tckResults } from "../../tests/support/tck.ts";
import type { GeneratedFiles } from "../generated-files.ts";

const PAGE = "docs/reference/feel-conformance.md";

/** How the FEEL engine meets the DMN TCK. Where the cases are not present the page stays as it was committed. */
export function generate(): GeneratedFiles {
  if (TCK_MISSING === null) return { [PAGE]: page(tckResults()) };
  const path = join(import.meta.dirname, "../..", PAGE);
  return existsSync(path) ? { [PAGE]: readFileSync(path, "utf8") } : {};
}

/** Why a case fails, by its id; a failure without a reason here says so on the page. */
const REASONS: Readonly<Record<string, string>> = {
  "0068-feel-equality/time_005/time_005":
    "The kit takes two times that differ by a tenth of a millisecond for equal. Ours are exact to the nanosecond; dropping digits to agree would make sums of times wrong.",
  "0103-feel-is-function/named_params_002/named_params_002":
    "The kit reads a call that leaves a parameter out as one that passes null. Ours is a call with too few arguments, and such a call is an error (null), as it is for every other function of the kit.",
};

function page(results: readonly CaseResult[]): string {
  const of = (kind: CaseResult["kind"]): readonly CaseResult[] => results.filter((result) => result.kind === kind);
  const failed = results.filter(({ passes }) => !passes);
  return [
    "<!-- Generated (npm run generate). Do not edit. -->",
    "# FEEL по тестам DMN TCK · FEEL and the DMN TCK",
    "Выражения и таблицы решений измерены случаями DMN Technology Compatibility Kit (OMG, ревизия 0dbcaf9b, две трети из них) в режиме `dmn`, то есть по стандарту, с `null` вместо ошибок. Процессы работают в строгом режиме: там, где стандарт молча даёт `null`, — сбой с местом и значениями.",
    "*Measured in DMN mode, where errors are `null` as the standard has it. Processes run in strict mode: where the standard is silently `null`, they have an incident with its place and values. Cases with `coercion` bring the result to a declared type (DMN 1.5 §10.3.2.9.4). Run them yourself: `ordo eval --batch`, `ordo table eval --batch`.*",
    "## Итог · Rates",
    table(
      ["случаи · cases", "уровень · level", "проходят · pass", "из · of", "%"],
      [
        ...byLevel("выражения · expressions", of("expression")),
        ...byLevel("приведение типа · coercion", of("coercion")),
        ...byLevel("таблицы · tables", of("table")),
      ],
    ),
    `## Что не проходит · What fails (${failed.length})`,
    failed.length === 0 ? "—" : failed.map(failure).join("\n\n"),
    "## По папкам · By folder",
    table(["папка · folder", "уровень · level", "проходят · pass", "из · of", "%"], byFolder(results)),
    "",
  ].join("\n\n");
}

function byLevel(title: string, results: readonly CaseResult[]): readonly (readonly string[])[] {
  const levels = [...Map.groupBy(results, ({ level }) => level)].sort(([a], [b]) => a - b);
  const rows = levels.map(([level, group]) => [title, String(level), ...rate(group)]);
  return levels.length > 1 ? [...rows, [`**${title}**`, "", ...rate(results)]] : rows;
}

function byFolder(results: readonly CaseResult[]): readonly (readonly string[])[] {
  const folders = [...Map.groupBy(results, ({ folder }) => folder)].sort(([a], [b]) => (a < b ? -1 : 1));
  return folders.map(([folder, group]) => [`\`${folder}\``, String(group[0]?.level ?? ""), ...rate(group)]);
}

function rate(results: readonly CaseResult[]): readonly string[] {
  const passed = results.filter(({ passes }) => passes).length;
  return [String(passed), String(results.length), ((passed / results.length) * 100).toFixed(2)];
}

function failure({ id, text, expected, actual }: CaseResult): string {
  return [
    `### ${id}`,
    `\`${text}\` — ${JSON.stringify(expected)} expected, ${JSON.stringify(actual)} here.`,
    REASONS[id] ?? "Not explained yet.",
  ].join("\n\n");
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heading, heading.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
