import { TABLE_EXPLANATIONS } from "../decision/explanations.ts";
import { EXPRESSION_EXPLANATIONS } from "../expression/explanations.ts";
import { CHECKS } from "./checks/index.ts";
import type { Explanation } from "./explanation.ts";
import { EXPLANATIONS } from "./explanations.ts";
import { CONFIG_EXPLANATIONS } from "./explanations-of-config.ts";
import { DATA_EXPLANATIONS } from "./explanations-of-data.ts";
import { ROUTE_EXPLANATIONS } from "./explanations-of-route.ts";
import { SCENARIO_EXPLANATIONS } from "./explanations-of-scenarios.ts";

/** Code → explanation of every problem there is, in the order in which a file is read: text, shape, expressions, tables, meaning. */
export const ALL_EXPLANATIONS: ReadonlyMap<string, Explanation> = oneEach([
  ...EXPLANATIONS,
  ...EXPRESSION_EXPLANATIONS,
  ...TABLE_EXPLANATIONS,
  ...CHECKS.map((check) => check.explanation),
  ...ROUTE_EXPLANATIONS,
  ...DATA_EXPLANATIONS,
  ...CONFIG_EXPLANATIONS,
  ...SCENARIO_EXPLANATIONS,
]);

/** A code that two parts of the reading give means the same in both: the first one explains it. */
function oneEach(all: readonly Explanation[]): ReadonlyMap<string, Explanation> {
  const byCode = new Map<string, Explanation>();
  for (const one of all) if (!byCode.has(one.code)) byCode.set(one.code, one);
  return byCode;
}
