import { intersection, isEmptyRegion, isInside, meet, type Region, rangesKey, type Space } from "./analysis-space.ts";
import type { CellRange } from "./axis.ts";
import { type Effort, findUncovered } from "./cover-search.ts";
import { nameOf } from "./describe.ts";
import { agree, regionKey } from "./find-overlaps.ts";
import type { Finding, FindingCode } from "./finding.ts";
import { compareRanks, rankVector } from "./priority.ts";
import { cellTextOf } from "./region-text.ts";
import type { TableModel } from "./table-model.ts";
import type { Says } from "./table-source.ts";

/** Findings of each kind for one table. */
const REDUNDANT_MAX = 20;

/** Rules that can never win: nothing that may come in passes their tests, or stronger rules take all of it. */
export function findDead(model: TableModel, space: Space, effort: Effort): readonly Finding[] {
  const findings: Finding[] = [];
  const strongerThan = strength(model);
  for (let rule = 0; rule < space.rules.length && findings.length < REDUNDANT_MAX; rule++) {
    const region = space.rules[rule] as Region;
    if (isEmptyRegion(region)) {
      findings.push(outside(model, space, rule));
      continue;
    }
    const stronger = strongerThan(rule).filter(
      (other) => !space.unsure[other] && meet(space.rules[other] as Region, region),
    );
    if (stronger.length === 0) continue;
    const free = findUncovered(
      region,
      stronger.map((other) => space.rules[other] as Region),
      effort,
    );
    if (effort.boxes < 0) break;
    if (!free && !isRepeat(model, space, { rule, stronger })) findings.push(shadowed(model, space, { rule, stronger }));
  }
  return findings;
}

/** For each rule the rules that win wherever both match. */
function strength(model: TableModel): (rule: number) => readonly number[] {
  const all = model.rules.map((_, rule) => rule);
  if (model.hitPolicy === "first") return (rule) => all.slice(0, rule);
  if (model.hitPolicy !== "priority") return () => [];
  const ranks = all.map((rule) => rankVector(model, rule));
  return (rule) => {
    const own = ranks[rule];
    if (!own) return [];
    return all.filter((other) => {
      const theirs = other === rule ? null : ranks[other];
      const order = theirs ? compareRanks(theirs, own) : 1;
      return order < 0 || (order === 0 && other < rule);
    });
  };
}

/** A plain repetition is reported as such, once. */
function isRepeat(
  model: TableModel,
  space: Space,
  found: { readonly rule: number; readonly stronger: readonly number[] },
): boolean {
  const key = regionKey(space.rules[found.rule] as Region);
  return found.stronger.some(
    (other) => regionKey(space.rules[other] as Region) === key && agree(model, other, found.rule),
  );
}

function outside(model: TableModel, space: Space, rule: number): Finding {
  const axis = (space.rules[rule] as Region).findIndex((ranges) => ranges.length === 0);
  const column = space.columns[axis];
  const place = column?.places[rule] ?? model.rules[rule] ?? model.place;
  const name = column ? nameOf(column) : "";
  return {
    ...finding("table-rule-dead", "warning", [rule + 1]),
    start: place.start,
    end: place.end,
    message: {
      ru: `Правило ${rule + 1} не сработает никогда: такого значения у «${name}» не бывает`,
      en: `Rule ${rule + 1} never applies: "${name}" cannot have such a value`,
    },
    remedy: { ru: "Исправьте ячейку или область значений (domain)", en: "Mend the cell, or the column's `domain`" },
  };
}

function shadowed(
  model: TableModel,
  space: Space,
  found: { readonly rule: number; readonly stronger: readonly number[] },
): Finding {
  const region = space.rules[found.rule] as Region;
  const alone = found.stronger.find((other) => isInside(region, space.rules[other] as Region));
  const takers = (alone === undefined ? found.stronger.slice(0, 3) : [alone]).map((other) => other + 1);
  const place = model.rules[found.rule] ?? model.place;
  const one = takers.length === 1;
  return {
    ...finding("table-rule-dead", "warning", [...takers, found.rule + 1]),
    start: place.start,
    end: place.end,
    message: {
      ru: `Правило ${found.rule + 1} не сработает никогда: его случаи ${one ? "забирает правило" : "забирают правила"} ${takers.join(", ")}`,
      en: `Rule ${found.rule + 1} never applies: ${one ? "rule" : "rules"} ${takers.join(", ")} ${one ? "takes" : "take"} its cases`,
    },
    remedy: {
      ru: "Поставьте его выше, сузьте сильные правила или удалите его",
      en: "Move it up, narrow the stronger rules, or delete it",
    },
  };
}

/** Under `any`: a rule that lies inside another one with the same values says nothing new. */
export function findSubsumed(model: TableModel, space: Space): readonly Finding[] {
  if (model.hitPolicy !== "any") return [];
  const findings: Finding[] = [];
  for (let rule = 0; rule < space.rules.length && findings.length < REDUNDANT_MAX; rule++) {
    const region = space.rules[rule] as Region;
    if (space.unsure[rule] || isEmptyRegion(region)) continue;
    const holder = space.rules.findIndex(
      (other, index) =>
        index !== rule &&
        !space.unsure[index] &&
        isInside(region, other) &&
        !isInside(other, region) &&
        agree(model, index, rule),
    );
    if (holder >= 0) findings.push(subsumed(model, rule, holder));
  }
  return findings;
}

function subsumed(model: TableModel, rule: number, holder: number): Finding {
  const place = model.rules[rule] ?? model.place;
  return {
    ...finding("table-rule-subsumed", "warning", [holder + 1, rule + 1]),
    start: place.start,
    end: place.end,
    message: {
      ru: `Правило ${rule + 1} лишнее: правило ${holder + 1} шире и говорит то же`,
      en: `Rule ${rule + 1} adds nothing: rule ${holder + 1} is wider and says the same`,
    },
    remedy: { ru: `Удалите правило ${rule + 1}`, en: `Delete rule ${rule + 1}` },
  };
}

/** Rules with the same values that differ in one cell, where one cell could say both. Only where order means nothing. */
export function findMergeable(model: TableModel, space: Space): readonly Finding[] {
  if (model.hitPolicy !== "unique" && model.hitPolicy !== "any") return [];
  const findings: Finding[] = [];
  const merged = new Set<number>();
  for (let axis = 0; axis < space.columns.length; axis++) {
    for (const group of groupsBeside(model, space, axis)) {
      const rules = group.filter((rule) => !merged.has(rule));
      const run = space.columns[axis]?.axis.kind === "values" ? rules : touchingRun(space, axis, rules);
      if (run.length < 2 || findings.length >= REDUNDANT_MAX) continue;
      const text = cellTextOf(space, axis, touching(run.flatMap((rule) => rangesAt(space, rule, axis))));
      // Naming null there would change what null means to the other rules of the column.
      if (text === "not(null)" && space.columns[axis]?.refusesNull) continue;
      for (const rule of run) merged.add(rule);
      findings.push(mergeable(model, space, { axis, rules: run, text }));
    }
  }
  return findings;
}

/** Rules alike in everything but this axis. */
function groupsBeside(model: TableModel, space: Space, axis: number): number[][] {
  const groups = new Map<string, number[]>();
  space.rules.forEach((region, rule) => {
    if (space.unsure[rule] || isEmptyRegion(region)) return;
    const tests = region.map((ranges, at) => (at === axis ? "*" : rangesKey(ranges))).join("|");
    const key = `${tests} → ${model.outputs.map(({ entries }) => entries[rule]?.key).join("|")}`;
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}

/** The first rules of the group whose stretches touch end to end, so that one stretch covers them. */
function touchingRun(space: Space, axis: number, rules: readonly number[]): number[] {
  const spans = rules
    .map((rule) => ({ rule, ranges: (space.rules[rule] as Region)[axis] as readonly CellRange[] }))
    .filter(({ ranges }) => ranges.length === 1)
    .map(({ rule, ranges }) => ({ rule, range: ranges[0] as CellRange }))
    .sort((a, b) => a.range.from - b.range.from);
  let run: typeof spans = [];
  for (const span of spans) {
    const last = run.at(-1);
    if (last && span.range.from === last.range.to + 1) run.push(span);
    else if (run.length < 2) run = [span];
    else break;
  }
  return run.length < 2 ? [] : run.map(({ rule }) => rule).sort((a, b) => a - b);
}

function rangesAt(space: Space, rule: number, axis: number): readonly CellRange[] {
  return space.rules[rule]?.[axis] ?? [];
}

function mergeable(
  model: TableModel,
  space: Space,
  found: { readonly axis: number; readonly rules: readonly number[]; readonly text: string },
): Finding {
  const { text } = found;
  const last = found.rules.at(-1) ?? 0;
  const place = model.rules[last] ?? model.place;
  const column = space.columns[found.axis];
  const numbers = found.rules.map((rule) => rule + 1);
  const list: Says = {
    ru: `${numbers.slice(0, -1).join(", ")} и ${numbers.at(-1)}`,
    en: `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`,
  };
  return {
    ...finding("table-rules-mergeable", "hint", numbers),
    start: place.start,
    end: place.end,
    message: { ru: `Правила ${list.ru} можно объединить в одно`, en: `Rules ${list.en} could be one` },
    remedy: {
      ru: `Оставьте одно правило, в столбце «${column?.input.field.title}»: ${text}`,
      en: `Keep one rule, with ${text} in the column "${column?.input.field.title}"`,
    },
  };
}

/** Stretches in order, touching ones made one. */
function touching(ranges: readonly CellRange[]): CellRange[] {
  const result: { from: number; to: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else result.push({ ...range });
  }
  return result;
}

function finding(code: FindingCode, severity: Finding["severity"], rules: readonly number[]) {
  return { code, severity, rules, example: {} } as const;
}

/** Exported for the authority check: what two rules share beside one axis. */
export function shareBeside(left: Region, right: Region, axis: number): Region | null {
  const all: Region = left.map((ranges, at) => (at === axis ? [{ from: 0, to: 0 }] : ranges));
  const other: Region = right.map((ranges, at) => (at === axis ? [{ from: 0, to: 0 }] : ranges));
  return intersection(all, other);
}
