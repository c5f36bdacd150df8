import { wordPattern } from "../base/word-pattern.ts";
import { factsWhen } from "../expression/check/facts.ts";
import { parsedOnce } from "../expression/compile-expression.ts";

/** Paths that are certainly not null behind a condition that held, and behind one that did not. */
export interface ConditionFacts {
  readonly holds: readonly string[];
  readonly fails: readonly string[];
}

/** Reads what a condition tells of absence. A text that is no FEEL tells nothing: that is said elsewhere. */
export function conditionFacts(text: string): ConditionFacts {
  const { ast } = parsedOnce(text);
  if (!ast) return NOTHING;
  return { holds: paths(factsWhen(ast, true)), fails: paths(factsWhen(ast, false)) };
}

const NOTHING: ConditionFacts = { holds: [], fails: [] };
const PATH = wordPattern("^[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*$");

function paths(facts: ReadonlySet<string>): readonly string[] {
  return [...facts].filter((key) => PATH(key).test(key));
}
