import { spaceOf } from "./analysis-space.ts";
import { BOXES_MAX, type Effort } from "./cover-search.ts";
import { findFallingAuthority } from "./find-authority.ts";
import { findGaps } from "./find-gaps.ts";
import { findDuplicates, findOverlaps } from "./find-overlaps.ts";
import { findDead, findMergeable, findSubsumed } from "./find-redundant.ts";
import type { Finding } from "./finding.ts";
import { cellTextOf, counterExample, sayRegion } from "./region-text.ts";
import type { CompiledTable, TableModel } from "./table-model.ts";

/**
 * Says what is wrong with a table before anybody meets it: gaps, overlaps against the hit policy, rules that never win
 * or repeat others, rules that could be one, authority that falls as an amount grows. Every finding has its smallest
 * counter-example, with exact bounds. Nothing is reported that depends on a computed test.
 *
 * A table of 1,000 rules and 4 inputs takes well under a second; one too tangled for {@link BOXES_MAX} says so.
 */
export function analyzeTable(table: CompiledTable): readonly Finding[] {
  const { model } = table;
  const space = spaceOf(model);
  const effort: Effort = { boxes: BOXES_MAX };
  const overlaps = findOverlaps(model, space);
  const findings: Finding[] = [...overlaps];
  if (needsCover(model)) {
    for (const gap of findGaps(space, effort)) {
      const example = counterExample(space, gap);
      const where = sayRegion(space, gap);
      const cells = Object.fromEntries(
        space.columns.map(({ input }, axis) => [input.name, cellTextOf(space, axis, gap[axis] ?? [])]),
      );
      findings.push(gapFinding(model, { says: example.says, inputs: example.inputs, where, cells }));
    }
  }
  findings.push(...findDead(model, space, effort));
  if (model.hitPolicy !== "unique") findings.push(...findDuplicates(model, space));
  findings.push(...findSubsumed(model, space), ...findFallingAuthority(model, space));
  if (overlaps.length === 0) findings.push(...findMergeable(model, space));
  if (effort.boxes < 0) findings.push(incomplete(model));
  return findings;
}

/** Must some rule match? Not where "none" has an answer: a default, an empty list, a count or sum of nothing. */
function needsCover(model: TableModel): boolean {
  if (["collect", "collect count", "collect sum"].includes(model.hitPolicy)) return false;
  return !model.outputs.every((output) => output.default !== null);
}

function gapFinding(
  model: TableModel,
  gap: {
    readonly says: Finding["message"];
    readonly inputs: Finding["example"];
    readonly where: string;
    readonly cells: Readonly<Record<string, string>>;
  },
): Finding {
  const colon = gap.says.ru === "" ? "" : ": ";
  return {
    code: "table-gap",
    severity: "error",
    start: model.place.start,
    end: model.place.end,
    rules: [],
    message: { ru: `${gap.says.ru}${colon}ни одного правила`, en: `${gap.says.en}${colon}no rule` },
    remedy:
      gap.where === ""
        ? { ru: "Добавьте правило", en: "Add a rule" }
        : { ru: `Добавьте правило для «${gap.where}»`, en: `Add a rule for "${gap.where}"` },
    example: gap.inputs,
    cells: gap.cells,
  };
}

function incomplete(model: TableModel): Finding {
  return {
    code: "table-analysis-incomplete",
    severity: "warning",
    start: model.place.start,
    end: model.place.end,
    rules: [],
    message: {
      ru: "Таблица слишком запутана: проверена не вся",
      en: "The table is too tangled: not all of it was checked",
    },
    remedy: {
      ru: "Разделите её на две: одна решает первый вопрос, другая второй",
      en: "Split it in two, each answering one question",
    },
    example: {},
  };
}
