import { CELL_EXPLANATIONS } from "./explanations-of-cells.ts";
import { FINDING_EXPLANATIONS } from "./explanations-of-findings.ts";
import { SHAPE_EXPLANATIONS } from "./explanations-of-shape.ts";
import type { TableExplanation } from "./table-explanation.ts";

/** What `ordo explain` tells of every problem of decision tables. */
export const TABLE_EXPLANATIONS: readonly TableExplanation[] = [
  ...FINDING_EXPLANATIONS,
  ...CELL_EXPLANATIONS,
  ...SHAPE_EXPLANATIONS,
];
