import { intersection, isEmptyRegion, meet, type Region, rangesKey, type Space } from "./analysis-space.ts";
import type { Finding } from "./finding.ts";
import { counterExample, sayRegion } from "./region-text.ts";
import type { TableModel } from "./table-model.ts";

/** Overlaps reported for one table. */
export const OVERLAPS_MAX = 20;

/**
 * Pairs of rules that take the same inputs where the hit policy allows one (`unique`), or allows several that agree
 * (`any`). Rules with computed tests are left out: nobody can say before the run.
 */
export function findOverlaps(model: TableModel, space: Space): readonly Finding[] {
  if (model.hitPolicy !== "unique" && model.hitPolicy !== "any") return [];
  const findings: Finding[] = [];
  for (let second = 1; second < space.rules.length; second++) {
    for (let first = 0; first < second; first++) {
      if (space.unsure[first] || space.unsure[second]) continue;
      if (!meet(space.rules[first] as Region, space.rules[second] as Region)) continue;
      if (model.hitPolicy === "any" && !disagree(model, first, second)) continue;
      findings.push(overlap(model, space, { first, second }));
      if (findings.length >= OVERLAPS_MAX) return findings;
    }
  }
  return findings;
}

/** Are the rules' values different for sure? Computed ones may turn out equal. */
function disagree(model: TableModel, first: number, second: number): boolean {
  return model.outputs.some(({ entries }) => {
    const [one, other] = [entries[first], entries[second]];
    return one?.literal !== undefined && other?.literal !== undefined && one.key !== other.key;
  });
}

/** Do two rules give the same values at all times? */
export function agree(model: TableModel, first: number, second: number): boolean {
  return model.outputs.every(({ entries }) => entries[first]?.key === entries[second]?.key);
}

function overlap(model: TableModel, space: Space, pair: { readonly first: number; readonly second: number }): Finding {
  const [one, other] = [pair.first + 1, pair.second + 1];
  const common = intersection(space.rules[pair.first] as Region, space.rules[pair.second] as Region) as Region;
  const example = counterExample(space, common);
  const isSame = regionKey(space.rules[pair.first] as Region) === regionKey(space.rules[pair.second] as Region);
  const place = model.rules[pair.second] ?? model.place;
  if (isSame && agree(model, pair.first, pair.second)) return duplicate(model, { ...pair, severity: "error" });
  const colon = example.says.ru === "" ? "" : ": ";
  const where = sayRegion(space, common);
  const common2 = where === "" ? { ru: "всегда", en: "always" } : { ru: where, en: where };
  const disagreeing = model.hitPolicy === "any";
  return {
    code: "table-overlap",
    severity: "error",
    start: place.start,
    end: place.end,
    rules: [one, other],
    message: {
      ru: `Правила ${one} и ${other} подходят оба${disagreeing ? " и спорят" : ""}${colon}${example.says.ru}`,
      en: `Rules ${one} and ${other} both match${disagreeing ? " and disagree" : ""}${colon}${example.says.en}`,
    },
    remedy: {
      ru: `Общее у них — ${common2.ru}; оставьте эту часть одному`,
      en: `They share ${common2.en}; leave that part to one of them`,
    },
    example: example.inputs,
  };
}

/** Equal keys: the same region. */
export function regionKey(region: Region): string {
  return region.map(rangesKey).join("|");
}

/** The same rule twice, in any policy. */
export function findDuplicates(model: TableModel, space: Space): readonly Finding[] {
  const seen = new Map<string, number>();
  const findings: Finding[] = [];
  space.rules.forEach((region, rule) => {
    if (space.unsure[rule] || isEmptyRegion(region)) return;
    const key = `${regionKey(region)} → ${model.outputs.map(({ entries }) => entries[rule]?.key).join("|")}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, rule);
    else if (findings.length < OVERLAPS_MAX)
      findings.push(duplicate(model, { first, second: rule, severity: "warning" }));
  });
  return findings;
}

function duplicate(
  model: TableModel,
  pair: { readonly first: number; readonly second: number; readonly severity: "error" | "warning" },
): Finding {
  const [one, other] = [pair.first + 1, pair.second + 1];
  const place = model.rules[pair.second] ?? model.place;
  return {
    code: "table-rule-duplicate",
    severity: pair.severity,
    start: place.start,
    end: place.end,
    rules: [one, other],
    message: { ru: `Правило ${other} повторяет правило ${one}`, en: `Rule ${other} repeats rule ${one}` },
    remedy: { ru: "Удалите одно из них", en: "Delete one of them" },
    example: {},
  };
}
