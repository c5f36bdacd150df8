import { parser } from "lezer-feel";
import { wordPattern } from "../../base/word-pattern.ts";
import type { ExpressionProblem } from "../problem.ts";
import type { Ast } from "./ast.ts";
import { buildTree } from "./build.ts";
import { diagnose, faultProblem, syntax } from "./diagnose.ts";
import { KEYWORDS, type NameDictionary, trackNames } from "./names.ts";
import { findFault } from "./scan.ts";

/** Longest text of one expression, in UTF-16 units. */
export const TEXT_MAX = 20_000;

export interface Parsed {
  /** Null where the text is not FEEL; then there is at least one problem. */
  readonly ast: Ast | null;
  /** Of unary tests: do they stand in `not(…)`? */
  readonly negated: boolean;
  readonly problems: readonly ExpressionProblem[];
}

/** Reads a FEEL expression. */
export function parseExpression(text: string, names: NameDictionary): Parsed {
  const unfit = unfitOf(text);
  if (unfit) return failed(unfit);
  const short = dottedNames(text);
  return short ? { ast: short, negated: false, problems: [] } : parseTop(text, names, "Expression");
}

/** Reads FEEL unary tests other than `-`: `> 5, [1..3], "a"` or `not(…)`. The tree is the list of tests. */
export function parseTests(text: string, names: NameDictionary): Parsed {
  const unfit = unfitOf(text);
  return unfit ? failed(unfit) : parseTop(text, names, "UnaryTests");
}

function failed(problem: ExpressionProblem): Parsed {
  return { ast: null, negated: false, problems: [problem] };
}

function parseTop(text: string, names: NameDictionary, top: "Expression" | "UnaryTests"): Parsed {
  const fault = findFault(text);
  if (fault) return failed(faultProblem(fault));
  const grammatical = rangeTypes(text);
  const tree = parser.configure({ top, contextTracker: trackNames(text, names) }).parse(grammatical);
  const built = buildTree(tree.topNode, { text, originals: names.originals });
  if (built.stumble) return failed(diagnose(text, built.stumble));
  return { ast: built.ast, negated: built.negated, problems: built.problems };
}

/** The grammar lacks the type `range<…>`: it reads it as `list <…>`, which is as long, and the builder looks at the text. */
function rangeTypes(text: string): string {
  return text.includes("range") ? text.replace(/\brange(?=\s*<)/g, "list ") : text;
}

function unfitOf(text: string): ExpressionProblem | null {
  return tooLong(text) ?? empty(text);
}

function tooLong(text: string): ExpressionProblem | null {
  if (text.length <= TEXT_MAX) return null;
  return {
    code: "expression-too-large",
    severity: "error",
    from: 0,
    to: text.length,
    message: { ru: `Выражение длиннее ${TEXT_MAX} знаков`, en: `The expression is longer than ${TEXT_MAX} characters` },
    remedy: { ru: "разбейте его на шаги set", en: "split it into `set` steps" },
  };
}

function empty(text: string): ExpressionProblem | null {
  if (text.trim() !== "") return null;
  return syntax(
    0,
    text.length,
    { ru: "Выражение пустое", en: "The expression is empty" },
    { ru: "напишите значение, например null", en: "write a value, for example null" },
  );
}

/** Most expressions of a process are a name or a path (`lead.responsible`): they need no grammar. */
export function dottedNames(text: string): Ast | null {
  const found = DOTTED(text).exec(text);
  if (!found) return null;
  const lead = found[1]?.length ?? 0;
  const [first = "", ...fields] = (found[2] ?? "").split(".");
  if (KEYWORDS.has(first) || fields.some(isUnsafe) || isUnsafe(first)) return null;
  let to = lead + first.length;
  let ast: Ast = { kind: "name", name: first, from: lead, to };
  for (const name of fields) {
    const nameFrom = to + 1;
    to = nameFrom + name.length;
    ast = { kind: "path", of: ast, name, nameFrom, from: lead, to };
  }
  return ast;
}

const DOTTED = wordPattern("^(\\s*)([\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*){0,20})\\s*$");

function isUnsafe(name: string): boolean {
  return name === "__proto__" || name === "constructor" || name === "prototype";
}
