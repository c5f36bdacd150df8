import { wordPattern } from "../../base/word-pattern.ts";
import type { Ast } from "../syntax/ast.ts";

/** Paths that are certainly not null where they are read, because of a test passed before. */
export type Facts = ReadonlySet<string>;

export const NO_FACTS: Facts = new Set();

/** The key of something that gives the same value each time it is written: a name, a path, `get value` of these. */
export function keyOf(ast: Ast): string | null {
  switch (ast.kind) {
    case "name":
      return ast.name;
    case "input":
      return "?";
    case "literal":
      return JSON.stringify(ast.value);
    case "path": {
      const of = keyOf(ast.of);
      return of === null ? null : `${of}.${ast.name}`;
    }
    case "filter": {
      const [of, by] = [keyOf(ast.of), ast.by.kind === "literal" ? keyOf(ast.by) : null];
      return of === null || by === null ? null : `${of}[${by}]`;
    }
    case "call": {
      const parts = ast.args.map(({ value }) => keyOf(value));
      const isRead = ast.callee.kind === "name" && ast.callee.name === "get value";
      return isRead && !parts.includes(null) ? `get value(${parts.join(", ")})` : null;
    }
    default:
      return null;
  }
}

/** What is certain when the condition came out so. */
export function factsWhen(ast: Ast, outcome: boolean): Facts {
  switch (ast.kind) {
    case "logic": {
      const both = [factsWhen(ast.left, outcome), factsWhen(ast.right, outcome)] as const;
      return (ast.op === "and") === outcome ? both[0].union(both[1]) : both[0].intersection(both[1]);
    }
    case "compare":
      return factsOfComparison(ast, outcome);
    case "between":
      return filled([ast.value, ast.low, ast.high]);
    case "in":
      return outcome && !ast.tests.some(isNull) ? filled([ast.value]) : NO_FACTS;
    case "call":
      return factsOfCall(ast, outcome);
    case "name":
    case "path":
      return filled([ast]);
    default:
      return NO_FACTS;
  }
}

function factsOfComparison({ op, left, right }: Ast & { kind: "compare" }, outcome: boolean): Facts {
  // Order is an incident on null: whoever comes behind it has both.
  if (op !== "=" && op !== "!=") return filled([left, right]);
  const equal = (op === "=") === outcome;
  if (isNull(right)) return equal ? NO_FACTS : filled([left]);
  if (isNull(left)) return equal ? NO_FACTS : filled([right]);
  if (!equal) return NO_FACTS;
  return filled([isFilled(right) ? left : null, isFilled(left) ? right : null]);
}

function isNull(ast: Ast): boolean {
  return ast.kind === "literal" && ast.value === null;
}

/** A literal that is not null: what equals it is not null either. */
function isFilled(ast: Ast): boolean {
  return ast.kind === "literal" && ast.value !== null;
}

function factsOfCall({ callee, args }: Ast & { kind: "call" }, outcome: boolean): Facts {
  const [argument] = args;
  if (callee.kind !== "name" || !argument) return NO_FACTS;
  if (callee.name === "not") return factsWhen(argument.value, !outcome);
  return callee.name === "is defined" && outcome ? filled([argument.value]) : NO_FACTS;
}

/** These, and all they are read from: `x.y` that is there says that `x` is. */
function filled(asts: readonly (Ast | null)[]): Facts {
  const keys = new Set<string>();
  for (const ast of asts) {
    for (let at = ast; at; at = at.kind === "path" || at.kind === "filter" ? at.of : null) {
      const key = keyOf(at);
      if (key !== null && at.kind !== "literal") keys.add(key);
    }
  }
  return keys;
}

/** The facts that still hold where a name is bound anew: those that do not read it. */
export function withoutName(facts: Facts, name: string): Facts {
  const kept = [...facts].filter((key) => !reads(key, name));
  return kept.length === facts.size ? facts : new Set(kept);
}

const NAME = wordPattern("^[\\p{L}_][\\p{L}\\p{N}_]*$");
const WORDS = wordPattern("(?<![.\\p{L}\\p{N}_])[\\p{L}_][\\p{L}\\p{N}_]*", "g");

function reads(key: string, name: string): boolean {
  if (!NAME(name).test(name)) return key.includes(name);
  const words: readonly string[] = key.match(WORDS(key)) ?? [];
  return words.includes(name);
}
