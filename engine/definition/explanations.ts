import type { Explanation } from "./explanation.ts";
import { READING_EXPLANATIONS } from "./explanations-of-reading.ts";
import { SHAPE_EXPLANATIONS } from "./explanations-of-shape.ts";
import { SYNTAX_EXPLANATIONS } from "./explanations-of-syntax.ts";

/** What every problem of reading a file and of its shape means. Those of the checks stand with the checks. */
export const EXPLANATIONS: readonly Explanation[] = [
  ...READING_EXPLANATIONS,
  ...SYNTAX_EXPLANATIONS,
  ...SHAPE_EXPLANATIONS,
];
