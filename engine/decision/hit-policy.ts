import type { HitPolicy } from "./decision-table.ts";
import { nearest } from "./nearest.ts";
import type { Cell, TableProblem } from "./table-source.ts";

/** The spellings of the process language, in the order of DMN 1.5 §8.2.8. */
export const HIT_POLICIES: readonly HitPolicy[] = [
  "unique",
  "any",
  "priority",
  "first",
  "rule order",
  "output order",
  "collect",
  "collect sum",
  "collect min",
  "collect max",
  "collect count",
];

/** Policies whose result is a list: one value for each rule that counts. */
export function isListPolicy(policy: HitPolicy): boolean {
  return policy === "rule order" || policy === "output order" || policy === "collect";
}

/** Policies whose result is one value computed over all matching rules. */
export function isAggregate(policy: HitPolicy): boolean {
  return policy.startsWith("collect ");
}

/** Policies that need the order of the output values. */
export function isByPriority(policy: HitPolicy): boolean {
  return policy === "priority" || policy === "output order";
}

/** Reads the spelling; `unique` where none is given, or where it is wrong (then there is a problem). */
export function readHitPolicy(cell: Cell | null): {
  readonly policy: HitPolicy;
  readonly problems: readonly TableProblem[];
} {
  if (cell === null) return { policy: "unique", problems: [] };
  const known = HIT_POLICIES.find((policy) => policy === cell.text);
  return known ? { policy: known, problems: [] } : { policy: "unique", problems: [unknownPolicy(cell)] };
}

/** DMN's letters and its XML spellings: what people paste from other tools. */
const ELSEWHERE: Readonly<Record<string, HitPolicy>> = {
  u: "unique",
  a: "any",
  p: "priority",
  f: "first",
  r: "rule order",
  o: "output order",
  c: "collect",
  "c+": "collect sum",
  "c<": "collect min",
  "c>": "collect max",
  "c#": "collect count",
};

function unknownPolicy(cell: Cell): TableProblem {
  const spaced = cell.text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[-_\s]+/g, " ")
    .trim()
    .toLowerCase();
  const elsewhere = Object.hasOwn(ELSEWHERE, spaced) ? ELSEWHERE[spaced] : undefined;
  const meant = elsewhere ?? nearest(spaced, HIT_POLICIES);
  return {
    code: "table-hit-policy",
    severity: "error",
    start: cell.start,
    end: cell.end,
    rule: null,
    column: null,
    message: { ru: `Нет такой политики: «${cell.text}»`, en: `There is no hit policy "${cell.text}"` },
    remedy: meant
      ? { ru: `Возможно, вы имели в виду «${meant}»?`, en: `Did you mean "${meant}"?` }
      : { ru: `Выберите: ${HIT_POLICIES.join(", ")}`, en: `Choose one of: ${HIT_POLICIES.join(", ")}` },
  };
}
